"""From the book as it was read to the record of its edition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from briefbook import bibliography, publication
from briefbook.directives.ledger import fact_anchor, ledger_of
from briefbook.directives.written import mark
from briefbook.editions.record import (
    NAME,
    Address,
    Amount,
    EditionRecord,
    Fact,
    Gone,
    Judgment,
    Outcome,
    Source,
    filled,
    last_before,
)
from briefbook.ledger.collected import value_of
from briefbook.ledger.formatting import text_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from briefbook.ledger.graph import JudgmentEntry
    from briefbook.ledger.records import Fact as LedgerFact

#: A role in the text of an event or a cell.
_ROLE = re.compile(r"\{(\w+(?::\w+)?)\}`([^`|]*)(?:\|([^`]*))?`")
_LEDGER = "ledger"


def edition_of(config: Any) -> str:
    """The name of the edition that the sources are: year and month of its date; empty without a date."""
    name: str = (config.brief_edition_date or "")[:7]
    return name if NAME.fullmatch(name) else ""


def last_edition(env: BuildEnvironment, edition: str = "") -> EditionRecord | None:
    """The record of the edition before this one; ``None`` for a first one. Raises ``RecordError``."""
    name = edition or edition_of(env.config)
    return last_before(Path(env.srcdir), name) if name else None


def record_of(env: BuildEnvironment, edition: str = "", before: EditionRecord | None = None) -> EditionRecord:
    """The record of the book that *env* has read, whose last edition is *before*."""
    domain, config = ledger_of(env), env.config
    work, gone = publication.book(config, env), retired(env, before)
    standing = {*_addresses(env), *(page for item in gone.values() for page in item.pages)}
    standing |= {*config.brief_moved, *_moved_with(config.brief_moved, standing, before)}
    return EditionRecord(
        edition=edition or edition_of(config), printed=config.brief_edition, title=work.title,
        date=config.brief_edition_date, cutoff=config.brief_cutoff,
        judgments={entry.ident: _judgment(env, entry) for entry in domain.judgments},
        facts={fact.id: _fact(env, fact) for fact in domain.ledger.facts.values()},
        sources=dict(_sources(env)), changes=dict(domain.reading.collected.changes), retired=gone,
        passages=dict(_passages(env)), addresses=tuple(sorted(standing)))


def _moved_with(moved: Mapping[str, str], standing: Set[Address], before: EditionRecord | None) -> Iterator[Address]:
    """Places of the last edition on pages that have moved, where the new page has them too."""
    for place in before.addresses if before else ():
        page, hash_, anchor = place.partition("#")
        if hash_ and f"{moved.get(page, '')}#{anchor}" in standing:
            yield place


def _judgment(env: BuildEnvironment, entry: JudgmentEntry) -> Judgment:
    statement = ledger_of(env).written[entry.docname].statements.get(entry.ident, entry.statement)
    return Judgment(
        statement=_filled(env, statement), likelihood=entry.likelihood, confidence=entry.confidence, facts=entry.facts,
        moved=entry.moved, resolves=entry.resolves, outcome=Outcome(**asdict(entry.outcome)) if entry.outcome else None,
        page=f"{entry.docname}#{entry.anchor}")


def _fact(env: BuildEnvironment, fact: LedgerFact) -> Fact:
    register = ledger_of(env).register("evidence")
    values = {value.name: Amount(
        printed=text_of(value, frozenset({"unit"})),
        raw=value.value if value.value is not None else (value.low, value.high)) for value in fact.values}  # type: ignore[arg-type]
    return Fact(statement=fact.statement, values=values, sources=fact.sources, grade=str(fact.grade),
                page=f"{register}#{fact_anchor(fact.id)}" if register else "")


def _sources(env: BuildEnvironment) -> Iterator[tuple[str, Source]]:
    """The sources that the book lists."""
    known = ledger_of(env).source_keys
    for key, entry in bibliography.formatted_entries(env).items() if known else ():
        fields = known[key].fields
        said = {name: " ".join(str(fields.get(name, "")).split()) for name in ("grade", "descriptor", "withdrawn")}
        yield key, Source(reference=" ".join(nodes.paragraph("", "", *entry.nodes).astext().split()), **said)


def retired(env: BuildEnvironment, before: EditionRecord | None) -> dict[str, Gone]:
    """What the book has retired, up to now and in this edition; only the record before tells what an id was and where."""
    found = dict(before.retired) if before else {}
    for change in ledger_of(env).reading.collected.changes.values():
        for ident in change.of if change.kind == "retired" and before else ():
            kind, pages = stood(before, ident)
            if kind:
                found[ident] = Gone(kind=kind, date=change.date, why=change.why, instead=change.instead or "", pages=pages)
    return found


def stood(record: EditionRecord, ident: str) -> tuple[Any, tuple[Address, ...]]:
    """What *ident* was in an edition, ``judgment``, ``fact``, ``source`` or ``page``, and where it stood."""
    if ident in record.judgments:
        return "judgment", (record.judgments[ident].page,)
    if ident in record.facts:
        return "fact", tuple(filter(None, [record.facts[ident].page]))
    if ident in record.sources:
        anchors = {nodes.make_id(f"source-{ident}"), f"ref-{ident}"}
        return "source", tuple(place for place in record.addresses if place.partition("#")[2] in anchors)
    return ("page", (ident,)) if ident in record.addresses else ("", ())


# -- text ----------------------------------------------------------------------------------------------------------------


def _passages(env: BuildEnvironment) -> Iterator[tuple[Address, tuple[str, ...]]]:
    domain = ledger_of(env)
    for docname, written in domain.written.items():
        for anchor, texts in written.sections.items():
            yield f"{docname}#{anchor}" if anchor else docname, tuple(_filled(env, text) for text in texts)
    collected, said = domain.reading.collected, partial(_of_ledger, env)
    for event in collected.events.values():
        yield f"{_LEDGER}/events#{event.id}", (said(event.text),)
    for series in collected.series.values():
        yield f"{_LEDGER}/series#{series.id}", tuple(said(text) for text in (series.title, series.note) if text)
    for matrix in collected.matrices.values():
        lines = [f"{line.id}: {said(line.name)}" for line in (*matrix.rows, *matrix.columns)]
        cells = [f"{cell.row}, {cell.column}: {said(cell.text)}" for cell in matrix.cells]
        yield f"{_LEDGER}/matrices#{matrix.id}", (said(matrix.title), *lines, *cells)


def _of_ledger(env: BuildEnvironment, text: str) -> str:
    """A text of the ledger with its values as marks and without its citations."""
    facts = ledger_of(env).ledger.facts

    def role(match: re.Match[str]) -> str:
        found = value_of(facts, match[2].strip()) if match[1] == "value" else None
        if found:
            return mark(match[2].strip(), text_of(found[1], frozenset((match[3] or "").split())))
        return "" if match[1] == "fact" or match[1].startswith("cite") else match[2].partition("<")[0].strip()

    words = " ".join(_ROLE.sub(role, text).split())
    return re.sub(r" ([.,;:)])", r"\1", words)


def _filled(env: BuildEnvironment, text: str) -> str:
    """*text* with the words of its references."""
    return filled(text, partial(_printed, env))


def _printed(env: BuildEnvironment, name: str) -> str:
    """What the mark *name* of a reference or of a citation prints."""
    kind, _colon, target = name.partition(":")
    if kind not in ("ref", "numref"):
        entries = bibliography.formatted_entries(env)
        return entries[name].label if name in entries else name
    std = env.domains.standard_domain
    docname, anchor, *title = std.labels.get(target) or std.anonlabels.get(target) or ("", "")
    if kind == "ref":
        return title[0] if title else target
    for figure, numbers in env.toc_fignumbers.get(docname, {}).items():
        if anchor in numbers:
            form: str = env.config.numfig_format.get(figure, "%s")
            return form.replace("%s", ".".join(map(str, numbers[anchor])))
    number = env.toc_secnumbers.get(docname, {}).get(f"#{anchor}") or env.toc_secnumbers.get(docname, {}).get("")
    return env.config.numfig_format.get("section", "%s").replace("%s", ".".join(map(str, number))) if number else target


# -- addresses -----------------------------------------------------------------------------------------------------------


def _addresses(env: BuildEnvironment) -> Iterator[Address]:
    """Every page and PDF, and every place that others may cite: what has a label, judgments, facts and sources."""
    domain, std = ledger_of(env), env.domains.standard_domain
    yield from env.all_docs
    yield from (f"{entry[1].removesuffix('.pdf')}.pdf" for entry in env.config.typst_documents)
    for docname, anchor, *_title in std.anonlabels.values():
        if docname in env.all_docs and anchor:
            yield f"{docname}#{anchor}"
    yield from (f"{entry.docname}#{entry.anchor}" for entry in domain.judgments)
    register = domain.register("evidence")
    yield from (f"{register}#{fact_anchor(ident)}" for ident in domain.ledger.facts if register)
    cite: Any = env.domains.get("cite")
    listed = {citation.key: citation for citation in cite.citations} if cite else {}
    for key, citation in listed.items():
        yield f"{citation.bibliography_key.docname}#{citation.citation_id}"
        if domain.register("sources"):
            yield f"{domain.register('sources')}#{nodes.make_id(f'source-{key}')}"
