"""What charts take from the ledger: numbers that a data file names, whole series, and a check of those typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefbook.ledger.collected import Series, value_of
from briefbook.ledger.records import IDENT, NAME, Fact, Ledger, Value
from briefbook.near import did_you_mean
from briefbook.problems import Finding, Problem, find

#: The column by which a row says where its numbers, or its words, are from.
COLUMN = "fact"
#: A cell that is filled from the ledger.
_CELL = re.compile(rf"(?P<fact>{IDENT.pattern})\.(?P<value>{NAME.strip('^$')})(?:\.(?P<end>low|high|qualifier))?")


def unlike(ledger: Ledger, rows: Sequence[Mapping[str, object]], path: str) -> Iterator[Finding]:
    """A row that names a fact has that fact's numbers. Rows of the CSV file *path* that name no fact of the ledger, or have a number that their fact has not."""
    for line, row in enumerate(rows, start=2):  # under the line of column names
        named = facts_of(row)
        missing = [ident for ident in named if ident not in ledger.facts and ident not in ledger.broken]
        for ident in missing:
            yield find(Problem.FACT_UNKNOWN, f"the ledger has no fact {ident!r}" + did_you_mean(ident, ledger.facts), path, line)
        if not named or missing or any(ident in ledger.broken for ident in named):
            continue
        known = {number for ident in named for value in ledger.facts[ident].values
                 for number in (value.value, value.low, value.high) if number is not None}
        for name, cell in row.items():
            if isinstance(cell, int | float) and cell not in known:
                numbers = ", ".join(f"{number:,}" for number in sorted(known)) or "none"
                yield find(
                    Problem.CHART_FACT, f"{name} is {cell:,}, and the numbers of {', '.join(named)} are {numbers}", path, line)


def facts_of(row: Mapping[str, object]) -> list[str]:
    """The ids of the facts that a row rests on, which stand with commas between."""
    return [ident for part in str(row.get(COLUMN) or "").split(",") if (ident := part.strip())]


def cell_of(ledger: Ledger, cell: str) -> tuple[str, str]:
    """What a cell of a data file says, and the id of the fact it takes that from; text that names no value as it is.

    ``MIL-127.containers`` is the value's number, or the lower end of its range; ``.low`` and ``.high`` are the ends, the
    upper one empty for a single number, and ``.qualifier`` is the source's own reserve. ``LookupError`` says what is not
    there.
    """
    match = _CELL.fullmatch(cell)
    if match is None:
        return cell, ""
    ident, name, end = match["fact"], match["value"], match["end"]
    if ident not in ledger.facts:
        raise LookupError(Problem.FACT_UNKNOWN, f"the ledger has no fact {ident!r}" + did_you_mean(ident, ledger.facts))
    value = ledger.facts[ident].value(name)
    if value is None:
        names = [known.name for known in ledger.facts[ident].values]
        raise LookupError(Problem.VALUE_UNKNOWN, f"{ident} has no value {name!r}"
                          + (did_you_mean(name, names) or f"; it has {', '.join(names) or 'none'}"))
    return _ends(value)[end or "low"], ident


def _ends(value: Value) -> dict[str, str]:
    """A value as the cells of a data file hold it."""
    low = value.value if value.low is None else value.low
    return {"low": _typed(low), "high": _typed(value.high), "qualifier": value.qualifier or ""}


def _typed(number: float | None) -> str:
    return "" if number is None else f"{Decimal(str(number)):f}"


@dataclass(frozen=True)
class Estimate:
    """A point of a series with what its fact says of it."""

    fact: Fact
    value: Value
    who: str
    date: str  #: ISO 8601
    covers: str
    sources: tuple[str, ...]  #: chosen among those of the fact; none is all

    @property
    def cells(self) -> dict[str, str]:
        """The estimate as a row of a data file."""
        return {"date": self.date, "who": self.who, **_ends(self.value), "covers": self.covers, "fact": self.fact.id}


def estimates(ledger: Ledger, series: Series) -> list[Estimate]:
    """The estimates of a series by date; those whose fact or value is missing, which has its own message, are left out."""
    found = []
    for point in series.points:
        known = value_of(ledger.facts, point.value)
        if known:
            fact, value = known
            found.append(Estimate(fact, value, point.who or fact.asserted_by, point.date or fact.as_of, point.covers or "",
                                  point.sources))
    return sorted(found, key=lambda estimate: (estimate.date, estimate.fact.id))
