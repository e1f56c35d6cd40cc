"""An edition is released whole, the same wherever it is built, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from books import Book, digests
from briefbook.press.progress import Progress
from briefbook.release import making, signing
from conftest import release
from release_book import EDITION, commit, git

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups")


def held(book: Book) -> dict[str, str]:
    """Every released file with its digest, and whatever else lies in the folder of releases."""
    return digests(book.folder / "dist")


def test_release_holds_what_readers_take_away(first: Path) -> None:
    folder = first / "dist" / EDITION
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".sig") == [
        "CITATION.cff", "SHA256SUMS", "book.epub", "book.json", "book.pdf", "book.schema.json", "events.csv", "events.json",
        "facts.csv", "facts.json", "judgments.csv", "judgments.json", "manifest.json", "one.pdf", "references.bib", "references.json", "references.ris",
        "sbom.cdx.json", "site.zip", "sources.csv", "sources.json", "values.csv", "values.json"]
    assert [path.name for path in (first / "dist").iterdir()] == [EDITION]
    assert json.loads((folder / "book.json").read_text("utf-8"))["book"]["draft"] is False
    cited = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))["preferred-citation"]
    assert (cited["type"], cited["notes"]) == ("report", "information cut-off 2026-04-30")


def test_manifest_ties_every_file_to_its_commit(first: Path) -> None:
    folder, head = first / "dist" / EDITION, git(first / "source", "rev-parse", "HEAD").strip()
    found = json.loads((folder / "manifest.json").read_text("utf-8"))
    names = {path.name for path in folder.iterdir()} - {"manifest.json", "SHA256SUMS", "SHA256SUMS.sig"}
    assert {file["path"] for file in found["files"]} == names
    assert {file["commit"] for file in found["files"]} == {head} == {found["commit"]}
    one = next(file["pdf"] for file in found["files"] if file["path"] == "one.pdf")
    assert (one["title"], one["standards"]) == ("Rivers", ["ua-1", "a-3a"])
    assert len(one["evidence"]["sha256"]) == 64 and one["pages"] >= 1


def test_list_of_what_was_used_names_packages_and_fonts(first: Path) -> None:
    found = json.loads((first / "dist" / EDITION / "sbom.cdx.json").read_text("utf-8"))
    parts = {part["name"]: part for part in found["components"]}
    assert parts["sphinx"]["hashes"] == [{"alg": "SHA-256", "content": "a" * 64}] and parts["pyyaml"]["licenses"]
    serif = parts["SourceSerif4Roman-Regular"]
    assert serif["licenses"] == [{"license": {"id": "OFL-1.1"}}] and "pdf" in str(serif["properties"])
    assert found["metadata"]["timestamp"].startswith("2026-11-22T00:00:00")


def test_built_again_elsewhere_it_is_the_same(book: Book) -> None:
    """Another folder, time zone, time of the files and mask; ``--again`` compares with the release of the first place."""
    for path in book.source.rglob("*"):
        os.utime(path, (86400, 86400))
    before, mask = held(book), os.umask(0o077)
    try:
        run = release(book, "--again", TZ="Pacific/Kiritimati", SOURCE_DATE_EPOCH="86400")
    finally:
        os.umask(mask)
    assert run.status == 0, run.err
    assert "the same bytes" in run.err and held(book) == before
    assert "chapters/one.md:3: RIV-1 was to resolve by 31 October 2026 (likely)" in run.err


def test_release_is_signed_with_the_key_that_is_given(first: Path, tmp_path: Path) -> None:
    if not (first / "key").is_file():
        pytest.skip("no ssh-keygen")
    (tmp_path / "signers").write_text(f"press {(first / 'key.pub').read_text('utf-8')}", encoding="utf-8")
    found = signing.verify(first / "dist" / EDITION, tmp_path / "signers")
    assert found.good and found.text.startswith("good, by press, ED25519 key SHA256:")


def test_what_differs_when_built_again_is_named(first: Path, tmp_path: Path) -> None:
    shutil.copytree(first / "dist" / EDITION, tmp_path / "fresh")
    (tmp_path / "fresh" / "one.pdf").write_bytes(b"other")
    (tmp_path / "fresh" / "two.pdf").touch()
    (tmp_path / "fresh" / "SHA256SUMS.sig").unlink(missing_ok=True)
    with pytest.raises(making.Refused) as refused:
        making._compare(making.Wanted(first, EDITION, first / "dist", ""), tmp_path / "fresh", Progress())
    assert [(finding.path, finding.code) for finding in refused.value.findings] == [("one.pdf", "R611"), ("two.pdf", "R611")]


def test_all_that_keeps_it_from_being_released_is_said_at_once(book: Book) -> None:
    before = held(book)
    book.change("CHANGELOG.md", f"## {EDITION}", "## Unreleased")
    book.change("requirements.lock", "sphinx==", "sphinx==0.")
    book.change("conf.py", "2026-11-22", "2026-12-22")
    book.change("chapters/one.md", "{fact}`RIV-001`", "{fact}`RIV-009`")
    commit(book.source)
    book.write({"note.txt": "not committed"})
    run = release(book, "--replace")
    assert run.status == 1
    said = run.err.splitlines()
    codes = ["R602 not committed: note.txt", "R606 sphinx is", "R604 no heading '## 2026-11'", "E409", "R608",
             "R603 2026-11 does not fit brief_edition_date", "R605 the book is not as it was recorded", "R609 date-released, month"]
    assert [code for code in codes if not any(code in line for line in said)] == []
    assert said[-1].endswith("is as it was") and held(book) == before


def test_book_outside_a_repository_is_not_released(book: Book) -> None:
    (book.source / ".git").rename(book.folder / "git")
    run = release(book, "--replace", GIT_CEILING_DIRECTORIES=str(book.folder))
    assert run.status == 1 and "R601" in run.err and "git init" in run.err


def test_released_edition_is_not_touched(book: Book) -> None:
    before = held(book)
    run = release(book)
    assert run.status == 1 and "R610" in run.err and "--replace" in run.err
    assert held(book) == before


#: Added to conf.py: the named step says that it has been reached, and waits.
WAIT = """
import pathlib

def _wait(*_arguments, **_options):
    import time
    (pathlib.Path({folder!r}) / "reached").touch()
    time.sleep(600)

from briefbook.release import making
setattr(*{{"building": (making, "build"), "verifying": (making, "_verified")}}["{step}"], _wait)
"""


@pytest.mark.parametrize("step", ["building", "verifying"])
def test_killed_release_leaves_the_one_before(book: Book, step: str) -> None:
    before = held(book)
    book.conf(WAIT.format(folder=str(book.folder), step=step))
    commit(book.source)
    given = ["release", EDITION, "--source", str(book.source), "-o", str(book.folder / "dist"), "--replace"]
    running = book.start("briefbook.__main__", given, {})
    limit = time.monotonic() + 300
    while not (book.folder / "reached").exists():
        assert running.process.exitcode is None and time.monotonic() < limit, running.finish()
        time.sleep(0.02)
    os.killpg(running.process.pid, signal.SIGKILL)
    assert running.finish().status == -signal.SIGKILL
    assert {name: digest for name, digest in held(book).items() if not name.startswith(".")} == before


def test_release_killed_between_two_names_is_put_back(book: Book) -> None:
    """The older release had been moved away, the newer one had not its name yet; the next command finds and names it."""
    before = held(book)
    (book.folder / "dist" / EDITION).rename(book.folder / "dist" / f".{EDITION}.old")
    assert "R610" in release(book).err
    assert held(book) == before


def test_full_disk_leaves_the_release_before_and_is_named(book: Book) -> None:
    """No file may be larger than what the archive of the site needs."""
    import resource

    before, limit = held(book), (book.folder / "dist" / EDITION / "site.zip").stat().st_size - 1
    given = ["release", EDITION, "--source", str(book.source), "-o", str(book.folder / "dist"), "--replace", "-q"]
    run = subprocess.run(
        [sys.executable, "-m", "briefbook", *given], capture_output=True, encoding="utf-8", check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert run.returncode == 1 and "File too large" in run.stderr and "Traceback" not in run.stderr, run.stderr
    assert "is as it was" in run.stderr and held(book) == before


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="this system has no folder that nobody can write to")
def test_folder_that_cannot_be_written_is_named(book: Book) -> None:
    run = book.command("briefbook.__main__", ["release", EDITION, "--source", str(book.source), "-o", "/sys/kernel/dist"], {})
    assert run.status == 1 and "/sys/kernel/dist" in run.err and "nothing was written" in run.err
