"""The options of the press: declared once, documented, checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from briefbook.config import OPTIONS, Option, long_date

BY_NAME = {option.name: option for option in OPTIONS}


def fault(name: str, value: Any) -> str | None:
    check = BY_NAME[name].check
    return check(value) if check else None


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_option_is_documented(option: Option) -> None:
    assert re.match(r"[A-Z]", option.help) and option.help.endswith((".", "it."))
    assert option.types and all(isinstance(kind, type) for kind in option.types)
    assert option.rebuild in ("", "env", "html")


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_default_passes_its_own_check(option: Option) -> None:
    assert isinstance(option.default, option.types)
    assert option.check is None or option.check(option.default) is None


def test_names_are_unique_and_ours() -> None:
    assert len(BY_NAME) == len(OPTIONS) > 10
    assert all(name.startswith(("brief_", "typst_")) for name in BY_NAME)


def test_what_a_page_prints_makes_sphinx_read_again() -> None:
    """The imprint directive prints these while a document is read."""
    printed = {"brief_edition", "brief_cutoff", "brief_cutoff_note", "brief_draft", "brief_roles", "brief_distribution",
               "brief_funding", "brief_corrections", "brief_scale"}
    assert {name for name, option in BY_NAME.items() if option.rebuild == "env"} >= printed


@pytest.mark.parametrize(("name", "value"), [
    ("typst_documents", None),
    ("typst_documents", []),
    ("typst_documents", [("index", "book")]),
    ("typst_documents", [("index", "book.pdf", "A title", "An author", "brief")]),
    ("typst_documents", [["index", "book"], ["one", "one", "", "", "page"]]),
    ("brief_pdf_standards", []),
    ("brief_pdf_standards", ["ua-1", "a-2a"]),
    ("brief_paper", "us-letter"),
    ("brief_fonts", ["fonts"]),
    ("brief_unknown_nodes", "text"),
    ("brief_edition_date", ""),
    ("brief_edition_date", "2024-02-29"),
    ("brief_cutoff", "2026-04-30"),
    ("brief_keywords", ("one", "two")),
    ("brief_roles", [("Editor", "A. Name"), ["Reader", "B. Name"]]),
    ("brief_authors", ["de la Cruz, Ana", "{The Institute}"]),
    ("brief_licence", "CC-BY-4.0"),
    ("brief_licence", "https://example.org/terms"),
    ("brief_tag", "example.org,2026:alliance"),
])
def test_right_value_passes(name: str, value: Any) -> None:
    assert fault(name, value) is None


@pytest.mark.parametrize(("name", "value", "words"), [
    ("typst_documents", "index", "expected a list of tuples"),
    ("typst_documents", ["index"], "'index' is not a tuple"),
    ("typst_documents", [("index",)], "is not a tuple"),
    ("typst_documents", [("index", "book", "", "", "book", "")], "is not a tuple"),
    ("typst_documents", [("index", None)], "not a string"),
    ("typst_documents", [("index", "book", "", "", "poster")], "'poster' is not one of book, brief, page"),
    ("typst_documents", [("index", "book"), ("one", "book.pdf")], "two PDFs would be called 'book'"),
    ("brief_pdf_standards", ["a-9z"], "'a-9z' is not one of"),
    ("brief_pdf_standards", [3], "expected a list of strings"),
    ("brief_paper", "a5", "expected one of a4, us-letter"),
    ("brief_fonts", ["fonts", 1], "expected a list of strings"),
    ("brief_authors", ["{The Institute"], "'{The Institute' is no name"),
    ("brief_authors", "Ana de la Cruz", "expected a list of strings"),
    ("brief_licence", "CC BY 4.0", "expected an SPDX identifier"),
    ("brief_tag", "tag:example.org", "expected a domain, a comma, a year"),
    ("brief_unknown_nodes", "drop", "expected one of error, text"),
    ("brief_edition_date", "31 January 2026", "expected a date such as 2026-04-30"),
    ("brief_edition_date", "2026-02-30", "expected a date"),
    ("brief_cutoff", "2026", "expected a date"),
    ("brief_keywords", "one, two", "expected a list of strings"),
    ("brief_roles", [("Editor",)], "expected a list of (role, name) pairs"),
    ("brief_roles", {"Editor": "A. Name"}, "expected a list of (role, name) pairs"),
])
def test_wrong_value_is_named(name: str, value: Any, words: str) -> None:
    assert words in str(fault(name, value))


@pytest.mark.parametrize("name", [
    "book/index", "../book", "", "a\\b", ".pdf", ".hidden"])
def test_file_name_that_leaves_the_folder_is_refused(name: str) -> None:
    assert "file name" in str(fault("typst_documents", [("index", name)]))


def test_scale_that_nobody_declared_is_refused() -> None:
    assert "expected one of ICD 203, PHIA, IPCC" in str(fault("brief_scale", "Sherman Kent"))


def test_the_book_gives_every_option_a_right_value() -> None:
    settings: dict[str, Any] = {}
    conf = Path(__file__).parents[2] / "conf.py"
    exec(compile(conf.read_text(encoding="utf-8"), conf, "exec"), {"__file__": str(conf)}, settings)
    given = {name: settings[name] for name in BY_NAME if name in settings}
    assert len(given) > 8
    assert {name: fault(name, value) for name, value in given.items()} == dict.fromkeys(given)
    assert all(isinstance(value, BY_NAME[name].types) for name, value in given.items())


@pytest.mark.parametrize(("iso", "words"), [
    ("", ""), ("2026-04-30", "30 April 2026"), ("2026-01-01", "1 January 2026"), ("2025-12-31", "31 December 2025")])
def test_dates_are_spelled_without_the_machines_locale(iso: str, words: str) -> None:
    assert long_date(iso) == words
