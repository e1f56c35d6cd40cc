"""What the book is and how it is cited: licences, keys, persons and bodies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbook.bibliography.entrytext import entry_text
from briefbook.bibliography.names import parse_name
from briefbook.bibliography.rich import plain
from briefbook.publication import Work, citation_cff, key, slug, source

BOOK = Work("index", "The Pact", "On it.", (parse_name("de la Cruz, Jr., Ana"), parse_name("{The Institute}")), "The Institute", "en-GB",
            ("pact",), "2026-01-01", "2026-11-22", "November 2026", "2026-04-30", False, "CC-BY-NC-SA-4.0")


@pytest.mark.parametrize(("licence", "address"), [
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("https://example.org/terms", "https://example.org/terms"), ("Apache-2.0", ""), ("", "")])
def test_a_licence_leads_to_its_text(licence: str, address: str) -> None:
    assert replace(BOOK, licence=licence).licence_url == address


@pytest.mark.parametrize(("title", "slugged"), [
    ("The North Korea\N{EN DASH}Russia Pact", "the-north-korea-russia-pact"), ("Łódź: État", "odz-etat"), ("북한", "book"), ("A&B 2", "a-b-2")])
def test_a_key_is_ascii(title: str, slugged: str) -> None:
    assert slug(title) == slugged


def test_a_part_is_cited_as_a_chapter_of_the_book() -> None:
    part = replace(BOOK, docname="chapters/china", title="China", number="5", whole=BOOK, draft=True)
    assert key(part) == "the-pact-2026-china"
    assert plain(entry_text(source(part, "https://example.org/c.html"))) == (
        "de la Cruz, Ana, Jr., and The Institute. 2026. “China.” Chap. 5 in The Pact, Edition November 2026. Draft. "
        "https://example.org/c.html.")


def test_a_publisher_who_is_an_author_is_not_named_twice() -> None:
    assert "institution" not in source(BOOK).fields
    assert source(replace(BOOK, publisher="A Press")).fields["institution"] == "{A Press}"


def test_the_citation_file_knows_persons_from_bodies() -> None:
    found = citation_cff(BOOK)
    assert found["authors"] == [
        {"family-names": "Cruz", "given-names": "Ana", "name-particle": "de la", "name-suffix": "Jr."}, {"name": "The Institute"}]
    assert (found["license"], found["languages"], found["notes"]) == ("CC-BY-NC-SA-4.0", ["en"], "information cut-off 2026-04-30")


def test_what_is_not_known_is_not_said() -> None:
    bare = replace(BOOK, authors=(), publisher="", modified="", published="", edition="", cutoff="", licence="", keywords=(), description="")
    assert citation_cff(bare) == {"type": "report", "title": "The Pact", "languages": ["en"]}
    assert source(bare).fields == {"title": "The Pact"}
