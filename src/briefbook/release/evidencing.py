"""Whether the evidence inside a PDF is that of the ledger which was released with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from briefbook.release.manifest import Attached

#: The tables that evidence is compared with: the key of their records, and what is compared of judgments and sources.
TABLES: Mapping[str, tuple[str, tuple[str, ...] | None]] = {
    "judgments": ("id", ("statement", "likelihood", "confidence", "facts")),
    "facts": ("id", None),
    "sources": ("key", ("label", "reference")),
}
Records = Mapping[str, Mapping[str, Any]]


def records(rows: list[dict[str, Any]], table: str) -> Records:
    """The records of a released table by their key."""
    key, _fields = TABLES[table]
    return {str(row[key]): row for row in rows}


def faults(data: bytes, told: Attached | None, ledger: Mapping[str, Records]) -> Iterator[str]:
    """What is wrong with the evidence *data* of a PDF; *told* is what the manifest says of it."""
    if not data or told is None:
        if told is not None:
            yield "no evidence is attached, and the manifest tells of some"
        elif data:
            yield "evidence is attached, and the manifest tells of none"
        return
    if hashlib.sha256(data).hexdigest() != told.sha256:
        yield "the evidence attached is not that of the manifest"
    try:
        found = json.loads(data)
        parts = {table: list(found[table]) for table in TABLES}
        for table, (key, fields) in TABLES.items():
            for record in parts[table]:
                yield from _unlike(table, record, ledger.get(table, {}).get(str(record[key])), key, fields)
    except (ValueError, KeyError, TypeError) as error:
        yield f"the evidence attached cannot be read ({type(error).__name__}: {error})"


def _unlike(table: str, record: Mapping[str, Any], released: Mapping[str, Any] | None, key: str,
            fields: tuple[str, ...] | None) -> Iterator[str]:
    """What differs in one record; evidence leaves out what is empty, and the ledger has where a fact is printed besides."""
    name = f"{table.removesuffix('s')} {record[key]}"
    if released is None:
        yield f"the evidence has {name}, and {table}.json has not"
        return
    names = fields or sorted((record.keys() | released.keys()) - {"page"})
    for field in names:
        if _filled(record.get(field)) != _filled(released.get(field)):
            yield f"{field} of {name} is another in the evidence than in {table}.json"


def _filled(value: Any) -> Any:
    """*value* without what is empty, on every level; nothing where nothing is left."""
    if isinstance(value, Mapping):
        return {name: kept for name, inner in value.items() if (kept := _filled(inner)) is not None} or None
    if isinstance(value, list | tuple):
        return [_filled(inner) for inner in value] or None
    return None if value == "" else value
