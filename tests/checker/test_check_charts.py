"""Charts, tables and data: what a reader must be told with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from check_book import checked

from briefbook.checker.report import Report

SPEC = json.dumps({"data": {"url": "ships.csv"}, "width": 200, "height": 80, "mark": {"type": "text"}, "encoding": {
    "x": {"field": "ships", "type": "quantitative", "axis": None}, "y": {"field": "year", "type": "ordinal", "title": None},
    "text": {"field": "ships"}}})
DESCRIPTION = """\
title: Ships, as counted
unit: ships
as_of: 2026-01-31
licence: CC BY 4.0
sources: [Roe]
columns:
  - {name: year, title: Year, type: number}
  - {name: ships, title: Ships, type: number}
"""
CHART = ":::{{chart}} {0}/ships\n:name: fig-{0}\n:alt: Twelve ships.\n:title: Ships *fell*\n:::\n"
#: A chart by its fault: what its chapter or its description lacks, and the codes in chapter and description.
CHARTS = {
    "whole": ("", "", [], []),
    "alt": (":alt: Twelve ships.\n", "", ["3 D301"], []),
    "title": (":title: Ships *fell*\n", "", ["3 D301"], []),
    "unit": ("", "unit: ships\n", ["3 D301"], ["1 D302"]),
    "date": ("", "as_of: 2026-01-31\n", ["3 D301"], ["1 D302"]),
    "source": ("", "sources: [Roe]\n", ["3 D301"], ["1 D302"]),
    "licence": ("", "licence: CC BY 4.0\n", [], ["1 D302"]),
    "column": ("", "  - {name: ships, title: Ships, type: number}\n", [], []),
}
TABLES = [
    (":::{list-table} Ports differ\n* - Rajin\n  - Cargo\n:::", ""),
    (":::{list-table}\n* - Rajin\n  - Cargo\n:::", "title"),
    (":::{table} Ships by port\n| Port | Ships |\n| --- | --- |\n| Rajin | 12 |\n:::\n\nSource: {cite:t}`agency2025`, as of 3 May 2024.", ""),
    (":::{table} Ships by port\n| Port | Number |\n| --- | --- |\n| Rajin | 12 |\n:::\n\nSource: {cite:t}`agency2025`, as of May.", "unit"),
    (":::{table} By port {cite:p}`agency2025`\n| Port | Ships |\n| --- | --- |\n| Rajin | 12 |\n:::", "as-of date"),
    (":::{table} The ladder\n| Resolution | Topic |\n| --- | --- |\n| 1718 | Arms |\n| 1874 | Cargo |\n:::", ""),
    (":::{table} By team\n| Team | Containers |\n| --- | --- |\n| MSMT | {value}`MIL-127.containers` {fact}`MIL-127` |\n:::", ""),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    files = {}
    for name, (chapter, description, *_codes) in CHARTS.items():
        files |= {f"chapters/{name}.md": "# One\n\n" + CHART.format(name).replace(chapter or "\0", ""),
                  f"data/{name}/description.yaml": DESCRIPTION.replace(description or "\0", ""), f"data/{name}/ships.vl.json": SPEC,
                  f"data/{name}/ships.csv": "year,ships\n2024,12\n"}
    files |= {f"chapters/table-{number}.md": f"# One\n\n{text}\n" for number, (text, _lacks) in enumerate(TABLES)}
    return checked(tmp_path_factory.mktemp("charts"), files)


def found(report: Report, path: str) -> list[str]:
    return [f"{item.line or 1} {item.code}" for item in report.findings if item.path == path]


@pytest.mark.parametrize("name", CHARTS)
def test_chart_has_all_its_parts(report: Report, name: str) -> None:
    _chapter, _description, in_chapter, in_description = CHARTS[name]
    assert found(report, f"chapters/{name}.md") == in_chapter
    assert found(report, f"data/{name}/description.yaml") == in_description


def test_column_without_description_is_found_in_the_data(report: Report) -> None:
    assert found(report, "data/column/ships.csv") == ["1 D302"]


@pytest.mark.parametrize(("number", "lacks"), [(number, lacks) for number, (_text, lacks) in enumerate(TABLES)])
def test_table_has_all_its_parts(report: Report, number: int, lacks: str) -> None:
    messages = [item.message for item in report.findings if item.path == f"chapters/table-{number}.md" and item.code == "D301"]
    assert [message.startswith(f"the table has no {lacks}; ") for message in messages] == ([True] if lacks else [])


def test_file_of_data_nobody_draws_is_described_too(tmp_path: Path) -> None:
    assert "D302" in {item.code for item in checked(tmp_path, {"data/loose/a.json": "{}"}).findings}
