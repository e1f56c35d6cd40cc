"""How values are put into words: ``more than 20,000``, ``4.2 to 5.8 million``, ``$34 million``, ``87.7 per cent``.

House style: thousands have commas, millions are written out from one million up unless that loses a digit, ranges have
"to", percentages "per cent". A count is printed without its unit, which the sentence supplies; money and percentages are
nothing without theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefbook.ledger.records import Value

_MONEY = re.compile(r"(?:(thousand|million|billion|trillion) )?((?:US|C|A|HK)?\$|[€£¥₩])")
#: A dollar alone is the United States'.
_SIGNS = {"US$": "$"}
_SCALES = ((10**9, "billion"), (10**6, "million"))
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CENTS = re.compile(r"(\.\d)(?!\d)")
#: More digits than this behind the point and a number is written out instead.
_DIGITS = 2

#: What may follow the bar of the role ``value``.
FORMATS = {
    "bare": "without its qualifier",
    "unit": "with its unit",
    "words": "whole numbers up to ten in words",
    "digits": "thousands and millions in digits",
    "low": "the lower end of a range",
    "high": "the upper end of a range",
}


@dataclass(frozen=True)
class Printed:
    """A number in words: its digits, and what scales it."""

    digits: str
    scale: str = ""

    def __str__(self) -> str:
        return f"{self.digits} {self.scale}".strip()


def unknown_format(words: frozenset[str], value: Value) -> str:
    """Why *words* do not fit *value*; empty when they do."""
    for word in sorted(words):
        if word not in FORMATS:
            return f"{word!r} is no format: {', '.join(FORMATS)}"
    ends = words & {"low", "high"}
    if len(ends) > 1:
        return "'low' and 'high' together are the whole range: leave both out"
    return f"{next(iter(ends))!r} asks for an end of a range, and {value.name!r} is one number" if (
        ends and value.low is None) else ""


def text_of(value: Value, words: frozenset[str] = frozenset()) -> str:
    """*value* as a sentence prints it, formatted as *words* of ``FORMATS`` say."""
    qualifier = "" if "bare" in words or not value.qualifier else f"{value.qualifier} "
    words = words | {"year"} if value.unit == "year" else words  # a year has no thousands
    return qualifier + _with_unit(numbers_of(value, words), value.unit, named="unit" in words)


def numbers_of(value: Value, words: frozenset[str] = frozenset()) -> str:
    """The number, or both ends of the range with what they share said once."""
    if value.low is None or value.high is None:
        return str(_printed(value.value or 0, words))
    if "low" in words or "high" in words:
        return str(_printed(value.low if "low" in words else value.high, words))
    low, high = _printed(value.low, words), _printed(value.high, words)
    return f"{low.digits if low.scale == high.scale else low} to {high}"


def _printed(number: int | float, words: frozenset[str]) -> Printed:
    exact = Decimal(str(number))
    if "year" in words:
        return Printed(str(exact))
    if "words" in words and exact == int(exact) and 0 <= exact < len(_WORDS):
        return Printed(_WORDS[int(exact)])
    for size, name in () if "digits" in words else _SCALES:
        scaled = exact / size
        if abs(scaled) >= 1 and scaled == round(scaled, _DIGITS):
            return Printed(_plain(scaled), name)
    return Printed(_plain(exact))


def _plain(number: Decimal) -> str:
    """Without an exponent and without zeros that say nothing."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_unit(numbers: str, unit: str, *, named: bool) -> str:
    if unit == "percent":
        return f"{numbers} per cent"
    money = _MONEY.fullmatch(unit)
    if money:
        scale, sign = money.groups()
        numbers = numbers if scale else _CENTS.sub(r"\g<1>0", numbers)
        return f"{_SIGNS.get(sign, sign)}{numbers} {scale or ''}".strip()
    return f"{numbers} {unit}" if named else numbers
