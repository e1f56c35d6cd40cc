"""The book as data: ``data/book.json`` with its judgments, facts and sources, and the JSON Schema that describes it.

The records below are the schema; ``docs/data.md`` says the same in words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from docutils import nodes
from pydantic import Field

from briefbook import bibliography, publication
from briefbook.analysis.likelihood import SCALES
from briefbook.bibliography.exports import csl
from briefbook.directives.ledger import fact_anchor, ledger_of
from briefbook.ledger.records import Fact, Record
from briefbook.web import addresses, downloads
from briefbook.web.assets import uses_theme, write

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from briefbook.ledger.graph import JudgmentEntry

FILE, SCHEMA = "data/book.json", "data/book.schema.json"
#: Raised whenever a field is renamed or goes.
VERSION = 1
#: Fields of a bibliography entry that tell how far the source is to be trusted.
_STANDING = ("grade", "descriptor", "origin", "titlestatus", "textseen")


class About(Record):
    """The book and this edition of it."""

    title: str
    description: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    language: str
    edition: str = Field("", description="As printed.", examples=["November 2026"])
    published: str = Field("", description="Date of the first edition, ISO 8601.")
    modified: str = Field("", description="Date of this edition, ISO 8601.")
    cutoff: str = Field("", description="The date after which the book knows nothing, ISO 8601.")
    draft: bool = False
    licence: str = Field("", description="SPDX identifier, or an address.")
    base: str = Field("", description="The address that all pages are relative to; empty where it is not known.")


class Page(Record):
    """A page of the web edition."""

    page: str = Field(description="Its address, relative to the base.", examples=["chapters/china.html"])
    title: str
    number: str = Field("", description="The number of a chapter.")
    sources: tuple[str, ...] = Field((), description="Keys of the sources that it cites.")


class Range(Record):
    """What a likelihood word stands for, in per cent."""

    low: int
    high: int


class Outcome(Record):
    """What came of a forecast."""

    result: Literal["occurred", "did not occur", "not scored"]
    date: str = Field(description="When that was known, ISO 8601.")
    facts: tuple[str, ...] = Field((), description="Ids of the facts that show it.")
    why: str = Field("", description="Why it is not scored, or a remark.")


class Judgment(Record):
    """An assessment of the book."""

    id: str
    page: str = Field(description="Where it stands.", examples=["chapters/china.html#j-chn-1"])
    statement: str
    likelihood: str
    range: Range | None = None
    confidence: str
    facts: tuple[str, ...] = Field(description="Ids of the facts that it rests on.")
    review: str = Field("", description="When it is looked at again, ISO 8601.")
    resolves: str = Field("", description="When a forecast is known to be right or wrong, ISO 8601.")
    previous: str = Field("", description="Its likelihood in the edition before, or 'new'.")
    moved: str = Field("", description="Why it moved.")
    outcome: Outcome | None = Field(None, description="What came of a forecast; absent while that is open.")


class PlacedFact(Fact):
    """A fact of the ledger, and where the register has it."""

    page: str = Field("", description="Its entry in the evidence register; empty for a book without one.")


class Source(Record):
    """A source of the book."""

    key: str
    label: str = Field(description="How the text names it.", examples=["Lee 2024a"])
    reference: str = Field(description="As the reference list prints it.")
    standing: dict[str, str] = Field({}, description="What the bibliography says of its standing, by field.")
    csl: dict[str, Any] = Field(description="The source as CSL-JSON.")


class BookData(Record):
    """A briefing book as data."""

    format: Literal["briefbook"] = "briefbook"
    version: int = Field(VERSION, description="Raised whenever a field is renamed or goes.")
    book: About
    pages: tuple[Page, ...]
    judgments: tuple[Judgment, ...]
    facts: tuple[PlacedFact, ...]
    sources: tuple[Source, ...]


def schema_text() -> str:
    """The JSON Schema of :data:`FILE`."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | BookData.model_json_schema()
    schema["properties"] = {"$schema": {"type": "string"}} | schema["properties"]
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def data_of(app: Sphinx) -> BookData:
    """The book, complete once all pages are written."""
    domain, builder = ledger_of(app.env), app.builder
    register = domain.register("evidence")
    cited = downloads.cited(app)

    def placed(fact: Fact) -> PlacedFact:
        page = f"{builder.get_target_uri(register)}#{fact_anchor(fact.id)}" if register else ""
        return PlacedFact(**{name: getattr(fact, name) for name in Fact.model_fields}, page=page)

    return BookData(
        book=_about(app), pages=tuple(_page(app, docname, cited[docname]) for docname in cited),
        judgments=tuple(_judgment(app, entry) for entry in domain.judgments),
        facts=tuple(map(placed, domain.ledger.facts.values())), sources=_sources(app))


def _about(app: Sphinx) -> About:
    work = publication.book(app.config, app.env)
    same = {name: getattr(work, name) for name in About.model_fields if name not in ("authors", "base")}
    return About(**same, authors=tuple(work.names), base=addresses.base(app.config))


def _page(app: Sphinx, docname: str, keys: list[str]) -> Page:
    work = publication.page(app.config, app.env, docname)
    return Page(page=app.builder.get_target_uri(docname), title=work.title, number=work.number, sources=tuple(sorted(keys)))


def _judgment(app: Sphinx, entry: JudgmentEntry) -> Judgment:
    scale = SCALES.get(app.config.brief_scale)
    term = scale.find(entry.likelihood) if scale and entry.likelihood else None
    return Judgment(
        id=entry.ident, page=f"{app.builder.get_target_uri(entry.docname)}#{entry.anchor}", statement=entry.statement,
        likelihood=entry.likelihood, range=Range(low=term.low, high=term.high) if term else None,
        confidence=entry.confidence, facts=entry.facts, review=entry.review, resolves=entry.resolves,
        previous=entry.previous, moved=entry.moved, outcome=Outcome(**asdict(entry.outcome)) if entry.outcome else None)


def _sources(app: Sphinx) -> tuple[Source, ...]:
    known = downloads.sources(app)
    entries: Mapping[str, Any] = bibliography.formatted_entries(app.env) if known else {}
    return tuple(
        Source(key=key, label=entry.label, reference=nodes.paragraph("", "", *entry.nodes).astext(),
               standing={name: words for name in _STANDING if (words := known[key].words(name))}, csl=csl.item(known[key]))
        for key, entry in entries.items())


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the book and its schema."""
    if exception or not uses_theme(app.builder):
        return
    out = Path(app.outdir)
    found = {"$schema": SCHEMA.rpartition("/")[2]} | data_of(app).model_dump(mode="json", exclude_none=True)
    write(out / FILE, (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode())
    write(out / SCHEMA, schema_text().encode())


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write_files)
