"""The search of the real book, asked as its readers would: what was meant stands among the first results."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

#: What is typed, and what has to be among the first three results: a kind and a part of the address.
MEANT = {
    "China cut fuel": "judgments #j-chn-3", "Panel of Experts ended": "chapters sanctions.html#par-",
    "MSMT": "terms #term-MSMT", "casualties Kursk": "chapters casualties.html", "treaty article 4": "chapters partnership.html#par-",
    "Article 4": "terms #term-Article-4", "MIL-127": "facts #mil-127", "mil-127": "facts #mil-127", "CHN-1": "judgments #j-chn-1",
    "¶6.4": "chapters sanctions.html#par-4", "Jang Hojin": "sources #ref-jang2025", "Reuters 2019": "sources #ref-reuters",
    "nuclear consultative group": "judgments #j-rsp-2", "sanctons enforcement": "chapters sanctions.html#par-",
    "tankers fuel barrels": "chapters north-korea-gains.html", "국가정보원": "terms #term-NIS", "Путин": "chapters glossary.html",
    "submarine reactor": "judgments #j-nkg-3", "Iran bloc": "judgments #j-bey-6", "Xi met Kim in Beijing": "chapters china.html#par-",
    "prisoners of war": "facts #rsp-", "coal Rajin exemption": "facts #chn-418",
    '"Multilateral Sanctions Monitoring Team"': "terms #term-MSMT",
}
ASK = """async (queries) => {
  const { engine, book, language } = window.briefbookSearch;
  const find = await engine(book, language, window.MiniSearch);
  return queries.map((query) => find(query).results.slice(0, 3).map((result) => `${result.kind} ${result.details().href}`));
}"""


def test_what_is_meant_is_among_the_first(made: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((made / "html" / "search.html").as_uri() + "?q=treaty")
    page.wait_for_selector("#search[data-state=done]")
    answers = dict(zip(MEANT, page.evaluate(ASK, list(MEANT)), strict=True))
    page.close()
    missed = {query: found for query, found in answers.items() if not any(
        all(part in result for part in MEANT[query].split()) for result in found)}
    assert not missed


def test_the_index_is_light_for_a_telephone(made: Path) -> None:
    static = made / "html" / "_static"
    paths = [static / "search" / "book.js", static / "search" / "language.js", static / "minisearch.js", static / "briefbook-engine.js"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in paths) < 400_000
