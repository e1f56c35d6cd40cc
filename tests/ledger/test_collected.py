"""Events, series and matrices of the ledger, the tables they make, and charts that take their numbers from it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from ledger_book import FACTS, FILES, INDEX

from books import Book
from briefbook.ledger.reading import read_ledger
from shared import once

EVENTS = """\
- id: lake-seen
  date: 2022-03
  text: Moe saw the lake.
  facts: [LAK-001]
- id: count-begun
  date: 2019-01-02
  text: Roe began to count, and found {value}`RIV-001.boats` boats.
  facts: [RIV-001, RIV-002]
"""
SERIES = """\
- id: lengths
  title: How long the river is
  unit: km
  note: Two ropes were used.
  points:
    - {value: RIV-003.length, covers: with the delta}
    - {value: RIV-002.length, who: Doe, sources: [doe2021]}
"""
MATRICES = """\
- id: waters
  title: Who measured what
  corner: Water
  rows:
    - {id: river, name: River, facts: [RIV-001]}
    - {id: lake, name: Lake}
  columns:
    - {id: length, name: Length, facts: [RIV-002]}
    - {id: boats, name: Boats}
  cells:
    - {row: river, column: length, text: 'Doe: {value}`RIV-002.length | unit`', facts: [RIV-002]}
    - {row: lake, column: length, text: 'long {fact}`RIV-003 | -`', facts: [RIV-003, RIV-002]}
    - {row: lake, column: boats, text: none seen}
"""
MORE = FACTS + """\
- id: RIV-003
  statement: Poe gives the river's length.
  values: [{name: length, label: length, low: 1300, high: 1400, unit: km}]
  event_date: 2020
  as_of: 2020-02-03
  asserted_by: Edgar Poe
  origin: Poe's survey
  sources: [roe2020]
  seen: full text
  grade: {reliability: C, credibility: 3, reason: one man with a rope}
"""
TABLES = """\
# Tables

:::{chronology}
:title: The record by date
:::

:::{estimates} lengths
:name: tab-lengths
:::

:::{estimates} lengths
:sources:
:::

:::{matrix} waters
:widths: 20 40 40
:::

:::{judgment-register}
:::

:::{chart} rivers/lengths
:name: fig-lengths
:alt: Two estimates.
:title: Poe's river is longer
:::
"""
CHART = """\
{"data": {"url": "ledger:lengths"}, "width": 200, "height": 60, "mark": "text",
 "encoding": {"y": {"field": "who", "type": "nominal", "title": null}, "text": {"field": "low"}}}
"""
BOOK = {
    **FILES, "ledger/facts/all.yaml": MORE, "ledger/events/all.yaml": EVENTS, "ledger/series/all.yaml": SERIES,
    "ledger/matrices/all.yaml": MATRICES, "tables.md": TABLES, "data/rivers/lengths.vl.json": CHART,
    "index.md": INDEX.replace("evidence\n", "tables\nevidence\n", 1)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Book:
    def make(folder: Path) -> None:
        Book(folder, BOOK).made()

    return Book(once(tmp_path_factory, "collected-book", make), {})


def words(element: Any) -> str:
    """What is read on a wide screen."""
    return " ".join("".join(element.xpath(".//text()[not(ancestor::*[@class='cell-name'])]")).split())


def rows(page: Any, kind: str) -> list[list[str]]:
    table = page.xpath(f"//table[contains(@class, '{kind}')]")[0]
    return [[words(cell) for cell in row.xpath("./th|./td")] for row in table.xpath(".//tr")]


def test_chronology_is_in_the_order_of_dates(made: Book) -> None:
    assert rows(made.page("tables"), "chronology") == [
        ["Date", "What happened"],
        ["2 January 2019", "Roe began to count, and found at least 20,000 boats. (RIV-001, RIV-002)"],
        ["March 2022", "Moe saw the lake. (LAK-001)"]]


def test_estimates_stand_side_by_side(made: Book) -> None:
    assert rows(made.page("tables"), "estimates") == [
        ["Date", "Who says so", "Estimate", "Covers", "Grade and fact"],
        ["3 February 2020", "Edgar Poe", "1,300 to 1,400", "with the delta", "C3, RIV-003"],
        ["4 May 2021", "Doe", "about 1,200", "", "C3, RIV-002"]]
    assert "Two ropes were used." in [words(part) for part in made.page("tables").xpath("//p")]


def test_estimates_cite_their_sources(made: Book) -> None:
    [_first, table] = made.page("tables").xpath("//table[contains(@class, 'estimates')]")
    assert [words(row.xpath("./th|./td")[-1]) for row in table.xpath(".//tr")] == [
        "Grade and source", "C3 (Roe 2020; RIV-003)", "C3 (Doe 2021; RIV-002)"]


def test_matrix_has_row_headers_on_the_web(made: Book) -> None:
    page = made.page("tables")
    assert rows(page, "matrix")[1:] == [
        ["River (RIV-001)", "Doe: about 1,200 km (RIV-002)", "\N{EN DASH}"], ["Lake", "long (RIV-003) (RIV-002)", "none seen"]]
    assert [words(cell) for cell in page.xpath("//table[contains(@class, 'matrix')]//tbody//th")] == ["River (RIV-001)", "Lake"]


def test_cells_name_their_column_on_a_phone(made: Book) -> None:
    page = made.page("tables")
    assert page.xpath("(//table[contains(@class, 'matrix')]//tbody/tr)[1]//*[@class='cell-name']/text()") == ["Length: ", "Boats: "]
    assert not page.xpath("//table[contains(@class, 'chronology')]//*[@class='cell-name']")
    assert "Length: long" not in made.pdf("book").text


def test_matrix_names_the_row_in_every_cell_of_a_pdf(made: Book) -> None:
    assert "River: Doe: about 1,200 km (RIV-002)" in made.pdf("book").text
    assert "Lake: none seen" in made.pdf("book").text


def test_every_judgment_is_listed(made: Book) -> None:
    [_head, row] = rows(made.page("tables"), "judgment-register")
    assert row == ["RIV-1", "The boats will likely (55\N{EN DASH}80%) stay.", "low", "review by 30 April 2027"]


def test_chart_draws_a_series(made: Book) -> None:
    page = made.page("tables")
    [figure] = page.xpath("//figure")
    assert "Edgar Poe (Roe 2020); Doe (Doe 2021; Roe 2020). As of 4 May 2021. Data: lengths.csv (CC BY 4.0)." in words(figure)
    [link] = figure.xpath(".//a[contains(@class, 'download')]/@href")
    assert (made.folder / "made" / "html" / link).read_text(encoding="utf-8").splitlines() == [
        "date,who,low,high,qualifier,covers,fact",
        "2020-02-03,Edgar Poe,1300,1400,,with the delta,RIV-003", "2021-05-04,Doe,1200,,about,,RIV-002"]


def test_changed_number_reaches_table_chart_and_file(made: Book, tmp_path: Path) -> None:
    shutil.copytree(made.folder, tmp_path / "book")
    book = Book(tmp_path / "book", {})
    book.change("ledger/facts/all.yaml", "value: 1200", "value: 1250")
    book.made()
    page = book.page("tables")
    assert rows(page, "estimates")[2][2] == "about 1,250"
    assert "Doe: about 1,250 km (RIV-002)" in rows(page, "matrix")[1]
    assert "1250" in (book.folder / "made" / "html" / "_data" / "ledger" / "lengths.csv").read_text(encoding="utf-8")
    [image] = page.xpath("//figure//img/@src")
    before, after = ((one.folder / "made" / "html" / image).read_bytes() for one in (made, book))
    assert before != after


@pytest.mark.parametrize(("name", "old", "new", "message"), [
    ("events", "[LAK-001]", "[LAK-009]", "events/all.yaml:4: E409 lake-seen names 'LAK-009', which is not in the ledger"),
    ("events", "2022-03", "2022-13", "events/all.yaml:2: E404 'date' of lake-seen is '2022-13'"),
    ("events", "count-begun", "lake-seen", "events/all.yaml:5: E407 lake-seen stands in ledger/events/all.yaml:1 too"),
    ("series", "RIV-002.length", "RIV-002.lenght", "series/all.yaml:7: E410 lengths names 'RIV-002.lenght', and RIV-002 has no such value; did you mean 'length'?"),
    ("series", "unit: km", "unit: boats", "series/all.yaml:6: E413 lengths is in boats, and RIV-003.length is in km"),
    ("series", "who:", "whom:", "series/all.yaml:7: E403 lengths has the unknown key 'points[2].whom'"),
    ("matrices", "row: lake", "row: lakes", "matrices/all.yaml:12: E413 waters has no row 'lakes'; did you mean 'lake'?"),
    ("matrices", "  title: Who measured what\n", "", "matrices/all.yaml:1: E402 waters has no 'title'"),
])
def test_fault_has_place_and_cure(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    for path, text in BOOK.items():
        if path.startswith("ledger/"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            text = text.replace(old, new) if path == f"ledger/{name}/all.yaml" else text
            (tmp_path / path).write_text(text, encoding="utf-8")
    assert any(str(finding).startswith(f"ledger/{message}") for finding in read_ledger(tmp_path).findings), [
        str(finding) for finding in read_ledger(tmp_path).findings]
