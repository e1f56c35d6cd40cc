"""What readers get of the ledger, on the web and on paper, and what follows from changing it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from ledger_book import FACTS, FILES, ONE

from books import Book, differing
from shared import once


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book as built; not to be touched."""
    def make(folder: Path) -> None:
        Book(folder, FILES).made()

    return Book(once(tmp_path_factory, "ledger-book", make), {})


@pytest.fixture
def built(made: Book, tmp_path: Path) -> Book:
    """A copy of the small book as built, with all that a second build finds."""
    shutil.copytree(made.folder, tmp_path / "built")
    return Book(tmp_path / "built", {})


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def paragraphs(page: Any) -> list[str]:
    return [words(item) for item in page.xpath("//p")]


def entry(page: Any, anchor: str) -> Any:
    [found] = page.xpath(f"//dt[@id='{anchor}']/following-sibling::dd[1]")
    return found


# -- what is printed ---------------------------------------------------------------------------------------------------


def test_chapter_prints_values_and_citations_with_ids(made: Book) -> None:
    said = paragraphs(made.page("chapters/one"))
    assert "Roe counts at least 20,000 boats and a toll of $4.2 to 5.8 million (Roe 2020; RIV-001)." in said
    assert "The length is about 1,200 km, or 1,200 in short (Doe 2021, 12; RIV-002)." in said


def test_every_way_from_the_register_to_the_text_has_an_end(made: Book) -> None:
    links = {str(href) for href in made.page("evidence").xpath("//a/@href") if "#cites-" in href}
    ends = {f"{name}.html#{anchor}" for name in ("chapters/one", "chapters/two") for anchor in made.page(name).xpath("//@id")}
    assert len(links) > 2
    assert links <= ends


def test_several_facts_share_the_brackets(made: Book) -> None:
    assert "(Doe 2021; Moe 2022; Roe 2020; LAK-001, RIV-002)" in words(made.page("chapters/two"))


def test_pdf_says_the_same(made: Book) -> None:
    for name in ("one", "book"):
        text = " ".join(made.pdf(name).text.split())
        assert "at least 20,000 boats and a toll of $4.2 to 5.8 million (Roe 2020; RIV-001)" in text


def test_brief_alone_prints_the_id_and_no_more(made: Book) -> None:
    assert "Evidence register" not in made.pdf("one").text


def test_value_and_id_lead_to_the_register_on_the_web(made: Book) -> None:
    page = made.page("chapters/one")
    targets = {words(link): link.get("href") for link in page.xpath("//a")}
    assert targets["at least 20,000"] == targets["RIV-001"] == "../evidence.html#riv-001"


def test_judgment_links_to_its_facts(made: Book) -> None:
    [part] = made.page("chapters/one").xpath("//p[contains(@class, 'judgment-facts')]")
    assert words(part) == "Rests on: RIV-001, LAK-001"
    assert part.xpath(".//a/@href") == ["../evidence.html#riv-001", "../evidence.html#lak-001"]


# -- the registers -----------------------------------------------------------------------------------------------------


def test_evidence_register_says_what_is_known_of_a_fact(made: Book) -> None:
    body = entry(made.page("evidence"), "riv-002")
    assert [words(part) for part in body.xpath("./p")] == [
        "Doe gives the river’s length.", "Values: length: about 1,200 km", "First said by: John Doe",
        "Origin: Doe’s survey. Event: 2021; as of 4 May 2021.", "Sources: Doe 2021; Roe 2020",
        "Grade: C3, one man with a rope. Text seen: full text.",
        "Checked: 2 January 2026, second reader, stands: read again.", "Note: He measured once.",
        "Used: printed in Rivers, Lakes."]


def test_evidence_register_leads_to_judgments_and_to_the_sentence(made: Book) -> None:
    [used] = entry(made.page("evidence"), "lak-001").xpath("./p[starts-with(., 'Used')]")
    assert words(used) == "Used: under RIV-1; printed in Lakes."
    assert used.xpath(".//a/@href") == ["chapters/one.html#j-riv-1", "chapters/two.html#cites-lak-001"]
    assert made.page("chapters/two").xpath("//*[@id='cites-lak-001']")


def test_source_register_says_what_a_source_supports(made: Book) -> None:
    body = entry(made.page("sources"), "source-roe2020")
    assert [words(part) for part in body.xpath("./p")] == [
        "Origin: Roe’s count of 2019; Doe’s survey", "Supports: RIV-001, RIV-002", "Judgments: RIV-1",
        "Cited in: Rivers, Lakes"]
    assert "evidence.html#riv-001" in body.xpath(".//a/@href")


def test_grade_and_descriptor_of_a_source_come_from_its_entry(book: Book) -> None:
    book.change("references.bib", "title = {On rivers},", "title = {On rivers}, grade = {B}, descriptor = {counts herself},")
    book.made("--only", "web")
    assert "Grade: B: counts herself" in words(entry(book.page("sources"), "source-roe2020"))


def test_registers_stand_in_the_book(made: Book) -> None:
    text = " ".join(made.pdf("book").text.split())
    assert "Used: under RIV-1; in" not in text and "Used: under RIV-1; printed in Rivers." in text
    assert "Supports: RIV-001, RIV-002" in text


# -- changing it -------------------------------------------------------------------------------------------------------


def test_changed_value_changes_every_place_that_prints_it_and_nothing_else(built: Book, tmp_path: Path) -> None:
    before = built.files()
    built.change("ledger/facts/all.yaml", "value: 20000", "value: 21000")
    built.made()
    after = built.files()
    touched = {name for name in differing(before, after) if "search" not in name}
    assert touched == {"html/chapters/one.html", "html/evidence.html", "pdf/one.pdf", "pdf/book.pdf"}
    assert "21,000" in words(built.page("chapters/one")) and "21,000" in built.pdf("book").text
    clean = Book(tmp_path, {path.relative_to(built.source).as_posix(): path.read_bytes()
                            for path in built.source.rglob("*") if path.is_file() and "__pycache__" not in path.parts})
    clean.made()
    assert differing(after, clean.files()) == []


def test_new_judgment_shows_in_the_register(built: Book) -> None:
    built.change("chapters/one.md", ":facts: RIV-001, LAK-001", ":facts: RIV-001, RIV-002")
    built.made()
    assert "Used: under RIV-1; printed in Rivers, Lakes." in words(entry(built.page("evidence"), "riv-002"))
    assert "Used: under RIV-1; printed in Rivers, Lakes." in " ".join(built.pdf("book").text.split())


def test_parallel_reading_gives_the_same_book(made: Book, book: Book) -> None:
    book.made("-j", "2")
    assert differing(made.files(), book.files()) == []


#: file, what is typed, what in its place, and the messages
FAULTS = [
    ("chapters/one.md", "{fact}`RIV-001`", "{fact}`RIV-010`",
     ["chapters/one.md:17: WARNING: E409 the ledger has no fact 'RIV-010'; did you mean 'RIV-00"]),
    ("chapters/one.md", "RIV-001.boats", "RIV-001.boat",
     ["chapters/one.md:17: WARNING: E410 RIV-001 has no value 'boat'; did you mean 'boats'?"]),
    ("chapters/one.md", "| bare`", "| bear`", ["chapters/one.md:19: WARNING: E411 RIV-002.length: 'bear' is no format"]),
    ("chapters/one.md", "doe2021{p. 12}", "moe2022", ["chapters/one.md:19: WARNING: E411 'moe2022' is no source of RIV-002"]),
    ("chapters/one.md", "doe2021{p. 12}", "doe2021{p. 12", ["chapters/one.md:19: WARNING: E411 the sources"]),
    ("chapters/one.md", ":facts: RIV-001", ":facts: RIV-009",
     ["chapters/one.md:4: WARNING: J105 judgment RIV-1: the ledger has no fact 'RIV-009'"]),
    ("ledger/facts/all.yaml", "unit: km", "unit: kms", ["ledger/facts/all.yaml:16: WARNING: E406 RIV-002.length has the unit"]),
    ("ledger/facts/all.yaml", "reliability: C", "reliability: X", ["ledger/facts/all.yaml:23: WARNING: E405"]),
    ("ledger/facts/all.yaml", "sources: [doe2021, roe2020]", "sources: [roe2020, doe2031]",
     ["ledger/facts/all.yaml:21: WARNING: E408 RIV-002 names the source 'doe2031'", "chapters/one.md:19: WARNING: E411"]),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_fault_is_told_where_it_stands_until_it_is_mended(
        built: Book, file: str, old: str, new: str, expected: list[str]) -> None:
    built.change(file, old, new)
    for _run in (1, 2):
        run = built.build()
        assert run.status == 1
        assert len(run.messages) == len(expected), run.err
        for message in expected:
            assert any(line.removeprefix(f"{built.source}/").startswith(message) for line in run.messages), run.err
    built.change(file, new, old)
    built.made()


def test_deleted_source_is_told_once_for_its_fact(built: Book) -> None:
    built.write({"references.bib": built.text("references.bib").replace("@report{moe2022", "@report{noe2022")})
    run = built.build()
    assert run.status == 1
    assert [line.split("WARNING: ")[1][:47] for line in run.messages] == ["E408 LAK-001 names the source 'moe2022', which "]


def test_deleted_fact_is_told_at_each_of_its_uses(built: Book) -> None:
    built.write({"ledger/facts/all.yaml": FACTS.partition("- id: LAK-001")[0]})
    run = built.build()
    assert [line.partition(" WARNING: ")[0].rpartition("/")[2] for line in run.messages] == ["one.md:4:", "two.md:4:"]


def test_book_without_ledger_prints_the_ids_of_its_judgments(book: Book) -> None:
    plain = "".join(ONE.partition("Roe counts")[:1])
    book.write({"ledger/terms.yaml": None, "ledger/facts/all.yaml": None, "chapters/one.md": plain,
                "chapters/two.md": "(two)=\n# Lakes\n", "evidence.md": "# Evidence\n\nNone.\n"})
    book.conf("suppress_warnings = ['bibtex.empty']")
    run = book.build("--only", "web")
    assert "Rests on: RIV-001, LAK-001" in words(book.page("chapters/one")), run.err
