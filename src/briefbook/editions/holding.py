"""What must not be lost from one edition to the next: accounts of changes, ids, addresses. Each fault has a place and a cure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from briefbook.directives.ledger import ledger_of
from briefbook.editions.difference import difference
from briefbook.editions.record import FOLDER, EditionRecord, RecordError
from briefbook.editions.recording import last_edition, record_of
from briefbook.near import did_you_mean
from briefbook.problems import Finding, Problem, find

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from briefbook.editions.difference import Difference
    from briefbook.ledger.changes import Change


def findings(env: BuildEnvironment) -> list[Finding]:
    """All that the last edition has and this one has lost; nothing for a first edition."""
    try:
        before = last_edition(env)
    except RecordError as error:
        path, _colon, what = str(error).partition(": ")
        return [find(Problem.EDITION_FILE, what, path, 1)]
    held = _Held(env, before)
    found = [*held.entries(), *held.moved_pages()]
    if before:
        made = difference(before, record_of(env, before=before))
        found += [*held.facts(made), *held.judgments(made), *held.again(before), *held.gone(made)]
    return sorted(found)


class _Held:
    def __init__(self, env: BuildEnvironment, before: EditionRecord | None) -> None:
        self.env, self.before = env, before
        self.domain = ledger_of(env)
        self.changes = self.domain.reading.collected.changes
        self.lines: list[str] | None = None

    # -- places ------------------------------------------------------------------------------------------------------

    def _entry(self, ident: str) -> tuple[str, int]:
        return self.domain.reading.collected.places["changes", ident]

    def _judgment(self, ident: str) -> tuple[str, int]:
        entry = self.domain.data["judgments"][ident]
        return Path(self.env.doc2path(entry.docname)).relative_to(self.env.srcdir).as_posix(), entry.line

    def _recorded(self, name: str) -> tuple[str, int]:
        """Where the record of the last edition has *name*."""
        path = f"{FOLDER}/{self.before.edition}.json" if self.before else FOLDER
        if self.lines is None:
            self.lines = Path(self.env.srcdir, path).read_text(encoding="utf-8").splitlines()
        return path, next((number for number, line in enumerate(self.lines, start=1) if f'"{name}"' in line), 1)

    def _last(self) -> str:
        return self.before.name if self.before else ""

    # -- the account -------------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[Finding]:
        """Entries that speak of nothing, or of what is still there, or of a day to come."""
        edition = self.env.config.brief_edition_date
        known = {*self.domain.ledger.facts, *self.domain.ledger.broken, *self.domain.data["judgments"], *self.domain.source_keys, *self.env.all_docs}
        for ident, change in self.changes.items():
            is_old = bool(self.before and ident in self.before.changes)
            if edition and change.date > edition[:len(change.date)]:
                yield find(Problem.CHANGE_ENTRY, f"{ident} is dated {change.date}, after the edition of {edition}", *self._entry(ident))
            for target in () if is_old else change.of:
                yield from self._target(ident, change, target, known)
        for ident in (self.before.changes if self.before else ()):
            if ident not in self.changes:
                yield find(Problem.CHANGE_LOST, f"the account of {self._last()} had the entry {ident!r}, and ledger/changes no longer has it",
                           *self._recorded(ident))

    def _target(self, ident: str, change: Change, target: str, known: set[str]) -> Iterator[Finding]:
        page = target.partition("#")[0]
        if change.kind != "retired":
            if page not in known:
                yield find(Problem.CHANGE_ENTRY, f"{ident} is of {target!r}, which the book does not have" + did_you_mean(page, known),
                           *self._entry(ident))
        elif target in known:
            yield find(Problem.CHANGE_ENTRY, f"{ident} retires {target!r}, which the book still has", *self._entry(ident))
        elif self.before and target not in {*self.before.facts, *self.before.judgments, *self.before.sources, *self.before.addresses}:
            yield find(Problem.CHANGE_ENTRY, f"{ident} retires {target!r}, which the edition of {self._last()} did not have",
                       *self._entry(ident))

    def facts(self, made: Difference) -> Iterator[Finding]:
        for correction in made.corrections:
            for fact in correction.facts if correction.entry is None else ():
                changed = [name for name, there in (("its statement", fact.words), ("a value", fact.values), ("its sources", fact.dropped)) if there]
                yield find(Problem.CHANGE_UNTOLD, f"{fact.ident} has changed since {self._last()} ({', '.join(changed)}), and no "
                           "correction in ledger/changes names it", *self.domain.ledger.places[fact.ident])

    def judgments(self, made: Difference) -> Iterator[Finding]:
        for change in made.moved:
            if not change.why:
                said = ", ".join(f"{name} {change.was[name]!r} is {change.now[name]!r} now" for name in change.now)
                yield find(Problem.MOVED_UNTOLD, f"judgment {change.ident} has moved since {self._last()} ({said}), and its :moved: "
                           "does not say why", *self._judgment(change.ident))
        for ident, judgment in made.new.judgments.items():
            before = made.old.judgments.get(ident)
            wanted, typed = before.likelihood if before else "new", self.domain.data["judgments"][ident].previous
            if typed.strip() != wanted:
                yield find(Problem.MOVED_UNTOLD, f"judgment {ident} has :previous: {typed!r}, and in the edition of {self._last()} it was "
                           f"{wanted!r}", *self._judgment(ident))

    # -- ids and addresses -------------------------------------------------------------------------------------------

    def again(self, before: EditionRecord) -> Iterator[Finding]:
        """Ids that were retired and are used again."""
        for ident, gone in before.retired.items():
            place = (self.domain.ledger.places.get(ident) if gone.kind == "fact" else
                     self._judgment(ident) if gone.kind == "judgment" and ident in self.domain.data["judgments"] else None)
            if place:
                yield find(Problem.ID_AGAIN, f"the {gone.kind} {ident} was retired on {gone.date}, and its id is used again", *place)

    def gone(self, made: Difference) -> Iterator[Finding]:
        """What is no longer there, and what no longer answers at its address."""
        old, told = made.old, set()
        for kind, items in (("judgment", made.judgments.gone), ("fact", made.facts.gone), ("source", made.sources.gone)):
            for ident in items:
                if ident in made.retired or kind == "source" and ident in made.new.sources:
                    continue
                told |= {place for place in old.addresses if place.partition("#")[2] in _anchors(old, kind, ident)}
                yield find(Problem.ADDRESS_LOST, f"the {kind} {ident} of the edition of {self._last()} is gone, and no entry retires it",
                           *self._recorded(ident))
        pages = {place for place in made.lost if "#" not in place}  # their places are lost with them, which is told once
        for place in made.lost:
            if place not in told and (place in pages or place.partition("#")[0] not in pages):
                yield find(Problem.ADDRESS_LOST, f"the address {place} of the edition of {self._last()} leads nowhere", *self._recorded(place))

    def moved_pages(self) -> Iterator[Finding]:
        """Redirects that lead nowhere, or away from what is there."""
        made = record_of(self.env, before=self.before) if self.env.config.brief_moved else None
        moved: dict[str, str] = self.env.config.brief_moved
        for old, new in moved.items():
            if made and (new not in made.addresses or new in moved):
                yield find(Problem.ADDRESS_LOST, f"brief_moved leads from {old!r} to {new!r}, which is no address of the book"
                           + did_you_mean(new, made.addresses), "conf.py", self._option())
            if old in self.env.all_docs:
                yield find(Problem.ADDRESS_LOST, f"brief_moved leads away from {old!r}, which is a page of the book", "conf.py", self._option())

    def _option(self) -> int:
        lines = Path(self.env.srcdir, "conf.py").read_text(encoding="utf-8").splitlines()
        return next((number for number, line in enumerate(lines, start=1) if line.startswith("brief_moved")), 1)


def _anchors(old: EditionRecord, kind: str, ident: str) -> set[str]:
    """The anchors that *ident* had."""
    if kind == "source":
        return {f"source-{ident}".lower(), f"ref-{ident}"}
    page = old.judgments[ident].page if kind == "judgment" else old.facts[ident].page
    return {page.partition("#")[2]}
