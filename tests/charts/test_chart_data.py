"""Descriptions and tables: what is wrong with them is found, with file and line, and what is right arrives whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from chart_book import CSV, DESCRIPTION
from hypothesis import given
from hypothesis import strategies as st

from briefbook.charts.description import Column, Description, Source, read_description
from briefbook.charts.table import read_table, spoken


def described(tmp_path: Path, text: str = DESCRIPTION) -> tuple[Description | None, list[str]]:
    path = tmp_path / "description.yaml"
    path.write_text(text, encoding="utf-8")
    found, findings = read_description(path, "data/ships/description.yaml")
    return found, [str(finding) for finding in findings]


def test_description(tmp_path: Path) -> None:
    found, findings = described(tmp_path)
    assert findings == []
    assert found is not None
    assert (found.title, found.unit, found.as_of, found.licence) == (
        "Tonnes shipped", "tonnes", "2026-04-30", "CC BY 4.0")
    assert found.sources == (Source("Port office", ("port2026",)),)
    assert found.columns[-1] == Column("key", "Key", "text", in_table=False)


@pytest.mark.parametrize(("old", "new", "line", "words"), [
    ("title: Tonnes shipped\n", "", 1, "'title' is missing"),
    ("unit: tonnes\n", "", 1, "'unit' is missing"),
    ("unit: tonnes", "unit: 5", 3, "'unit' is 5, not a text"),
    ("licence: CC BY 4.0\n", "", 1, "'licence' is missing"),
    ("as_of: 2026-04-30\n", "", 1, "'as_of' is missing"),
    ("2026-04-30", "last spring", 4, "'as_of' is 'last spring', not a date such as 2026-04-30"),
    ("  - name: Port office\n    cite: [port2026]\n", "", 6, "'sources' is missing"),
    ("  - name: Port office\n    cite", "  - cite", 7, "'sources.0.name' is missing"),
    ("cite: [port2026]", "cite: {port: 1}", 8, "'cite' is not a list"),
    ("type: number", "type: amount", 11, "the type of the column 'tonnes' is 'amount', not one of text, number, date"),
    ("title: Ship, ", "", 12, "'columns.2.title' is missing"),
    ("in_table: false", "in_table: nope", 13, "'in_table' is 'nope', not true or false"),
    ("name: ship", "name: year", 12, "the column 'year' is described twice"),
    ("unit: tonnes", "title: again", 3, "the key 'title' stands here twice"),
    ("title: Tonnes shipped", "title: [", 3, "the file is not YAML"),
])
def test_description_faults(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in DESCRIPTION
    found, findings = described(tmp_path, DESCRIPTION.replace(old, new, 1))
    assert found is None
    place = f"data/ships/description.yaml:{line}:"
    assert any(finding.startswith(place) and f"D302 {words}" in finding for finding in findings), findings


@pytest.mark.parametrize("content", [b"", b"- a\n", b"just text", b"title: \xff"])
def test_description_of_another_kind(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "description.yaml"
    path.write_bytes(content)
    found, findings = read_description(path, "d")
    assert found is None
    assert len(findings) == 1


def test_description_missing(tmp_path: Path) -> None:
    assert "D302 there is no description" in str(read_description(tmp_path / "description.yaml", "d")[1][0])


def tabled(tmp_path: Path, content: str | bytes) -> tuple[list[dict[str, object]] | None, list[str]]:
    description, _ = described(tmp_path)
    assert description is not None
    path = tmp_path / "ships.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table, findings = read_table(path, "ships.csv", description)
    return list(table.rows) if table else None, [str(finding) for finding in findings]


def test_table(tmp_path: Path) -> None:
    rows, findings = tabled(tmp_path, CSV.replace("1234.5,Maria", ","))
    assert findings == []
    assert rows == [
        {"year": "2024", "tonnes": 20000, "ship": "Angara", "key": "port2026"},
        {"year": "2025", "tonnes": None, "ship": None, "key": "port2026"},
    ]


@pytest.mark.parametrize(("content", "words"), [
    (CSV.replace("20000", "20 000"), "ships.csv:2: D302 tonnes is '20 000', not a number"),
    (CSV.replace("2025,", "25,"), "ships.csv:3: D302 year is '25', not a date"),
    (CSV.replace("2025,", "2025-13,"), "ships.csv:3: D302 year is '2025-13', not a date"),
    (CSV.replace("20000", "1" * 400), "ships.csv:2: D302 tonnes is '1"),
    (CSV.replace(",Maria", ""), "ships.csv:3: D302 the row has 3 cells, the first line has 4"),
    (CSV.replace("Angara", '"Ang\nara"').replace("2025,", "x,"), "ships.csv:4: D302 year is 'x'"),
    (CSV.replace("ship,", "vessel,"), "ships.csv:1: D302 the column 'vessel' is not described in data/ships"),
    (CSV.replace("ship,", "vessel,"), "ships.csv:1: D302 the column 'ship', described in data/ships"),
    (CSV.replace("ship,", "year,"), "ships.csv:1: D302 two columns are called 'year'"),
    (CSV.replace("Angara", '"Ang"ara'), "D302 the file cannot be read as CSV"),
    (CSV.encode().replace(b"Angara", b"\xff"), "D302 the file cannot be read as CSV in UTF-8"),
    ("year,tonnes,ship,key\n", "D302 the file has no rows"),
    ("", "D302 the file has no rows"),
])
def test_table_faults(tmp_path: Path, content: str | bytes, words: str) -> None:
    rows, findings = tabled(tmp_path, content)
    assert rows is None
    assert any(words in finding for finding in findings), findings


@pytest.mark.parametrize(("cell", "kind", "said"), [
    ("28000", "number", "28,000"), ("-1234.50", "number", "-1,234.50"), ("0.5", "number", "0.5"),
    ("2026-04-30", "date", "30 April 2026"), ("2026-04", "date", "April 2026"), ("2026", "date", "2026"),
    ("28000", "text", "28000"), ("", "number", ""),
])
def test_spoken(cell: str, kind: str, said: str) -> None:
    assert spoken(cell, kind) == said


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_text_arrives_whole(tmp_path_factory: pytest.TempPathFactory, labels: list[str]) -> None:
    tmp_path = tmp_path_factory.mktemp("table")
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["year", "tonnes", "ship", "key"], *(["2024", "1", label, "k"] for label in labels)])
    rows, findings = tabled(tmp_path, file.getvalue())
    assert findings == []
    assert rows is not None
    assert [row["ship"] or "" for row in rows] == [label.strip() for label in labels]
    assert [spoken(label, "text") for label in labels] == labels
