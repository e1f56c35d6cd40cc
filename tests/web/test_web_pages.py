"""What stands on a page."""

from __future__ import annotations

from typing import Any

import pytest
from web_book import BOOK, EDITION
from lxml import html

from briefbook.web import pages

PDFS = [("index", "book", "", "", "book"), ("chapters/one", "one.pdf", "", "", "brief"), ("gone", "gone")]


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def one(page: html.HtmlElement, path: str) -> Any:
    found = page.xpath(path)
    assert len(found) == 1, [html.tostring(node) for node in found]
    return found[0]


@pytest.mark.parametrize("name", ["index", "chapters/one", "chapters/two", "search", "genindex"])
def test_landmarks_language_and_one_title(build, name: str) -> None:
    page = build(**EDITION).page(name)
    assert page.get("lang") == "en"
    for path in ("//header", "//main[@role='main'][@id='content']", "//footer", "//h1", "//body/a[@href='#content']"):
        one(page, path)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_edition_cutoff_and_draft_are_in_sight_on_every_page(build) -> None:
    site = build(**EDITION)
    for path in site.pages():
        bar = text(one(html.document_fromstring(path.read_text("utf-8")), "//header"))
        assert "Draft Edition November 2026 · knows nothing after 30\xa0April\xa02026".replace("\xa0", " ") in bar


def test_a_project_without_an_edition_has_no_empty_words(build) -> None:
    page = build().page("chapters/one")
    for word in ("Edition", "knows nothing", "Draft", "cut-off", "Corrections"):
        assert word not in text(page)


def test_a_chapter_opens_with_number_title_deck_and_reading_time(build) -> None:
    long = BOOK | {"chapters/one.md": BOOK["chapters/one.md"] + "\n" + "word " * 690}
    page = build(long).page("chapters/one")
    assert text(one(page, "//p[@class='kicker']")) == "Chapter 1"
    assert text(one(page, "//p[@class='deck']")) == "A deck’s sign is <."
    assert text(one(page, "//p[@class='reading-time']")) == "3 minutes to read"
    order = [node.get("class") or node.tag for node in page.xpath("//h1|//p[@class='kicker' or @class='deck']|//aside")]
    assert order[:4] == ["kicker", "h1", "deck", "companion"]


def test_a_short_page_says_nothing_of_reading_time(build) -> None:
    assert not build().page("chapters/two").xpath("//p[@class='reading-time']")


def test_the_menu_lists_the_chapters_with_short_titles(build) -> None:
    page = build().page("chapters/two")
    links = page.xpath("//details[@class='menu']//a")
    assert [text(link) for link in links] == ["1 The first", "2 The second chapter"]
    assert [link.get("href") for link in links] == ["one.html", "#"]
    assert links[1].get("aria-current") == "page"


def test_the_bar_leaves_out_pages_that_do_not_exist(build) -> None:
    site = build(BOOK | {"imprint.md": "---\norphan: true\n---\n# Who we are\n"})
    links = site.page().xpath("//nav[@class='bar-links']/ul/li/a")
    assert [text(link) for link in links] == ["Imprint", "Search"]


def test_bar_links_are_an_option(build) -> None:
    page = build(html_theme_options={"bar_links": "chapters/two: Two; *: All"}).page()
    assert text(one(page, "//nav[@class='bar-links']/ul/li[1]/a")) == "Two"
    assert [text(link) for link in page.xpath("//details//a")] == ["1 The first"]


def test_contents_name_judgments_and_sections(build) -> None:
    page = build().page("chapters/one")
    items = [(text(link), link.get("href")) for link in page.xpath("//nav[@class='contents']//a")]
    assert items == [("Judgments", "#j-kit-1"), ("The first section", "#the-first-section"),
                     ("The second section", "#the-second-section")]


def test_a_page_with_one_section_has_no_contents(build) -> None:
    assert not build().page().xpath("//nav[@class='contents']")


def test_previous_and_next(build) -> None:
    page = build().page("chapters/one")
    assert one(page, "//a[@rel='prev']").get("href") == "../index.html"
    assert one(page, "//a[@rel='next']").get("href") == "two.html"


def test_the_front_page_leads_on_to_the_chapters_with_their_decks(build) -> None:
    page = build().page()
    entries = page.xpath("//nav[@class='chapters']//li")
    assert [text(one(entry, ".//a")) for entry in entries] == ["The first", "The second chapter"]
    assert text(one(entries[0], ".//*[@class='chapter-deck']")) == "A deck’s sign is <."


def test_a_front_page_that_prints_its_toctree_is_not_given_a_second_list(build) -> None:
    files = BOOK | {"index.md": BOOK["index.md"].replace(":hidden:\n", "")}
    assert not build(files).page().xpath("//nav[@class='chapters']")


def test_no_pdf_is_offered_by_default(build) -> None:
    for path in build(typst_documents=PDFS[:2]).pages():
        assert b".pdf" not in path.read_bytes()


@pytest.mark.parametrize(("folder", "front", "chapter"), [
    ("../pdf", "./../pdf/", "../../pdf/"),
    ("https://example.org/pdf/", "https://example.org/pdf/", "https://example.org/pdf/"),
])
def test_a_page_offers_its_own_brief_and_the_book(build, folder: str, front: str, chapter: str) -> None:
    site = build(typst_documents=PDFS, html_theme_options={"pdf_dir": folder})
    hrefs = [link.get("href") for link in site.page("chapters/one").xpath("//div[@class='take']//a")]
    assert hrefs == [f"{chapter}one.pdf", f"{chapter}book.pdf", "#cite-and-reuse"]
    assert [link.get("href") for link in site.page("chapters/two").xpath("//div[@class='take']//a")] == hrefs[1:]
    links = site.page().xpath("//div[@class='take']//a")
    assert [(text(link), link.get("href")) for link in links] == [
        ("The whole book", f"{front}book.pdf"), ("The first", f"{front}one.pdf"),
        ("Sources, data, how to cite", "#cite-and-reuse")]


@pytest.mark.parametrize(("address", "link"), [
    ("https://example.org/x", "https://example.org/x"), ("errata@example.org", "mailto:errata@example.org"),
    ("the issue tracker", ""), ("", ""),
])
def test_a_corrections_address_is_a_link_when_it_is_one(address: str, link: str) -> None:
    assert pages.corrections_link(address) == link


def test_the_foot_names_licence_corrections_and_cutoff(build) -> None:
    foot = text(one(build(copyright="2026, the editors. CC BY 4.0", **EDITION).page(), "//footer"))
    for part in ("© 2026, the editors. CC BY 4.0.", "Information cut-off: 30 April 2026.",
                 "Corrections: https://example.org/corrections", "Text, numbers and judgments may still change."):
        assert part in foot


def test_a_box_does_not_repeat_the_title_of_its_section(build) -> None:
    box = one(build().page(), "//div[contains(@class, 'bottom-line')]")
    assert text(box) == "It is small."


def test_a_box_elsewhere_keeps_its_title(build) -> None:
    box = one(build().page("chapters/one"), "//div[contains(@class, 'indicators')]")
    assert text(box).startswith("Indicators to watch")


def test_a_judgment_shows_its_range_on_the_scale(build) -> None:
    page = build().page("chapters/one")
    strip = one(page, "//section[contains(@class, 'judgment')]//svg")
    assert strip.get("aria-hidden") == "true"
    band = one(strip, "./rect[@class='strip-range']")
    assert (band.get("x"), band.get("width")) == ("80", "15")


def test_a_table_scrolls_in_a_region_of_its_own(build) -> None:
    region = one(build().page("chapters/one"), "//div[@class='table-region']")
    assert (region.get("role"), region.get("tabindex"), region.get("aria-label")) == ("region", "0", "A sized table")
    assert text(one(region, "./table/caption/span[@class='caption-number']")) == "Table 1.1"


def test_fonts_of_other_scripts_hold_what_the_pages_use(build) -> None:
    site = build()
    assert (site.out / "_static/fonts/script-noto-sans-kr.woff2").is_file()
    assert "unicode-range: U+BD81,U+D55C;" in (site.out / "_static/briefbook-scripts.css").read_text("utf-8")
    plain = build(BOOK | {"chapters/one.md": BOOK["chapters/one.md"].replace("북한", "North Korea")})
    assert not (plain.out / "_static/fonts/script-noto-sans-kr.woff2").exists()


LISTS = """
```{eval-rst}
a) one

(iv) four

B. two
```

- [ ] to do
- [x] done
"""


def test_numbers_of_lists_keep_their_brackets_and_tasks_their_boxes(build) -> None:
    page = build(BOOK | {"chapters/two.md": BOOK["chapters/two.md"] + LISTS},
                 myst_enable_extensions=["colon_fence", "tasklist"]).page("chapters/two")
    assert [item.get("class").split() for item in page.xpath("//main//ol[@class]")] == [
        ["loweralpha", "simple", "bracket"], ["lowerroman", "simple", "brackets"], ["upperalpha", "simple"]]
    assert [text(item) for item in page.xpath("//main//li[contains(@class, 'task-list-item')]")] == ["\u2610 to do", "\u2611 done"]
    assert not page.xpath("//main//input")


def test_no_two_regions_share_a_name(build) -> None:
    tables = "\n| a |\n|---|\n| 1 |\n" * 2
    page = build(BOOK | {"chapters/two.md": BOOK["chapters/two.md"] + tables}).page("chapters/two")
    assert page.xpath("//main//div[@role='region']/@aria-label") == ["Table", "Table (2)"]
