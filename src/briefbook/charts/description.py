"""``description.yaml``: what a data file holds, whose it is, and how old.

.. code-block:: yaml

   title: Munitions sent from North Korea to Russia, as estimated
   subtitle: Running totals, by date of statement; containers and rounds   # measure and unit, printed under a chart
   unit: containers; rounds
   as_of: 2026-04-30
   licence: CC BY 4.0
   sources:
     - name: Multilateral Sanctions Monitoring Team
       cite: [msmt2025may-kbs]       # keys of the bibliography
   columns:
     - {name: date, title: Date, type: date}
     - {name: low, title: Number or lower end, type: number}
     - {name: key, title: Source key, type: text, in_table: false}

Further keys, such as ``meaning`` and ``unit`` of a column and ``notes``, are for whoever reads the file.

A folder with several data files describes under ``files`` what is each file's own; the rest they share.

.. code-block:: yaml

   files:
     places.csv:
       title: Places on the map
       columns: [{name: name, title: Place, type: text}, {name: lat, title: Latitude, type: degrees}]
     boundaries.json:
       licence: public domain
       sources: [Natural Earth]
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefbook.placed import Place, Placed, read_yaml
from briefbook.problems import Finding, Problem, find

FILE = "description.yaml"
#: What a column may hold. ``degrees`` are coordinates: numbers to draw, which are no statement of a fact.
TYPES = ("text", "number", "date", "degrees")
#: The key under which one of several files has what is its own.
FILES = "files"


@dataclass(frozen=True)
class Column:
    """One column of a CSV file. ``in_table`` is false for columns that say nothing to a reader."""

    name: str
    title: str
    type: str  #: one of ``TYPES``
    in_table: bool = True


@dataclass(frozen=True)
class Source:
    """Who says so, and the bibliography keys that show it."""

    name: str
    cite: tuple[str, ...] = ()


@dataclass(frozen=True)
class Description:
    """A data file's description. ``as_of`` is ISO 8601; ``subtitle`` may be empty; ``columns`` is, for JSON files."""

    path: str
    title: str
    subtitle: str
    unit: str
    as_of: str
    licence: str
    sources: tuple[Source, ...]
    columns: tuple[Column, ...]


def read_description(path: Path, shown: str, name: str = "") -> tuple[Description | None, list[Finding]]:
    """Read the description at *path* of the data file *name* beside it; findings name it *shown*.

    The record is there only if nothing is wrong.
    """
    if not path.is_file():
        return None, [find(Problem.DATA, "there is no description of the data in this folder", shown)]
    placed, findings = read_yaml(path, shown, Problem.DATA)
    if placed is None:
        return None, findings
    reader = _Reader(placed, findings, name)
    found = reader.description()
    return (None if reader.faults else found), reader.faults


#: What a reader must see under a chart, by its key in the description.
PRINTED = {"unit": "unit", "sources": "source line", "as_of": "as-of date"}


def unprinted(path: Path) -> list[str]:
    """The parts of :data:`PRINTED` that the description at *path* does not give."""
    placed = read_yaml(path, path.name, Problem.DATA)[0] if path.is_file() else None
    given = placed.data if placed and isinstance(placed.data, dict) else {}
    return [words for key, words in PRINTED.items() if not given.get(key)]


class _Reader:
    """Takes a description apart and keeps what is wrong with it."""

    def __init__(self, placed: Placed, faults: list[Finding], name: str) -> None:
        self.shown, self.data, self.placed = placed.path, placed.data, placed
        self.faults, self.name = faults, name
        self.own: dict[Any, Any] = {}  #: what the description says of this file alone

    def description(self) -> Description | None:
        if not isinstance(self.data, dict):
            self.fault((), "the file holds no keys such as title and unit")
            return None
        files = self.data.get(FILES) or {}
        if not isinstance(files, dict) or not all(isinstance(own, dict) for own in files.values()):
            self.fault((FILES,), f"{FILES!r} does not hold names of files, each with keys such as title and columns")
            return None
        self.own = files.get(self.name, {})
        return Description(
            self.shown, self.text(("title",)), self.text(("subtitle",), needed=False), self.text(("unit",)),
            self.date(("as_of",)), self.text(("licence",)), self.sources(), self.columns())

    def fault(self, place: Place, message: str) -> None:
        self.faults.append(find(Problem.DATA, message, self.shown, self.placed.line(self.place(place))))

    def place(self, place: Place) -> Place:
        """Where *place* stands: under the file's own name, or with what all files share."""
        return (FILES, self.name, *place) if place and place[0] in self.own else place

    def value(self, place: Place) -> Any:
        found = self.data
        for key in self.place(place):
            found = found[key] if isinstance(key, int) or key in found else None
        return found

    def text(self, place: Place, *, needed: bool = True) -> str:
        value, name = self.value(place), ".".join(map(str, place))
        if value is None or value == "":
            if needed:
                self.fault(place, f"{name!r} is missing")
            return ""
        if not isinstance(value, str):
            self.fault(place, f"{name!r} is {value!r}, not a text; put it in quotation marks")
            return ""
        return " ".join(value.split())

    def date(self, place: Place) -> str:
        value = self.value(place)
        if isinstance(value, dt.date):
            return value.isoformat()[:10]
        text = self.text(place)
        try:
            return dt.date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self.fault(place, f"{place[-1]!r} is {text!r}, not a date such as 2026-04-30")
            return ""

    def sources(self) -> tuple[Source, ...]:
        entries = self.value(("sources",))
        if not isinstance(entries, list) or not entries:
            self.fault(("sources",), "'sources' is missing, or is not a list of names")
            return ()
        return tuple(self.source(("sources", index), entry) for index, entry in enumerate(entries))

    def source(self, place: Place, entry: Any) -> Source:
        if not isinstance(entry, dict):
            return Source(self.text(place))
        keys = entry.get("cite") or []
        keys = [keys] if isinstance(keys, str) else keys
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            self.fault((*place, "cite"), "'cite' is not a list of keys of the bibliography")
            keys = []
        return Source(self.text((*place, "name")), tuple(keys))

    def columns(self) -> tuple[Column, ...]:
        entries = self.value(("columns",))
        if entries is not None and not isinstance(entries, list):
            self.fault(("columns",), "'columns' is not a list of columns with name, title and type")
            entries = None
        found = tuple(self.column(("columns", index), entry) for index, entry in enumerate(entries or []))
        names = [column.name for column in found]
        for index, name in enumerate(names):
            if name in names[:index]:
                self.fault(("columns", index), f"the column {name!r} is described twice")
        return found

    def column(self, place: Place, entry: Any) -> Column:
        if not isinstance(entry, dict):
            self.fault(place, f"the column {entry!r} is not described by name, title and type")
            return Column("", "", "text")
        name, kind, shown = self.text((*place, "name")), entry.get("type"), entry.get("in_table", True)
        if kind not in TYPES:
            self.fault((*place, "type"), f"the type of the column {name!r} is {kind!r}, not one of {', '.join(TYPES)}")
        if not isinstance(shown, bool):
            self.fault((*place, "in_table"), f"'in_table' is {shown!r}, not true or false")
        return Column(name, self.text((*place, "title")), kind if kind in TYPES else "text", bool(shown))
