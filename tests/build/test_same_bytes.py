"""The same input gives the same bytes: anywhere, at any time, by whatever way the build is started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from books import THEMED, Book, differing, digests
from shared import once

EVERYTHING = Path(__file__).parents[1] / "conformance" / "everything"


def everything(folder: Path, lines: str = "") -> Book:
    """A copy of the book that uses everything, in our theme."""
    shutil.copytree(EVERYTHING, folder / "source")
    book = Book(folder, {})
    book.conf(THEMED + lines)
    return book


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book, built once; not to be touched."""
    return once(tmp_path_factory, "everything-first", lambda folder: everything(folder).made() and None)


def test_directory_time_zone_locale_and_hash_seed_change_nothing(first: Path, tmp_path: Path) -> None:
    book = everything(tmp_path / "a longer path" / "größer")
    for path in book.source.rglob("*"):
        os.utime(path, (86400, 86400))
    environment = os.environ | {
        "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANGUAGE": "de", "PYTHONHASHSEED": "4711", "COLUMNS": "40",
        "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("SOURCE_DATE_EPOCH", None)
    run = subprocess.run(
        [sys.executable, "-m", "briefbook", "build", "source", "-o", "made", "-q"], cwd=book.folder, env=environment,
        capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert differing(book.files(), Book(first, {}).files()) == []


def test_parallel_reading_changes_nothing(first: Path, tmp_path: Path) -> None:
    book = everything(tmp_path)
    book.made("-j", "2")
    assert differing(book.files(), Book(first, {}).files()) == []


def test_sphinx_build_sets_the_same_pdfs(first: Path, tmp_path: Path) -> None:
    book = everything(tmp_path)
    run = book.sphinx("typstpdf", "-j", "2")
    assert (run.status, run.err) == (0, "")
    assert differing(digests(tmp_path / "typstpdf"), digests(first / "made" / "pdf")) == []


def test_sphinx_build_writes_the_same_pages(first: Path, tmp_path: Path) -> None:
    book = everything(tmp_path)
    run = book.sphinx("html")
    assert (run.status, run.err) == (0, "")
    written = {name: digest for name, digest in digests(tmp_path / "html").items() if not name.startswith(".")}
    assert differing(written, digests(first / "made" / "html")) == []


@pytest.mark.parametrize("order", [("html", "typstpdf"), ("typstpdf", "html")])
def test_two_builders_in_one_process_do_not_disturb_each_other(first: Path, tmp_path: Path, order: tuple[str, str]) -> None:
    """One after the other over the same doctrees, as ``make html typstpdf`` in a script would run them."""
    from sphinx.cmd.build import build_main

    book = everything(tmp_path)
    for builder in order:
        assert build_main(["-q", "-W", "--keep-going", "-d", str(tmp_path / "doctrees"), "-b", builder,
                           str(book.source), str(tmp_path / builder)]) == 0
    assert differing(digests(tmp_path / "typstpdf"), digests(first / "made" / "pdf")) == []
    written = {name: digest for name, digest in digests(tmp_path / "html").items() if not name.startswith(".")}
    assert differing(written, digests(first / "made" / "html")) == []


def test_typst_sources_name_no_folder_of_the_machine(tmp_path: Path) -> None:
    book = everything(tmp_path)
    assert book.sphinx("typst").status == 0
    sources = list((tmp_path / "typst").rglob("*.typ"))
    assert len(sources) >= 5
    assert [path.name for path in sources if str(tmp_path) in path.read_text(encoding="utf-8")] == []


def test_no_output_names_a_folder_of_the_machine(first: Path) -> None:
    made = [path for path in (first / "made" / "html").rglob("*") if path.suffix in (".html", ".js", ".css", ".json", ".svg")]
    made += (first / "made" / "pdf").glob("*.pdf")
    assert len(made) > 10
    assert [path.name for path in made if str(first).encode() in path.read_bytes()] == []
