"""The search: what its files hold, how it ranks, and its page in a real browser, from a disk and from a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from card_book import FILES, card_site
from browsing import AXE, held_to_the_rules, visit
from test_web_browser import address  # noqa: F401 - a fixture
from web_book import Site, build_site

MORE = """
Łódź and 김정은 are named here, and Путин; the KN-23 flew over 15,000 metres.[^height]

Boats were counted twice. They sank on {term}`barge` day.

[^height]: A note on altitude.

| Year | Event |
| - | - |
| 2019 | a flood |
| 2020 | a drought |

:::{indicators}
- Rain in the mountains.
:::
"""
FRONT = "\n## In short\n\nBoats were counted twice. They sank on {term}`barge` day.\n"
SECOND = "# Boats of the seas\n\nNothing of rivers {cite:p}`doe2021`; boats alone.\n\n## Flotillas\n\nAnd {fact}`RIV-002`.\n"
BOOK = FILES | {"chapters/one.md": FILES["chapters/one.md"].replace("\n## Lakes", MORE + "\n## Lakes"),
                "chapters/two.md": SECOND, "index.md": FILES["index.md"] + FRONT}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return card_site(tmp_path_factory.mktemp("search"), BOOK)


@pytest.fixture(params=["server", "disk"])
def start(request: pytest.FixtureRequest, site: Site) -> str:
    return request.getfixturevalue("address") if request.param == "server" else site.out.as_uri() + "/"


def found_in(site: Site) -> dict[str, Any]:
    """All that can be found, as the browser reads it."""
    text = (site.out / "_static/search/book.js").read_text("utf-8")
    return json.loads(text.removeprefix("briefbookSearch.book = ").removesuffix(";\n"))


# -- the files ---------------------------------------------------------------------------------------------------------


def test_every_kind_has_its_records(site: Site) -> None:
    book = found_in(site)
    assert [page["page"] for page in book["pages"][:3]] == ["index.html", "chapters/one.html", "chapters/two.html"]
    assert [(entry["id"], entry["page"], entry["anchor"], entry["facts"]) for entry in book["judgments"]] == [
        ("RIV-1", "chapters/one.html", "j-riv-1", ["RIV-001"])]
    assert book["judgments"][0]["rest"].startswith("Confidence low: One count. Another reading: None.")
    assert [(entry["name"], entry["anchor"], entry["text"]) for entry in book["terms"]] == [("barge", "term-barge", "A flat boat.")]
    assert [(entry["id"], entry["statement"]) for entry in book["facts"]] == [
        ("RIV-001", "Roe’s count gives “at least” 20,000 boats."), ("RIV-002", "Doe gives no number.")]
    assert {entry["id"]: entry["text"] for entry in book["sources"]} == {
        "doe2021": "Doe, John. 2021. “On lakes.” Lake News, 4 May 2021. example.org.",
        "roe2020": "Roe, Jane. 2020. On rivers & <banks>. Press."}


def test_a_passage_is_a_paragraph_with_what_belongs_to_it(site: Site) -> None:
    page = next(page for page in found_in(site)["pages"] if page["page"] == "chapters/one.html")
    rivers, lakes = page["sections"]
    assert (rivers["title"], rivers["anchor"], page["number"]) == ("Rivers", "rivers", "1")
    first = rivers["passages"][0]
    assert (first["anchor"], first["number"], first["facts"]) == ("par-1", "1.1", ["RIV-001"])
    assert first["text"] == "Roe counts 20,000 boats on the river. A barge is in the list."  # citations gone, the list there
    texts = [passage["text"] for passage in rivers["passages"]]
    assert "2019 \N{MIDDLE DOT} a flood" in texts
    assert "A note on altitude." in texts
    assert "Indicators to watch: Rain in the mountains." in texts
    assert lakes["passages"][0]["number"] == "1.4"


def test_nothing_is_found_twice(site: Site) -> None:
    book = found_in(site)
    texts = [passage["text"] for page in book["pages"] for section in page["sections"] for passage in section["passages"]]
    assert sum("counted twice" in text for text in texts) == 1
    assert not any("gives no number" in text or "flat boat" in text or "On lakes" in text or "will likely" in text for text in texts)


def test_sphinx_leaves_neither_index_nor_scripts(site: Site) -> None:
    assert not (site.out / "searchindex.js").exists()
    static = {path.name for path in (site.out / "_static").iterdir()}
    assert not static & {"searchtools.js", "language_data.js", "doctools.js", "documentation_options.js", "english-stemmer.js"}


def test_a_page_that_is_kept_out_goes_and_nothing_is_written_twice(tmp_path: Path) -> None:
    card_site(tmp_path / "warm")
    change = {"chapters/two.md": "---\nno-search: true\n---\n# Seas\n\nNothing {cite:p}`doe2021`.\n\nAnd {fact}`RIV-002`.\n"}
    warm = card_site(tmp_path / "warm", FILES | change)
    assert "chapters/two.html" not in {page["page"] for page in found_in(warm)["pages"]}
    before = (warm.out / "_static/search/book.js").stat().st_mtime_ns
    again = card_site(tmp_path / "warm", FILES | change)
    assert (again.out / "_static/search/book.js").stat().st_mtime_ns == before


@pytest.mark.parametrize(("language", "word"), [("de", "Dampfschiff"), ("zh_CN", "")])
def test_the_language_of_the_book_gives_stop_words_and_stemmer(tmp_path: Path, language: str, word: str) -> None:
    site = build_site(tmp_path, {"index.md": f"# Titel\n\n{word or '船'}\n"}, language=language, quiet=False)
    text = (site.out / "_static/search/language.js").read_text("utf-8")
    assert ("GermanStemmer" in text) == (language == "de")
    assert '"und"' in text if language == "de" else "stem" in text


def test_a_single_page_has_no_search(tmp_path: Path) -> None:
    site = build_site(tmp_path, builder="singlehtml")
    assert not (site.out / "_static/search").exists()
    assert not site.page("index").xpath("//input[@name='q']")


# -- the engine --------------------------------------------------------------------------------------------------------

#: What is typed, and the first result: its kind and where it leads.
FIRST = {
    "RIV-1": "judgments chapters/one.html#j-riv-1", "riv-002": "facts evidence.html#riv-002",
    "¶1.2": "chapters chapters/one.html#par-2", "1.2": "chapters chapters/one.html#par-2",
    "doe2021": "sources references.html#ref-doe2021", "Roe": "sources references.html#ref-roe2020",
    "barge": "terms glossary.html#term-barge", "flood": "chapters chapters/one.html#par-3",
    "lodz": "chapters chapters/one.html#par-2", "Lódź": "chapters chapters/one.html#par-2",
    "김정은": "chapters chapters/one.html#par-2", "путин": "chapters chapters/one.html#par-2",
    "KN23": "chapters chapters/one.html#par-2", "kn 23": "chapters chapters/one.html#par-2", "KN-23": "chapters chapters/one.html#par-2",
    "15000 metres": "chapters chapters/one.html#par-2", "altitudes": "chapters chapters/one.html#height",
    "flotilla": "chapters chapters/two.html#par-2", "flotila": "chapters chapters/two.html#par-2",
    '"counted twice"': "chapters chapters/one.html#par-3", "boats seas": "chapters chapters/two.html#par-1",
    "the boats will stay": "judgments chapters/one.html#j-riv-1", "what Roe’s count gives": "facts evidence.html#riv-001",
}
ASK = """async (queries) => {
  const { engine, book, language } = window.briefbookSearch;
  const find = await engine(book, language, window.MiniSearch);
  return queries.map((query) => {
    const { results, unknown } = find(query);
    return { unknown, results: results.map((result) => ({ kind: result.kind, complete: result.complete, ...result.details() })) };
  });
}"""


@pytest.fixture
def ask(browser: Any, site: Site) -> Any:
    """What the engine answers, one list of results for each query."""
    page = visit(browser, (site.out / "search.html").as_uri() + "?q=boats")
    page.wait_for_selector("#search[data-state=done]")
    return lambda *queries: page.evaluate(ASK, list(queries))


@pytest.mark.browser
def test_the_first_result_is_what_was_meant(ask: Any) -> None:
    answers = [f"{answer['results'][0]['kind']} {answer['results'][0]['href']}" if answer["results"] else "" for answer in ask(*FIRST)]
    assert dict(zip(FIRST, answers, strict=True)) == FIRST


@pytest.mark.browser
def test_the_engine_says_what_it_does_not_know_and_puts_less_of_it_last(ask: Any) -> None:
    misspelt, none, phrase, stops, some = ask("flotila", "zzqx", '"twice counted"', "the of", "boats drought")
    assert misspelt["unknown"] == ["flotila"] and misspelt["results"]
    assert none["results"] == [] and none["unknown"] == ["zzqx"]
    assert phrase["results"] == [] and stops["results"] == []
    complete = [result["complete"] for result in some["results"]]
    assert complete == sorted(complete, reverse=True) and not complete[-1]


# -- the page ----------------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_search_from_any_page_filtered_and_followed_by_key(browser: Any, start: str) -> None:
    page = visit(browser, start + "chapters/two.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("boats")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search[data-state=done]")
    assert page.url.endswith("search.html?q=boats")
    everything = page.locator(".result").count()
    assert page.inner_text(".search-summary") == f"{everything} results for “boats”."
    assert page.locator(".result mark").first.inner_text().lower() == "boats"
    assert page.title().startswith("boats – Search")
    page.check("input[value=judgments]")
    assert page.locator(".result").count() == 1
    assert page.inner_text(".search-summary") == "1 result for “boats”."
    page.check("input[name=kind][value='']")
    page.focus("input[name=q]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    first = page.evaluate("document.activeElement.href")
    assert first == page.locator(".result h2 a").first.evaluate("link => link.href")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(first)
    assert page.evaluate("Object.keys(localStorage)") == []
    assert not [text for text in page.messages if "404" not in text]


@pytest.mark.browser
def test_results_follow_the_typing_and_the_address(browser: Any, address: str) -> None:  # noqa: F811
    page = visit(browser, address + "search.html")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("zzqx")
    page.wait_for_selector(".search-nothing:visible")
    assert page.inner_text(".search-summary") == "Nothing found for “zzqx”."
    page.fill("input[name=q]", "flotila")
    page.wait_for_selector(".result")
    assert "does not have “flotila”" in page.inner_text(".search-summary")
    page.goto(address + "search.html?q=boats&kind=facts")
    page.wait_for_selector("#search[data-state=done]")
    assert page.is_checked("input[value=facts]")
    assert page.locator(".result:not(.result-facts)").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light"), (1440, "light"), (1440, "dark")])
def test_the_page_of_results_is_accessible(browser: Any, address: str, width: int, scheme: str) -> None:  # noqa: F811
    page = visit(browser, address + "search.html?q=boats", width, scheme)
    page.wait_for_selector("#search[data-state=done]")
    held_to_the_rules(page, AXE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_without_scripts_the_page_says_so_and_leads_on(browser: Any, start: str) -> None:
    page = visit(browser, start + "search.html?q=boats", java_script_enabled=False)
    assert "Search needs JavaScript" in page.inner_text("main")
    assert not page.is_visible("input[name=q]")
    assert page.locator("noscript a").all_inner_texts() == ["Contents", "Evidence", "Glossary", "References"]


@pytest.mark.browser
def test_the_text_of_the_book_is_fetched_for_a_search_alone(browser: Any, address: str) -> None:  # noqa: F811
    page = visit(browser, address + "chapters/one.html")
    assert not [url for url in page.requests if "search" in url]
