"""Reads ``ledger/terms.yaml`` and ``ledger/facts/*.yaml``: all records that can be read, and all faults at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefbook.ledger.faults import faults_of
from briefbook.ledger.records import Fact, Ledger, Terms
from briefbook.near import did_you_mean
from briefbook.placed import Place, Placed, read_yaml
from briefbook.problems import Finding, Problem, find

#: The ledger's folder, under the source folder.
FOLDER = "ledger"
TERMS = f"{FOLDER}/terms.yaml"
FACTS = f"{FOLDER}/facts"


@dataclass(frozen=True)
class Reading:
    """The ledger as far as it could be read, and what is wrong with it."""

    ledger: Ledger = field(default_factory=Ledger)
    findings: tuple[Finding, ...] = ()
    source_lines: Mapping[tuple[str, str], int] = field(default_factory=dict)  #: of each source of each fact


@dataclass(frozen=True)
class _Item:
    """A fact as its file has it."""

    fact: Fact
    file: Placed
    place: Place


def files_of(source: Path) -> list[Path]:
    """The files of the ledger that are there."""
    terms = [source / TERMS] if (source / TERMS).is_file() else []
    return [*terms, *sorted((source / FACTS).glob("*.yaml"))]


def stamp_of(source: Path) -> str:
    """A digest of the ledger's files, by which it is known whether they must be read again."""
    digest = hashlib.sha256()
    for path in files_of(source):
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_ledger(source: Path) -> Reading:
    """Read the ledger under *source*; a book without one has an empty ledger and no faults."""
    if not files_of(source):
        return Reading()
    findings: list[Finding] = []
    terms = _read_terms(source / TERMS, findings)
    broken: set[str] = set()
    items = [item for path in sorted((source / FACTS).glob("*.yaml"))
             for item in _read_facts(path, f"{FACTS}/{path.name}", findings, broken)]
    findings += _twice(items)
    items.sort(key=lambda item: order_of(item.fact.id))
    facts = {item.fact.id: item.fact for item in reversed(items)}
    facts = dict(reversed(facts.items()))
    for item in items:
        findings += _at_odds(item, facts.keys() | broken, terms)
    places = {item.fact.id: (item.file.path, item.file.line((*item.place, "id"))) for item in reversed(items)}
    lines = {(item.fact.id, key): item.file.line((*item.place, "sources", index))
             for item in reversed(items) for index, key in enumerate(item.fact.sources)}
    ledger = Ledger(facts, terms or Terms(subjects={}, units=()), places, frozenset(broken))
    return Reading(ledger, tuple(sorted(findings)), lines)


def order_of(ident: str) -> tuple[str, int]:
    """Ids sort by subject, then number."""
    subject, _hyphen, number = ident.rpartition("-")
    return subject, int(number)


def check_sources(reading: Reading, keys: Mapping[str, Any]) -> Iterator[Finding]:
    """Facts whose sources are not among the *keys* of the bibliography."""
    for ident, fact in reading.ledger.facts.items():
        path = reading.ledger.places[ident][0]
        for key in fact.sources:
            if key not in keys:
                yield find(Problem.FACT_SOURCE, f"{ident} names the source {key!r}, which no bibliography holds"
                           + did_you_mean(key, keys), path, reading.source_lines[ident, key])


def _read_terms(path: Path, findings: list[Finding]) -> Terms | None:
    if not path.is_file():
        findings.append(find(Problem.LEDGER_FILE, "the ledger has facts, but no list of its subjects and units", TERMS))
        return None
    file, faults = read_yaml(path, TERMS, Problem.LEDGER_FILE)
    findings += faults
    if file is None:
        return None
    try:
        return Terms.model_validate(file.data)
    except ValidationError as error:
        findings += faults_of(error, file, (), TERMS.rpartition("/")[2], Terms)
        return None


def _read_facts(path: Path, shown: str, findings: list[Finding], broken: set[str]) -> Iterator[_Item]:
    file, faults = read_yaml(path, shown, Problem.LEDGER_FILE)
    findings += faults
    if file is None or file.data is None:
        return
    if not isinstance(file.data, list):
        findings.append(find(Problem.LEDGER_FILE, "the file is not a list of facts, each after a hyphen", shown, 1))
        return
    for index, data in enumerate(file.data):
        try:
            yield _Item(Fact.model_validate(data), file, (index,))
        except ValidationError as error:
            name = data.get("id") if isinstance(data, dict) else None
            broken.add(str(name))
            findings += faults_of(error, file, (index,), str(name or f"fact {index + 1}"), Fact)


def _twice(items: list[_Item]) -> Iterator[Finding]:
    first: dict[str, _Item] = {}
    for item in items:
        before = first.setdefault(item.fact.id, item)
        if before is not item:
            yield find(Problem.FACT_TWICE, f"{item.fact.id} stands in {before.file.path}:"
                       f"{before.file.line((*before.place, 'id'))} too", item.file.path,
                       item.file.line((*item.place, "id")))


def _at_odds(item: _Item, known: Set[str], terms: Terms | None) -> Iterator[Finding]:
    """What is wrong with a fact beside others: subject, units, names of values, facts it contradicts."""
    fact, line = item.fact, lambda *place: item.file.line((*item.place, *place))
    if terms and fact.subject not in terms.subjects:
        yield find(Problem.LEDGER_TERM, f"{fact.id} has the subject {fact.subject!r}"
                   + did_you_mean(fact.subject, terms.subjects), item.file.path, line("id"))
    for index, value in enumerate(fact.values):
        if terms and value.unit not in terms.units:
            yield find(Problem.LEDGER_TERM, f"{fact.id}.{value.name} has the unit {value.unit!r}"
                       + did_you_mean(value.unit, terms.units), item.file.path, line("values", index, "unit"))
        if value.name in [other.name for other in fact.values[:index]]:
            yield find(Problem.FACT_TWICE, f"{fact.id} has two values of the name {value.name!r}",
                       item.file.path, line("values", index, "name"))
    for index, other in enumerate(fact.contradicts):
        if other not in known:
            yield find(Problem.FACT_UNKNOWN, f"{fact.id} contradicts {other!r}, which is not in the ledger"
                       + did_you_mean(other, known), item.file.path, line("contradicts", index))
