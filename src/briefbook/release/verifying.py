"""``briefbook verify``: whether a release is, byte for byte and inside its PDFs, what its publisher made.

It reads the release alone, a folder or one archive of it, and needs no network, no repository and no book.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from briefbook.press.progress import Progress
from briefbook.problems import Finding, Problem, find
from briefbook.release import conformance, evidencing, manifest, packing, pdfs, signing
from briefbook.release.manifest import SIGNATURES, SUMS, File, Manifest
from briefbook.typst.inspection import inspect

SITE = "site.zip"


class NotARelease(Exception):
    """There is nothing to verify; the text says what was missing."""


@dataclass(frozen=True)
class Check:
    """One kind of check: ``passed``, ``failed`` or ``not run``, with what was looked at or why it was not."""

    name: str
    state: str
    text: str


@dataclass
class Verdict:
    """Everything that was checked, and everything that is wrong."""

    release: Manifest | None = None
    checks: list[Check] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults

    def note(self, name: str, passed: str, faults: list[Finding]) -> None:
        """Record a check that ran; *passed* says what was looked at."""
        text = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}" if faults else passed
        self.checks.append(Check(name, "failed" if faults else "passed", text))
        self.faults += faults

    def not_run(self, name: str, why: str) -> None:
        self.checks.append(Check(name, "not run", why))


def verify(dist: Path, signers: Path | None, progress: Progress) -> Verdict:
    """Verify the release in the folder or the archive *dist*. Raises :class:`NotARelease` and ``OSError``."""
    if dist.is_dir():
        return _verify(dist, signers, progress)
    if not dist.is_file() or not packing.is_archive(dist):
        what = "neither a folder nor an archive (zip, tar, tar.gz)" if dist.exists() else "there is no such folder"
        raise NotARelease(f"{dist}: {what}")
    with tempfile.TemporaryDirectory(prefix="briefbook-") as folder:
        try:
            packing.unpack(dist, Path(folder))
        except packing.UnsafeArchive as error:
            verdict = Verdict()
            verdict.note("archive", "", [find(Problem.UNSAFE, str(error), str(dist))])
            return verdict
        inner = list(Path(folder).iterdir())
        return _verify(inner[0] if len(inner) == 1 and inner[0].is_dir() else Path(folder), signers, progress)


def _verify(folder: Path, signers: Path | None, progress: Progress) -> Verdict:
    if not any((folder / name).exists() for name in (SUMS, manifest.FILE)):
        raise NotARelease(f"{folder}: no release: it has neither {SUMS} nor {manifest.FILE}")
    verdict = Verdict()
    progress.step("hashing")
    sums, sound = _sums(folder, verdict)
    told = _manifest(folder, sums, sound, verdict)
    verdict.release = told
    if told:
        files = [file for file in told.files if file.path in sound and sums.get(file.path) == file.sha256]
        printed = [file for file in files if file.pdf]
        lost = sum(1 for file in told.files if file.pdf) - len(printed)
        _inspected(folder, printed, lost, verdict)
        _conformance(folder, printed, lost, verdict, progress)
        _evidence(folder, files, printed, verdict)
        _site(folder, {file.path: file for file in files}, verdict)
    _signed(folder, signers, verdict)
    return verdict


# -- bytes ---------------------------------------------------------------------------------------------------------------


def _sums(folder: Path, verdict: Verdict) -> tuple[dict[str, str], set[str]]:
    """What :data:`SUMS` says, and the names of the files that are as it says."""
    faults = []
    try:
        sums = manifest.read_sums((folder / SUMS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        sums = {}
        faults.append(find(Problem.ALTERED, "it is missing", SUMS))
    except ValueError as error:
        sums = {}
        faults.append(find(Problem.ALTERED, str(error), SUMS))
    found = {path.name: path for path in sorted(folder.iterdir())}
    plain = {name for name, path in found.items() if path.is_file() and not path.is_symlink()}
    sound = {name for name, digest in sums.items() if name in plain and manifest.digest(found[name]) == digest}
    for name in sorted(sums):
        if name not in found:
            faults.append(find(Problem.ALTERED, "the file is missing", name))
        elif name not in plain:
            faults.append(find(Problem.ALTERED, "it is no plain file", name))
        elif name not in sound:
            faults.append(find(Problem.ALTERED, "its bytes are not those that were released", name))
    faults += [find(Problem.ALTERED, "the release has no such file; it was added", name)
               for name in sorted(found.keys() - sums.keys() - {SUMS, *SIGNATURES})]
    verdict.note("bytes", f"{len(sums)} files, all as {SUMS} says, and no other", faults)
    return sums, sound


def _manifest(folder: Path, sums: dict[str, str], sound: set[str], verdict: Verdict) -> Manifest | None:
    """The manifest, which must say the same as the sums."""
    try:
        told = Manifest.model_validate_json((folder / manifest.FILE).read_bytes())
    except FileNotFoundError:
        verdict.note("manifest", "", [find(Problem.ALTERED, "it is missing", manifest.FILE)])
        return None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        verdict.note("manifest", "", [find(Problem.ALTERED, f"{place + ': ' if place else ''}{first['msg']}", manifest.FILE)])
        return None
    files = {file.path: file for file in told.files}
    faults = [find(Problem.ALTERED, f"{SUMS} and {manifest.FILE} differ in it", name)
              for name in sorted(files.keys() ^ (sums.keys() - {manifest.FILE}))] if sums else []
    faults += [find(Problem.ALTERED, f"{SUMS} and {manifest.FILE} differ in it", name) for name, file in sorted(files.items())
               if name in sums and (file.sha256 != sums[name] or name in sound and file.bytes != (folder / name).stat().st_size)]
    verdict.note("manifest", f"{len(files)} files of commit {told.commit[:12]}", faults)
    return told


# -- PDFs ----------------------------------------------------------------------------------------------------------------


def _many(files: list[File], lost: int, what: str) -> str:
    return f"{len(files)} PDFs{what}" + (f"; {lost} not looked into, as they are not what was released" if lost else "")


def _inspected(folder: Path, files: list[File], lost: int, verdict: Verdict) -> None:
    """The press's own inspection, as every PDF underwent it when it was set."""
    faults = []
    for file in files:
        told = file.pdf
        assert told is not None
        try:
            report = inspect(folder / file.path, told.title, told.language.partition("-")[0], told.bookmarks, told.standards)
        except Exception as error:  # a file that somebody else made may be wrong in ways that ours never are
            wrong = [f"it cannot be inspected ({type(error).__name__}: {error})"]
        else:
            longer = [f"it has {report.pages} pages, not {told.pages}"] if report.pages not in (0, told.pages) else []
            wrong = [*report.faults, *longer]
        faults += [find(Problem.NOT_CONFORMING, text, file.path) for text in wrong]
    verdict.note("inspection", _many(files, lost, " opened: title, language, tags, bookmarks, links, claims"), faults)


def _conformance(folder: Path, files: list[File], lost: int, verdict: Verdict, progress: Progress) -> None:
    """What page-validation says of every standard that a PDF claims."""
    name = "conformance"
    if not conformance.is_installed():
        verdict.not_run(name, "page-validation is not installed (pip install page-validation)")
        return
    faults, claimed = [], sorted({standard for file in files if file.pdf for standard in file.pdf.standards})
    for done, file in enumerate(files, start=1):
        for standard in file.pdf.standards if file.pdf else ():
            try:
                alarms = conformance.page_alarms(folder / file.path, conformance.profile_of(standard))
            except Exception as error:  # a validator that stumbles has not passed the file
                alarms = [conformance.Alarm("page-validation", f"stopped: {type(error).__name__}: {error}")]
            faults += [find(Problem.NOT_CONFORMING, f"{standard}: {alarm.rule} {alarm.message}", file.path) for alarm in alarms]
        progress.tick("validating PDFs", done, len(files))
    verdict.note(name, _many(files, lost, f" against {', '.join(claimed) or 'no standard'}, by page-validation"), faults)


def _evidence(folder: Path, files: list[File], printed: list[File], verdict: Verdict) -> None:
    """The evidence inside every PDF beside the manifest and the released ledger."""
    known, faults, ledger = {file.path for file in files}, [], {}
    for table in evidencing.TABLES:
        if f"{table}.json" in known:
            try:
                ledger[table] = evidencing.records(json.loads((folder / f"{table}.json").read_bytes()), table)
            except (ValueError, KeyError, TypeError):
                faults.append(find(Problem.EVIDENCE, "it is no table of the ledger", f"{table}.json"))
    for file in printed:
        assert file.pdf is not None
        try:
            wrong = list(evidencing.faults(pdfs.evidence(folder / file.path), file.pdf.evidence, ledger))
        except Exception as error:  # as above
            wrong = [f"the evidence attached cannot be taken out ({type(error).__name__}: {error})"]
        faults += [find(Problem.EVIDENCE, text, file.path) for text in wrong]
    carried = sum(1 for file in printed if file.pdf and file.pdf.evidence)
    verdict.note("evidence", f"{carried} attachments agree with the manifest and the ledger", faults)


# -- the site and the signature ------------------------------------------------------------------------------------------


def _site(folder: Path, files: dict[str, File], verdict: Verdict) -> None:
    """The archive of the site can be unpacked safely, and its PDFs are those beside it."""
    if SITE not in files:
        verdict.not_run("site", f"{SITE} is not what was released, or is missing")
        return
    with tempfile.TemporaryDirectory(prefix="briefbook-") as scratch:
        try:
            packing.unpack(folder / SITE, Path(scratch))
        except packing.UnsafeArchive as error:
            verdict.note("site", "", [find(Problem.UNSAFE, str(error), SITE)])
            return
        inside = packing.files_below(Path(scratch))
        faults = [find(Problem.ALTERED, f"{name} in it is not the file beside it", SITE) for name in inside
                  if (file := files.get(name.rpartition("/")[2])) and file.pdf and manifest.digest(inside[name]) != file.sha256]
    verdict.note("site", f"{len(inside)} files, its PDFs those of the release", faults)


def _signed(folder: Path, signers: Path | None, verdict: Verdict) -> None:
    found = signing.verify(folder, signers)
    if not found.good:
        verdict.note("signature", "", [find(Problem.SIGNATURE, found.text, SUMS)])
    elif found.ran:
        verdict.note("signature", found.text, [])
    else:
        verdict.not_run("signature", found.text)
