"""What charts and tables lack that a reader needs (the editorial standard, D301)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from briefbook.analysis.passages import Passage
from briefbook.checker.book import Figured, Place
from briefbook.directives.prose import passage_of

if TYPE_CHECKING:
    from briefbook.checker.places import Sources

_BARE = re.compile(r"(?:about|some|over|more than|at least|up to|nearly|around)?\s*"
                   r"[+-]?\d[\d,\u00a0\u202f]*(?:\.\d+)?(?:\s?(?:[-–]|to)\s?\d[\d,.]*)?",
                   re.IGNORECASE)
_UNIT_SIGN = re.compile(r"[%$€£¥₩(]|\bper cent\b")
#: Heads that do not say what their numbers count.
_EMPTY_HEAD = re.compile(r"(?:values?|figures?|amounts?|totals?|numbers?|estimates?|quantit(?:y|ies)|counts?|low|high|size|volume|weight|"
                         r"prices?|costs?|worth|data|\d{4}|)", re.IGNORECASE)
_SOURCE = re.compile(r"sources?\b", re.IGNORECASE)
_AS_OF = re.compile(r"\bas (?:of|at)\b", re.IGNORECASE)


def figured(
    doctree: nodes.document, place: Callable[[nodes.Node], Place], sources: Sources, units: frozenset[str],
) -> Iterator[Figured]:
    """The charts and tables of a document."""
    for figure in doctree.findall(nodes.figure):
        if "chart" in figure["classes"]:
            yield Figured("the chart", place(figure), tuple(_chart_lacks(figure)))
    for table in doctree.findall(nodes.table):
        if not {"likelihood-scale", "chart-data", "ledger-table"}.intersection(table["classes"]):
            first = place(next(iter(table.findall(nodes.paragraph)), table))
            yield Figured("the table", Place(first.path, sources.opening(first.path, first.line)), tuple(_table_lacks(table, units)))


def _chart_lacks(figure: nodes.figure) -> Iterator[str]:
    if not any(part.astext().strip() for part in figure.findall(nodes.caption)):
        yield "title"
    if not any(image.get("alt", "").strip() for image in figure.findall(nodes.image)):
        yield "alternative text"


def _table_lacks(table: nodes.table, units: frozenset[str]) -> Iterator[str]:
    title = next((passage_of(part) for part in table.children if isinstance(part, nodes.title)), Passage(""))
    if not title.text.strip():
        yield "title"
    cells = [passage_of(part) for part in table.findall(nodes.paragraph)]
    if not any(cell.named("value") or _is_bare(cell) for cell in cells):
        return
    if _columns_without_unit(table, title.text, units):
        yield "unit"
    if not any(_shows_figures(row) for row in _rows(table)):
        return
    note = note_after(table)
    facts = any("value" in {mark.kind for mark in cell.marks} or any(re.fullmatch(r"[A-Z-]+\d+", name) for name in cell.named("citation"))
                for cell in (*cells, title))
    if not facts and not any(cell.named("citation") for cell in (*cells, title)) and not is_source(note):
        yield "source line"
    if not facts and not _AS_OF.search(f"{title.text} {note}"):
        yield "as-of date"


def _is_bare(cell: Passage) -> bool:
    return bool(_BARE.fullmatch(cell.text.replace("\N{OBJECT REPLACEMENT CHARACTER}", "").strip()))


def _rows(table: nodes.table) -> list[list[nodes.entry]]:
    """The rows of the body."""
    return [[entry for entry in row.children if isinstance(entry, nodes.entry)]
            for body in table.findall(nodes.tbody) for row in body.findall(nodes.row)]


def heads_of(table: nodes.table) -> list[str]:
    """The words at the head of each column."""
    return [entry.astext() for head in table.findall(nodes.thead) for row in head.findall(nodes.row) for entry in row.children]


def _shows_figures(row: list[nodes.entry]) -> bool:
    """Whether a row has a number that is no label: its first cell may be a year or a resolution."""
    return any(_is_bare(passage_of(part)) or passage_of(part).named("value") for entry in row[1:]
               for part in entry.findall(nodes.paragraph))


def _columns_without_unit(table: nodes.table, title: str, units: frozenset[str]) -> list[int]:
    """Columns of bare numbers of which neither head nor title says what they count."""
    heads, rows = heads_of(table), _rows(table)
    return [index for index, head in enumerate(heads)
            if index and rows and all(_is_number(row, index) for row in rows) and _EMPTY_HEAD.fullmatch(head.strip())
            and not _says_unit(f"{head} {title}", units)]


def _is_number(row: list[nodes.entry], index: int) -> bool:
    return index < len(row) and bool(_BARE.fullmatch(row[index].astext().strip()))


def _says_unit(text: str, units: frozenset[str]) -> bool:
    return bool(_UNIT_SIGN.search(text)) or not units.isdisjoint(re.findall(r"[a-z]+", text.lower()))


def note_after(table: nodes.table) -> str:
    """The paragraph that follows a table."""
    following = table.next_node(descend=False, siblings=True)
    return following.astext() if isinstance(following, nodes.paragraph) else ""


def is_source(note: str) -> bool:
    """Whether a paragraph is the source line of a table."""
    return bool(_SOURCE.match(note))
