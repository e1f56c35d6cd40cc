"""Values put into words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.ledger import dates
from briefbook.ledger.formatting import FORMATS, text_of, unknown_format
from briefbook.ledger.records import Value

SIZES = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}


def value(number: float | tuple[float, float], unit: str = "containers", qualifier: Any = None) -> Value:
    numbers = {"low": number[0], "high": number[1]} if isinstance(number, tuple) else {"value": number}
    return Value(name="number", label="number", unit=unit, qualifier=qualifier, **numbers)


@pytest.mark.parametrize(("given_value", "words", "expected"), [
    (value(20000, qualifier="at least"), "", "at least 20,000"),
    (value(20000, qualifier="at least"), "bare", "20,000"),
    (value(20000, qualifier="at least"), "unit", "at least 20,000 containers"),
    (value((4_200_000, 5_800_000), "rounds"), "", "4.2 to 5.8 million"),
    (value((4_200_000, 5_800_000), "rounds"), "low", "4.2 million"),
    (value((4_200_000, 5_800_000), "rounds"), "high unit", "5.8 million rounds"),
    (value((900_000, 1_200_000)), "", "900,000 to 1.2 million"),
    (value((649_640, 878_300)), "", "649,640 to 878,300"),
    (value(34, "million US$"), "", "$34 million"),
    (value(2.5, "US$"), "", "$2.50"),
    (value((5.7, 9.8), "billion US$", "about"), "", "about $5.7 to 9.8 billion"),
    (value(3, "million €"), "", "€3 million"),
    (value(87.7, "percent"), "", "87.7 per cent"),
    (value((5, 7), "percent"), "", "5 to 7 per cent"),
    (value(2018, "year"), "", "2018"),
    (value(4, "ships"), "words", "four"),
    (value(11, "ships"), "words", "11"),
    (value(12_345_678), "", "12,345,678"),
    (value(6_000_000), "digits", "6,000,000"),
    (value(-1500, "m"), "unit", "-1,500 m"),
    (value(0), "words", "zero"),
])
def test_value_reads_as_the_house_writes_it(given_value: Value, words: str, expected: str) -> None:
    assert unknown_format(frozenset(words.split()), given_value) == ""
    assert text_of(given_value, frozenset(words.split())) == expected


def read_back(text: str) -> Decimal:
    """The number that a reader takes from a printed one."""
    match = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)(?: (million|billion))?", text)
    assert match, text
    return Decimal(match[1].replace(",", "")) * SIZES[match[2] or ""]


@given(st.integers(-10**13, 10**13) | st.decimals(-10**6, 10**6, places=3).map(float))
def test_printed_number_is_the_number(number: float) -> None:
    assert read_back(text_of(value(number))) == Decimal(str(number))


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.sampled_from(["containers", "percent", "million US$"]))
def test_range_names_both_ends(low: int, more: int, unit: str) -> None:
    whole = value((low, low + more), unit)
    printed = text_of(whole).removesuffix(" per cent").removesuffix(" million" if "US$" in unit else "").lstrip("$")
    first, second = printed.split(" to ")
    scale = second.partition(" ")[2]
    alone = text_of(value(low))
    assert read_back(second) == low + more
    assert first in (alone, alone.removesuffix(f" {scale}"))


@given(st.integers(0, 10**9), st.sets(st.sampled_from(sorted(FORMATS))))
def test_every_format_is_taken_or_refused(number: int, words: set[str]) -> None:
    one = value(number, qualifier="about")
    if unknown_format(frozenset(words), one):
        assert words & {"low", "high"}
    else:
        assert text_of(one, frozenset(words)).startswith("about ") != ("bare" in words)


@pytest.mark.parametrize(("words", "message"), [("rounded", "'rounded' is no format"), ("low", "'low' asks for an end")])
def test_unfit_format_says_why(words: str, message: str) -> None:
    assert unknown_format(frozenset({words}), value(5)).startswith(message)


@pytest.mark.parametrize(("text", "printed"), [
    ("2024", "2024"), ("2024-06", "June 2024"), ("2024-06-19", "19 June 2024"),
    ("2023-09/2025-05", "September 2023 to May 2025"), ("2017/2024", "2017 to 2024"),
    ("2024-10-08/2024-10-13", "8 to 13 October 2024"), ("2025-01/2025-02", "January to February 2025"),
    ("2023-12-30/2024-01-02", "30 December 2023 to 2 January 2024"), ("2025-02/2025-09-05", "February 2025 to 5 September 2025")])
def test_date_is_spoken(text: str, printed: str) -> None:
    assert dates.is_span(text) and dates.spoken(text) == printed


@pytest.mark.parametrize("text", [
    "", "24", "2024-13", "2024-02-30", "2024-6-1", "19 June 2024", "2025/2024", "2024-05/2024-04", "2024/", "2024/x",
    "2024-06-19/2024-06-18"])
def test_wrong_date_is_refused(text: str) -> None:
    assert not dates.is_span(text)


@given(st.dates(), st.dates())
def test_span_runs_forwards(one: Any, two: Any) -> None:
    assert dates.is_span(f"{one.isoformat()}/{two.isoformat()}") == (one <= two)
    assert dates.is_span(f"{one:%Y-%m}/{two.isoformat()}".zfill(18)) == (one.replace(day=1) <= two)
