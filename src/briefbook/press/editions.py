"""``briefbook record``, ``diff`` and ``due``: what an edition is, how two differ, which forecasts await their outcome."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from briefbook.analysis.judging import iso
from briefbook.editions import forecasts
from briefbook.editions.account import account, lines, spelled
from briefbook.editions.difference import difference
from briefbook.editions.record import FOLDER, NAME, SCHEMA, RecordError, parse, path_of, schema_text, text_of, write
from briefbook.editions.recording import edition_of, last_edition, record_of
from briefbook.machine import store
from briefbook.press.asking import reading

if TYPE_CHECKING:
    from briefbook.editions.record import EditionRecord
    from briefbook.press.build import Order


def recorded(order: Order, edition: str = "") -> EditionRecord:
    """The record of the book as it stands. Raises ``RecordError`` where it has no name or its last edition cannot be read."""
    with reading(order) as (env, said):
        if said.kept:
            raise RecordError("the book has the faults named above; nothing was recorded")
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


def diff(order: Order, first: str, second: str, form: str) -> int:
    """Print what changed from *first* to *second*; the exit status is 0 when nothing did, 1 when something did, 2 for a wrong call."""
    from briefbook.press.revisions import record_named

    try:
        old, new = record_named(first, order), record_named(second, order)
    except RecordError as error:
        return _wrong(str(error))
    found = account(difference(old, new))
    if form == "json":
        print(json.dumps({"from": old.edition, "to": new.edition, "changes": {
            heading.kind: [{"id": item.name, "date": item.day, "text": [spelled(line) for line in item.lines]} for item in heading.items]
            for heading in found}}, ensure_ascii=False, indent=1))
    else:
        print(f"from {old.name} ({old.date}) to {new.name} ({new.date})\n")
        print("\n".join(lines(found)).rstrip() if found else "nothing has changed")
    return int(bool(found))


def due(order: Order, day: str, form: str) -> int:
    """Print the forecasts whose day has come by *day* and which have no outcome; the exit status is 1 when there are some."""
    if day and not iso(day):
        return _wrong(f"{day!r} is no date such as 2026-11-22")
    with reading(order) as (env, _said):
        day = day or env.config.brief_edition_date
        if not day:
            return _wrong("conf.py: brief_edition_date is not set; give a day with --on")
        found = forecasts.due(env, day)
        listed = [{"id": entry.ident, "resolves": entry.resolves, "likelihood": entry.likelihood, "statement": entry.statement,
                   "place": forecasts.place(env, entry)} for entry in found]
        said = forecasts.lines(env, found, day)
    print(json.dumps({"on": day, "due": listed}, ensure_ascii=False, indent=1) if form == "json" else "\n".join(said))
    return int(bool(found))


def _wrong(message: str) -> int:
    print(f"briefbook: {message}", file=sys.stderr)
    return 2
