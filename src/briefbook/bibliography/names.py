"""Names of persons and bodies: taken apart as BibTeX and biblatex write them, put together as Chicago prints them.

Decisions. Particles (*von*, *de la*) stay with the family name in the list, in the text and in sorting, so that a
reader finds the name where the text says. Names written in Han, Hangul or Kana are family name first and are never
turned round nor given a comma. A name in braces of its own is a body's, and stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefbook.bibliography.latex import split_group, to_text

#: How many names the list prints, and how many before "et al." when there are more (Chicago, 17th edition, 14.76).
LIST_MOST, LIST_FIRST = 10, 7
#: How many names the text prints (17th edition, 15.29); with more, the first and "et al."
TEXT_MOST = 3

_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
                         r"\uf900-\ufaff\U00020000-\U0002fa1f\s·・]+")
_SUFFIX = re.compile(r"(Jr|Sr|II|III|IV)\.?")
_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix|useprefix)(-i)?\s*=")


@dataclass(frozen=True)
class Name:
    """A name in its parts; a body has only a ``family`` and ``literal`` true."""

    family: str
    given: str = ""
    prefix: str = ""
    suffix: str = ""
    literal: bool = False

    @property
    def short(self) -> str:
        """What a text calls the person."""
        between = "" if self.prefix.endswith(("'", "’")) else " "
        return between.join(part for part in (self.prefix, self.family) if part)

    @property
    def inverted(self) -> str:
        """Family name first, as the list sorts: ``King, Martin Luther, Jr.``"""
        if self._whole:
            return self.family + self.given
        return ", ".join(part for part in (self.short, self.given, self.suffix) if part)

    @property
    def direct(self) -> str:
        """Given name first: ``Martin Luther King Jr.``"""
        if self._whole:
            return self.family + self.given
        return " ".join(part for part in (self.given, self.short, self.suffix) if part)

    @property
    def initials(self) -> str:
        """The given names' initials: ``J.-P. K.``"""
        words = re.split(r"[\s.]+", self.given)
        return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in words if word)

    @property
    def _whole(self) -> bool:
        return self.literal or bool(_EAST_ASIAN.fullmatch(self.family + self.given))


@dataclass(frozen=True)
class People:
    """The names of one field, and whether it says that there are others."""

    names: tuple[Name, ...] = ()
    others: bool = False

    def __bool__(self) -> bool:
        return bool(self.names)

    @property
    def plural(self) -> bool:
        return len(self.names) > 1 or self.others

    def listed(self) -> str:
        """As they head an entry: the first turned round, up to ten named."""
        forms = [name.direct if index else name.inverted for index, name in enumerate(self.names)]
        return self._enumerated(forms, commas_for_two=True)

    def running(self) -> str:
        """As they stand inside an entry: ``Tim Page and Ann Lee``."""
        return self._enumerated([name.direct for name in self.names], commas_for_two=False)

    def cited(self, first: str = "") -> str:
        """As a text names them: up to three, else the first et al.; *first* replaces the first one's short form."""
        forms = [first or self.names[0].short, *(name.short for name in self.names[1:])]
        if self.others or len(forms) > TEXT_MOST:
            return f"{forms[0]} et al."
        return _series(forms)

    def cited_in_full(self, first: str = "") -> str:
        """As a text names all of them."""
        forms = [first or self.names[0].short, *(name.short for name in self.names[1:])]
        return ", ".join([*forms, "et al."]) if self.others else _series(forms)

    def _enumerated(self, forms: list[str], *, commas_for_two: bool) -> str:
        if len(forms) > LIST_MOST:
            return ", ".join([*forms[:LIST_FIRST], "et al."])
        if self.others:
            return ", ".join([*forms, "et al."]) if commas_for_two or len(forms) > 1 else f"{forms[0]} et al."
        if len(forms) == 2 and commas_for_two and not self.names[0].literal:
            return f"{forms[0]}, and {forms[1]}"
        return _series(forms)


def _series(forms: list[str]) -> str:
    if len(forms) < 3:
        return " and ".join(forms)
    return f"{', '.join(forms[:-1])}, and {forms[-1]}"


@lru_cache(maxsize=4096)
def parse_people(source: str) -> People:
    """Read a field of names: ``A and B and others``."""
    pieces = [piece for piece in split_top(source, r"\s+and\s+") if piece.strip()]
    others = bool(pieces) and pieces[-1].strip().casefold() == "others"
    return People(tuple(parse_name(piece) for piece in pieces[:len(pieces) - others]), others)


def problems_of(source: str) -> list[str]:
    """The names in a field that have too many commas to be taken apart."""
    return [piece.strip() for piece in split_top(source, r"\s+and\s+")
            if not _EXTENDED.match(piece) and len(split_top(piece.strip(), ",")) > 3]


def parse_name(source: str) -> Name:
    """Read one name in any of BibTeX's forms or biblatex's ``family=..., given=...``."""
    source = source.strip()
    if _EXTENDED.match(source):
        return _extended(source)
    if source.startswith("{") and split_group(source, 0) == len(source):
        return Name(to_text(source), literal=True)
    parts = [part.strip() for part in split_top(source, ",")]
    if len(parts) == 1:
        return _without_comma(source)
    prefix, family = _particles(_words(parts[0]))
    if len(parts) == 2:
        return Name(family, to_text(parts[1]), prefix)
    return Name(family, to_text(", ".join(parts[2:])), prefix, to_text(parts[1]))


def normalised(source: str) -> str:
    """A name in BibTeX's form with commas, which every reader of BibTeX takes apart alike."""
    name = parse_name(source)
    if _EXTENDED.match(source.strip()):
        family = f"{name.prefix} {{{name.family}}}".strip()
        return ", ".join(part for part in (family, name.suffix, name.given) if part)
    alone = "," not in source and bool(_EAST_ASIAN.fullmatch(source.strip()))
    return f"{{{source.strip()}}}" if alone else source.strip()


def split_top(source: str, pattern: str) -> list[str]:
    """Split at *pattern* where it stands outside braces."""
    pieces, depth, start = [], 0, 0
    for match in re.finditer(rf"(?P<brace>[{{}}])|{pattern}", source, re.IGNORECASE):
        if match["brace"]:
            depth = max(depth + (1 if match.group() == "{" else -1), 0)
        elif not depth:
            pieces.append(source[start:match.start()])
            start = match.end()
    return [*pieces, source[start:]]


def _words(source: str) -> list[str]:
    return [word for word in split_top(source, r"[\s~]+") if word]


def _without_comma(source: str) -> Name:
    if _EAST_ASIAN.fullmatch(source):
        return Name(to_text(source))
    words = _words(source)
    suffix = to_text(words.pop()) if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    first = next((index for index, word in enumerate(words[:-1]) if _is_particle(word)), None)
    if first is None:
        first = max(len(words) - 1, 0)
    prefix, family = _particles(words[first:])
    return Name(family, to_text(" ".join(words[:first])), prefix, suffix)


def _particles(words: list[str]) -> tuple[str, str]:
    """Split ``de la Cruz`` into its particles, which are lower case, and the name."""
    count = 0
    for index, word in enumerate(words[:-1], 1):
        if _is_particle(word):
            count = index
    return to_text(" ".join(words[:count])), to_text(" ".join(words[count:]))


def _is_particle(word: str) -> bool:
    letters = "" if word.startswith("{") and not word.startswith("{\\") else to_text(word).lstrip("'’")
    return letters[:1].islower()


def _extended(source: str) -> Name:
    parts: dict[str, str] = {}
    for piece in split_top(source, ","):
        label, _, value = piece.partition("=")
        parts[label.strip()] = to_text(value.strip().strip('"'))
    return Name(parts.get("family", ""), parts.get("given", ""), parts.get("prefix", ""), parts.get("suffix", ""),
                literal=not parts.get("given") and not parts.get("prefix"))
