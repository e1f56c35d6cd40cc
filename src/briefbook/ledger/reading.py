"""Reads the ledger's files under ``ledger/``: all records that can be read, and all faults at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefbook.ledger.collected import FOLDERS, Collected, read_collected
from briefbook.ledger.faults import faults_of
from briefbook.ledger.items import Item, read_items, twice
from briefbook.ledger.records import Fact, Ledger, Terms
from briefbook.near import did_you_mean
from briefbook.placed import read_yaml
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
    collected: Collected = Collected()


def files_of(source: Path) -> list[Path]:
    """The files of the ledger that are there."""
    terms = [source / TERMS] if (source / TERMS).is_file() else []
    folders = [FACTS, *(f"{FOLDER}/{name}" for name in FOLDERS)]
    return [*terms, *(path for folder in folders for path in sorted((source / folder).glob("*.yaml")))]


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
             for item in read_items(path, f"{FACTS}/{path.name}", Fact, findings, broken)]
    findings += twice(items)
    items.sort(key=lambda item: order_of(item.ident))
    facts = {item.ident: item.record for item in reversed(items)}
    facts = dict(reversed(facts.items()))
    for item in items:
        findings += _at_odds(item, facts.keys() | broken, terms)
    places = {item.ident: (item.file.path, item.line("id")) for item in reversed(items)}
    lines = {(item.ident, key): item.line("sources", index)
             for item in reversed(items) for index, key in enumerate(item.record.sources)}
    ledger = Ledger(facts, terms or Terms(subjects={}, units=()), places, frozenset(broken))
    collected, faults = read_collected(source / FOLDER, FOLDER, facts, ledger.broken)
    return Reading(ledger, tuple(sorted([*findings, *faults])), lines, collected)


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


def _at_odds(item: Item[Fact], known: Set[str], terms: Terms | None) -> Iterator[Finding]:
    """What is wrong with a fact beside others: subject, units, names of values, facts it contradicts."""
    fact, line = item.record, item.line
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
