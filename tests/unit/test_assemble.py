"""One PDF put together from the fragments of its chapters."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from sphinx import locale

from briefbook.config import edition_line, imprint_rows
from briefbook.typst.assemble import Assembler
from briefbook.typst.documents import Document
from briefbook.typst.fragment import Fragment


@pytest.fixture(autouse=True)
def english() -> None:
    """As in a build, where words are strings and not stand-ins for them."""
    locale.init([], "en")


def fragment(docname: str, *, links: tuple[tuple[str, str], ...] = (), ids: tuple[str, ...] = (), **rest: Any) -> Fragment:
    targets = {f"{docname}#{name}": f"{docname}#{name}" for name in ("", *ids)}
    return Fragment(docname, targets=targets, links=set(links), **rest)


def assembler(*keys: str) -> Assembler:
    made = Assembler.__new__(Assembler)
    made.entries = {key: f"Entry of {key}." for key in keys}
    return made


def test_list_has_the_order_of_the_book_and_not_of_citation() -> None:
    fragments = [fragment("two", cited=["c", "a"]), fragment("one", cited=["a"])]
    assert assembler("a", "b", "c")._cited(fragments) == ["a", "c"]


def test_key_without_an_entry_is_left_to_the_message_about_it() -> None:
    assert assembler("a")._cited([fragment("one", cited=["nobody"])]) == []


def test_links_lead_to_places_of_the_pdf_alone() -> None:
    one = fragment("one", links=(("one", "here"), ("two", "there"), ("three", "away")), ids=("here",))
    assert Assembler._places([one, fragment("two", ids=("there",))]) == {"one#here": "one#here", "two#there": "two#there"}


def test_link_to_a_place_that_is_not_printed_leads_to_its_document() -> None:
    one = fragment("one", links=(("two", "hidden"),))
    assert Assembler._places([one, fragment("two")]) == {"two#hidden": "two#"}


def test_sources_that_a_bibliography_prints_are_not_listed_again() -> None:
    source = assembler("a", "b")._references(["a", "b"], {"a"}, 2)
    assert "Entry of b." in source and "Entry of a." not in source


def test_nothing_cited_needs_no_heading() -> None:
    assert assembler("a")._references([], set(), 2) == ""


def test_heading_of_the_list() -> None:
    assert "heading-at(0, 2, none)[References]" in assembler("a")._references(["a"], set(), 2)


@pytest.mark.parametrize(("layout", "body", "level"), [
    ("book", "#document-title(1, none)[T];\n", 1), ("brief", "#document-title(1, none)[T];\n", 2),
    ("page", "#document-title(1, none)[T];\n", 2), ("page", "Text alone.\n", 1)])
def test_heading_of_the_list_stands_beside_those_of_the_text(layout: str, body: str, level: int) -> None:
    assert assembler()._list_level(Document("one", "one", "", "", layout), body) == level


def test_headings_are_counted_and_words_that_look_like_them_are_not() -> None:
    source = '#section-heading(1, "1")[One];\n#document-title(1, none)[T];\nText #"#section-heading(";\n'
    assert Assembler._heading_count(source) == 2


# -- edition and imprint -----------------------------------------------------------------------------------------------


def settings(**given: Any) -> Any:
    plain = {"brief_roles": [], "brief_edition": "", "brief_draft": False, "brief_cutoff": "", "brief_cutoff_note": "",
             "brief_distribution": "", "brief_funding": "", "brief_corrections": "", "copyright": ""}
    return SimpleNamespace(**plain | given)


@pytest.mark.parametrize(("given", "line"), [
    ({}, ""),
    ({"brief_edition": "May 2026"}, "Edition May 2026"),
    ({"brief_draft": True}, "Draft"),
    ({"brief_edition": "May 2026", "brief_draft": True}, "Edition May 2026 \N{MIDDLE DOT} Draft")])
def test_edition_line_says_what_is_known(given: dict[str, Any], line: str) -> None:
    assert edition_line(settings(**given)) == line


def test_imprint_leaves_out_what_nobody_said() -> None:
    assert imprint_rows(settings()) == {}


def test_imprint_says_cut_off_and_why() -> None:
    rows = imprint_rows(settings(brief_cutoff="2026-04-30", brief_cutoff_note="It was checked until May."))
    assert rows == {"Information cut-off": "30 April 2026. It was checked until May."}


def test_people_who_share_a_role_are_all_named() -> None:
    assert imprint_rows(settings(brief_roles=[("Author", "A"), ("Reader", "B"), ("Author", "C")])) == {
        "Author": "A, C", "Reader": "B"}


def test_several_rights_are_all_named() -> None:
    assert imprint_rows(settings(copyright=["2025, A", "2026, B"])) == {"Copyright": "2025, A, 2026, B"}
