"""Rules on charts, tables and their data: D301, D302."""

from __future__ import annotations

from collections.abc import Iterator

from briefbook.checker.book import Book
from briefbook.checker.rule import DATA, rule
from briefbook.problems import Finding, Problem

_DESCRIPTION = """\
title: Ships, as counted
unit: ships
as_of: 2026-01-31
licence: CC BY 4.0
sources:
  - name: Roe
columns:
  - {name: year, title: Year, type: number}
  - {name: ships, title: Ships, type: number}"""


@rule(
    Problem.CHART,
    bad=[":::{list-table}\n:header-rows: 1\n\n* - Port\n  - Use\n* - Rajin\n  - Cargo\n:::",
         ":::{list-table} Ships by port\n:header-rows: 1\n\n* - Port\n  - Number\n* - Rajin\n  - 12\n:::"],
    good=[":::{list-table} Ports differ in use\n:header-rows: 1\n\n* - Port\n  - Use\n* - Rajin\n  - Cargo\n:::",
          ":::{list-table} Ships call at Rajin\n:header-rows: 1\n\n* - Port\n  - Containers\n* - Rajin\n"
          "  - {value}`MIL-127.containers` (the team) {fact}`MIL-127`\n:::",
          ":::{list-table} Ships call at Rajin\n:header-rows: 1\n\n* - Port\n  - Ships\n* - Rajin\n  - 12\n:::\n\n"
          "Source: {cite:t}`agency2025`. As of 31 January 2026."])
def chart_lacks(book: Book) -> Iterator[Finding]:
    """A chart needs all five parts; its unit, sources and date come from ``description.yaml``. A table needs a title; one
    that shows figures needs source and date too: facts of the ledger, which have both, or a paragraph after it that begins with
    "Source" and says "As of"; a column of bare numbers needs its unit in its head or in the title."""
    for chapter in book.chapters:
        for figured in chapter.figured:
            if figured.lacks:
                yield book.at(Problem.CHART, figured.place, f"{figured.what} has no {', no '.join(figured.lacks)}")


@rule(
    Problem.DATA, file=DATA,
    bad=[_DESCRIPTION.replace("licence: CC BY 4.0\n", ""), _DESCRIPTION.replace("unit: ships\n", "")],
    good=[_DESCRIPTION])
def data_undescribed(book: Book) -> Iterator[Finding]:
    """Every CSV and JSON file below ``data``, whether a chart draws it or not; specifications of charts are no data."""
    yield from book.of_code(book.data_findings, Problem.DATA)
