"""How dates are printed: the year for labels and the list, the full date for news, reports and the like.

``19 June 2024``, ``June 2024``, ``spring 2024``, ``2023–24``, ``19–21 June 2024``, ``c. 1950``, ``1950?``, ``1990s``,
``45 BCE``, ``n.d.`` Seasons are lower case (Chicago manner).
"""

from __future__ import annotations

from briefbook.bibliography.dates import MONTHS, SEASONS, Date, Point

NO_DATE = "n.d."


def year(date: Date | None) -> str:
    """The year or years alone, ``n.d.`` without a date."""
    if date is None or date.first is None:
        return NO_DATE
    if date.decade and date.start:
        return f"{date.start.year}s"
    if not date.is_range:
        return _hedged(_era(date.first.year), date.first)
    if date.start and date.end and date.start.year == date.end.year:
        return _hedged(_era(date.start.year), date.start)
    if date.start and date.end and _flags(date.start) == _flags(date.end):
        return _hedged(_years(_era(date.start.year), _era(date.end.year)), date.start)
    sides = [_hedged(_era(point.year), point) if point else "" for point in (date.start, date.end)]
    return "–".join(sides)


def has_month(date: Date | None) -> bool:
    """Whether the date says more than the year."""
    return date is not None and any(point is not None and point.month for point in (date.start, date.end))


def full(date: Date | None) -> str:
    """The whole date as far as it is known, ``n.d.`` without a date."""
    if date is None or not has_month(date):
        return year(date)
    if not date.is_range:
        return _hedged(_day(date.start), date.start)
    start, end = date.start, date.end
    if start is None or end is None:
        return "–".join(_hedged(_day(point), point) if point else "" for point in (start, end))
    if start == end or _flags(start) != _flags(end):
        return _hedged(_day(start), start) + ("" if start == end else "–" + _hedged(_day(end), end))
    return _hedged(_span(start, end), start)


def _span(start: Point, end: Point) -> str:
    """A range, with what both ends share printed once."""
    if (start.year, start.month) == (end.year, end.month) and start.day and end.day:
        return f"{start.day}–{_day(end)}"
    if start.year == end.year and start.month and end.month:
        return f"{_day(start, with_year=False)}–{_day(end)}"
    return f"{_day(start)}–{_day(end)}"


def _day(point: Point | None, *, with_year: bool = True) -> str:
    if point is None:
        return ""
    month = SEASONS.get(point.month) or (MONTHS[point.month - 1] if point.month else "")
    parts = (str(point.day or ""), month, _era(point.year) if with_year else "")
    return " ".join(part for part in parts if part)


def _era(number: int) -> str:
    """A year as historians count it: the year 0 of ISO 8601 is 1 BCE."""
    return str(number) if number > 0 else f"{1 - number} BCE"


def _years(start: str, end: str) -> str:
    """A range of years, the second with two digits within a century (2023–24, but 1999–2001 and 2000–2005)."""
    four = len(start) == len(end) == 4 and start.isdigit() and end.isdigit()
    short = four and start[:2] == end[:2] and not start.endswith("00")
    return f"{start}–{end[2:] if short else end}"


def _flags(point: Point) -> tuple[bool, bool]:
    return point.uncertain, point.approximate


def _hedged(text: str, point: Point | None) -> str:
    """Mark what the source gives as approximate or uncertain."""
    if point is None:
        return text
    return ("c. " if point.approximate else "") + text + ("?" if point.uncertain else "")
