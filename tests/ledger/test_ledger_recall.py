"""Recall, trace and the evidence attached to PDFs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from ledger_book import FACTS, FILES, ONE, TERMS, TWO

from books import Book
from briefbook.ledger.graph import Book as Graph
from briefbook.ledger.graph import ChartEntry, JudgmentEntry, Recalled, recall, trace
from briefbook.ledger.reading import read_ledger
from briefbook.ledger.text import sentences
from shared import once


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """The small book's graph, made without Sphinx."""
    (tmp_path / "ledger" / "facts").mkdir(parents=True)
    (tmp_path / "ledger" / "terms.yaml").write_text(TERMS, encoding="utf-8")
    (tmp_path / "ledger" / "facts" / "all.yaml").write_text(FACTS, encoding="utf-8")
    ledger = read_ledger(tmp_path).ledger
    found = [*sentences("one.md", ONE, ledger), *sentences("two.md", TWO, ledger)]
    judgment = JudgmentEntry("RIV-1", "one", "j-riv-1", 4, "Boats stay.", "likely", "low", ("RIV-001", "LAK-001"))
    chart = ChartEntry("fig-boats", "one", 30, "Boats", ("roe2020",), ("RIV-001",))
    return Graph(ledger, [judgment], [chart], found, {"roe2020": "Roe, Jane. 2020."})


def names(found: list[Recalled], kind: str, *, falls: bool) -> list[str]:
    return [item.name for item in found if item.kind == kind and item.falls == falls]


def test_recall_of_a_source_names_all_that_falls(graph: Graph) -> None:
    found = recall(graph, "roe2020")
    assert names(found, "facts", falls=True) == ["RIV-001"]
    assert names(found, "facts", falls=False) == ["RIV-002"]
    assert names(found, "judgments", falls=False) == ["RIV-1"]
    assert names(found, "charts", falls=True) == ["fig-boats"]
    assert names(found, "sentences", falls=True) == ["one.md:17"]
    assert names(found, "sentences", falls=False) == ["two.md:4"]


def test_recall_says_what_is_left(graph: Graph) -> None:
    left = {item.name: item.left for item in recall(graph, "RIV-001")}
    assert left["RIV-1"] == "1 fact left, of 1 origin; without RIV-001"
    assert {item.name: item.left for item in recall(graph, "roe2020")}["RIV-002"] == "1 source left: doe2021"


def test_sentence_reads_as_printed(graph: Graph) -> None:
    assert graph.sentences[0].text == "Roe counts at least 20,000 boats and a toll of $4.2 to 5.8 million."
    assert graph.sentences[1].sources == ("doe2021",)


def test_nothing_rests_on_a_source_that_nobody_names(graph: Graph) -> None:
    assert recall(graph, "nobody") == []


def test_trace_is_a_tree_from_judgment_to_source(graph: Graph) -> None:
    assert trace(graph, "RIV-1") == [
        "RIV-1  Boats stay.", "(likely; confidence low; 2 facts of 2 origins)",
        "|- RIV-001  B2  Roe counts at least 20,000 boats on the river. [Roe's count of 2019]",
        "|  `- roe2020  Roe, Jane. 2020.",
        "`- LAK-001  F6  Moe says that the lake is wide. [Moe's report]",
        "   `- moe2022"]
    assert trace(graph, "RIV-002")[1:] == ["|- doe2021", "`- roe2020  Roe, Jane. 2020."]
    assert trace(graph, "RIV-9") == []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book as built; not to be touched."""
    def make(folder: Path) -> None:
        Book(folder, FILES).made()

    return Book(once(tmp_path_factory, "ledger-book", make), {})


def attached(book: Book, name: str) -> Any:
    with pikepdf.open(book.output / "pdf" / f"{name}.pdf") as pdf:
        files = dict(pdf.attachments)
        if not files:
            return None
        assert list(files) == ["evidence.json"]
        spec = files["evidence.json"]
        assert (spec.obj.AFRelationship, spec.get_file().mime_type) == ("/Supplement", "application/json")
        assert spec.description
        return json.loads(spec.get_file().read_bytes())


def test_pdf_carries_the_evidence_it_uses_and_no_other(made: Book) -> None:
    two = attached(made, "two")
    assert [fact["id"] for fact in two["facts"]] == ["LAK-001", "RIV-002"]
    assert [source["key"] for source in two["sources"]] == ["doe2021", "moe2022", "roe2020"]
    assert two["sources"][1]["reference"].startswith("Moe, Ann. 2022.")
    assert (two["judgments"], two["edition"], two["cutoff"]) == ([], "First", "2025-12-31")
    assert [judgment["facts"] for judgment in attached(made, "one")["judgments"]] == [["RIV-001", "LAK-001"]]
    assert len(attached(made, "book")["facts"]) == 3


@pytest.mark.parametrize(("option", "part"), [
    ("brief_attach_evidence = False", "2"), ("brief_pdf_standards = ['ua-1', 'a-2a']", "2")])
def test_evidence_can_be_left_out(book: Book, option: str, part: str) -> None:
    book.conf(option)
    book.made("--only", "pdf")
    assert attached(book, "one") is None
    with pikepdf.open(book.output / "pdf" / "one.pdf") as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == part


def ask(book: Book, *arguments: str) -> Any:
    return book.command("briefbook.__main__", [*arguments, str(book.source), "-o", str(book.output)], {})


def test_commands_answer_from_the_book(book: Book) -> None:
    run = ask(book, "recall", "moe2022")
    assert (run.status, run.err) == (0, "")
    assert "facts:\n  LAK-001: falls\n" in run.out and "  RIV-1: 1 fact left, of 1 origin; without LAK-001\n" in run.out
    assert "chapters/two.md:4: " in run.out
    assert ask(book, "trace", "RIV-1").out.splitlines()[2].startswith("|- RIV-001  B2")
    wrong = ask(book, "trace", "RIV-003")
    assert wrong.status == 2 and "the book has no 'RIV-003'; did you mean 'RIV-00" in wrong.err
    book.made()  # asking leaves nothing behind that a build would trip over


def test_schema_is_written_where_editors_look(book: Book) -> None:
    run = book.command("briefbook.__main__", ["schema", str(book.source)], {})
    assert run.status == 0
    schema = json.loads(book.text("ledger/schema.json"))
    assert schema["$defs"]["Value"]["properties"]["unit"]["enum"] == ["km", "boats", "million US$", "percent"]
