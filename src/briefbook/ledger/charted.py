"""Holds a data file to the ledger: a row that names a fact in its column ``fact`` has that fact's numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefbook.ledger.records import Ledger
from briefbook.near import did_you_mean
from briefbook.problems import Finding, Problem, find

#: The column by which a row says where its numbers are from.
COLUMN = "fact"


def unlike(ledger: Ledger, rows: Sequence[Mapping[str, object]], path: str) -> Iterator[Finding]:
    """Rows of the CSV file *path* that name no fact of the ledger, or have a number that their fact has not."""
    for line, row in enumerate(rows, start=2):  # under the line of column names
        ident = str(row.get(COLUMN) or "")
        fact = ledger.facts.get(ident)
        if not ident or ident in ledger.broken:
            continue
        if fact is None:
            yield find(Problem.FACT_UNKNOWN, f"the ledger has no fact {ident!r}" + did_you_mean(ident, ledger.facts), path, line)
            continue
        known = {number for value in fact.values for number in (value.value, value.low, value.high) if number is not None}
        for name, cell in row.items():
            if isinstance(cell, int | float) and cell not in known:
                numbers = ", ".join(f"{number:,}" for number in sorted(known)) or "none"
                yield find(Problem.CHART_FACT, f"{name} is {cell:,}, and the numbers of {ident} are {numbers}", path, line)
