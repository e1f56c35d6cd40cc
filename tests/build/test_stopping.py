"""A build that is stopped midway leaves the last good output, and the next one goes through."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from books import Book, Run

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups")

#: Added to conf.py: when the file ``hang`` is there, the named step of a build says so in ``reached`` and waits.
WAIT = """
import pathlib
_here = pathlib.Path(__file__).parent

def _wait(*_arguments, **_options):
    import time
    (_here.parent / "reached").touch()
    time.sleep(600)

if (_here.parent / "hang").exists():
    from briefbook.press import build
    from briefbook.typst.printing import Printer
    from sphinx.builders.html import StandaloneHTMLBuilder
    setattr(*{{"reading": (build, "_run"), "writing": (StandaloneHTMLBuilder, "write_doc"),
               "setting": (Printer, "_inspect"), "publishing": (build, "publish_trees")}}["{step}"], _wait)
"""


def stop(book: Book, step: str, sign: signal.Signals) -> Run:
    """Start a build of the changed book, wait until it has reached *step*, and send *sign* to all its processes."""
    book.conf(WAIT.format(step=step))
    book.change("chapters/one.md", "Rivers are long", "Rivers are short")
    (book.folder / "hang").touch()
    running = book.start("briefbook.__main__", ["build", str(book.source), "-o", str(book.output)], {})
    limit = time.monotonic() + 300
    while not (book.folder / "reached").exists():
        assert running.process.exitcode is None and time.monotonic() < limit, running.finish()
        time.sleep(0.02)
    os.killpg(running.process.pid, sign)
    stopped = running.finish()
    (book.folder / "hang").unlink()
    return stopped


@pytest.mark.parametrize("step", ["reading", "writing", "setting", "publishing"])
def test_killed_build_leaves_the_last_good_output(built: Book, step: str) -> None:
    before = built.files()
    assert stop(built, step, signal.SIGKILL).status == -signal.SIGKILL
    assert built.files() == before
    built.made()
    assert "Rivers are short" in built.pdf("one").text


def test_interrupted_build_says_so_and_nothing_more(built: Book) -> None:
    before = built.files()
    stopped = stop(built, "setting", signal.SIGINT)
    assert stopped.status == 130
    assert stopped.err.strip() == "briefbook: stopped; nothing was published"
    assert built.files() == before


def test_build_killed_between_two_names_is_made_good(built: Book) -> None:
    """The older folder had been moved away, the newer one had not its name yet."""
    before = built.files()
    (built.output / "pdf").rename(built.output / ".pdf.old")
    built.change("chapters/one.md", "Rivers", "{nonsense}`Rivers`")
    assert built.build().status == 1
    assert built.files() == before


def test_half_written_notes_do_not_stop_the_next_build(built: Book) -> None:
    for name in ("built.json", "warned.json", "doctrees/typst/printed.json", "doctrees/environment.pickle"):
        (built.output / name).write_bytes(b"{")
    for path in (built.output / "doctrees" / "fragments").iterdir():
        path.write_bytes(b"{")
    before = built.files()
    built.made()
    assert built.files() == before


@pytest.mark.parametrize("name", ["one.pdf", "book.pdf"])
def test_staged_pdf_that_was_cut_short_is_set_again(built: Book, name: str) -> None:
    before = built.files()
    staged = built.output / "stage" / "pdf" / name
    staged.write_bytes(staged.read_bytes()[:100])
    built.conf("# a change\n")
    built.made()
    assert built.files() == before


def test_typst_sources_left_behind_are_not_taken_for_whole(built: Book) -> None:
    built.change("chapters/one.md", "Rivers are long", "Rivers are short")
    (built.output / "doctrees" / "typst" / "one.typ").write_text("#panic()", encoding="utf-8")
    built.made()
    assert "Rivers are short" in built.pdf("one").text


def test_unknown_files_in_the_output_folder_stay(built: Book) -> None:
    note = Path(built.output / "note.txt")
    note.write_text("mine", encoding="utf-8")
    built.change("chapters/one.md", "Rivers are long", "Rivers are short")
    built.made()
    assert note.read_text(encoding="utf-8") == "mine"
