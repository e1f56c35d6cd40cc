"""What pages offer to take along and say to machines: downloads, citations, metadata, feed, data, sitemap."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from machine_book import BASE, FILES, OPTIONS
from web_book import Site, build_site

from briefbook.bibliography.reading import read_files
from briefbook.bibliography.source import Source
from briefbook.web.bookdata import BookData, schema_text

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
PAGES = ["index", "chapters/one", "chapters/two", "references"]


@pytest.fixture(scope="module")
def based(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The book with an address."""
    return build_site(tmp_path_factory.mktemp("based"), FILES, html_baseurl=BASE.rstrip("/"), **OPTIONS)


@pytest.fixture(scope="module")
def homeless(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The book without one."""
    return build_site(tmp_path_factory.mktemp("homeless"), FILES, **OPTIONS)


@pytest.fixture(params=["based", "homeless"])
def site(request: pytest.FixtureRequest) -> Site:
    return request.getfixturevalue(request.param)


def meta(site: Site, page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in site.page(page).xpath("//head/meta[@content]"):
        found.setdefault(tag.get("name") or tag.get("property") or "", []).append(tag.get("content"))
    return found


def json_ld(site: Site, page: str) -> dict[str, Any]:
    block, = site.page(page).xpath("//head/script[@type='application/ld+json']/text()")
    found: dict[str, Any] = json.loads(block)
    return found


def hrefs(site: Site, page: str, xpath: str = "//section[@id='cite-and-reuse']//a/@href") -> list[str]:
    return [str(href) for href in site.page(page).xpath(xpath)]


# -- downloads -----------------------------------------------------------------------------------------------------------


def test_every_file_that_a_page_offers_is_there(site: Site) -> None:
    checked = 0
    for page in PAGES:
        for href in hrefs(site, page):
            if "://" not in href:
                assert ((site.out / f"{page}.html").parent / href).is_file(), f"{page}: {href}"
                checked += 1
    assert checked > 30


def test_a_page_offers_the_sources_that_it_cites_and_no_others(homeless: Site) -> None:
    def keys(name: str) -> list[str]:
        path = homeless.out / "data" / f"{name}.bib"
        return list(read_files({path: name}, "utf-8", check=False).data.data.entries)

    assert keys("references/chapters/one") == ["roe2020"]
    assert keys("references") == ["doe2021", "roe2020"]
    assert not (homeless.out / "data/references/chapters/two.bib").exists()
    assert not [href for href in hrefs(homeless, "chapters/two") if "references/" in href]
    assert "../data/references.ris" in hrefs(homeless, "chapters/two")
    assert [item["id"] for item in json.loads((homeless.out / "data/references.json").read_text("utf-8"))] == ["doe2021", "roe2020"]


def test_a_page_offers_the_data_of_its_charts(homeless: Site) -> None:
    assert "../_data/ships/ships.csv" in hrefs(homeless, "chapters/one")
    assert not [href for href in hrefs(homeless, "chapters/two") if href.endswith(".csv")]


def test_a_page_offers_the_pictures_of_its_charts_with_what_it_says_of_them(homeless: Site) -> None:
    assert "../_data/pictures/fig-ships.svg" in hrefs(homeless, "chapters/one")
    picture = ET.parse(homeless.out / "_data/pictures/fig-ships.svg").getroot()
    title, description = (picture.findtext(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc"))
    assert title == "Ships are few."
    assert description.startswith("A chart. Source: ")


def test_a_page_says_how_it_and_the_book_are_cited(based: Site) -> None:
    page = " ".join(based.page("chapters/one").xpath("string(//section[@id='cite-and-reuse']//dd[1])").split())
    assert page.startswith("de la Cruz, Ana, and The Institute. 2026. “Rivers.” Chap. 1 in The pact – a <book>, Edition November 2026. "
                           f"The Press. {BASE}chapters/one.html. The book: ")
    assert f"The pact – a <book>. Edition November 2026. The Press, 22 November 2026. {BASE}index.html." in page


def test_the_citation_of_a_page_is_read_back(based: Site) -> None:
    path = based.out / "data/cite/chapters/one.bib"
    read = read_files({path: path.name}, "utf-8", check=True)
    assert read.findings == []
    page, book = map(Source.of, read.data.data.entries.values())
    assert (page.key, book.key) == ("the-pact-a-book-2026-one", "the-pact-a-book-2026")
    assert [name.direct for name in page.people("author").names] == ["Ana de la Cruz", "The Institute"]
    assert (page.words("booktitle"), page.raw("url")) == ("The pact – a <book>", f"{BASE}chapters/one.html")
    assert based.page("chapters/one").xpath("string(//section[@id='cite-and-reuse']//pre)") in path.read_text("utf-8")


# -- the head ------------------------------------------------------------------------------------------------------------


def test_the_front_page_is_a_report(based: Site) -> None:
    found = json_ld(based, "index")
    assert found | {
        "@type": "Report", "@id": f"{BASE}index.html", "name": "The pact – a <book>", "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/", "datePublished": "2026-01-01",
        "dateModified": "2026-11-22", "keywords": ["pact", "sanctions"], "version": "November 2026",
        "publisher": {"@type": "Organization", "name": "The Press"},
        "author": [{"@type": "Person", "name": "Ana de la Cruz"}, {"@type": "Organization", "name": "The Institute"}],
        "image": f"{BASE}cards/index.png"} == found
    assert found["encoding"]["contentUrl"] == "https://example.org/pdf/book.pdf"
    assert "isPartOf" not in found


def test_a_chapter_is_part_of_it_and_breaks_out_of_no_script(based: Site) -> None:
    found = json_ld(based, "chapters/one")
    assert (found["@type"], found["position"]) == ("Chapter", "1")
    assert found["isPartOf"] == {"@type": "Report", "@id": f"{BASE}index.html", "url": f"{BASE}index.html", "name": "The pact – a <book>"}
    assert found["description"] == "It’s a deck with </script> & <b>."
    assert found["citation"] == [{
        "@type": "CreativeWork", "name": "Boats", "author": [{"@type": "Person", "name": "Jane Roe"}], "datePublished": "2020-02"}]
    assert "citation" not in json_ld(based, "chapters/two")
    assert json_ld(based, "references")["@type"] == "WebPage"


def test_scholars_engines_find_title_authors_date_and_pdf(based: Site) -> None:
    found = meta(based, "chapters/one")
    assert found["citation_title"] == ["Rivers"]
    assert found["citation_author"] == ["de la Cruz, Ana", "The Institute"]
    assert found["citation_publication_date"] == ["2026/11/22"]
    assert found["citation_pdf_url"] == ["https://example.org/pdf/one.pdf"]
    assert found["citation_language"] == ["en"]
    assert found["citation_inbook_title"] == ["The pact – a <book>"]
    assert "citation_pdf_url" not in meta(based, "chapters/two")


def test_links_have_a_title_and_a_picture(based: Site) -> None:
    from PIL import Image

    for page in PAGES:
        found = meta(based, page)
        assert found["og:image"] == [f"{BASE}cards/{page}.png"]
        with Image.open(based.out / "cards" / f"{page}.png") as picture:
            assert [str(side) for side in picture.size] == [*found["og:image:width"], *found["og:image:height"]]
        assert found["og:url"] == based.page(page).xpath("//link[@rel='canonical']/@href") == [f"{BASE}{page}.html"]
        assert found["twitter:card"] == ["summary_large_image"]


def test_without_a_base_nothing_claims_an_address(homeless: Site) -> None:
    for page in PAGES:
        found = meta(homeless, page)
        assert not {"citation_pdf_url", "og:url", "og:image", "citation_fulltext_html_url"} & set(found)
        assert {"citation_title", "og:title", "description"} <= set(found)
        assert not homeless.page(page).xpath("//link[@rel='canonical']")
        assert not [key for key, value in json_ld(homeless, page).items() if "example.org" in str(value)]
    assert not (homeless.out / "cards").exists()
    assert not (homeless.out / "sitemap.xml").exists()
    assert (homeless.out / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"


def test_pages_outside_the_book_say_nothing(site: Site) -> None:
    assert not site.page("search").xpath("//script[@type='application/ld+json']|//section[@id='cite-and-reuse']")


# -- sitemap, feed, data -------------------------------------------------------------------------------------------------


def test_the_sitemap_names_every_page(based: Site) -> None:
    root = ET.fromstring((based.out / "sitemap.xml").read_bytes())
    assert [loc.text for loc in root.iterfind("s:url/s:loc", MAP)] == [f"{BASE}{page}.html" for page in PAGES]
    assert {date.text for date in root.iterfind("s:url/s:lastmod", MAP)} == {"2026-11-22"}
    assert f"Sitemap: {BASE}sitemap.xml" in (based.out / "robots.txt").read_text()


def entries(site: Site) -> list[dict[str, str]]:
    root = ET.fromstring((site.out / "feed.xml").read_bytes())
    return [{name: entry.findtext(f"a:{name}", "", ATOM) for name in ("id", "title", "updated", "content")}
            | {"link": link.get("href", "") if (link := entry.find("a:link", ATOM)) is not None else ""}
            for entry in root.iterfind("a:entry", ATOM)]


def test_the_feed_holds_judgments_and_corrections(based: Site) -> None:
    judgment, correction = entries(based)
    assert judgment == {
        "id": "tag:example.org,2026:the-pact-a-book/judgment/RIV-1", "title": "Judgment RIV-1: likely, confidence low",
        "updated": "2026-11-22T00:00:00Z", "content": "Boats will likely\N{NO-BREAK SPACE}(55–80%) stay.", "link": f"{BASE}chapters/one.html#j-riv-1"}
    assert correction["id"] == "tag:example.org,2026:the-pact-a-book/correction/boats-counted"
    assert (correction["updated"], correction["content"]) == ("2026-03-01T00:00:00Z", "It was 199. (RIV-001)")


def test_the_feed_is_whole_with_and_without_a_base(site: Site) -> None:
    root = ET.fromstring((site.out / "feed.xml").read_bytes())
    for name in ("id", "title", "updated", "author/a:name", "rights"):
        assert root.findtext(f"a:{name}", "", ATOM), name
    assert bool(root.findall("a:link", ATOM)) == bool(entries(site)[0]["link"])
    assert site.page("chapters/one").xpath("//link[@type='application/atom+xml']/@href") == ["../feed.xml"]


def test_ids_of_the_feed_stay_when_there_is_no_base(homeless: Site, build: Callable[..., Site]) -> None:
    assert entries(homeless)[0]["id"] == "tag:briefbook.invalid,2026:the-pact-a-book/judgment/RIV-1"
    own = build(FILES, **OPTIONS | {"brief_tag": "example.net,2026:pact"})
    assert entries(own)[0]["id"] == "tag:example.net,2026:pact/judgment/RIV-1"


def test_the_book_is_there_as_data(based: Site) -> None:
    text = json.loads((based.out / "data/book.json").read_text("utf-8"))
    assert text.pop("$schema") == "book.schema.json"
    found = BookData.model_validate(text)
    assert (found.book.title, found.book.base, found.book.authors) == ("The pact – a <book>", BASE, ("Ana de la Cruz", "The Institute"))
    assert [(page.page, page.number, page.sources) for page in found.pages] == [
        ("chapters/one.html", "1", ("roe2020",)), ("chapters/two.html", "2", ()), ("index.html", "", ()),
        ("references.html", "", found.pages[3].sources)]
    judgment, = found.judgments
    assert (judgment.id, judgment.range and judgment.range.low, judgment.facts, judgment.previous) == ("RIV-1", 55, ("RIV-001",), "new")
    assert [fact.id for fact in found.facts] == ["RIV-001", "RIV-002"]
    assert [source.key for source in found.sources] == ["doe2021", "roe2020"]
    assert found.sources[1].standing == {"grade": "B2"} and found.sources[1].csl["type"] == "report"


def test_every_place_in_the_data_is_a_place(based: Site) -> None:
    found = json.loads((based.out / "data/book.json").read_text("utf-8"))
    places = [item["page"] for part in ("judgments", "facts") for item in found[part]]
    assert len(places) == 3
    for place in places:
        page, _hash, anchor = place.partition("#")
        assert based.page(page.removesuffix(".html")).xpath("//*[@id=$anchor]", anchor=anchor), place


def test_the_schema_describes_every_field_that_is_written(based: Site) -> None:
    assert (based.out / "data/book.schema.json").read_text("utf-8") == schema_text()
    schema, text = json.loads(schema_text()), json.loads((based.out / "data/book.json").read_text("utf-8"))

    def check(value: Any, shape: dict[str, Any], place: str) -> int:
        while "$ref" in shape:
            shape = schema["$defs"][shape["$ref"].rpartition("/")[2]]
        if isinstance(value, list):
            return sum(check(item, shape.get("items", {}), f"{place}[]") for item in value)
        if not isinstance(value, dict) or "properties" not in shape:
            return 1
        assert set(shape.get("required", ())) <= set(value) <= set(shape["properties"]), place
        return sum(check(item, shape["properties"][name], f"{place}.{name}") for name, item in value.items())

    assert check(text, schema, "book") > 50


# -- plain projects, rebuilding, browsers --------------------------------------------------------------------------------


def test_a_project_without_ledger_sources_edition_or_author(build: Callable[..., Site]) -> None:
    site = build({"index.md": "# A\n\nText.\n"})
    assert json_ld(site, "index")["name"] == "Book"
    assert not {"author", "publisher", "dateModified", "license"} & set(json_ld(site, "index"))
    assert not (site.out / "feed.xml").exists() and "feed.xml" not in (site.out / "index.html").read_text("utf-8")
    assert json.loads((site.out / "data/book.json").read_text("utf-8"))["facts"] == []
    assert not list((site.out / "data").glob("references*"))
    assert "n.d." in site.page().xpath("string(//section[@id='cite-and-reuse'])")


def test_two_folders_give_the_same_bytes(based: Site, build: Callable[..., Site]) -> None:
    again = build(FILES, html_baseurl=BASE.rstrip("/"), jobs=2, **OPTIONS)
    assert {name for name, data in again.contents().items() if based.contents().get(name) != data} == set()
    assert set(again.contents()) == set(based.contents())


@pytest.mark.parametrize("change", [
    {"references.bib": FILES["references.bib"].replace("grade = {B2}", "grade = {A1}, keywords = {boats}")},
    {"chapters/one.md": FILES["chapters/one.md"].replace("{cite:t}`roe2020`", "{cite:t}`doe2021`")},
    {"ledger/facts/rivers.yaml": FILES["ledger/facts/rivers.yaml"].replace("Doe saw none", "Doe saw one")},
    {"chapters/one.md": "# Nothing left\n\nNo source.\n"}], ids=["a source", "a citation", "a fact", "no citation"])
def test_a_warm_build_equals_a_clean_one(build: Callable[..., Site], change: dict[str, str]) -> None:
    build(FILES, html_baseurl=BASE, **OPTIONS)
    warm, clean = build(FILES | change, html_baseurl=BASE, **OPTIONS), build(FILES | change, name="clean", html_baseurl=BASE, **OPTIONS)
    stays = {name for name in warm.contents() if name.startswith(("_data/", "_images/", "_static/"))}  # charts' leavings
    assert {name for name, data in clean.contents().items() if warm.contents().get(name) != data} == set()
    assert set(warm.contents()) - set(clean.contents()) <= stays


def test_a_base_taken_back_takes_its_files_with_it(build: Callable[..., Site]) -> None:
    build(FILES, html_baseurl=BASE, **OPTIONS)
    site = build(FILES, **OPTIONS)
    assert not (site.out / "sitemap.xml").exists() and not list((site.out / "cards").rglob("*.png"))
    assert "example.org/book" not in (site.out / "chapters/one.html").read_text("utf-8")


@pytest.mark.browser
def test_a_browser_has_nothing_against_the_data_block(based: Site, browser: Any) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script("document.addEventListener('securitypolicyviolation', e => console.log('violation', e.violatedDirective))")
    page.goto((based.out / "chapters/one.html").as_uri())
    page.wait_for_timeout(300)
    assert said == []
    assert page.locator("#cite-and-reuse").is_visible()
    page.locator("#cite-and-reuse summary").click()
    assert page.locator("#cite-and-reuse pre").is_visible()
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
