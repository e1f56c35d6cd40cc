"""The files of cards, the links that name them, numbered paragraphs, archived copies, ways back from the references."""

from __future__ import annotations

import json
import re

import pytest
from card_book import FILES, card_site
from lxml import html
from web_book import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return card_site(tmp_path_factory.mktemp("cards"))


def cards(site: Site) -> dict[str, html.HtmlElement]:
    """Every card by the name that links have for it."""
    found = {}
    for path in (site.out / "_static" / "cards").glob("*.js"):
        name, entries = re.fullmatch(r'briefbookCards\("([\w-]+)", (.*)\);\n', path.read_text("utf-8"), re.S).groups()
        assert name == path.stem
        found |= {f"{name}/{entry}": html.fragment_fromstring(text, "div") for entry, text in json.loads(entries).items()}
    return found


def said(card: html.HtmlElement) -> dict[str, str]:
    labels, values = card.xpath(".//dt"), card.xpath(".//dd")
    return {label.text_content(): value.text_content() for label, value in zip(labels, values, strict=True)}


def test_every_link_with_a_card_finds_it_and_every_kind_has_one(site: Site) -> None:
    known, named = cards(site), set()
    for path in site.pages():
        named |= set(html.document_fromstring(path.read_text("utf-8")).xpath("//a/@data-card"))
    assert named == known.keys()
    assert {name.split("/")[0].split("-")[0] for name in named} == {"facts", "sources", "terms", "judgments"}


def test_links_of_the_text_name_their_cards_and_lead_to_the_registers(site: Site) -> None:
    page = site.page("chapters/one")
    links = {link.get("data-card").partition("/")[2]: link.get("href") for link in page.xpath("//article//a[@data-card]")}
    assert links == {
        "RIV-001": "../evidence.html#riv-001", "roe2020": "../references.html#ref-roe2020",
        "term-barge": "../glossary.html#term-barge", "doe2021": "../references.html#ref-doe2021", "RIV-1": "#j-riv-1"}
    assert page.xpath("//a[contains(@class, 'value-link')]/@data-card") == ["facts-riv-0/RIV-001"]


def test_a_fact_says_who_when_how_sure_from_where_and_what_rests_on_it(site: Site) -> None:
    card = cards(site)["facts-riv-0/RIV-001"]
    assert card.xpath("string(p[@class='card-said'])") == "Roe’s count gives “at least” 20,000 boats."
    assert said(card) == {"First said by": "Jane Roe", "As of": "31 December 2019", "Grade": "B2, shows her data",
                          "Sources": "Roe 2020", "Judgments": "RIV-1"}
    assert card.xpath(".//a/@href") == ["references.html#ref-roe2020", "chapters/one.html#j-riv-1", "evidence.html#riv-001"]


def test_a_source_says_its_reference_grade_copy_and_what_rests_on_it(site: Site) -> None:
    known = {name.partition("/")[2]: card for name, card in cards(site).items()}
    roe, doe = known["roe2020"], known["doe2021"]
    assert "On rivers & <banks>" in roe.xpath("string(p[@class='card-reference'])")
    assert said(roe) == {"Published": "Press, 2020", "Grade": "B2: Counts herself", "Facts": "RIV-001", "Judgments": "RIV-1"}
    assert "example.org" in doe.xpath("string(p[@class='card-reference'])")
    assert [(link.text, link.get("href")) for link in doe.xpath("p[@class='card-ways']/a")] == [
        ("Go to the reference", "references.html#ref-doe2021"), ("Open the source", "https://example.org/lakes"),
        ("Archived copy, 2 March 2024", "https://archive.example/lakes")]


def test_a_term_and_a_judgment_say_what_they_are(site: Site) -> None:
    known = cards(site)
    term, judgment = known["terms/term-barge"], known["judgments/RIV-1"]
    assert term.xpath("string(.//div//p)") == "A flat boat."
    assert term.xpath(".//div//em")
    assert judgment.xpath("string(p[@class='card-said'])").startswith("The boats will likely\N{NO-BREAK SPACE}(55")
    assert said(judgment)["Confidence"] == "low"
    assert said(judgment)["Stands in"] == "1 Rivers"


def test_paragraphs_of_chapters_are_numbered_and_lead_to_themselves(site: Site) -> None:
    numbers = [(link.text, link.get("href"), link.get("aria-label"), link.getparent().get("id"))
               for link in site.page("chapters/one").xpath("//a[@class='paragraph-number']")]
    assert numbers == [("1.1", "#par-1", "Paragraph 1.1", "par-1"), ("1.2", "#par-2", "Paragraph 1.2", "par-2")]
    assert not site.page("glossary").xpath("//a[@class='paragraph-number']")
    assert site.page("chapters/two").xpath("//a[@class='paragraph-number']/text()") == ["2.1", "2.2"]


def test_paragraphs_can_go_without_numbers(tmp_path) -> None:
    page = card_site(tmp_path, brief_paragraph_numbers=False).page("chapters/one")
    assert not page.xpath("//a[@class='paragraph-number']|//p[starts-with(@id, 'par-')]")


def test_every_use_of_a_source_is_named_under_it(site: Site) -> None:
    entry, = site.page("references").xpath("//div[@id='ref-doe2021']")
    uses, = entry.xpath("p[@class='citation-uses']")
    assert uses.text_content() == "Cited in: Chapter 1 (list), ¶1.2, Chapter 1 (table), ¶2.1, ¶2.2, RIV-002"
    for link in uses.xpath("a"):
        path, _hash, anchor = link.get("href").partition("#")
        assert site.page(path.removesuffix(".html")).xpath(f"//*[@id='{anchor}']"), link.get("href")


def test_an_archived_copy_is_named_beside_the_address(site: Site) -> None:
    link, = site.page("references").xpath("//div[@id='ref-doe2021']//a[@data-versionurl]")
    assert link.get("href") == link.get("data-originalurl") == "https://example.org/lakes"
    assert (link.get("data-versionurl"), link.get("data-versiondate")) == ("https://archive.example/lakes", "2024-03-02")
    assert "external" in link.get("class").split()


CHANGES = {
    "a judgment rests on another fact": {"chapters/one.md": FILES["chapters/one.md"].replace(":facts: RIV-001", ":facts: RIV-002")},
    "a paragraph more": {"chapters/one.md": FILES["chapters/one.md"].replace("Roe counts", "First.\n\nRoe counts")},
    "a citation more": {"chapters/two.md": FILES["chapters/two.md"] + "\nMore {cite:p}`roe2020`.\n"},
    "another definition": {"glossary.md": FILES["glossary.md"].replace("flat", "long")},
    "another fact": {"ledger/facts/all.yaml": FILES["ledger/facts/all.yaml"].replace("no number.", "none.")},
    "the order": {"index.md": FILES["index.md"].replace("chapters/one\nchapters/two", "chapters/two\nchapters/one")},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_warm_build_equals_a_clean_one(tmp_path, change: dict[str, str]) -> None:
    card_site(tmp_path / "warm")
    warm, clean = card_site(tmp_path / "warm", FILES | change).contents(), card_site(tmp_path / "clean", FILES | change).contents()
    assert [name for name in warm.keys() | clean.keys() if warm.get(name) != clean.get(name)] == []


def test_a_book_on_one_page_has_no_cards(tmp_path) -> None:
    site = card_site(tmp_path, builder="singlehtml")
    assert not site.page().xpath("//a[@data-card]")
    assert not (site.out / "_static" / "cards").exists()
