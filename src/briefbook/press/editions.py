"""``briefbook record``, ``diff`` and ``due``: what an edition is, how two differ, which forecasts await their outcome."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from briefbook.editions.record import FOLDER, NAME, SCHEMA, RecordError, parse, path_of, schema_text, text_of, write
from briefbook.editions.recording import edition_of, last_edition, record_of
from briefbook.machine import store
from briefbook.press.asking import reading

if TYPE_CHECKING:
    from briefbook.editions.record import EditionRecord
    from briefbook.press.build import Order


def recorded(order: Order, edition: str = "") -> EditionRecord:
    """The record of the book as it stands. Raises ``RecordError`` where it has no name or its last edition cannot be read."""
    with reading(order) as env:
        name = edition or edition_of(env.config)
        if not name:
            raise RecordError("conf.py: brief_edition_date is not set, so the edition has no name; set it")
        return record_of(env, name, last_edition(env, name))


def record(order: Order, edition: str) -> int:
    """Write the record of the book into its ledger; say what it takes the place of."""
    if edition and not NAME.fullmatch(edition):
        return _wrong(f"{edition!r} is no name of an edition such as 2026-11")
    try:
        made = recorded(order, edition)
    except RecordError as error:
        return _wrong(str(error))
    path = path_of(order.source, made.edition)
    shown, text = f"{FOLDER}/{path.name}", text_of(made)
    old = path.read_text(encoding="utf-8") if path.is_file() else None
    store(order.source / SCHEMA, schema_text().encode())
    if old == text:
        print(f"{shown}: as it was, {_contents(made)}")
        return 0
    write(path, made)
    print(f"{shown}: {'recorded' if old is None else 'overwritten, see git diff'}: {_contents(made)}, {len(text.encode()) / 1000:,.0f} kB")
    if old is not None:
        print(f"  it replaces {_replaced(old, shown)}")
    return 0


def _replaced(old: str, shown: str) -> str:
    """What an older record of the same edition held."""
    try:
        before = parse(old, shown)
    except RecordError:
        return "a file that was not the record of an edition"
    return f"the record of {before.edition} dated {before.date}: {_contents(before)}"


def _contents(record: EditionRecord) -> str:
    counts = {"judgments": record.judgments, "facts": record.facts, "sources": record.sources, "passages": record.passages,
              "addresses": record.addresses}
    return ", ".join(f"{len(found)} {name}" for name, found in counts.items())


def _wrong(message: str) -> int:
    print(f"briefbook: {message}", file=sys.stderr)
    return 2
