"""A round of visits: which source is next, and a record that is written after each, so that stopping loses nothing."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from briefbook.archive.book import WebSource
from briefbook.archive.outcome import Outcome, Wanted
from briefbook.archive.service import Copy, Declined, Service
from briefbook.archive.visiting import Visit, recorded, visit
from briefbook.archive.web import Web, host_of
from briefbook.bibliography.copies import RECORD, SourceRecord, record_text
from briefbook.machine import store

#: So many hosts must be silent, with no other that spoke, before we ask whether there is a network at all.
SILENT = 3


class Round:
    """Visits sources, one at a time, and records each."""

    def __init__(self, root: Path, sources: Mapping[str, WebSource], record: Mapping[str, SourceRecord], web: Web,
                 service: Service, wanted: Wanted, tell: Callable[[str], None]) -> None:
        self.path, self.sources, self.web, self.service, self.wanted, self.tell = root / RECORD, sources, web, service, wanted, tell
        self.outcome = Outcome({key: item for key, item in record.items() if key in sources})
        self._held: list[tuple[WebSource, Visit]] = []  # unreachable, and perhaps the fault is on our side
        self._declined: set[str] = set()  # what the archive will not do in this run
        self._due = self._sources_due()

    def run(self) -> Outcome:
        """Visit what is due, until all is done, nothing answers, or somebody stops it."""
        self.tell(f"{len(self._due)} of {len(self.sources)} web sources to visit")
        try:
            self._visit_all()
        except KeyboardInterrupt:
            self.outcome.stopped = True
        return self.outcome

    def _sources_due(self) -> list[WebSource]:
        today, wanted = self.web.clock.today(), self.wanted
        due = [source for key, source in self.sources.items() if key in wanted.only | wanted.accept
               or not (wanted.only or wanted.accept) and not (self._is_fresh(source, today) and self._has_copy(source, today))]
        return due[:wanted.limit]

    def _is_fresh(self, source: WebSource, today: dt.date) -> bool:
        """Whether it was visited of late, and answered."""
        known = self.outcome.record.get(source.key)
        return (known is not None and known.url == source.url and known.status != "unreachable"
                and (today - known.checked).days < self.wanted.days)

    def _has_copy(self, source: WebSource, today: dt.date) -> bool:
        """Whether there is a copy, or the archive was asked for one of late and will have none."""
        known = self.outcome.record.get(source.key)
        asked = known.asked if known else None
        return bool(source.archiveurl or known and known.archiveurl or asked and (today - asked).days < self.wanted.days)

    def _visit_all(self) -> None:
        hosts: dict[str, deque[WebSource]] = {}
        for source in self._due:
            hosts.setdefault(host_of(source.url), deque()).append(source)
        silent: set[str] = set()
        while hosts:
            now = self.web.clock.now()
            host = min(hosts, key=lambda name: max(now, self.web.turns.ready_at(name)))
            source = hosts[host].popleft()
            if not hosts[host]:
                del hosts[host]
            if not self.wanted.only | self.wanted.accept and self._is_fresh(source, self.web.clock.today()):
                self._seek_copy(source)  # the last run was stopped before it had one
                continue
            self._held.append((source, visit(source.url, self.web)))
            if not self.web.spoken:
                silent.add(host)
                if len(silent) < SILENT and hosts:
                    continue
                if not self._has_network():
                    return
            for held in self._held:
                self._settle(*held)
            self._held.clear()

    def _has_network(self) -> bool:
        """Ask the archive, since nobody else has answered."""
        try:
            self.service.find(self._held[0][0], self.web)
        except Declined:
            pass
        if not self.web.spoken:
            self.outcome.network = False
            hosts = ", ".join(dict.fromkeys(host_of(source.url) for source, _met in self._held))
            self.outcome.notes.append(
                f"nothing answers, neither {hosts} nor the archive: there is no network, and nothing was recorded")
        return self.web.spoken

    def _settle(self, source: WebSource, met: Visit) -> None:
        """Record a visit, and look for a copy of what has none."""
        outcome, before = self.outcome, self.outcome.record.get(source.key)
        now = recorded(source, before, met, self.web.clock.today(), accept=source.key in self.wanted.accept)
        outcome.record[source.key] = now
        outcome.visited += 1
        self._write()
        self.tell(f"{outcome.visited}/{len(self._due)} {source.key}: {now.status}" + (f", {now.note}" if now.note else ""))
        if not source.archiveurl and not now.archiveurl:
            self._seek_copy(source)

    def _seek_copy(self, source: WebSource) -> None:
        """Record the archive's copy, made if need be, or that it was asked and will have none."""
        now = self.outcome.record[source.key]
        copy, final = self._copy(source, may_save=now.status in ("there", "moved", "drifted"))
        if copy:
            changes: dict[str, object] = {"archiveurl": copy.url, "archivedate": copy.day, "asked": None}
        elif final:
            changes = {"asked": self.web.clock.today()}
        else:
            return
        self.outcome.record[source.key] = now.model_copy(update=changes)
        self._write()

    def _copy(self, source: WebSource, *, may_save: bool) -> tuple[Copy | None, bool]:
        """The archive's copy, and whether its answer is final; it is asked to make one only of a page that is there and that
        programs may read."""
        final = True
        for name, ask in (("find", self.service.find), ("save", self.service.save)):
            if name == "save" and not may_save:
                continue
            if name in self._declined or name == "save" and not self.wanted.save:
                final = False
                continue
            try:
                if copy := ask(source, self.web):
                    return copy, True
            except Declined as error:
                final = final and error.final
                self.outcome.notes.append(f"{source.key}: {error}")
                if error.for_all:
                    self._declined.add(name)
                    self.outcome.notes[-1] = f"{'looking up' if name == 'find' else 'making'} copies ended at {source.key}: {error}"
        return None, final

    def _write(self) -> None:
        store(self.path, record_text(self.outcome.record).encode())
