"""The record of an edition, ``ledger/editions/2026-11.json``: what it judged, stated and cited, and what stood where.

Two records are all that a comparison needs. An item stands on a line of its own, so that a record can be reviewed as a
difference of lines. ``docs/editions.md`` says the same in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from briefbook.ledger.changes import Change
from briefbook.ledger.records import Record
from briefbook.machine import store

#: Where records stand, below the book's folder, and what describes them.
FOLDER, SCHEMA = "ledger/editions", "ledger/editions.schema.json"
#: Raised whenever a field is renamed or goes.
VERSION = 1
#: The name of an edition: year and month, and a number for a second one in a month.
NAME = re.compile(r"\d{4}-\d{2}(\.\d+)?")
_MARK = re.compile(r"\{([^{}|]+)\|([^{}]*)\}")

Address = str  #: ``chapters/china#j-chn-1``: a page by its name, and an anchor


class Outcome(Record):
    """What came of a forecast."""

    result: str
    date: str = ""
    facts: tuple[str, ...] = ()
    why: str = ""


class Judgment(Record):
    """An assessment."""

    statement: str = Field(description="Its sentence; {likelihood|likely} stands for the word of the scale.")
    likelihood: str
    confidence: str
    facts: tuple[str, ...] = ()
    moved: str = Field("", description="Why it moved from the edition before.")
    resolves: str = ""
    outcome: Outcome | None = None
    page: Address


class Amount(Record):
    """A value of a fact."""

    printed: str = Field(description="With qualifier and unit.", examples=["more than 20,000 containers"])
    raw: int | float | tuple[int | float, int | float] = Field(description="The number, or low and high, in its unit.")


class Fact(Record):
    """A dated, attributed, sourced statement."""

    statement: str
    values: dict[str, Amount] = {}
    sources: tuple[str, ...] = ()
    grade: str
    page: Address = Field("", description="Its entry in the evidence register; empty without one.")


class Source(Record):
    """A source of the bibliography."""

    reference: str = Field(description="As the reference list prints it.")
    grade: str = ""
    descriptor: str = ""
    withdrawn: str = Field("", description="What the bibliography says of its withdrawal.")


class Gone(Record):
    """What the book had once and has retired; its id is never used again."""

    kind: Literal["judgment", "fact", "source", "page"]
    date: str
    why: str
    instead: str = ""
    pages: tuple[Address, ...] = Field((), description="Where it stood.")


class EditionRecord(Record):
    """An edition as data."""

    format: Literal["briefbook-edition"] = "briefbook-edition"
    version: int = Field(VERSION, description="Raised whenever a field is renamed or goes.")
    edition: str = Field(description="Its name.", examples=["2026-11"])
    printed: str = Field("", description="Its name as printed.", examples=["November 2026"])
    title: str
    date: str = Field(description="ISO 8601.")
    cutoff: str = Field("", description="The date after which it knows nothing, ISO 8601.")
    judgments: dict[str, Judgment] = {}
    facts: dict[str, Fact] = {}
    sources: dict[str, Source] = {}
    changes: dict[str, Change] = Field({}, description="The account of corrections, repairs and retirements, of all editions so far.")
    retired: dict[str, Gone] = {}
    passages: dict[Address, tuple[str, ...]] = Field(
        {}, description="The paragraphs of each section by its address; {MIL-127.containers|20,000} stands for a value.")
    addresses: tuple[Address, ...] = Field(
        (), description="Every page, and every place on one that others may cite; those that have moved or are retired too.")

    @property
    def name(self) -> str:
        """The edition as a sentence names it."""
        return self.printed or self.edition


class RecordError(Exception):
    """A record that is missing or cannot be read; the text says which and why."""


def plain(text: str) -> str:
    """*text* as it is printed, without its marks."""
    return _MARK.sub(lambda match: match[2], text)


def skeleton(text: str) -> str:
    """*text* with the names of its marks and without what they print."""
    return _MARK.sub(lambda match: f"{{{match[1]}}}", text)


def replaced(text: str, words: Callable[[str, str], str | None]) -> str:
    """*text* with what *words* says for the name and the print of each mark; ``None`` leaves the mark."""
    return _MARK.sub(lambda match: match[0] if (found := words(match[1], match[2])) is None else found, text)


def filled(text: str, printed: Callable[[str], str]) -> str:
    """*text* with what *printed* says for the name of each mark that prints nothing yet."""
    return replaced(text, lambda name, words: None if words else f"{{{name}|{printed(name)}}}")


# -- files ---------------------------------------------------------------------------------------------------------------


def path_of(source: Path, edition: str) -> Path:
    """The file of an edition's record."""
    return source / FOLDER / f"{edition}.json"


def text_of(record: EditionRecord) -> str:
    """The file's text: keys sorted, an item a line, a paragraph a line."""
    data = record.model_dump(mode="json", exclude_defaults=True)
    data |= {"format": record.format, "version": record.version}
    lines = [f" {_json(key)}: {_lines(value)}" for key, value in sorted(data.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(value: Any) -> str:
    if isinstance(value, Mapping):
        items = [f"  {_json(key)}: {_paragraphs(value[key])}" for key in sorted(value)]
        return "{\n" + ",\n".join(items) + "\n }" if items else "{}"
    return _paragraphs(value, " ")


def _paragraphs(value: Any, indent: str = "  ") -> str:
    """A list of texts has one a line."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"{indent} {_json(item)}" for item in value) + f"\n{indent}]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def schema_text() -> str:
    """The JSON Schema of a record."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | EditionRecord.model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def parse(text: str, shown: str) -> EditionRecord:
    """The record that *text* is. Raises :class:`RecordError`, which names it *shown*."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise RecordError(f"{shown}: no JSON: {error}") from error
    if not isinstance(data, dict) or data.get("format") != "briefbook-edition":
        raise RecordError(f"{shown}: not the record of an edition")
    if data.get("version") != VERSION:
        raise RecordError(f"{shown}: its version is {data.get('version')!r}, and this press reads {VERSION}")
    try:
        return EditionRecord.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise RecordError(f"{shown}: {place}: {first['msg']}") from error


def read(path: Path, shown: str = "") -> EditionRecord:
    """The record in the file *path*. Raises :class:`RecordError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{shown or path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return parse(text, shown or str(path))


def write(path: Path, record: EditionRecord) -> None:
    """Write the record whole or not at all."""
    store(path, text_of(record).encode())


def records(source: Path) -> list[Path]:
    """The files of all records of the book at *source*, the oldest edition first."""
    return sorted((path for path in (source / FOLDER).glob("*.json") if NAME.fullmatch(path.stem)), key=lambda path: order(path.stem))


def order(edition: str) -> tuple[str, int]:
    """Editions sort by month, then number."""
    month, _dot, number = edition.partition(".")
    return month, int(number or 0)


def last_before(source: Path, edition: str) -> EditionRecord | None:
    """The record of the last edition before *edition*; ``None`` for a first one. Raises :class:`RecordError`."""
    older = [path for path in records(source) if order(path.stem) < order(edition)]
    return _kept(older[-1], older[-1].stat().st_mtime_ns) if older else None


@lru_cache(maxsize=4)
def _kept(path: Path, _changed: int) -> EditionRecord:
    """The record at *path*, read once as long as the file does not change: every page of a book asks for it."""
    return read(path, f"{FOLDER}/{path.name}")
