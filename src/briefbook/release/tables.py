"""The ledger of an edition as tables: each as JSON, with what is nested, and as CSV, flat, for spreadsheets.

Pure: records in, text out. The records are those of ``book.json`` (see :mod:`briefbook.web.bookdata`) and of the ledger.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from briefbook.ledger.collected import Collected, value_of
from briefbook.ledger.records import Ledger
from briefbook.ledger.text import plain

#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Columns of every table, a point leading into a nested record.
COLUMNS: Mapping[str, Sequence[str]] = {
    "facts": ("id", "statement", "event_date", "as_of", "asserted_by", "origin", "sources", "seen", "grade.reliability",
              "grade.credibility", "grade.reason", "notes", "contradicts", "checked.by", "checked.date", "checked.result",
              "checked.how", "page"),
    "values": ("id", "fact", "label", "value", "low", "high", "unit", "qualifier", "as_of", "asserted_by"),
    "events": ("id", "date", "text", "facts"),
    "series": ("series", "title", "unit", "value_id", "value", "low", "high", "qualifier", "who", "date", "covers",
               "sources", "note"),
    "matrices": ("matrix", "title", "row", "column", "text", "facts"),
    "judgments": ("id", "statement", "likelihood", "range.low", "range.high", "confidence", "facts", "review", "resolves",
                  "previous", "page"),
    "sources": ("key", "label", "reference", "csl.type", "csl.URL", "csl.DOI", "standing.grade", "standing.descriptor",
                "standing.origin", "standing.titlestatus", "standing.textseen"),
}
Rows = Sequence[Mapping[str, Any]]


def tables(book: Mapping[str, Any], ledger: Ledger, collected: Collected) -> dict[str, Rows]:
    """Every table of :data:`COLUMNS` that has a row; *book* is what ``book.json`` holds."""
    found: dict[str, Rows] = {
        "facts": book["facts"], "values": list(_values(book["facts"])), "judgments": book["judgments"], "sources": book["sources"],
        "events": [{"id": event.id, "date": event.date, "text": plain(event.text, ledger), "facts": event.facts}
                   for event in collected.events.values()],
        "series": list(_series(collected, ledger)), "matrices": list(_matrices(collected, ledger))}
    return {name: found[name] for name in COLUMNS if found[name]}


def _values(facts: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for fact in facts:
        for value in fact["values"]:
            yield {"id": f"{fact['id']}.{value['name']}", "fact": fact["id"], **value,
                   "as_of": fact["as_of"], "asserted_by": fact["asserted_by"]}


def _series(collected: Collected, ledger: Ledger) -> Iterator[dict[str, Any]]:
    """A row for every estimate, complete by itself."""
    for series in collected.series.values():
        for point in series.points:
            fact, value = value_of(ledger.facts, point.value) or (None, None)
            row = {"series": series.id, "title": series.title, "unit": series.unit, "value_id": point.value,
                   "value": value and value.value, "low": value and value.low, "high": value and value.high,
                   "qualifier": value and value.qualifier, "who": point.who or fact and fact.asserted_by,
                   "date": point.date or fact and fact.as_of, "covers": point.covers,
                   "sources": point.sources or (fact.sources if fact else ()), "note": series.note}
            yield {name: cell for name, cell in row.items() if cell is not None}


def _matrices(collected: Collected, ledger: Ledger) -> Iterator[dict[str, Any]]:
    """A row for every cell, under the names of its row and column."""
    for matrix in collected.matrices.values():
        rows, columns = ({line.id: line.name for line in lines} for lines in (matrix.rows, matrix.columns))
        for cell in matrix.cells:
            yield {"matrix": matrix.id, "title": plain(matrix.title, ledger), "row": plain(rows[cell.row], ledger),
                   "column": plain(columns[cell.column], ledger), "text": plain(cell.text, ledger), "facts": cell.facts}


def as_json(rows: Rows) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_csv(columns: Sequence[str], rows: Rows) -> str:
    """RFC 4180 with a byte order mark, by which spreadsheets know UTF-8; what a list holds stands with semicolons between.

    A text that a spreadsheet would take for a formula has an apostrophe before it; numbers stay numbers.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row, column) for column in columns] for row in rows)
    return out.getvalue()


def _cell(row: Mapping[str, Any], column: str) -> str | int | float:
    found: Any = row
    for name in column.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    if found is None:
        return ""
    if isinstance(found, int | float) and not isinstance(found, bool):
        return found
    text = "; ".join(map(str, found)) if isinstance(found, list | tuple) else str(found)
    return f"'{text}" if text.startswith(_FORMULA) else text
