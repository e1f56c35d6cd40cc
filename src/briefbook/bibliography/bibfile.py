"""A .bib file cut into blocks: entries, @string, @preamble, @comment and the text between.

Tolerant: an entry that is not closed ends where the next one begins, so that one missing brace costs one entry and not
the rest of the file. The blocks joined give the file back, character for character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_START = re.compile(r"@[ \t]*(?P<type>[A-Za-z][\w*:.+-]*)\s*(?P<open>[{(])")
#: The head of an entry or @string at the beginning of a line: where an entry that is still open must have ended.
_HEADING = re.compile(
    r"^[ \t]*@[ \t]*(?:string\s*[{(]|[A-Za-z]+\s*[{(]\s*[^\s,{}()=\"]*\s*,)\s*[A-Za-z][\w:.+-]*\s*=",
    re.MULTILINE | re.IGNORECASE)
_STRAY_FIELD = re.compile(r"^[\s,}]*[A-Za-z][\w-]*\s*=\s*[{\"\w]|\}", re.MULTILINE)
_STRAY_START = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)\b", re.MULTILINE)


class Block(NamedTuple):
    """A piece of a .bib file."""

    kind: str  #: ``entry``, ``string``, ``preamble``, ``comment`` or ``text``
    text: str
    line: int  #: of its first character, from 1
    closed: bool = True  #: whether its closing brace was found


def split(source: str) -> list[Block]:
    """Cut *source* into blocks."""
    blocks: list[Block] = []
    headings = [match.start() for match in _HEADING.finditer(source)]
    position, line = 0, 1
    while position < len(source):
        match = _START.search(source, position)
        start = match.start() if match else len(source)
        if start > position:
            blocks.append(Block("text", source[position:start], line))
            line += source.count("\n", position, start)
        if match:
            end, closed = _end(source, match, headings)
            blocks.append(Block(_kind(match["type"]), source[start:end], line, closed))
            line += source.count("\n", start, end)
            start = end
        position = start
    return blocks


def stray(block: Block) -> tuple[int, str] | None:
    """The line and sort of what looks like a broken entry in the text between entries, or ``None``.

    The sort is ``field``, left over from an entry that was closed too early, or the name after an ``@`` that opens no
    brace.
    """
    text = re.sub(r"^[ \t]*%.*$", "", block.text, flags=re.MULTILINE)
    start, field = _STRAY_START.search(text), _STRAY_FIELD.search(text)
    if field and (not start or field.start() < start.start()):
        return block.line + text.count("\n", 0, field.end()), "field"
    if start and start[1].lower() != "comment":
        return block.line + text.count("\n", 0, start.start(1)), start[1]
    return None


def _kind(type_: str) -> str:
    lowered = type_.lower()
    return lowered if lowered in ("string", "preamble", "comment") else "entry"


def _end(source: str, match: re.Match[str], headings: list[int]) -> tuple[int, bool]:
    """Where the block that *match* opens ends, and whether by its own closing brace."""
    index = bisect_right(headings, match.start())
    limit = headings[index] if index < len(headings) else len(source)
    closing = _closing(source, match, limit)
    if closing is not None:
        return closing, True
    if _kind(match["type"]) == "comment":
        return match.end(), True
    return limit, False


def _closing(source: str, match: re.Match[str], limit: int) -> int | None:
    """The position after the brace or parenthesis that closes the block, if it comes before *limit*."""
    depth = 0
    for token in re.compile(r"[{})]").finditer(source, match.end(), limit):
        character = token.group()
        if character == "{":
            depth += 1
        elif character == "}" and depth:
            depth -= 1
        elif not depth and (character == "}") == (match["open"] == "{"):
            return token.end()
    return None
