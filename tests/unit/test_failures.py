"""Which warnings forbid publishing a PDF."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import pytest

from briefbook.problems import Problem
from briefbook.typst.failures import Failures, Warned, is_loss


def record(kind: str = "", message: str = "a message", level: int = logging.WARNING, **extra: Any) -> logging.LogRecord:
    type_, _dot, subtype = kind.partition(".")
    made = logging.LogRecord("sphinx.any", level, __file__, 1, message, (), None)
    made.__dict__.update({"type": type_, "subtype": subtype, "location": None} | extra)
    return made


def config(**settings: Any) -> Any:
    return SimpleNamespace(**{"suppress_warnings": [], "brief_pdf_standards": ["ua-1", "a-3a"]} | settings)


@pytest.mark.parametrize("kind", [
    "image.not_readable", "download.not_readable", "toc.not_readable", "toc.excluded", "myst.header",
    "myst.xref_missing", "myst.directive_unknown", "myst.role_unknown", "myst.directive_option", "ref.ref", "ref.doc",
    "ref.numref", "ref.term", "ref.class", "bibtex.key_not_found",
    *(f"briefbook.{problem.code}" for problem in Problem if problem.is_error)])
def test_what_loses_something_is_an_error(kind: str) -> None:
    assert is_loss(record(kind))


@pytest.mark.parametrize("kind", [
    "toc.not_included", "ref.citation", "ref.footnote", "ref.python", "misc.highlighting_failure", "epub.unknown_project_files",
    "duplicate_declaration.c", "", *(f"briefbook.{problem.code}" for problem in Problem if not problem.is_error)])
def test_what_loses_nothing_is_a_warning(kind: str) -> None:
    assert not is_loss(record(kind))


def test_docutils_errors_are_errors() -> None:
    assert is_loss(record("docutils.", level=logging.ERROR))


def test_reference_to_something_without_a_number_is_an_error() -> None:
    assert is_loss(record(message="Failed to create a cross reference. Any number is not assigned: %s"))


def test_errors_and_warnings_are_counted_apart() -> None:
    failures = Failures(config())
    for kind in ("ref.ref", "briefbook.B101", "toc.not_included"):
        failures.emit(record(kind))
    assert (failures.errors, failures.warnings, failures.count) == (2, 1, 3)


def test_message_that_sphinx_sends_twice_counts_once() -> None:
    """Sphinx keeps the warnings of the reading phase back and hands the same records out again."""
    failures, same = Failures(config()), record("myst.header")
    failures.emit(same)
    failures.emit(same)
    failures.emit(record("myst.header"))
    assert failures.errors == 2


@pytest.mark.parametrize("silenced", ["ref", "ref.*", "ref.ref"])
def test_what_the_author_silences_does_not_count(silenced: str) -> None:
    failures = Failures(config(suppress_warnings=[silenced]))
    failures.emit(record("ref.ref"))
    assert failures.count == 0


@pytest.mark.parametrize(("kind", "errors"), [
    ("briefbook.B101", 0), ("briefbook.B105", 0), ("briefbook.C211", 0), ("ref.ref", 0), ("image.not_readable", 0),
    ("bibtex.key_not_found", 0), ("briefbook.B102", 1), ("briefbook.B104", 1), ("briefbook.B107", 1),
    ("briefbook.E410", 1)])
def test_without_standards_only_gaps_are_errors(kind: str, errors: int) -> None:
    failures = Failures(config(brief_pdf_standards=[]))
    failures.emit(record(kind))
    assert (failures.errors, failures.warnings) == (errors, 1 - errors)


@pytest.mark.parametrize("message", [
    "image file not readable: chapters/a b.png", "image file not readable: chapters/a b.png [image.not_readable]"])
def test_unreadable_images_are_remembered_by_path(message: str) -> None:
    failures = Failures(config())
    failures.emit(record("image.not_readable", message))
    assert failures.unreadable_images == {"chapters/a b.png"}


def warned(location: Any) -> set[str]:
    env = SimpleNamespace(
        found_docs={"index", "chapters/one"},
        path2doc=lambda path: path.removeprefix("/book/").removesuffix(".md"))
    handler = Warned(SimpleNamespace(config=config(), env=env))  # type: ignore[arg-type]
    handler.emit(record("ref.ref", location=location))
    return handler.docnames


@pytest.mark.parametrize("location", [
    "chapters/one", ("chapters/one", 3), "/book/chapters/one.md:3", "/book/chapters/one.md", "/book/chapters/one.md:",
    "chapters/one.md:7"])
def test_document_of_a_warning_is_known(location: Any) -> None:
    assert warned(location) == {"chapters/one"}


@pytest.mark.parametrize("location", [None, "", "references.bib:3", "/book/chapters/gone.md:1"])
def test_warning_without_a_document_concerns_everything(location: Any) -> None:
    assert warned(location) == {Warned.EVERYTHING}
