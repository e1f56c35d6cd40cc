"""What changed from one edition to the next: from two records, by data and not by lines. Pure.

Nothing is told twice. A passage in which only a value changed is accounted to the value's fact, a statement of a fact in
which only its numbers changed to these, a likelihood word beside the id of a judgment that moved to the judgment, a source
that is new to the book to the source. What the entries of ``ledger/changes`` speak of is told with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from briefbook.editions.passages import Rewritten, Section, passages
from briefbook.editions.record import Address, EditionRecord, Fact, Gone, Judgment, Outcome, Source, plain
from briefbook.editions.words import Pieces, compared, is_repair, vocabulary
from briefbook.ledger.changes import Change

Kind = TypeVar("Kind")
#: The letter that tells sources of one author and year apart; it moves when another such source comes.
_LETTER = re.compile(r"\b((?:1[89]|20)\d\d)[a-z]\b")


@dataclass(frozen=True)
class Moved:
    """A judgment that changed. ``was`` and ``now`` hold what did, by name: likelihood, confidence, resolves."""

    ident: str
    page: Address
    statement: str
    was: Mapping[str, str]
    now: Mapping[str, str]
    why: str = ""
    words: Pieces = ()  #: of its statement, where that was rewritten
    added: tuple[str, ...] = ()    #: facts that it rests on now
    dropped: tuple[str, ...] = ()  #: facts that it no longer rests on

    @property
    def has_moved(self) -> bool:
        """Whether it is a reassessment: another likelihood or another confidence."""
        return bool({"likelihood", "confidence"} & self.now.keys())


@dataclass(frozen=True)
class FactChange:
    """A fact that changed. ``values`` are (name, printed before, printed now), empty where there was or is none."""

    ident: str
    page: Address
    statement: str
    words: Pieces = ()
    values: tuple[tuple[str, str, str], ...] = ()
    added: tuple[str, ...] = ()    #: sources
    dropped: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()   #: before and now

    @property
    def is_corrected(self) -> bool:
        """Whether what is stated changed, or what it is taken from, and not its grade alone or a source more."""
        return bool(self.words or self.values or self.dropped)


@dataclass(frozen=True)
class SourceChange:
    """A source that changed. ``grades`` and ``descriptors`` are before and now, empty where they are the same."""

    key: str
    reference: str
    grades: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    words: Pieces = ()


@dataclass(frozen=True)
class Repair:
    """Spelling, or what an entry of the account calls a repair."""

    place: str  #: an id or an address
    words: Pieces
    why: str = ""


@dataclass(frozen=True)
class Correction:
    """An entry of the account with what it explains; without an entry a change that is not accounted for."""

    entry: Change | None
    ident: str = ""  #: the entry's
    facts: tuple[FactChange, ...] = ()
    passages: tuple[Rewritten, ...] = ()


@dataclass(frozen=True)
class Items(Generic[Kind]):
    """What came and what went, by id."""

    new: Mapping[str, Kind] = field(default_factory=dict)
    gone: Mapping[str, Kind] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """All that changed from *old* to *new*."""

    old: EditionRecord
    new: EditionRecord
    moved: tuple[Moved, ...] = ()       #: judgments with another likelihood or confidence
    reworded: tuple[Moved, ...] = ()    #: judgments that changed otherwise
    judgments: Items[Judgment] = field(default_factory=Items)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    supported: tuple[FactChange, ...] = ()  #: facts with other grades, or further sources that the book had before
    facts: Items[Fact] = field(default_factory=Items)
    sources: Items[Source] = field(default_factory=Items)
    regraded: tuple[SourceChange, ...] = ()
    rewritten: tuple[Rewritten, ...] = ()
    sections: Items[Section] = field(default_factory=Items)
    repairs: tuple[Repair, ...] = ()
    lost: tuple[Address, ...] = ()  #: addresses that no longer answer

    @cached_property
    def retired(self) -> dict[str, Gone]:
        """What was retired in between."""
        return {ident: gone for ident, gone in self.new.retired.items() if ident not in self.old.retired}

    @property
    def is_empty(self) -> bool:
        lists: tuple[Any, ...] = (self.moved, self.reworded, self.outcomes, self.corrections, self.supported, self.regraded,
                                  self.rewritten, self.repairs, self.retired, self.lost)
        return not any(lists) and not any(part.new or part.gone for part in (self.judgments, self.facts, self.sources, self.sections))


def difference(old: EditionRecord, new: EditionRecord) -> Difference:
    """What changed from *old* to *new*."""
    return _Comparison(old, new).made()


class _Comparison:
    def __init__(self, old: EditionRecord, new: EditionRecord) -> None:
        self.old, self.new = old, new
        self.entries = {ident: change for ident, change in new.changes.items() if ident not in old.changes}
        texts = (*(text for texts in new.passages.values() for text in texts), *(item.statement for item in new.judgments.values()),
                 *(item.statement for item in new.facts.values()))
        self.used = vocabulary(iter(texts))
        self.repairs: list[Repair] = []

    def made(self) -> Difference:
        judged = [change for ident in self.new.judgments.keys() & self.old.judgments.keys() if (change := self._judgment(ident))]
        facts = [change for ident in self.new.facts.keys() & self.old.facts.keys() if (change := self._fact(ident))]
        judged.sort(key=lambda change: change.ident)
        facts.sort(key=lambda change: change.ident)
        moved = tuple(change for change in judged if change.has_moved)
        rewritten, sections = self._passages(moved, facts)
        corrections, left = self._corrections([fact for fact in facts if fact.is_corrected], rewritten)
        return Difference(
            self.old, self.new, moved, tuple(change for change in judged if not change.has_moved),
            _items(self.old.judgments, self.new.judgments), dict(self._outcomes()), corrections,
            tuple(fact for fact in facts if not fact.is_corrected), _items(self.old.facts, self.new.facts),
            _items(_standing(self.old), _standing(self.new)), tuple(self._sources()), left, sections,
            tuple(sorted(self.repairs, key=lambda repair: repair.place)),
            tuple(sorted(set(self.old.addresses) - set(self.new.addresses))))

    # -- judgments ---------------------------------------------------------------------------------------------------

    def _judgment(self, ident: str) -> Moved | None:
        old, new = self.old.judgments[ident], self.new.judgments[ident]
        changed = [name for name in ("likelihood", "confidence", "resolves") if getattr(old, name) != getattr(new, name)]
        words = self._words(ident, old.statement, new.statement)
        come = self.new.facts.keys() - self.old.facts.keys()
        gone = self.old.facts.keys() - self.new.facts.keys()
        added = tuple(fact for fact in new.facts if fact not in old.facts and fact not in come)
        dropped = tuple(fact for fact in old.facts if fact not in new.facts and fact not in gone)
        if not (changed or words or added or dropped):
            return None
        return Moved(ident, new.page, plain(new.statement), {name: getattr(old, name) for name in changed},
                     {name: getattr(new, name) for name in changed}, new.moved, words, added, dropped)

    def _outcomes(self) -> Iterator[tuple[str, Outcome]]:
        for ident, new in sorted(self.new.judgments.items()):
            old = self.old.judgments.get(ident)
            if new.outcome and (old is None or old.outcome != new.outcome):
                yield ident, new.outcome

    def _words(self, place: str, old: str, new: str) -> Pieces:
        """The pieces of a statement; none where it is the same, or where what changed is a repair, which is noted."""
        pieces = compared(old, new)
        if all(piece.kind == "same" for piece in pieces):
            return ()
        declared = self._declared(place)
        if declared or is_repair(pieces, self.used):
            self.repairs.append(Repair(place, pieces, declared.why if declared else ""))
            return ()
        return pieces

    def _declared(self, place: str) -> Change | None:
        """The entry that calls a change at *place* a repair."""
        page = place.partition("#")[0]
        return next((entry for entry in self.entries.values() if entry.kind == "repair" and {place, page} & set(entry.of)), None)

    # -- facts and sources -------------------------------------------------------------------------------------------

    def _fact(self, ident: str) -> FactChange | None:
        old, new = self.old.facts[ident], self.new.facts[ident]
        names = [*new.values, *(name for name in old.values if name not in new.values)]
        values = tuple((name, before, now) for name in names if (before := _printed(old, name)) != (now := _printed(new, name)))
        statement = _with_values(old.statement, old, new) if values else old.statement
        words = () if statement == new.statement else self._words(ident, old.statement, new.statement)
        dropped = tuple(key for key in old.sources if key not in new.sources)
        added = tuple(key for key in new.sources if key not in old.sources and (dropped or key in self.old.sources))
        grades = (old.grade, new.grade) if old.grade != new.grade else ()
        if not (words or values or dropped or added or grades):
            return None
        return FactChange(ident, new.page, new.statement, words, values, added, dropped, grades)

    def _sources(self) -> Iterator[SourceChange]:
        before, now = _standing(self.old), _standing(self.new)
        for key in sorted(before.keys() & now.keys()):
            old, new = before[key], now[key]
            grades = (old.grade, new.grade) if old.grade != new.grade else ()
            descriptors = (old.descriptor, new.descriptor) if old.descriptor != new.descriptor else ()
            words = self._words(key, _LETTER.sub(r"\1", old.reference), _LETTER.sub(r"\1", new.reference))
            if grades or descriptors or words:
                yield SourceChange(key, new.reference, grades, descriptors, words)

    # -- text and account --------------------------------------------------------------------------------------------

    def _passages(self, moved: Iterable[Moved], facts: Iterable[FactChange]) -> tuple[list[Rewritten], Items[Section]]:
        values = {f"{fact.ident}.{name}" for fact in facts for name, _before, _now in fact.values}
        places = [item.page for record in (self.old, self.new) for ident, item in record.judgments.items()
                  if (ident in self.old.judgments) != (ident in self.new.judgments)]
        found = passages(self.old, self.new, values, list(moved), places)
        rewritten = []
        for change in found.rewritten:
            declared = self._declared(change.address)
            left = []
            for pieces in change.paragraphs:
                if declared or is_repair(pieces, self.used):
                    self.repairs.append(Repair(change.address, pieces, declared.why if declared else ""))
                else:
                    left.append(pieces)
            rewritten += [Rewritten(change.address, change.title, tuple(left))] if left else []
        return rewritten, Items(found.new, found.gone)

    def _corrections(self, facts: list[FactChange], rewritten: list[Rewritten]) -> tuple[tuple[Correction, ...], tuple[Rewritten, ...]]:
        """Changes by the entries that explain them; the passages that none explains."""
        told: set[str] = set()
        found = []
        for ident, entry in self.entries.items():
            if entry.kind != "correction":
                continue
            mine = [fact for fact in facts if fact.ident in entry.of and fact.ident not in told]
            texts = [text for text in rewritten if {text.address, text.address.partition("#")[0]} & set(entry.of) and text.address not in told]
            told |= {fact.ident for fact in mine} | {text.address for text in texts}
            found.append(Correction(entry, ident, tuple(mine), tuple(texts)))
        found += [Correction(None, "", (fact,)) for fact in facts if fact.ident not in told]
        return tuple(found), tuple(text for text in rewritten if text.address not in told)


def _items(old: Mapping[str, Kind], new: Mapping[str, Kind]) -> Items[Kind]:
    return Items({key: new[key] for key in sorted(new.keys() - old.keys())}, {key: old[key] for key in sorted(old.keys() - new.keys())})


def _standing(record: EditionRecord) -> dict[str, Source]:
    """The sources that the book still trusts: one that is withdrawn may stay on its list, marked."""
    return {key: source for key, source in record.sources.items() if not source.withdrawn}


def _printed(fact: Fact, name: str) -> str:
    return fact.values[name].printed if name in fact.values else ""


def _with_values(statement: str, old: Fact, new: Fact) -> str:
    """The old statement with the new numbers, where it prints them."""
    for name in old.values.keys() & new.values.keys():
        for before, now in zip(_numbers(old.values[name].raw), _numbers(new.values[name].raw), strict=False):
            if before != now:
                statement = re.sub(rf"(?<![\d,.]){re.escape(before)}(?![\d]|[.,]\d)", now, statement)
    return statement


def _numbers(raw: Any) -> list[str]:
    return [f"{number:,}" for number in (raw if isinstance(raw, tuple) else (raw,))]
