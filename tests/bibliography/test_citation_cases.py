"""The plain-text cases of ``tests/cases/bibliography``: one test a case, named by its title.

The entries were checked against the Chicago Manual of Style's author-date examples (17th edition) and once against
pandoc's citeproc; where we differ from it, the module that decides says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bibcases import cases, faults, labelled, show, sources, worded

from briefbook.bibliography import dates, datetext
from briefbook.bibliography.entrytext import entry_text
from briefbook.bibliography.latex import convert
from briefbook.bibliography.names import parse_people

if TYPE_CHECKING:
    from pathlib import Path


def first_entry(text: str) -> str:
    return show(entry_text(next(iter(sources(text).values()))))


@pytest.mark.parametrize(("text", "expected"), cases("entries.txt"))
def test_entry(text: str, expected: str) -> None:
    assert first_entry(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("inherit.txt"))
def test_inheritance(text: str, expected: str) -> None:
    assert first_entry(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("dates.txt"))
def test_date(text: str, expected: str) -> None:
    date = dates.parse(text)
    assert (f"{datetext.year(date)} | {datetext.full(date)}" if date else "no date") == expected


@pytest.mark.parametrize(("text", "expected"), cases("year_month.txt"))
def test_year_and_month(text: str, expected: str) -> None:
    year, _, month = text.partition(" | ")
    date = dates.parse_year_month(year, month)
    assert (datetext.full(date) if date else "no date") == expected


@pytest.mark.parametrize(("text", "expected"), cases("tex.txt"))
def test_tex(text: str, expected: str) -> None:
    converted = convert(text)
    assert " | ".join(part for part in (show(converted.text), " ".join(converted.unknown)) if part) == expected


@pytest.mark.parametrize(("text", "expected"), cases("names.txt"))
def test_names(text: str, expected: str) -> None:
    people = parse_people(text)
    assert [people.listed(), people.running(), people.cited()] == expected.split("\n")


@pytest.mark.parametrize(("text", "expected"), cases("labels.txt"))
def test_labels(text: str, expected: str) -> None:
    assert labelled(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("citations.txt"))
def test_citations(text: str, expected: str) -> None:
    assert worded(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("problems.txt"))
def test_problems(text: str, expected: str, tmp_path: Path) -> None:
    assert faults(text, tmp_path) == expected
