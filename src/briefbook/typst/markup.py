"""Text and names as Typst source: the only place that knows which characters mean something to Typst.

A run of text is written plain where every character is harmless in markup, else as a string expression ``#"..";``,
in which only the backslash and the double quote are special. Every code expression ends in a semicolon, so nothing
that follows can be read as its continuation.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence

#: Letters, digits and marks that markup prints as they are; a hyphen or full stop only after a letter and before a
#: letter or a space, so that no dash, ellipsis, soft hyphen or list marker can arise.
_PLAIN = re.compile(
    r"(?:[^\W_]|[ ,;:()!?%\N{EN DASH}\N{EM DASH}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    r"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]|(?<=[A-Za-z])[-.](?=[A-Za-z ])|(?<=[a-z])\.\Z)*")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")

#: A run of letters, digits and signs so long that it must be allowed to break within (an address, a name in code).
LONG_WORD = re.compile(r"[!-,.0-~\u00c0-\u024f]{26,}")
_PIECE = re.compile(r"[^_.,:;=&?()\[\]{}]{0,11}[_.,:;=&?()\[\]{}]+|.{1,12}", re.DOTALL)

#: Characters that PDF/A refuses though they are assigned: the byte order mark.
_REFUSED = frozenset("\N{ZERO WIDTH NO-BREAK SPACE}")
#: Characters whose only glyphs stand for several: they would be copied out wrong.
_UNSOUND = frozenset(map(chr, (
    0x1DCD, *range(0x870, 0x883), 0x886, *range(0x889, 0x88E), *range(0x8A1, 0x8AA), 0x8AB, *range(0x8AE, 0x8B1),
    *range(0x8B2, 0x8BB), *range(0x8BE, 0x8C8))))
#: Characters that print nothing by themselves (Unicode's default ignorable ones): hints to a line-breaker, fillers.
IGNORABLE = frozenset(map(chr, (
    0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFFA0, *range(0xFFF0, 0xFFF9),
    *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000))))
#: A hint where a word may be divided; Typst prints it twice, and we divide no words.
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def string(text: str) -> str:
    """*text* as a Typst string literal."""
    text = text.replace(_SOFT_HYPHEN, "")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def text(raw: str) -> str:
    """*raw* as markup that prints exactly it; white space collapses as HTML collapses it."""
    collapsed = _SPACE.sub(" ", raw)
    if _PLAIN.fullmatch(collapsed) and not LONG_WORD.search(collapsed):
        return collapsed
    core = collapsed.strip(" ")
    if not core:
        return " "
    lead = " " if collapsed.startswith(" ") else ""
    tail = " " if collapsed.endswith(" ") else ""
    return f"{lead}{''.join(_words(core))}{tail}"


def _words(core: str) -> Iterable[str]:
    """String expressions; a long word as pieces between which a line may end."""
    at = 0
    for match in LONG_WORD.finditer(core):
        if at < match.start():
            yield preserved(core[at:match.start()])
        yield f"#long-word({value(pieces(match[0]))});"
        at = match.end()
    if at < len(core):
        yield preserved(core[at:])


def pieces(word: str) -> list[str]:
    """*word* cut after its punctuation, and where there is none after every twelve characters."""
    return _PIECE.findall(word)


def preserved(raw: str) -> str:
    """*raw* as string expressions that keep its spaces and lines."""
    return "#new-line();".join(f"#{string(line)};" if line else "" for line in raw.split("\n"))


def label(name: str) -> str:
    """A label expression; any string may name a label."""
    return f"label({string(name)})"


def value(data: object) -> str:
    """Python data as a Typst expression (none, booleans, numbers, strings, arrays, dictionaries)."""
    match data:
        case None:
            return "none"
        case bool():
            return "true" if data else "false"
        case int() | float():
            return repr(data)
        case str():
            return string(data)
        case Mapping():
            inner = ", ".join(f"{string(str(key))}: {value(item)}" for key, item in data.items())
            return f"({inner})" if inner else "(:)"
        case Sequence():
            inner = "".join(f"{value(item)}, " for item in data)
            return f"({inner.rstrip()})"
    raise TypeError(f"no Typst form for {type(data).__name__}")


def code_argument(data: object) -> str:
    """JSON of *data* as a Typst expression, for larger structures."""
    return f"json(bytes({string(json.dumps(data, ensure_ascii=False, sort_keys=True))}))"


def forbidden(raw: str, coverage: Container[int] | None) -> Iterable[tuple[str, str]]:
    """Characters of *raw* that cannot be printed, each with the reason: ``"control"``, ``"private"`` or ``"glyph"``.

    *coverage* holds the code points some font has a glyph for; ``None`` leaves that test out.
    """
    for char in dict.fromkeys(raw):
        if char in " \t\r\n\f\v" or (char.isascii() and char.isprintable()) or char in IGNORABLE:
            continue
        category = unicodedata.category(char)
        if category in ("Cc", "Cs", "Cn", "Zl", "Zp") or char in _REFUSED:
            yield char, "control"
        elif category == "Co":
            yield char, "private"
        elif coverage is not None and (ord(char) not in coverage or char in _UNSOUND) and category != "Zs":
            yield char, "glyph"


def char_name(char: str) -> str:
    """``U+1F600 GRINNING FACE``, for messages."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '(no name)')}"
