"""Rules are silenced at one place, with a reason, and the report says so."""

from __future__ import annotations


import pytest
from check_book import AGENCY, checked

from briefbook.checker.report import Report, as_text
from briefbook.checker.silencing import Silence, silences
from briefbook.problems import Finding

ONE = "# One\n\n% briefbook: ignore J106 - the hedge is the treaty's own\nIt might come.\nIt could come.\n\nIt might come again.\n"
TWO = "# Two\n\n% briefbook: ignore S201 - no figure here\nNothing.\n\n% briefbook: ignore J106\nIt might come.\n"
RST = "Three\n=====\n\n.. briefbook: ignore J106 - quoted from the treaty\n\nIt might come.\n"
BIB = AGENCY + "% briefbook: ignore S202, L501 - kept for the next edition\n" + AGENCY.replace("agency2025", "other").replace(
    "archiveurl", "note").replace("/ships", "/other") + AGENCY.replace("agency2025", "third").replace("/ships", "/third")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return checked(tmp_path_factory.mktemp("silenced"), {
        "chapters/one.md": ONE, "chapters/two.md": TWO, "chapters/three.rst": RST, "references.bib": BIB})


def found(report: Report, path: str) -> list[str]:
    return [f"{item.line} {item.code}" for item in report.findings if item.path == path]


def test_silence_reaches_to_the_end_of_its_block(report: Report) -> None:
    assert found(report, "chapters/one.md") == ["7 J106"]
    assert found(report, "chapters/three.rst") == []


def test_silence_of_nothing_and_silence_without_reason_are_reported(report: Report) -> None:
    assert found(report, "chapters/two.md") == ["3 F304", "6 F303", "7 J106"]


def test_entry_of_a_bibliography_is_silenced_alone(report: Report) -> None:
    assert found(report, "references.bib") == [f"{BIB[:BIB.index('{third')].count(chr(10)) + 1} S202"]


def test_reasons_are_listed(report: Report) -> None:
    text = as_text(report)
    assert "(reason, line 3: the hedge is the treaty's own)" in text and "5 silenced" in text


@pytest.mark.parametrize(("path", "text", "wanted"), [
    ("a.md", "% briefbook: ignore S205 - why\n:::{judgment} X\n:a: b\n\nText.\n:::\nAfter", (2, 6)),
    ("a.md", "  % briefbook: ignore S205, J106: why\n\n- one\n- two\n\nAfter", (3, 4)),
    ("a.rst", ".. briefbook: ignore S205 – why\n.. judgment:: X\n\n   Text.\n\nAfter", (2, 5)),
    ("a.yaml", "# briefbook: ignore S204 - why\n- id: A\n  b: c\n- id: B\n", (2, 3)),
    ("a.bib", "% briefbook: ignore L501 - why\n@online{a,\n x = {y},\n}\n\n@online{b,\n}", (2, 5)),
])
def test_extent(path: str, text: str, wanted: tuple[int, int]) -> None:
    [order] = silences(path, text.split("\n"))
    assert isinstance(order, Silence)
    assert (order.first, order.last, order.reason) == (*wanted, "why")


@pytest.mark.parametrize("order", [
    "ignore S205", "ignore S205 -", "ignore - why", "silence S205 - why", "ignore S999 - why", "ignore B101 - why", "ignore s205 - why"])
def test_order_that_cannot_be_read(order: str) -> None:
    [wrong] = silences("a.md", [f"% briefbook: {order}", "Text."])
    assert isinstance(wrong, Finding) and wrong.code == "F303"


def test_comment_in_a_block_of_code_silences_nothing() -> None:
    assert list(silences("a.md", ["```text", "% briefbook: ignore S205", "```", "Text."])) == []
