"""Dates of the ledger: a year, a month, a day, or two of these with a slash between (``2023-09/2025-05``)."""

from __future__ import annotations

import datetime as dt
import re

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")


def is_date(text: str) -> bool:
    """Whether *text* is one year, month or day of the calendar."""
    return _parts(text) is not None


def is_span(text: str) -> bool:
    """Whether *text* is a date, or two dates of which the second is not before the first."""
    start, slash, end = text.partition("/")
    if not slash:
        return is_date(start)
    first, second = _parts(start), _parts(end)
    return bool(first and second) and start <= end[: len(start)].ljust(len(start), "~")


def spoken(text: str) -> str:
    """``2024-06-19`` -> ``19 June 2024``; ``2023-09/2025-05`` -> ``September 2023 to May 2025``.

    What two dates share is said once: ``2024-10-08/2024-10-13`` -> ``8 to 13 October 2024``.
    """
    *first, last = [_spoken(part).split() for part in text.split("/")]
    return " to ".join([*(" ".join(_unshared(words, last)) for words in first), " ".join(last)])


def _unshared(words: list[str], last: list[str]) -> list[str]:
    """*words* without the month and year that *last* says too, where both are as precise."""
    shared = 0
    while len(words) == len(last) and shared < len(words) - 1 and words[-1 - shared] == last[-1 - shared]:
        shared += 1
    return words[:len(words) - shared]


def _spoken(text: str) -> str:
    parts = _parts(text)
    if parts is None:
        return text
    year, month, day = parts
    return " ".join(word for word in (str(day or ""), MONTHS[month - 1] if month else "", str(year)) if word)


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month, day; 0 for what is not given."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        dt.date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        return None
    return year, month, day
