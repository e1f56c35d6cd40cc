"""Text of a bibliography field, TeX or Unicode or both, turned into styled text.

Knows the commands that occur in bibliographies; whatever else is met prints its argument and is named in
``Converted.unknown``, so that a checker can say where. Never raises.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from briefbook.bibliography.punctuation import educate
from briefbook.bibliography.rich import EMPTY, Rich, Span, concat, plain, retext, rich
from briefbook.bibliography.symbols import ACCENTS, CHARACTERS, DECLARATIONS, MARKS, MATHEMATICS, RELATIONS, SILENT

#: Groups nested deeper than this are printed without their braces' meaning: nobody writes them, and recursion ends.
DEEPEST = 40

_SPECIAL = re.compile(r"[\\{}$~`\"'\t\n\r\f\v]|--|  |^ | $")
_MANGLED = re.compile(r"\\{2,}(?=[_%&#$])")
_COMMAND = re.compile(r"\\(?:([a-zA-Z]+)\*?\s*|(.)|$)", re.DOTALL)
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"))
_ORDINARY = re.compile(r"[^\\{}$~^_]+")


class Converted(NamedTuple):
    """Styled text, and the commands or escapes that were not understood."""

    text: Rich
    unknown: tuple[str, ...]


@lru_cache(maxsize=8192)
def convert(source: str) -> Converted:
    """Convert a field's *source*; straight quotation marks come out curly and runs of white space as one space."""
    if not _SPECIAL.search(source):
        return Converted(rich(source), ())
    mangled = tuple(match.group() + source[match.end()] for match in _MANGLED.finditer(source))
    scanner = _Scanner(_MANGLED.sub(lambda _: "\\", source))
    text = _tidy(concat(scanner.read("", 0)))
    return Converted(retext(text, educate(plain(text))), (*mangled, *scanner.unknown))


def to_text(source: str) -> str:
    """The characters of a field, without looks."""
    return plain(convert(source).text)


def split_group(source: str, start: int) -> int:
    """The position after the brace that closes the one at *start*, or the end of *source*."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(source, start):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.end()
    return len(source)


def _tidy(text: Rich) -> Rich:
    """Fold white space, except non-breaking, and strip it from both ends."""
    spans: list[Span] = []
    space = True
    for span in text:
        folded = re.sub(r"[ \t\r\n\f\v]+", " ", span.text)
        folded = folded[1:] if space and folded.startswith(" ") else folded
        if folded:
            space = folded.endswith(" ")
            spans.append(span._replace(text=folded))
    while spans and not spans[-1].text.rstrip(" "):
        spans.pop()
    if spans:
        spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip(" "))
    return tuple(spans)


class _Scanner:
    """Reads one field from left to right; groups and arguments are read by recursion."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.unknown: list[str] = []

    def read(self, marks: str, depth: int, source: str | None = None, *, math: bool = False) -> Rich:
        source = self.source if source is None else source
        if depth > DEEPEST:
            return rich(re.sub(r"[\\{}$]", "", source), marks)
        out: list[Rich] = []
        position = 0
        while position < len(source):
            character = source[position]
            if ordinary := _ORDINARY.match(source, position):
                out.append(rich(_letters(ordinary.group(), math=math), marks))
                position = ordinary.end()
            elif character == "\\":
                piece, position, marks = self._command(source, position, marks, depth, math=math)
                out.append(piece)
            elif character == "{":
                end = split_group(source, position)
                out.append(self.read(marks, depth + 1, source[position + 1:_inner_end(source, end)], math=math))
                position = end
            elif character == "$":
                piece, position = self._dollars(source, position, marks, depth)
                out.append(piece)
            elif character in "^_" and math:
                argument, position = _argument(source, position + 1)
                out.append(self.read(_with(marks, character), depth + 1, argument, math=True))
            else:
                out.append(rich({"~": "\u00a0", "}": ""}.get(character, character), marks))
                position += 1
        return concat(*out)

    def _dollars(self, source: str, position: int, marks: str, depth: int) -> tuple[Rich, int]:
        """Simple mathematics between dollar signs; a dollar sign without partner is money."""
        end = source.find("$", position + 1)
        if end <= position + 1 or (source[position + 1].isdigit() and " " in source[position:end]):
            return rich("$", marks), position + 1
        return self.read(marks, depth + 1, source[position + 1:end], math=True), end + 1

    def _command(
        self, source: str, position: int, marks: str, depth: int, *, math: bool,
    ) -> tuple[Rich, int, str]:
        """Read the command at *position*; gives its text, where to go on, and the marks from there on."""
        match = _COMMAND.match(source, position)
        assert match
        name, end = match.group(1) or match.group(2) or "", match.end()
        if name in DECLARATIONS:
            return EMPTY, end, _with(marks, DECLARATIONS[name])
        if name in ACCENTS and not (math and name in "=.`'"):
            argument, end = _argument(source, end)
            return rich(self._accented(name, argument, depth), marks), end, marks
        if name in CHARACTERS or name in MATHEMATICS:
            character = CHARACTERS.get(name) or MATHEMATICS.get(name, "")
            return rich(f" {character} " if character and character in RELATIONS else character, marks), end, marks
        if name in "()" and name:
            return EMPTY, end, marks
        return *self._with_arguments(name, source, end, marks, depth, math=math), marks

    def _with_arguments(
        self, name: str, source: str, end: int, marks: str, depth: int, *, math: bool,
    ) -> tuple[Rich, int]:
        """A command that takes an argument: looks, quotation, links, things that print nothing, and the unknown."""
        if name in ("href", "url", "path", "nolinkurl"):
            address, end = _argument(source, end)
            label, end = _argument(source, end) if name == "href" else (address, end)
            words = plain(self.read("", depth + 1, label)) if name == "href" else label
            return rich(words, marks, address if re.match(r"https?://", address) else ""), end
        for _ in range(SILENT.get(name, 0)):
            _, end = _argument(source, end)
        if name in SILENT:
            return EMPTY, end
        if name not in MARKS and name not in ("enquote", "mkbibquote"):
            self.unknown.append("\\" + name)
            if source[end:end + 1] != "{":
                return EMPTY, end
        argument, end = _argument(source, end)
        text = self.read(_with(marks, MARKS.get(name, "")), depth + 1, argument, math=math)
        return (concat("“", text, "”") if name in ("enquote", "mkbibquote") else text), end

    def _accented(self, accent: str, argument: str, depth: int) -> str:
        """The letter with its accent, as one character where Unicode has one."""
        letters = plain(self.read("", depth + 1, argument))
        base = {"ı": "i", "ȷ": "j"}.get(letters[:1], letters[:1]) or "\u00a0"
        return unicodedata.normalize("NFC", base + ACCENTS[accent]) + letters[1:]


def _inner_end(source: str, end: int) -> int:
    """Where the inside of a group ends; a group that nobody closed ends with the text."""
    return end - 1 if source[end - 1:end] == "}" else end


def _letters(text: str, *, math: bool) -> str:
    """Ordinary characters: ligatures in text, a minus sign for a hyphen in mathematics."""
    if math:
        return text.replace("-", "−").replace("'", "′")
    for ligature, character in _LIGATURES:
        text = text.replace(ligature, character)
    return text


def _with(marks: str, mark: str) -> str:
    """Add *mark*; italic within italic is upright again."""
    if not mark:
        return marks
    return "".join(sorted(set(marks) ^ {mark} if mark == "i" else {*marks, mark}))


def _argument(source: str, position: int) -> tuple[str, int]:
    """The argument at *position*, a group, a command or a character, and the position after it."""
    while source[position:position + 1].isspace():
        position += 1
    if source[position:position + 1] == "{":
        end = split_group(source, position)
        return source[position + 1:_inner_end(source, end)], end
    if match := _COMMAND.match(source, position):
        return match.group(), match.end()
    return source[position:position + 1], position + 1
