"""A chart read: its Vega-Lite specification, with the data it names put in and the book's look laid under it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from briefbook.charts import theme
from briefbook.charts.description import FILE, Description, read_description
from briefbook.charts.table import Table, read_table
from briefbook.look import COLOURS
from briefbook.problems import Finding, Problem, find

SUFFIX = ".vl.json"
#: How a specification names a series of the ledger as its data.
SERIES = "ledger:"


class Numbers(Protocol):
    """Where charts get what is not in their data files."""

    def fill(self, cell: str) -> str:
        """The number that *cell* names, or *cell*; ``LookupError`` of a problem and a message."""

    def series(self, name: str) -> Dataset:
        """The series *name*; ``LookupError`` of a problem and a message."""


class Typed:
    """The numbers of a book without a ledger: those typed into its data files."""

    def fill(self, cell: str) -> str:
        return cell

    def series(self, name: str) -> Dataset:
        raise LookupError(Problem.COLLECTION_UNKNOWN, f"there is no ledger to have a series {name!r}")


@dataclass(frozen=True)
class Dataset:
    """What one chart draws. ``table`` is there for a CSV file or a series, ``None`` for JSON such as a map's outlines."""

    name: str  #: as the specification names it
    path: str  #: below the data folder, as in ``munitions/munitions.csv``; ``ledger/killed.csv`` for a series
    description: Description
    table: Table | None
    values: Any  #: what Vega gets


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn. ``path`` is its specification, as findings name it."""

    name: str
    path: str
    spec: dict[str, Any]
    datasets: tuple[Dataset, ...]


@dataclass
class Reading:
    """What came of reading a chart: the chart unless something is wrong, and every file that was or would be read."""

    chart: Chart | None = None
    files: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(root: Path, data: str, name: str, numbers: Numbers | None = None) -> Reading:
    """Read the chart *name*, as ``munitions/munitions``, from the folder *data* under *root* and from *numbers*.

    Findings name files relative to *root*.
    """
    return _Read(root, data, name, numbers or Typed()).run()


class _Read:
    def __init__(self, root: Path, data: str, name: str, numbers: Numbers) -> None:
        self.root, self.folder, self.name, self.numbers = root, PurePosixPath(data), name, numbers
        self.shown = str(self.folder / (name + SUFFIX))
        self.reading = Reading()

    def run(self) -> Reading:
        reading = self.reading
        if ".." in PurePosixPath(self.name).parts or PurePosixPath(self.name).is_absolute():
            self.fault(f"the chart {self.name!r} is not in the folder {self.folder}")
            return reading
        spec = self.specification()
        if spec is None:
            return reading
        urls = list(dict.fromkeys(data["url"] for _, data in _references(spec)))  # the chart's own data come first
        if not urls:
            self.fault("the specification names no data file, as in \"data\": {\"url\": \"munitions.csv\"}")
        datasets = {url: found for url in urls if (found := self.dataset(url))}
        unknown = sorted({name for name in theme.colours(spec) if name not in COLOURS})
        if unknown:
            self.fault(f"the look has no colour {unknown[0]!r}; it has {', '.join(COLOURS)}")
        if not reading.findings:
            spec = theme.coloured(spec)
            _inject(spec, datasets)
            spec["config"] = theme.merge(theme.config(), spec.get("config", {}))
            reading.chart = Chart(self.name, self.shown, spec, tuple(datasets.values()))
        return reading

    def fault(self, message: str, line: int = 0, column: int = 0) -> None:
        self.reading.findings.append(find(Problem.DRAWING, message, self.shown, line, column))

    def file(self, shown: str) -> Path:
        """The file *shown*, noted as one that the chart depends on."""
        path = self.root / shown
        if path not in self.reading.files:
            self.reading.files.append(path)
        return path

    def specification(self) -> dict[str, Any] | None:
        try:
            spec = json.loads(self.file(self.shown).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.fault("there is no such specification")
        except UnicodeDecodeError as error:
            self.fault(f"the file is not UTF-8: {error.reason} at byte {error.start}")
        except json.JSONDecodeError as error:
            self.fault(f"the file is not JSON: {error.msg}", error.lineno, error.colno)
        else:
            return spec if self.sound(spec) else None
        return None

    def sound(self, spec: Any) -> bool:
        if not isinstance(spec, dict) or not isinstance(spec.get("config", {}), dict):
            self.fault("the file does not hold a Vega-Lite specification")
        elif "title" in spec:
            self.fault("the specification has a title; a chart's title is text and stands in the chapter")
        elif any(not isinstance(data["url"], str) or "://" in data["url"] for _, data in _references(spec)):
            self.fault("the specification names data that is not a file of the book")
        return not self.reading.findings

    def dataset(self, url: str) -> Dataset | None:
        """The data file *url*, which is relative to the specification."""
        if url.startswith(SERIES):
            return self.series(url.removeprefix(SERIES))
        shown = _normal(PurePosixPath(self.shown).parent / url)
        if not shown.startswith(f"{self.folder}/"):
            self.fault(f"the data file {url!r} is not in the folder {self.folder}")
            return None
        beside = str(PurePosixPath(shown).with_name(FILE))
        description, findings = read_description(self.file(beside), beside, PurePosixPath(shown).name)
        self.note(findings)
        path = self.file(shown)
        if description is None:
            return None
        below = str(PurePosixPath(shown).relative_to(self.folder))
        if path.suffix != ".csv":
            values = self.json_values(path, shown)
            return None if values is None else Dataset(url, below, description, None, values)
        table, findings = read_table(path, shown, description, self.numbers.fill)
        self.note(findings)
        return None if table is None else Dataset(url, below, description, table, list(table.rows))

    def series(self, name: str) -> Dataset | None:
        try:
            return self.numbers.series(name)
        except LookupError as error:
            problem, message = error.args
            self.note([find(problem, message, self.shown)])
            return None

    def json_values(self, path: Path, shown: str) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            self.note([find(Problem.DATA, f"the file cannot be read as JSON: {error}", shown)])
            return None

    def note(self, findings: list[Finding]) -> None:
        self.reading.findings += [finding for finding in findings if finding not in self.reading.findings]


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _references(node: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every part of a specification that names a data file, with its ``data``."""
    if isinstance(node, dict):
        data = node.get("data")
        if isinstance(data, dict) and "url" in data:
            yield node, data
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _inject(spec: dict[str, Any], datasets: dict[str, Dataset]) -> None:
    """Put the rows where the specification names a file: tables once under ``datasets``, JSON where it is used."""
    for owner, data in list(_references(spec)):
        found = datasets[data["url"]]
        if found.table is None:
            owner["data"] = {**{key: value for key, value in data.items() if key != "url"}, "values": found.values}
        else:
            owner["data"] = {"name": data["url"]}
            spec.setdefault("datasets", {})[data["url"]] = found.values
