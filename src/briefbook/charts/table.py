"""A CSV file read against its description: every cell of the type that its column promises."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefbook.charts.description import Column, Description
from briefbook.problems import Finding, Problem, find

Value = str | int | float | None  # None for an empty cell; dates stay ISO 8601 text

#: Fills a cell that names a value of the ledger; ``LookupError`` of a problem and a message where there is none.
Fill = Callable[[str], str]

_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class Table:
    """``columns`` in the order of the file; ``cells`` hold the text, ``rows`` the values."""

    columns: tuple[Column, ...]
    cells: tuple[tuple[str, ...], ...]
    rows: tuple[dict[str, Value], ...]

    @property
    def stated(self) -> list[dict[str, Value]]:
        """The rows without coordinates, which say where something is drawn and nothing of it."""
        drawn = {column.name for column in self.columns if column.type == "degrees"}
        return [{name: cell for name, cell in row.items() if name not in drawn} for row in self.rows]


def read_table(path: Path, shown: str, description: Description, fill: Fill = str) -> tuple[Table | None, list[Finding]]:
    """Read the CSV file at *path*; findings name it *shown*. The table is there only if nothing is wrong."""
    try:
        lines = _records(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return None, [find(Problem.DATA, "there is no such data file", shown)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return None, [find(Problem.DATA, f"the file cannot be read as CSV in UTF-8: {error}", shown)]
    if len(lines) < 2:
        return None, [find(Problem.DATA, "the file has no rows under a line of column names", shown, 1)]
    (_, header), *body = lines
    faults = _compare(header, description, shown)
    if faults:
        return None, faults
    known = {column.name: column for column in description.columns}
    columns = tuple(known[name] for name in header)
    faults = [fault for line, cells in body for fault in _fill(cells, fill, shown, line)]
    faults += [fault for line, cells in body for fault in _check(columns, cells, shown, line)] if not faults else []
    if faults:
        return None, faults
    return table_of(columns, [cells for _, cells in body]), []


def table_of(columns: tuple[Column, ...], cells: Sequence[Sequence[str]]) -> Table:
    """A table of cells that are known to be of their columns' types."""
    return Table(columns, tuple(map(tuple, cells)), tuple(_row(columns, list(row)) for row in cells))


def csv_text(table: Table) -> str:
    """The table as a CSV file, every number in it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.cells)
    return out.getvalue()


def _fill(cells: list[str], fill: Fill, shown: str, line: int) -> list[Finding]:
    """Put what the ledger says into the cells that name a value of it."""
    faults = []
    for index, cell in enumerate(cells):
        try:
            cells[index] = fill(cell)
        except LookupError as error:
            problem, message = error.args
            faults.append(find(problem, message, shown, line))
    return faults


def _row(columns: tuple[Column, ...], cells: list[str]) -> dict[str, Value]:
    return {column.name: value(cell, column.type) for column, cell in zip(columns, cells, strict=True)}


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Every record with the line it begins on; blank lines are none."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, line = [], 1
    for cells in reader:
        if cells:
            records.append((line, [cell.strip() for cell in cells]))
        line = reader.line_num + 1
    return records


def _compare(header: list[str], description: Description, shown: str) -> list[Finding]:
    """Columns of the file against columns of the description, both ways."""
    described = [column.name for column in description.columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    return [
        *(find(Problem.DATA, f"two columns are called {name!r}", shown, 1) for name in twice),
        *(find(Problem.DATA, f"the column {name!r} is not described in {description.path}", shown, 1)
          for name in header if name not in described),
        *(find(Problem.DATA, f"the column {name!r}, described in {description.path}, is missing", shown, 1)
          for name in described if name not in header),
    ]


def _check(columns: tuple[Column, ...], cells: list[str], shown: str, line: int) -> list[Finding]:
    if len(cells) != len(columns):
        return [find(Problem.DATA, f"the row has {len(cells)} cells, the first line has {len(columns)}", shown, line)]
    faults = []
    for column, cell in zip(columns, cells, strict=True):
        try:
            value(cell, column.type)
        except ValueError as error:
            faults.append(find(Problem.DATA, f"{column.name} is {cell!r}, {error}", shown, line))
    return faults


def value(cell: str, kind: str) -> Value:
    """The value of a cell of the column type *kind*; ``ValueError`` says what was expected."""
    if not cell:
        return None
    if kind in ("number", "degrees"):
        if not _NUMBER.fullmatch(cell):
            raise ValueError("not a number such as 28000 or 0.5")
        if kind == "degrees" and abs(float(cell)) > 180:
            raise ValueError("not a latitude or longitude in degrees such as 42.26")
        if not math.isfinite(float(cell)):
            raise ValueError("a number too large to draw")
        return float(cell) if "." in cell else int(cell)
    if kind == "date":
        _check_date(cell)
    return cell


def _check_date(cell: str) -> None:
    """A day, a month or a year."""
    try:
        if not _DATE.fullmatch(cell):
            raise ValueError
        dt.date.fromisoformat(cell + "2000-01-01"[len(cell):])
    except ValueError:
        raise ValueError("not a date such as 2026-04-30, 2026-04 or 2026") from None


def spoken(cell: str, kind: str) -> str:
    """A cell as a reader wants it: ``28000`` -> ``28,000``, ``2026-04-30`` -> ``30 April 2026``; text and degrees as they are."""
    if not cell:
        return ""
    if kind == "number":
        whole, dot, part = cell.partition(".")
        return f"{whole[:1] if whole[0] in '+-' else ''}{int(whole.lstrip('+-')):,}{dot}{part}"
    if kind == "date":
        return _spoken_date(cell)
    return cell


def _spoken_date(iso: str) -> str:
    day = dt.date.fromisoformat(iso + "2000-01-01"[len(iso):])
    return {4: f"{day:%Y}", 7: f"{day:%B %Y}"}.get(len(iso), f"{day.day} {day:%B %Y}")
