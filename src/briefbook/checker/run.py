"""One check: the rules over the book, what was heard while it was read, less what comments silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from briefbook.checker.gathering import gather
from briefbook.checker.report import Report, Silenced
from briefbook.checker.rules import all_rules
from briefbook.checker.silencing import Silence, apply, silences
from briefbook.directives.ledger import ledger_of
from briefbook.editions.holding import findings as lost
from briefbook.problems import Finding, Problem

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from briefbook.checker.book import Book

#: Faults for which a rule of the standard has a code too: the rule's is told, once.
_SAME = {Problem.MISSING_ALT.code: Problem.CHART.code, Problem.BIB_FIELD.code: Problem.SOURCE_LACKS.code}


def check(env: BuildEnvironment, pdfs: Path, heard: Iterable[Finding] = ()) -> Report:
    """Check what *env* has read; the PDFs of the last build stand in *pdfs*."""
    book = gather(env, pdfs)
    ruled = [finding for rule in all_rules() for finding in rule.find(book)] + lost(env)
    orders = list(_orders(book))
    wrong = [item for item in orders if isinstance(item, Finding)]
    findings = _once([*ruled, *_new(heard, ruled), *wrong])
    left, silenced = apply(findings, [item for item in orders if isinstance(item, Silence)])
    counts = {"documents": len(book.chapters), "sentences": len(book.sentences), "judgments": len(book.claims),
              "facts": len(book.ledger.facts), "sources": len(book.entries)}
    return Report(sorted(left), [Silenced(finding, order.line, order.reason) for finding, order in silenced], counts, book.notes)


def is_held(env: BuildEnvironment) -> bool:
    """Whether builds of the book are held to the rules: as ``brief_check`` says, or else if it keeps a ledger."""
    wanted: bool | None = env.config.brief_check
    return ledger_of(env).is_kept if wanted is None else wanted


def _orders(book: Book) -> Iterator[Silence | Finding]:
    """The silencing comments of every file that something may be found in."""
    paths = {chapter.place.path for chapter in book.chapters} | {passage.path for passage in book.passages}
    paths |= {entry.place.path for entry in book.entries.values()} | {path for path, _line in book.ledger.places.values()}
    paths |= {path.relative_to(book.sources.root).as_posix() for folder in ("data", "ledger")
              for path in (book.sources.root / folder).rglob("*.yaml")}
    for path in sorted(paths - {""}):
        yield from silences(path, book.sources.lines(path))


def _new(heard: Iterable[Finding], ruled: list[Finding]) -> Iterator[Finding]:
    """What was heard and no rule has found: the same fault has the same message, or stands at the same line."""
    said = {(finding.path, finding.code, finding.message) for finding in ruled}
    there = {(finding.path, finding.line, finding.code) for finding in ruled}
    for finding in heard:
        told = (finding.path, finding.code, finding.message) in said
        same = (finding.path, finding.line, _SAME.get(finding.code, finding.code)) in there
        if not (told or same):
            yield finding


def _once(findings: Iterable[Finding]) -> list[Finding]:
    return list(dict.fromkeys(findings))
