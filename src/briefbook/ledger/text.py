"""Finds in the source text what cites a fact or a source: a sentence a line, as the book is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbook.ledger.formatting import text_of
from briefbook.ledger.graph import Sentence
from briefbook.ledger.records import Ledger

#: A role of MyST or of reStructuredText: its name and its text.
_ROLE = re.compile(r"(?:\{(?P<myst>[\w:]+)\}|:(?P<rst>[\w:]+):)`(?P<text>[^`]*)`")
_KEYS = re.compile(r"\{[^{}]*\}")  # words before and after a key


def sentences(path: str, text: str, ledger: Ledger) -> Iterator[Sentence]:
    """The lines of *text* that cite facts or sources."""
    for number, line in enumerate(text.splitlines(), start=1):
        facts: dict[str, None] = {}
        sources: dict[str, None] = {}
        for match in _ROLE.finditer(line):
            named, keys = _named(match["myst"] or match["rst"], match["text"])
            facts |= dict.fromkeys(named)
            sources |= dict.fromkeys(keys)
        if facts or sources:
            yield Sentence(path, number, plain(line, ledger), tuple(facts), tuple(sources))


def _named(role: str, text: str) -> tuple[list[str], list[str]]:
    """The facts and the sources that a role names."""
    head, _bar, tail = text.partition("|")
    if role == "fact":
        return _split(head), [key for key in _split(_KEYS.sub("", tail)) if key != "-"]
    if role == "value":
        return [head.strip().partition(".")[0]], []
    return ([], _split(_KEYS.sub("", text))) if role.startswith("cite") else ([], [])


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def plain(line: str, ledger: Ledger) -> str:
    """The line as a reader recognises it: without its citations, with its values."""
    words = _ROLE.sub(lambda match: _spoken(match["myst"] or match["rst"], match["text"], ledger), line)
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(words.split())).strip()


def _spoken(role: str, text: str, ledger: Ledger) -> str:
    head, _bar, tail = text.partition("|")
    if role.startswith(("fact", "cite")):
        return ""
    if role != "value":
        return head.partition("<")[0].strip()
    ident, _point, name = head.strip().partition(".")
    value = ledger.facts[ident].value(name) if ident in ledger.facts else None
    return text_of(value, frozenset(tail.split())) if value else head.strip()
