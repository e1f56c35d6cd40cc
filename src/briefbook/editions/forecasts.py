"""Forecasts whose day has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbook.directives.ledger import ledger_of, reading_order
from briefbook.ledger.dates import spoken

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from briefbook.ledger.graph import JudgmentEntry


def due(env: BuildEnvironment, day: str) -> list[JudgmentEntry]:
    """The forecasts that resolve by *day* (ISO 8601) and have no outcome, by date and then in the order of the book."""
    places = {name: index for index, name in enumerate(reading_order(env))}
    entries = [entry for entry in ledger_of(env).judgments if entry.resolves and entry.resolves <= day and not entry.outcome]
    return sorted(entries, key=lambda entry: (entry.resolves, places.get(entry.docname, -1), entry.line))


def lines(env: BuildEnvironment, entries: list[JudgmentEntry], day: str) -> list[str]:
    """A line for each of *entries*, and one that counts them."""
    cure = "; enter :outcome:, :outcome-date: and :outcome-facts: with the judgment" if entries else ""
    return [*(f"{place(env, entry)}: {entry.ident} was to resolve by {spoken(entry.resolves)} "
              f"({entry.likelihood}): {entry.statement}" for entry in entries),
            f"{len(entries)} forecast{'' if len(entries) == 1 else 's'} due by {spoken(day)} without an outcome{cure}"]


def place(env: BuildEnvironment, entry: JudgmentEntry) -> str:
    """``chapters/china.md:12``."""
    return f"{env.doc2path(entry.docname, base=False)}:{entry.line}"
