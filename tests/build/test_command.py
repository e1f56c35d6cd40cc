"""``briefbook build``: its exit status, and what it says when it cannot do what it is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from books import DOT, SMALL, Book, MakeBook, Run, differing
from briefbook.__main__ import main
from briefbook.typst.printing import Printer

WRONG_CALLS = {
    "no command": ([], "required: COMMAND"),
    "unknown command": (["print"], "invalid choice: 'print'"),
    "unknown paper": (["build", "--paper", "a5"], "invalid choice: 'a5'"),
    "no jobs": (["build", "-j", "0"], "expected a number from 1, not '0'"),
    "jobs in words": (["build", "-j", "two"], "expected a number from 1, not 'two'"),
    "folder without conf.py": (["build", "."], "no conf.py here"),
    "folder that is not there": (["build", "nowhere"], "nowhere: no conf.py here"),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_wrong_call_is_explained(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, words = WRONG_CALLS[name]
    try:
        status = main(arguments)
    except SystemExit as leaving:  # as argparse leaves
        status = leaving.code  # type: ignore[assignment]
    said = capsys.readouterr().err
    assert status == 2 and words in said and "Traceback" not in said


BROKEN_SETTINGS = {
    "syntax error": ("project = (", "'(' was never closed (conf.py, line 1)"),
    "error while it runs": ("a = 1\nb = a / 0", "conf.py:2: ZeroDivisionError: division by zero"),
    "missing module": ("import nosuchmodule", "conf.py:1: ModuleNotFoundError: No module named 'nosuchmodule'"),
    "exit": ("import sys\nsys.exit(3)", "called sys.exit()"),
    "unknown extension": ('extensions = ["nosuchextension"]', "Could not import extension nosuchextension"),
    "no front door": ("root_doc = 'door'", "unable to load the master document"),
}


@pytest.mark.parametrize("name", BROKEN_SETTINGS)
def test_broken_settings_are_explained_in_a_line(make_book: MakeBook, name: str) -> None:
    source, words = BROKEN_SETTINGS[name]
    run = make_book({"conf.py": source + "\n", "index.rst": "Title\n=====\n"}).build()
    assert run.status == 2
    assert len(run.messages) == 1 and run.messages[0].startswith("briefbook: ") and words in run.messages[0]


WRONG_OPTIONS = {
    'brief_paper = "a5"': "brief_paper = 'a5': expected one of a4, us-letter",
    'brief_keywords = "one, two"': "brief_keywords = 'one, two': expected list or tuple, not str",
    'brief_draft = "yes"': "brief_draft = 'yes': expected bool, not str",
    'brief_edition_date = "31 January"': "expected a date such as 2026-04-30",
    'brief_papr = "a4"': "brief_papr: there is no such option; did you mean brief_paper?",
    'typst_documents = [("index", "a/b")]': "'a/b' is not a file name",
    'typst_documents = [("nowhere", "book")]': "typst_documents names 'nowhere', which is no document",
    'suppress_warnings = ["briefbook.B101"]': "'briefbook.B101', which would hide an error",
}


@pytest.mark.parametrize("line", WRONG_OPTIONS)
def test_wrong_option_is_named_once_with_its_line(book: Book, line: str) -> None:
    book.conf(line)
    place = f"conf.py:{len(book.text('conf.py').splitlines())}: WARNING: F301 "
    run = book.build()
    assert run.status == 1 and book.files() == {}
    assert len(run.messages) == 1, run.err
    assert run.messages[0].startswith(place) and WRONG_OPTIONS[line] in run.messages[0]


def test_all_wrong_options_are_named_in_one_run(book: Book) -> None:
    lines = [line for line in WRONG_OPTIONS if not line.startswith("typst_documents")]
    book.conf("\n".join(lines))
    assert len(book.build().messages) == len(lines)


@pytest.mark.parametrize("line", ['brief_paper = "a5"', 'typst_documents = [("nowhere", "book")]'])
def test_sphinx_build_prints_nothing_with_a_wrong_option(book: Book, line: str) -> None:
    book.conf(line)
    run = book.sphinx()
    assert run.status == 1 and len(run.messages) == 1
    assert not list((book.folder / "typstpdf").glob("*.pdf"))


def test_option_on_the_command_line_may_be_wrong_too(book: Book) -> None:
    run = book.sphinx("typstpdf", "-D", "brief_paper=a5")
    assert run.status == 1 and run.messages[0].startswith("WARNING: F301 brief_paper = 'a5'")


# -- the output folder -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("below", ["", "folder"])
def test_output_that_is_a_file_is_left_alone(book: Book, below: str) -> None:
    taken = book.folder / "taken"
    taken.write_text("somebody's", encoding="utf-8")
    run = book.build("-o", str(taken / below))
    assert (run.status, run.messages) == (2, [f"briefbook: the output needs a folder, and this is a file: {taken}"])
    assert taken.read_text(encoding="utf-8") == "somebody's"


def test_folder_that_somebody_else_made_is_not_replaced(book: Book) -> None:
    theirs = book.output / "pdf" / "theirs.pdf"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs", encoding="utf-8")
    run = book.build()
    assert run.status == 2 and "was not made by the press" in run.messages[0] and str(theirs.parent) in run.messages[0]
    assert theirs.is_file()


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """A folder in which nothing can be made, by the administrator neither."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no folder that is safe to try")
    if os.geteuid() == 0:
        return Path("/sys")
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    return folder


def test_folder_that_cannot_be_written_is_named(book: Book, unwritable: Path) -> None:
    run = book.build("-o", str(unwritable / "out"))
    assert run.status == 2 and len(run.messages) == 1
    assert run.messages[0].startswith("briefbook: ") and str(unwritable) in run.messages[0]


def test_output_may_be_the_source_folder(book: Book) -> None:
    assert book.build("-o", str(book.source)).status == 0
    book.change("chapters/one.md", "Rivers are long", "Rivers are short")
    assert book.build("-o", str(book.source)).status == 0
    assert "Rivers are short" in (book.source / "html" / "chapters" / "one.html").read_text(encoding="utf-8")


# -- what it does ------------------------------------------------------------------------------------------------------


def test_everything_is_published_and_named(pristine: Path) -> None:
    book = Book(pristine, {})
    assert [name for name in book.files() if name.endswith(".pdf")] == ["pdf/book.pdf", "pdf/one.pdf", "pdf/two.pdf"]
    assert book.page("chapters/one").xpath('//h1[contains(., "Rivers")]')
    assert not [name for name in book.files() if name.split("/")[-1].startswith(".")]


def test_summary_names_each_file(book: Book) -> None:
    shown = book.made().out
    for name in ("html/index.html", "pdf/book.pdf", "pdf/one.pdf", "pdf/two.pdf"):
        assert f"{Path('made') / name} " in shown.replace(os.sep, "/")
    assert "web edition, 4 pages" in shown and "2 pages" in shown
    assert shown.count("html_baseurl is not set") == 1


def test_quiet_says_nothing(book: Book) -> None:
    run = book.build("--quiet")
    assert run == Run(0, "", "")


def test_nothing_is_done_when_nothing_changed(built: Book) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.output.rglob("*")}
    assert built.made().out.startswith("nothing has changed since the last build")
    assert {path: path.stat().st_mtime_ns for path in built.output.rglob("*")} == before


def test_published_file_that_is_gone_comes_back(built: Book) -> None:
    before = built.files()
    (built.output / "pdf" / "one.pdf").unlink()
    built.made()
    assert built.files() == before


@pytest.mark.parametrize(("part", "other"), [("web", "pdf"), ("pdf", "html")])
def test_one_of_the_two_can_be_built_alone(book: Book, part: str, other: str) -> None:
    book.made("--only", part)
    assert book.files() and book.files(other) == {}


def test_one_after_the_other_equals_both(book: Book, pristine: Path) -> None:
    book.made("--only", "web")
    book.made("--only", "pdf")
    assert differing(book.files(), Book(pristine, {}).files()) == []


def test_final_leaves_the_draft_mark_out(book: Book) -> None:
    book.conf("brief_draft = True")
    book.made("--only", "pdf")
    assert "Draft" in book.pdf("one").pages[0].title()
    book.made("--only", "pdf", "--final")
    assert "Draft" not in book.pdf("one").pages[0].title()


def test_fresh_reads_everything_again(built: Book) -> None:
    before = built.files()
    assert "reading documents 4" in built.made("--fresh").out
    assert built.files() == before


def test_file_outside_the_book_that_it_reads_counts(built: Book) -> None:
    outside = built.folder / "outside.md"
    outside.write_text("Said outside.", encoding="utf-8")
    built.write({"chapters/one.md": built.text("chapters/one.md") + "\n:::{include} ../../outside.md\n:::\n"})
    built.made()
    outside.write_text("Said otherwise.", encoding="utf-8")
    built.made()
    assert "Said otherwise." in built.pdf("one").text


def test_real_command_in_a_process_of_its_own(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.change("chapters/one.md", "roe2020", "nobody")
    command = [sys.executable, "-m", "briefbook", "build", str(book.source)]
    refused = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert refused.returncode == 1 and "one.md:4: WARNING: S202" in refused.stderr
    book.change("chapters/one.md", "nobody", "roe2020")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (book.source / "build" / "pdf" / "book.pdf").is_file()


def test_two_builds_in_one_process(tmp_path: Path, pristine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second runs after Typst did, whose threads would not live on in a fork."""
    Printer.has_compiled = True
    for name in ("one", "two"):
        book = Book(tmp_path / name)
        assert main(["build", str(book.source), "-o", str(book.output), "-q"]) == 0
        assert differing(book.files(), Book(pristine, {}).files()) == []
    assert capsys.readouterr().err == ""


def test_books_with_different_options_do_not_mix(tmp_path: Path, pristine: Path) -> None:
    """What one application registers with docutils does not reach the next in the same process."""
    other = Book(tmp_path / "other", {"conf.py": 'extensions = ["myst_parser", "briefbook", "sphinx.ext.todo"]\n'
                                      'html_theme = "basic"\n', "index.md": "# Other\n\n![A dot](dot.svg)\n", "dot.svg": DOT})
    book = Book(tmp_path / "book", SMALL)
    for each in (other, book):
        assert main(["build", str(each.source), "-o", str(each.output), "-q"]) == 0
    assert differing(book.files(), Book(pristine, {}).files()) == []
