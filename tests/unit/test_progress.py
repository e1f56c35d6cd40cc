"""What a build shows: redrawn on a terminal, plain in a log, nothing when quiet."""

from __future__ import annotations

from io import StringIO

from briefbook.press.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def run(stream: StringIO | None) -> str:
    progress = Progress(stream)
    for done in (1, 2, 3):
        progress.tick("reading", done, 3)
    progress.tick("writing", 1, 2)
    progress.step("done")
    return stream.getvalue() if stream else ""


def test_log_gets_the_end_of_each_count() -> None:
    assert run(StringIO()) == "reading 3\ndone\n"


def test_terminal_gets_every_count_on_one_line() -> None:
    shown = run(Terminal())
    assert [part.rstrip("\n") for part in shown.split("\r\x1b[2K")[1:]] == [
        "reading 1/3", "reading 2/3", "reading 3/3", "reading 3", "writing 1/2\ndone"]


def test_quiet_says_nothing() -> None:
    assert run(None) == ""
