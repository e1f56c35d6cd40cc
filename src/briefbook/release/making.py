"""``briefbook release``: an edition is built from what is committed, and its files take their place together or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefbook.checker.report import placed
from briefbook.editions import forecasts
from briefbook.editions.record import NAME
from briefbook.press.build import Order, build
from briefbook.press.progress import Progress
from briefbook.press.publish import publish_trees, recover
from briefbook.problems import Finding, Problem, find
from briefbook.release import manifest, packing, repository, signing, verifying
from briefbook.release.contents import About, assemble
from briefbook.release.manifest import SIGNATURES
from briefbook.release.preparing import Tree, prepared, uncommitted
from briefbook.release.repository import NoRepository, Repository

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What a release is built under, whatever conf.py says of drafts and checks; the site brings its PDFs with it.
OVERRIDES = {"brief_draft": False, "brief_check": True, "html_theme_options.pdf_dir": "pdf"}


@dataclass(frozen=True)
class Wanted:
    """Which edition of which book, where to, and how."""

    source: Path
    edition: str
    output: Path   #: the folder of all releases
    version: str   #: of the press
    key: str = ""  #: what to sign with
    again: bool = False    #: build once more and compare, and write nothing
    replace: bool = False  #: put what is built in the place of what was released

    @property
    def final(self) -> Path:
        return self.output / self.edition

    @property
    def work(self) -> Path:
        """Everything is made here, beside the releases, so that a finished one takes its place by a change of name."""
        return self.output / f".{self.edition}.making"


class Refused(Exception):
    """Nothing is released; ``findings`` say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)


def release(wanted: Wanted, progress: Progress) -> int:
    """Release the edition; the exit status is 0 where it stands, 1 where something keeps it from being released."""
    os.environ.pop("SOURCE_DATE_EPOCH", None)  # the edition's date is the only one that enters
    try:
        if not NAME.fullmatch(wanted.edition):
            raise Refused([find(Problem.EDITION_NAME, f"{wanted.edition!r} is not a name such as 2026-11 or 2026-11.2")])
        recover(wanted.final)
        _standing(wanted)
        wanted.output.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(wanted.work, ignore_errors=True)
        try:
            return _release(wanted, progress)
        finally:
            shutil.rmtree(wanted.work, ignore_errors=True)
    except Refused as refused:
        for finding in refused.findings:
            print(_said(finding), file=sys.stderr)
    except OSError as error:
        print(f"briefbook: {error.strerror or error}: {error.filename}", file=sys.stderr)
    print(f"{wanted.edition} is not released; {_untouched(wanted)}", file=sys.stderr)
    return 1


def _said(finding: Finding) -> str:
    """The finding with as much of a place as it has."""
    return placed(finding) if finding.line else str(finding) if finding.path else f"{finding.code} {finding.message}"


def _untouched(wanted: Wanted) -> str:
    return f"{os.path.relpath(wanted.final)} is as it was" if wanted.final.exists() else "nothing was written"


def _standing(wanted: Wanted) -> None:
    """Refuse what would touch a release that stands, or compare with one that does not."""
    stands = wanted.final.is_dir()
    if stands and not (wanted.again or wanted.replace):
        raise Refused([find(Problem.RELEASED, f"{os.path.relpath(wanted.final)} stands")])
    if wanted.again and not stands:
        raise Refused([find(Problem.NOT_THE_SAME, f"there is no {os.path.relpath(wanted.final)} to compare with")])


def _release(wanted: Wanted, progress: Progress) -> int:
    progress.step("taking what is committed")
    found, tree, faults = _committed(wanted)
    order = Order(tree.book, wanted.work / "made", OVERRIDES)
    progress.step("checking")
    ready = prepared(tree, wanted.edition, order, wanted.key)
    if faults or ready.faults or found is None or ready.app is None:
        raise Refused([*faults, *ready.faults])
    _due(ready.app, progress)
    for part in (order, replace(order, web=False, pdf=False, epub=True)):  # the book for tablets is built for itself
        if build(part, progress, summary=False):
            raise Refused([find(Problem.CHECK_FAILS, "the book does not build")])
    progress.step("gathering")
    files = wanted.work / "release"
    assemble(files, wanted.work / "made", ready.app, tree, About(wanted.edition, wanted.version, found.commit, found.prefix))
    _verified(files, progress)
    if wanted.again:
        return _compare(wanted, files, progress)
    if wanted.key:
        try:
            signing.sign(files, wanted.key)
        except signing.CannotSign as error:
            raise Refused([find(Problem.SIGNING, str(error))]) from error
    publish_trees({files: wanted.final})
    _tell(wanted, progress)
    return 0


def _committed(wanted: Wanted) -> tuple[Repository | None, Tree, list[Finding]]:
    """A copy of the committed files; without a repository the folder as it is, so that its other faults are found too."""
    try:
        found = repository.find(wanted.source)
        changed = found.changes(wanted.output)
    except NoRepository as error:
        return None, Tree(wanted.source, wanted.source), [find(Problem.NO_REPOSITORY, str(error))]
    folder = wanted.work / "tree"
    return found, Tree(folder, found.export(folder)), list(uncommitted(changed))


def _due(app: Sphinx, progress: Progress) -> None:
    """List the forecasts that await their outcome."""
    day = app.config.brief_edition_date
    if found := forecasts.due(app.env, day):
        for line in forecasts.lines(app.env, found, day):
            progress.step(line)


# -- before and after publishing -----------------------------------------------------------------------------------------


def _verified(folder: Path, progress: Progress) -> None:
    """What readers will verify, holds before they can."""
    verdict = verifying.verify(folder, None, progress)
    if not verdict.ok:
        raise Refused(verdict.faults)
    skipped = [check.text for check in verdict.checks if check.name == "conformance" and check.state == "not run"]
    for text in skipped:
        progress.step(f"PDFs are not validated a second time: {text}")


def _compare(wanted: Wanted, fresh: Path, progress: Progress) -> int:
    """Whether what was built is, byte for byte, what was released."""
    old, new = ({name: manifest.digest(path) for name, path in packing.files_below(folder).items() if name not in SIGNATURES}
                for folder in (wanted.final, fresh))
    if different := sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)):
        raise Refused(find(Problem.NOT_THE_SAME, "not the same bytes", name) for name in different)
    progress.step(f"{os.path.relpath(wanted.final)} was built again: {len(new)} files, the same bytes ({progress.seconds:.0f} s)")
    return 0


def _tell(wanted: Wanted, progress: Progress) -> None:
    """What stands now, and what to do with it."""
    shown = Path(os.path.relpath(wanted.final))
    for path in sorted(wanted.final.iterdir()):
        progress.step(f"  {path.name:<24} {path.stat().st_size / 1000:>10,.0f} kB")
    progress.step(f"{shown} is released ({progress.seconds:.0f} s); briefbook verify {shown} says whether it still is what it was")
