"""The text of a book as the rules on prose see it: passages with marks, cut into sentences.

A passage is a paragraph, an item, a cell or a heading. A citation is one character in it, :data:`OBJECT`; a mark says
what stands there. Pure: whoever reads the doctree makes passages, the rules read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from briefbook.analysis.sentences import OBJECT, split

#: Straight or curly, double or single; a single one opens after a space and closes before none but a sign or space.
_QUOTATION = re.compile(
    r"“[^”]*”|\"[^\"]*\"|«[^»]*»|(?<![^\s(\[—–])‘[^‘]{1,300}?’(?!\w)|(?<![^\s(\[—–])'[A-Za-z][^']{0,300}?'(?=[\s.,;:!?)\]—–]|$)")
#: Marks whose words are not the book's own running text.
_HIDDEN = frozenset({"literal", "citation", "math"})


@dataclass(frozen=True)
class Mark:
    """Something in a passage that is more than words. ``names`` are ids, keys or targets; ``raw`` is what was typed."""

    start: int
    end: int
    kind: str  #: ``literal``, ``math``, ``citation``, ``value``, ``term``, ``link``, ``spelled``
    names: tuple[str, ...] = ()
    raw: str = ""


@dataclass(frozen=True)
class Passage:
    """A block of text. ``path`` and ``line`` say where it begins, ``docname`` the document that prints it."""

    text: str
    marks: tuple[Mark, ...] = ()
    kind: str = "paragraph"  #: ``paragraph``, ``title``, ``cell``, ``caption``, ``note``, ``statement``, ``part``
    box: str = ""            #: ``bottom-line``, ``indicators``, ``change-our-mind``, ``judgment`` or a part's name
    beside: str = ""         #: of a cell: the text of its row, which may say who speaks
    head: str = ""           #: of a cell: the head of its column, which may say that its numbers are names
    is_supported: bool = False  #: whether row, caption or note cites for it
    docname: str = ""
    path: str = ""
    line: int = 0

    @cached_property
    def plain(self) -> str:
        """The text, with what is quoted, cited or code blotted out; every character keeps its place."""
        spans = [(mark.start, mark.end) for mark in self.marks if mark.kind in _HIDDEN]
        spans += [match.span() for match in _QUOTATION.finditer(self.text)]
        return blotted(self.text, spans)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(Sentence(self, start, end) for start, end in split(self.text))

    def named(self, *kinds: str) -> tuple[str, ...]:
        """The names of all marks of *kinds*, each once."""
        return tuple(dict.fromkeys(name for mark in self.marks if mark.kind in kinds for name in mark.names))

    @property
    def is_cited(self) -> bool:
        """Whether a citation, a ledger id or a judgment stands in it or lends it support."""
        judged = any(name.startswith("j-") for name in self.named("link"))
        return self.is_supported or judged or any(mark.kind in ("citation", "value") for mark in self.marks)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage; offsets count from the beginning of the passage."""

    passage: Passage
    start: int
    end: int
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.passage.text[self.start:self.end])

    @property
    def plain(self) -> str:
        """Its text without what is quoted, cited or code; as long as :attr:`text`."""
        return self.passage.plain[self.start:self.end]

    def marks(self, *kinds: str) -> Iterator[Mark]:
        """Its marks of *kinds*, with offsets of the passage."""
        return (mark for mark in self.passage.marks
                if mark.kind in kinds and self.start <= mark.start < self.end)

    def named(self, *kinds: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for mark in self.marks(*kinds) for name in mark.names))

    @property
    def words(self) -> int:
        """How many words a reader reads: what has a letter or a digit, citations aside."""
        return sum(1 for word in self.text.replace(OBJECT, " ").split() if any(char.isalnum() for char in word))


def blotted(text: str, spans: list[tuple[int, int]]) -> str:
    """*text* with every span filled with :data:`OBJECT`."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = OBJECT * (end - start)
    return "".join(chars)


def without(text: str, names: Iterable[str]) -> str:
    """*text* with every one of *names* blotted out."""
    return blotted(text, [match.span() for name in names if name in text
                          for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)])
