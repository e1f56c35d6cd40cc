"""Takes from Sphinx's environment, once it is read, all that the rules need: a :class:`~briefbook.checker.book.Book`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook.analysis.likelihood import SCALES
from briefbook.charts.chart import SUFFIX
from briefbook.charts.description import FILE, read_description
from briefbook.charts.table import read_table
from briefbook.checker.book import Book, Chapter, Place, SourceEntry
from briefbook.checker.chapters import Reader, is_glossary
from briefbook.checker.layers import layers
from briefbook.checker.places import Sources
from briefbook.directives.charts import DATA
from briefbook.directives.ledger import ledger_of, reading_order
from briefbook.ledger.charted import cell_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from briefbook.ledger.records import Ledger
    from briefbook.problems import Finding


def gather(env: BuildEnvironment, pdfs: Path) -> Book:
    """The book of *env*; its PDFs, if they have been made, stand in the folder *pdfs*."""
    domain, config = ledger_of(env), env.config
    sources = Sources(Path(env.srcdir))
    book = Book(sources, SCALES[config.brief_scale], [], domain.ledger, domain.reading.findings, _entries(env),
                tuple(_data(Path(env.srcdir), domain.ledger)), edition=config.brief_edition_date, cutoff=config.brief_cutoff)
    reader = Reader(env, sources, book.units)
    book.chapters = [reader.chapter(docname) for docname in _documents(env)]
    book.glossary = frozenset(_glossary(env, book.chapters))
    book.cited_elsewhere = frozenset(
        [key for fact in domain.ledger.facts.values() for key in fact.sources]
        + [key for chart in domain.charts for key in chart.sources])
    places = {chapter.docname: chapter.place for chapter in book.chapters}
    book.layers, book.notes = layers(env, pdfs, places)
    if not book.glossary:
        book.notes.append("T403 for the glossary: the book has none")
    return book


def _documents(env: BuildEnvironment) -> list[str]:
    """All documents: those of the toctrees in reading order, then the others."""
    order = [name for name in reading_order(env) if name in env.all_docs]
    return order + sorted(set(env.all_docs) - set(order))


def _entries(env: BuildEnvironment) -> dict[str, SourceEntry]:
    """The entries of the bibliography, each with its place."""
    domain: Any = env.domains.get("cite")
    if domain is None:
        return {}
    found = {}
    for key, entry in domain.bibdata.data.entries.items():
        persons = {role: " and ".join(map(str, people)) for role, people in entry.persons.items() if people}
        fields = {name.lower(): str(value) for name, value in entry.fields.items()}
        place = domain.data["places"].get(key)
        found[key] = SourceEntry(key, entry.type.lower(), fields | persons, Place(place.path, place.line) if place else Place("", 1))
    return found


def _glossary(env: BuildEnvironment, chapters: list[Chapter]) -> Iterator[str]:
    """The terms of every glossary, and of documents called so."""
    for name, _shown, kind, *_rest in env.domains.standard_domain.get_objects():
        if kind == "term":
            yield name
    for chapter in chapters:
        if is_glossary(chapter.docname):
            yield from (passage.text for passage in chapter.passages if passage.kind == "term")


def _data(root: Path, ledger: Ledger) -> Iterator[Finding]:
    """What is wrong with the data files, drawn or not; cells may name values of the ledger."""
    for path in sorted((root / DATA).rglob("*")) if (root / DATA).is_dir() else ():
        if path.suffix not in (".csv", ".json") or path.name.endswith(SUFFIX):
            continue
        shown, beside = (item.relative_to(root).as_posix() for item in (path, path.with_name(FILE)))
        description, findings = read_description(path.with_name(FILE), beside, path.name)
        yield from findings
        if description and path.suffix == ".csv":
            yield from read_table(path, shown, description, lambda cell: cell_of(ledger, cell)[0])[1]
