"""From a place in a passage to line and column in the file that it was typed in.

The doctree knows the line a block begins on. Prose is one sentence a line, and much of a line is never printed, so the
words of the passage are laid beside those of the source, and the offending word is looked up there.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from briefbook.analysis.passages import Passage

_WORD = re.compile(r"\w+")
#: How many lines further a block is looked for when none of its words stand where it is said to begin.
_REACH = 60


class Sources:
    """The files of a book, read when they are asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lines: dict[str, list[str]] = {}

    def lines(self, path: str) -> list[str]:
        """The lines of *path*, which is relative to the book; none where it cannot be read."""
        if path not in self._lines:
            try:
                self._lines[path] = (self.root / path).read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                self._lines[path] = []
        return self._lines[path]

    def of(self, passage: Passage, offset: int) -> tuple[int, int]:
        """Line and column of what stands at *offset* of *passage*."""
        first = max(passage.line - 1, 0)
        window = self._block(passage.path, first)
        if passage.kind == "cell" and window.lstrip().startswith("|"):
            first += _row(passage, window)
            window = self.lines(passage.path)[first]
        words = list(_WORD.finditer(passage.text))
        position = _matching(passage, words, window, offset)
        if position is None:
            window = "\n".join(self.lines(passage.path)[first:first + _REACH])
            position = _matching(passage, words, window, offset) or 0
        line = first + window.count("\n", 0, position) + 1
        return line, position - (window.rfind("\n", 0, position) + 1) + 1

    def word(self, path: str, line: int, word: str) -> tuple[int, int]:
        """Line and column of *word* at or after *line*; the line itself where it does not stand there."""
        for number, text in enumerate(self.lines(path)[max(line - 1, 0):][:_REACH], start=max(line, 1)):
            match = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
            if match:
                return number, match.start() + 1
        return max(line, 1), 1

    def option(self, path: str, line: int, name: str) -> tuple[int, int]:
        """Line and column of a directive's option; those of the directive where it has none."""
        for number, text in enumerate(self.lines(path)[max(line - 1, 0):][:_REACH], start=max(line, 1)):
            if re.match(rf"\s*:{re.escape(name)}:", text):
                return number, text.index(":") + 1
            if number > line and re.match(r"\s*(:::|```)", text):
                break
        return max(line, 1), 1

    def opening(self, path: str, line: int) -> int:
        """The line of the directive that opens at or shortly above *line*; *line* itself where none does."""
        lines = self.lines(path)[:line]
        above = range(len(lines), max(len(lines) - 12, 0), -1)
        return next((number for number in above if re.match(r"\s*(?::{3,}|`{3,}|\.\. )\{?\w", lines[number - 1])), line)

    def _block(self, path: str, first: int) -> str:
        """The source from line *first* (from 0) to the next empty line."""
        lines = self.lines(path)[first:]
        end = next((index for index, text in enumerate(lines) if index and not text.strip()), len(lines))
        return "\n".join(lines[:end])


def _matching(passage: Passage, words: list[re.Match[str]], window: str, offset: int) -> int | None:
    """The position in *window* of the word at *offset*, or of the nearest before it that stands there."""
    mark = next((mark for mark in passage.marks if mark.raw and mark.start <= offset < max(mark.end, mark.start + 1)), None)
    there = list(_WORD.finditer(window))
    pairs = _pairs(tuple(word[0].lower() for word in words), tuple(word[0].lower() for word in there))
    if not pairs:
        return None
    index = next((index for index, word in enumerate(words) if word.end() > offset), len(words) - 1)
    nearest = max((at for at in pairs if at <= index), default=None)
    position = there[pairs[nearest]].start() if nearest is not None else 0
    role = _role(mark.raw) if mark else None
    found = role and (role.search(window, position) or role.search(window))
    return found.start() if found else position


def _row(passage: Passage, window: str) -> int:
    """The line of *window* that has the row of a cell: a table of bars is one block, and each row a line of it."""
    typed = " ".join((passage.beside, *(mark.raw for mark in passage.marks)))  # with the table's title, which is in no row
    row = set(_WORD.findall(typed.lower()))

    def fit(line: str) -> tuple[float, int]:
        words = set(_WORD.findall(line.lower()))
        return len(row & words) / max(len(words), 1), len(row & words)

    lines = window.split("\n")
    return lines.index(max(lines, key=fit))


def _role(raw: str) -> re.Pattern[str] | None:
    """Finds in a source the role whose text is that of *raw*, in Markdown or reStructuredText."""
    match = re.search(r"`(.*)`", raw, re.DOTALL)
    return re.compile(r"[{:][\w:]+[}:]`" + re.escape(match[1]) + "`") if match else None


@cache
def _pairs(printed: tuple[str, ...], typed: tuple[str, ...]) -> dict[int, int]:
    """The index of each printed word among the typed ones."""
    blocks = SequenceMatcher(None, printed, typed, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
