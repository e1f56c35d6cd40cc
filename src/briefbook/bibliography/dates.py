"""Dates of bibliography entries, as biblatex takes them: ISO 8601-2 (EDTF) levels 0 and 1, and BibTeX's year and month.

Pure and total: :func:`parse` gives a :class:`Date` or, for what is no date, ``None``. How a date is printed stands in
``briefbook.bibliography.datetext``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

_TIME = r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?"
_POINT = re.compile(
    rf"(?P<year>[+-]?\d{{4}}|y[+-]?\d{{5,}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d){_TIME})?)?(?P<flag>[?~%]?)")
_UNSPECIFIED = re.compile(r"(?P<year>-?\d\d(?:\d\d|\dX|XX))(?:-(?P<month>[01X][\dX])(?:-(?P<day>[0-3X][\dX]))?)?")
_YEARS = re.compile(r"(\d{4})\s*(?:--?|–|/)\s*(\d{4}|\d\d)", re.ASCII)
_FLAGS = {"": (False, False), "?": (True, False), "~": (False, True), "%": (True, True)}


@dataclass(frozen=True)
class Point:
    """One date. ``month`` is 1 to 12, or 21 to 24 for a season; 0 is what is not known. Years count astronomically."""

    year: int
    month: int = 0
    day: int = 0
    uncertain: bool = False
    approximate: bool = False


@dataclass(frozen=True)
class Date:
    """A date or a range of dates.

    ``start`` or ``end`` is ``None`` on the open side of an open range; a single date has ``is_range`` false and stands
    in ``start``. ``decade`` says that only the decade is known. Both sides ``None`` is a date known to be unknown.
    """

    start: Point | None = None
    end: Point | None = None
    is_range: bool = False
    decade: bool = False

    @property
    def first(self) -> Point | None:
        """The side that is known, the earlier one if both are."""
        return self.start or self.end


def parse(text: str) -> Date | None:
    """Read a biblatex date field; ``None`` if it is no date."""
    text = text.strip()
    if text in ("/", "../..", "../", "/.."):
        return Date()
    if "/" not in text:
        point = _point(text)
        return Date(point) if point else _unspecified(text)
    before, _, after = text.partition("/")
    start, end = (_point(side) for side in (before, after))
    if (before not in ("", "..") and start is None) or (after not in ("", "..") and end is None):
        return None
    if start and end and _backwards(start, end):
        return None
    return Date(start, end, is_range=True)


def parse_year_month(year: str, month: str) -> Date | None:
    """Read BibTeX's fields *year* and *month*: a number or a name in English, in full or shortened, or ``""``.

    A month may bring its day along, ``19 June`` or ``June 19``; a year may be a range, ``2020-21`` or ``2020--2021``.
    """
    years = _YEARS.fullmatch(year.strip())
    date = parse(f"{years[1]}/{years[2] if len(years[2]) > 2 else years[1][:2] + years[2]}" if years else year)
    if date is None or not month:
        return date
    words = re.sub(r"[.,~{}]|(?<=\d)(?:st|nd|rd|th)\b", " ", month).split()
    numbers = [int(word) for word in words if word.isascii() and word.isdigit()]
    names = [number for word in words if (number := month_number(word))]
    if len(words) == 1 and numbers and 1 <= numbers[0] <= 12:
        names, numbers = numbers, []
    if len(names) != 1 or len(numbers) > 1 or len(words) != len(names) + len(numbers) or date.start is None:
        return None
    point = replace(date.start, month=names[0], day=numbers[0] if numbers else 0)
    return replace(date, start=point) if _exists(point) and not date.is_range else None


def month_number(word: str) -> int:
    """The month that an English *word* or its first three letters name, 0 for no month."""
    folded = word.casefold()
    for number, name in enumerate(MONTHS, 1):
        if folded in (name.casefold(), name[:3].casefold(), "sept" if number == 9 else ""):
            return number
    return 0


def _point(text: str) -> Point | None:
    match = _POINT.fullmatch(text) if text.isascii() else None
    if not match:
        return None
    uncertain, approximate = _FLAGS[match["flag"]]
    if len(match["year"]) > 20:
        return None
    point = Point(int(match["year"].removeprefix("y")), int(match["month"] or 0), int(match["day"] or 0),
                  uncertain, approximate)
    if point.month in SEASONS and not match["day"]:
        return point
    written = (match["month"] != "00", match["day"] != "00")
    return point if all(written) and _exists(point) else None


def _exists(point: Point) -> bool:
    """Whether the calendar has this day."""
    if not point.month:
        return not point.day
    if not 1 <= point.month <= 12:
        return False
    return point.day <= _last_day(point.year, point.month)


def _last_day(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def _backwards(start: Point, end: Point) -> bool:
    """Whether a range ends before it begins, as far as both ends are known."""
    pairs = zip(*((point.year, {21: 3, 22: 6, 23: 9, 24: 12}.get(point.month, point.month), point.day)
                  for point in (start, end)), strict=True)
    for early, late in pairs:
        if early != late or not early:
            return bool(early and late and early > late)
    return False


def _unspecified(text: str) -> Date | None:
    """Read a date with X for digits that are not known, as the range of what it can be."""
    match = _UNSPECIFIED.fullmatch(text)
    if not match or "X" not in text:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year:
        if month or day:
            return None if (month or "XX") + (day or "XX") != "XXXX" else _unspecified(year)
        return Date(Point(int(year.replace("X", "0"))), Point(int(year.replace("X", "9"))), is_range=True,
                    decade=year.count("X") == 1)
    if month == "XX":
        return Date(Point(int(year))) if day in (None, "XX") else None
    if "X" in month:
        return _masked(int(year), month) if day in (None, "XX") else None
    point = _point(f"{year}-{month}")
    if point is None or point.month in SEASONS or day is None or "X" not in day:
        return None
    return Date(point) if day == "XX" else _masked(int(year), day, point.month)


def _masked(year: int, mask: str, month: int = 0) -> Date | None:
    """The range of months, or of days in *month*, that *mask* allows: ``1X`` is 10 to 12, or 10 to 19."""
    limit = _last_day(year, month) if month else 12
    numbers = [number for number in range(1, limit + 1)
               if re.fullmatch(mask.replace("X", r"\d"), f"{number:02}")]
    if not numbers:
        return None
    points = [Point(year, month, number) if month else Point(year, number) for number in numbers]
    return Date(points[0], points[-1], is_range=True) if len(points) > 1 else Date(points[0])
