"""What is put together from facts: events of the chronology, series of estimates, matrices; and the account of changes.

They stand in ``ledger/events/*.yaml``, ``ledger/series/*.yaml`` and ``ledger/matrices/*.yaml``, each file a list. None
holds a number of its own: what they print, they take from the facts they name. What was corrected or retired stands in
``ledger/changes/*.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field

from briefbook.ledger.changes import Change, Name
from briefbook.ledger.graph import Sentence
from briefbook.ledger.items import Item, read_items, twice
from briefbook.ledger.records import IDENT, NAME, Date, Fact, Ident, Record, Span, Text, Value
from briefbook.near import did_you_mean
from briefbook.problems import Finding, Problem, find

ValueName = Annotated[str, Field(pattern=f"^{IDENT.pattern}\\.{NAME.strip('^$')}$")]


class Event(Record):
    """Something that happened on a day, in a line of the chronology."""

    id: Name = Field(description="Short, lower case, never reused.", examples=["treaty-signed"])
    date: Span = Field(description="When it happened: a date, or two with a slash between.", examples=["2024-06-19"])
    text: Text = Field(description="What happened, in one sentence; {value} prints numbers.")
    facts: tuple[Ident, ...] = Field(min_length=1, description="The facts it is taken from.")


class Point(Record):
    """One estimate of a series."""

    value: ValueName = Field(description="A value of a fact, as chapters name it.", examples=["MIL-127.containers"])
    who: Text | None = Field(None, description="Who says so, in a word or two; left out, the fact's asserted_by.")
    date: Date | None = Field(None, description="When it was said; left out, the fact's as_of.")
    covers: Text | None = Field(None, description="What the number covers, where the estimates differ in that.")
    sources: tuple[Text, ...] = Field((), description="Those of the fact's sources that carry it; left out, all of them.")


class Series(Record):
    """Estimates of one thing, side by side: a table, and data for a chart."""

    id: Name = Field(description="How a chapter names it, as in {estimates} killed.", examples=["killed"])
    title: Text = Field(description="What is estimated; the table's title.", examples=["Soldiers killed"])
    unit: Text = Field(description="The unit that all its values share, one of terms.yaml.")
    note: Text | None = Field(None, description="Why the estimates differ; printed under the table.")
    licence: Text = Field("CC BY 4.0", description="The licence of the compilation.")
    points: tuple[Point, ...] = Field(min_length=1, description="The estimates, in any order.")


class Line(Record):
    """A row or a column of a matrix."""

    id: Name = Field(description="How cells name it.")
    name: Text = Field(description="What it is called.")
    facts: tuple[Ident, ...] = Field((), description="The facts that the line as a whole rests on.")


class Cell(Record):
    """One cell of a matrix."""

    row: Name
    column: Name
    text: Text = Field(description="What stands there, readable by itself; {value} prints numbers.")
    facts: tuple[Ident, ...] = Field((), description="The facts it is taken from.")


class Matrix(Record):
    """Rows by columns; a cell that is left out prints a dash."""

    id: Name = Field(description="How a chapter names it, as in {matrix} measures.", examples=["measures"])
    title: Text = Field(description="The table's title.")
    corner: Text = Field(description="What the rows are, over their names.", examples=["Measure"])
    rows: tuple[Line, ...] = Field(min_length=1)
    columns: tuple[Line, ...] = Field(min_length=1)
    cells: tuple[Cell, ...] = Field(min_length=1)


Kind = TypeVar("Kind", Event, Series, Matrix, Change)
#: Each folder under ``ledger/`` with the records that its files hold.
FOLDERS: dict[str, type[Event | Series | Matrix | Change]] = {
    "events": Event, "series": Series, "matrices": Matrix, "changes": Change}


@dataclass(frozen=True)
class Collected:
    """All that is put together from facts, by id."""

    events: Mapping[str, Event] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)  #: the oldest first
    places: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)  #: file and line of each, by folder and id
    sentences: tuple[Sentence, ...] = ()  #: every line of them that rests on facts, for recall


def read_collected(folder: Path, shown: str, facts: Mapping[str, Fact], broken: frozenset[str]) -> tuple[Collected, list[Finding]]:
    """Read what is under the ledger's *folder*; *facts* are those it may name, *broken* those with faults of their own."""
    findings: list[Finding] = []
    check = _Check(facts, broken)
    found: dict[str, dict[str, Event | Series | Matrix | Change]] = {}
    sentences: list[Sentence] = []
    places: dict[tuple[str, str], tuple[str, int]] = {}
    for name, kind in FOLDERS.items():
        items = [item for path in sorted((folder / name).glob("*.yaml"))
                 for item in read_items(path, f"{shown}/{name}/{path.name}", kind, findings, set())]
        findings += twice(items)
        for item in items:
            findings += check.of(item)
        sentences += [sentence for item in items for sentence in _sentences(item)]
        found[name] = {item.ident: item.record for item in reversed(items)}
        places |= {(name, item.ident): (item.file.path, item.line("id")) for item in reversed(items)}
    events, changes = (dict(sorted(found[name].items(), key=lambda pair: (pair[1].date, pair[0])))  # type: ignore[union-attr]
                       for name in ("events", "changes"))
    series, matrices = (dict(sorted(found[name].items())) for name in ("series", "matrices"))
    return Collected(events, series, matrices, changes, places, tuple(sentences)), findings  # type: ignore[arg-type]


def _sentences(item: Item[Kind]) -> Iterator[Sentence]:
    """The lines of a record that rest on facts."""
    record = item.record
    if isinstance(record, Event):
        yield Sentence(item.file.path, item.line("text"), record.text, record.facts, ())
    elif isinstance(record, Series):
        for index, point in enumerate(record.points):
            line = item.line("points", index, "value")
            yield Sentence(item.file.path, line, f"{record.title}: {point.value}", (point.value.partition(".")[0],), ())
    elif isinstance(record, Matrix):
        for part, texts in (("rows", record.rows), ("columns", record.columns), ("cells", record.cells)):
            for index, line_or_cell in enumerate(texts):
                words = line_or_cell.text if isinstance(line_or_cell, Cell) else line_or_cell.name
                if line_or_cell.facts:
                    yield Sentence(item.file.path, item.line(part, index), f"{record.title}: {words}", line_or_cell.facts, ())


@dataclass(frozen=True)
class _Check:
    """Holds records to the facts that they name."""

    facts: Mapping[str, Fact]
    broken: frozenset[str]

    def of(self, item: Item[Kind]) -> Iterator[Finding]:
        record = item.record
        if isinstance(record, Series):
            yield from self._series(item, record)
        elif isinstance(record, Matrix):
            yield from self._matrix(item, record)
        elif isinstance(record, Event):
            yield from self._named(item, record.facts)

    def _named(self, item: Item[Kind], idents: tuple[str, ...], *place: int | str) -> Iterator[Finding]:
        for index, ident in enumerate(idents):
            yield from self._known(item, ident, *place, "facts", index)

    def _known(self, item: Item[Kind], ident: str, *place: int | str) -> Iterator[Finding]:
        if ident not in self.facts and ident not in self.broken:
            yield find(Problem.FACT_UNKNOWN, f"{item.ident} names {ident!r}, which is not in the ledger"
                       + did_you_mean(ident, self.facts), item.file.path, item.line(*place))

    def _series(self, item: Item[Kind], series: Series) -> Iterator[Finding]:
        for index, point in enumerate(series.points):
            place = ("points", index, "value")
            ident, _dot, name = point.value.partition(".")
            if ident not in self.facts:
                yield from self._known(item, ident, *place)
                continue
            value = self.facts[ident].value(name)
            if value is None:
                names = [value.name for value in self.facts[ident].values]
                yield find(Problem.VALUE_UNKNOWN, f"{series.id} names {point.value!r}, and {ident} has no such value"
                           + (did_you_mean(name, names) or f"; it has {', '.join(names) or 'none'}"), item.file.path, item.line(*place))
            elif value.unit != series.unit:
                yield find(Problem.COLLECTED, f"{series.id} is in {series.unit}, and {point.value} is in {value.unit}",
                           item.file.path, item.line(*place))

    def _matrix(self, item: Item[Kind], matrix: Matrix) -> Iterator[Finding]:
        taken: set[tuple[str, str]] = set()
        for part, lines in (("rows", matrix.rows), ("columns", matrix.columns)):
            for index, line in enumerate(lines):
                yield from self._named(item, line.facts, part, index)
                if line.id in [other.id for other in lines[:index]]:
                    yield find(Problem.FACT_TWICE, f"{matrix.id} has two {part} called {line.id!r}",
                               item.file.path, item.line(part, index, "id"))
        for index, cell in enumerate(matrix.cells):
            yield from self._named(item, cell.facts, "cells", index)
            for key, lines in (("row", matrix.rows), ("column", matrix.columns)):
                name, names = getattr(cell, key), [line.id for line in lines]
                if name not in names:
                    yield find(Problem.COLLECTED, f"{matrix.id} has no {key} {name!r}" + did_you_mean(name, names),
                               item.file.path, item.line("cells", index, key))
            if (cell.row, cell.column) in taken:
                yield find(Problem.COLLECTED, f"{matrix.id} has two cells at {cell.row}, {cell.column}",
                           item.file.path, item.line("cells", index, "row"))
            taken.add((cell.row, cell.column))


def value_of(facts: Mapping[str, Fact], name: str) -> tuple[Fact, Value] | None:
    """The fact and the value behind ``MIL-127.containers``; ``None`` where either is missing."""
    ident, _dot, key = name.partition(".")
    fact = facts.get(ident)
    value = fact.value(key) if fact else None
    return (fact, value) if fact and value else None
