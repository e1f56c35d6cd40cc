"""Which PDFs are made, and the order of their chapters."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes

from briefbook.typst.documents import Document, chapter_of, default_name, documents, order


def env(**toctrees: list[str]) -> Any:
    names = {"index", *toctrees, *(name for children in toctrees.values() for name in children)}
    return SimpleNamespace(
        all_docs=dict.fromkeys(names, 0.0), toctree_includes=toctrees, srcdir="/nowhere", metadata={},
        titles={name: nodes.title("", f"Title of {name}") for name in names}, toc_secnumbers={})


def config(documents: Any = None, project: str = "A Book", **overrides: Any) -> Any:
    return SimpleNamespace(typst_documents=documents, project=project, root_doc="index", overrides=overrides)


@pytest.mark.parametrize(("project", "name"), [
    ("A Book", "a-book"), ("What? Where!  2026", "what-where-2026"), ("\N{EN DASH}", "book"), ("Größe", "größe"),
    ("../etc", "etc")])
def test_file_name_comes_from_the_project(project: str, name: str) -> None:
    assert default_name(config(project=project)) == name


def test_without_a_list_there_is_one_book() -> None:
    assert documents(config(), env()) == [Document("index", "a-book", "", "", "book")]


@pytest.mark.parametrize(("entry", "expected"), [
    (("one", "one"), Document("one", "one", "", "", "brief")),
    (("one", "one.pdf", "T"), Document("one", "one", "T", "", "brief")),
    (("one", "one", "T", "A"), Document("one", "one", "T", "A", "brief")),
    (("one", "one", "T", "A", "page"), Document("one", "one", "T", "A", "page")),
])
def test_what_an_entry_leaves_out_has_a_default(entry: tuple[str, ...], expected: Document) -> None:
    assert documents(config([entry]), env(index=["one"])) == [expected]


def test_empty_list_makes_no_pdf() -> None:
    assert documents(config([]), env()) == []


def test_order_is_that_of_the_toctrees_depth_first() -> None:
    assert order(env(index=["one", "two"], one=["one/a", "one/b"]), "index") == ["index", "one", "one/a", "one/b", "two"]


def test_document_in_two_toctrees_comes_once() -> None:
    assert order(env(index=["one", "two"], one=["shared"], two=["shared"]), "index") == ["index", "one", "shared", "two"]


def test_circle_of_toctrees_ends() -> None:
    assert order(env(index=["one"], one=["index"]), "index") == ["index", "one"]


def test_brief_holds_what_is_below_it_alone() -> None:
    assert order(env(index=["one", "two"], two=["three"]), "two") == ["two", "three"]


def test_chapter_has_the_number_and_short_title_of_the_book() -> None:
    book = env(index=["one"])
    book.toc_secnumbers = {"one": {"": (2, 1)}}
    assert chapter_of(book, "one") == ("2.1", "Title of one")
    book.metadata = {"one": {"shorttitle": "Short"}}
    assert chapter_of(book, "one") == ("2.1", "Short")
    assert chapter_of(book, "index") == ("", "Title of index")
