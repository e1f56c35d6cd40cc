"""Sources as schema.org describes them, for the data in the head of a page that cites them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbook.bibliography.exports import common
from briefbook.bibliography.source import encode

if TYPE_CHECKING:
    from briefbook.bibliography.dates import Date
    from briefbook.bibliography.names import Name
    from briefbook.bibliography.source import Source


def creative_work(source: Source) -> dict[str, Any]:
    """A ``CreativeWork``; what is empty is left out."""
    date, url = source.date(), source.address("url")
    found = {
        "@type": "CreativeWork", "name": common.title(source), "author": [agent(name) for name in common.authors(source).names],
        "datePublished": _iso(date) if date else "", "url": encode(url) if url.startswith(("https://", "http://")) else ""}
    return {name: value for name, value in found.items() if value}


def agent(name: Name) -> dict[str, str]:
    return {"@type": "Organization" if name.literal else "Person", "name": name.direct}


def _iso(date: Date) -> str:
    """As much of the first day as is known: ``2024-06``. What is about a date, or a season, is a year."""
    if date.first is None or date.decade:
        return ""
    parts = [date.first.year]
    if 1 <= date.first.month <= 12:
        parts += [date.first.month, *([date.first.day] if date.first.day else [])]
    return "-".join(f"{part:04}" if index == 0 else f"{part:02}" for index, part in enumerate(parts))
