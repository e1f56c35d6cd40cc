"""What changed in a text, word by word, and whether that is a repair: spelling, signs, and nothing that is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from briefbook.analysis.likelihood import SCALES
from briefbook.editions.record import plain

_TOKEN = re.compile(r"\{[^{}|]+\|[^{}]*\}\s*|\w+(?:[-'’.,/]\w+)*\s*|[^\w\s]\s*")
#: A change within so few words of another is told with it.
_NEAR = 1
#: Words that stay around a change when the rest is left out.
_AROUND = 8
#: Shorter words are too near to other words.
_SHORTEST = 4
#: Words of a number, which a letter turns into another number.
_NUMBERS = frozenset({"million", "billion", "trillion", "eighty", "eighth", "seventh", "seventy", "ninth", "ninety", "fifth", "fifty"})
_TERMS = frozenset(word for scale in SCALES.values() for term in scale.terms for name in (term.word, *term.synonyms) for word in name.split())
_DENIALS = ("un", "in", "im", "il", "ir", "a", "non", "dis", "mis")


class Piece(NamedTuple):
    """A run of words that both texts have, or one of them."""

    kind: Literal["same", "gone", "new"]
    text: str


Pieces = tuple[Piece, ...]


class _Token(NamedTuple):
    key: str   #: what is compared: a word, or the name of a mark
    text: str  #: what is printed, with the gap after it


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        printed = plain(match[0])
        name = match[0].partition("|")[0] if match[0].startswith("{") else printed.rstrip()
        found.append(_Token(name, printed))
    return found


def compared(old: str, new: str) -> Pieces:
    """The pieces of two texts with marks; a value that changed is the same words, being told with its fact."""
    before, after = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, [item.key for item in before], [item.key for item in after], autojunk=False)
    return tuple(_merged([(kind == "equal", _joined(before[a:b]), _joined(after[c:d])) for kind, a, b, c, d in matcher.get_opcodes()]))


def _joined(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens)


def _merged(runs: Sequence[tuple[bool, str, str]]) -> Iterator[Piece]:
    """Runs of words, each with whether it stays, as it was and as it is; changes with next to nothing between them are
    one, for nobody reads a patchwork."""
    gone = new = ""
    for index, (stays, was, now) in enumerate(runs):
        if stays and (index in (0, len(runs) - 1) or len(now.split()) > _NEAR):
            yield from _both(gone, new)
            gone = " " if was[-1:].isspace() and not now[-1:].isspace() and index < len(runs) - 1 and runs[index + 1][1] else ""
            new = ""
            yield Piece("same", now)
        else:
            gone, new = gone + was, new + now
    yield from _both(gone, new)


def _both(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone if not new or gone[-1].isspace() else f"{gone} ")
    if new:
        yield Piece("new", new)


def changes(pieces: Pieces) -> Iterator[tuple[str, str]]:
    """What went and what came, place by place; one of the two may be empty."""
    gone = ""
    for piece in (*pieces, Piece("same", "")):
        if piece.kind == "gone":
            gone = piece.text.strip()
        elif piece.kind == "new":
            yield gone, piece.text.strip()
            gone = ""
        elif gone:
            yield gone, ""
            gone = ""


def shortened(pieces: Pieces) -> Pieces:
    """The pieces with only some words around each change."""
    found = []
    for index, piece in enumerate(pieces):
        words = piece.text.split()
        first, last = index == 0, index == len(pieces) - 1
        if piece.kind != "same" or len(words) <= (1 if first or last else 2) * _AROUND + 2:
            found.append(piece)
            continue
        head = "" if first else " ".join(words[:_AROUND]) + " "
        tail = "" if last else " " + " ".join(words[-_AROUND:]) + (" " if piece.text[-1:].isspace() else "")
        found.append(Piece("same", f"{head}\N{HORIZONTAL ELLIPSIS}{tail}"))
    return tuple(found)


# -- repairs -------------------------------------------------------------------------------------------------------------


def is_repair(pieces: Pieces, used: Set[str]) -> bool:
    """Whether nothing changed but spelling. *used* are the words of the newer book: what it still uses is no misspelling."""
    found = list(changes(pieces))
    return bool(found) and all(_is_spelling(gone, new, used) for gone, new in found)


def _is_spelling(gone: str, new: str, used: Set[str]) -> bool:
    """The same letters with other signs, or two single words a letter apart of which the older is no word of the book."""
    if any(char.isdigit() for char in gone + new):
        return False
    before, after = (re.sub(r"\W+", "", text).casefold() for text in (gone, new))
    if before == after:
        return True
    if len(gone.split()) == len(new.split()) > 1:
        return all(_is_spelling(one, other, used) for one, other in zip(gone.split(), new.split(), strict=True))
    if not (before.isalpha() and after.isalpha()) or {len(gone.split()), len(new.split())} != {1} or before in used:
        return False
    if min(len(before), len(after)) < _SHORTEST or {before, after} & (_NUMBERS | _TERMS):
        return False
    return not any(after == prefix + before or before == prefix + after for prefix in _DENIALS) and _is_near(before, after)


def _is_near(one: str, other: str) -> bool:
    """Whether a letter added, left out, replaced or changed over with its neighbour makes one word the other."""
    start = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def vocabulary(texts: Iterator[str]) -> frozenset[str]:
    """Every word of *texts*, as :func:`is_repair` wants them."""
    return frozenset(word.casefold() for text in texts for word in re.findall(r"[^\W\d_]+", plain(text)))
