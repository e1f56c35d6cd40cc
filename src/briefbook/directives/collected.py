"""The directives ``chronology``, ``estimates`` and ``matrix``: tables made from the ledger.

They are ordinary tables, so that every builder prints them. A reader who meets one cell at a time, on paper or by ear,
must know its row: HTML marks the first column as headers, and other builders name the row in every cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from briefbook.directives.ledger import ALL, collection_key, ledger_of, use_fact
from briefbook.ledger.charted import estimates
from briefbook.ledger.dates import is_date, spoken
from briefbook.ledger.formatting import text_of
from briefbook.near import did_you_mean
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from briefbook.directives.ledger import LedgerDomain
    from briefbook.ledger.collected import Event, Matrix, Series

Parts = list[nodes.Node]
#: The columns of a table of estimates: with a column for what they cover, with sources.
_WIDTHS = {(True, False): (16, 26, 18, 26, 14), (True, True): (14, 22, 15, 23, 26),
           (False, False): (20, 36, 26, 18), (False, True): (18, 30, 22, 30)}
#: The facts that a text cites with the role ``fact``.
_CITED = re.compile(r"\{fact\}`([^`|]*)")


def _date(argument: str) -> str:
    if not is_date(argument.strip()):
        raise ValueError(f"{argument!r} is not a date such as 2026-04-30, 2026-04 or 2026")
    return argument.strip()


class Collection(SphinxDirective):
    """What the three directives share: cells, facts, tables."""

    @property
    def domain(self) -> LedgerDomain:
        return ledger_of(self.env)

    def note(self, kind: str, name: str) -> None:
        """Read the document again when that collection changes."""
        self.domain.note_use(self.env.docname, collection_key(kind, name), printed=False)

    def unknown(self, kind: str, name: str, known: Iterable[str]) -> list[Node]:
        report(Problem.COLLECTION_UNKNOWN, f"the ledger has no {kind} {name!r}" + did_you_mean(name, known),
               location=self.get_location())
        self.env.note_reread()
        return []

    def words(self, text: str) -> Parts:
        """Text of the ledger with the markup that it may hold."""
        inline, messages = self.parse_inline(text, lineno=self.lineno)
        return [*inline, *messages]

    def facts(self, idents: Sequence[str], text: str = "") -> Parts:
        """``(MIL-003, MIL-005)`` after a gap, each a link to its entry; not those that *text* cites itself."""
        cited = {ident.strip() for facts in _CITED.findall(text) for ident in facts.split(",")}
        idents = [ident for ident in idents if ident not in cited]
        parts: Parts = [nodes.Text(" (")] if idents else []
        for index, ident in enumerate(idents):
            parts += [nodes.Text(", ")] if index else []
            parts.append(use_fact(self, ident, self.get_location(), printed=True))
        return [*parts, nodes.Text(")")] if idents else []

    def table(self, kind: str, title: str, widths: Sequence[int], head: Sequence[str],
              rows: Sequence[Sequence[Parts]], *, stubs: bool = False) -> nodes.table:
        """A table with a title; ``stubs`` says that the first column names the rows."""
        group = nodes.tgroup(cols=len(widths))
        group += [nodes.colspec(colwidth=width, stub=stubs and not index) for index, width in enumerate(widths)]
        group += nodes.thead("", row_of([[nodes.Text(words)] for words in head]))
        group += nodes.tbody("", *map(row_of, rows))
        table = nodes.table("", nodes.title("", "", *self.words(title)), group, classes=["ledger-table", kind, "colwidths-given"])
        self.set_source_info(table)
        self.set_source_info(table[0])
        self.add_name(table)
        return table


def row_of(cells: Sequence[Sequence[nodes.Node]]) -> nodes.row:
    """A row of a table, a paragraph in each cell."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


class Chronology(Collection):
    """``{chronology}``: the events of the ledger by date; options ``from`` and ``to``, ``title``, ``name``."""

    option_spec = {"from": _date, "to": _date, "title": directives.unchanged_required, "name": directives.unchanged_required}

    def run(self) -> list[Node]:
        self.note("events", ALL)
        first, last = self.options.get("from", ""), self.options.get("to", "9999")
        events = [event for event in self.domain.reading.collected.events.values()
                  if first <= event.date[:len(first)].ljust(len(first), "0") and event.date[:len(last)] <= last]
        if not events:
            return self.unknown("event", f"{first} to {last}".strip(), ())
        title = self.options.get("title", _("What happened, by date"))
        return [self.table("chronology", title, (22, 78), (_("Date"), _("What happened")), list(map(self._event, events)))]

    def _event(self, event: Event) -> list[Parts]:
        return [[nodes.Text(spoken(event.date))], [*self.words(event.text), *self.facts(event.facts, event.text)]]


class Estimates(Collection):
    """``{estimates} killed``: the estimates of one series, side by side by date; without a name, of every series.

    ``:sources:`` cites the sources of each estimate, and not its fact alone.
    """

    optional_arguments = 1
    option_spec = {"title": directives.unchanged_required, "name": directives.unchanged_required, "sources": directives.flag}

    def run(self) -> list[Node]:
        known = self.domain.reading.collected.series
        name = self.arguments[0] if self.arguments else ALL
        self.note("series", name)
        if name not in known and name != ALL or not known:
            return self.unknown("series", name, known)
        return [part for series in known.values() if name in (ALL, series.id) for part in self._series(series)]

    def _series(self, series: Series) -> list[Node]:
        covers = any(point.covers for point in series.points)
        cited = "sources" in self.options
        head = [_("Date"), _("Who says so"), _("Estimate"), *([_("Covers")] if covers else []),
                _("Grade and source") if cited else _("Grade and fact")]
        rows: list[list[Parts]] = []
        for estimate in estimates(self.domain.ledger, series):
            words = text_of(estimate.value, frozenset())
            cells = [spoken(estimate.date), estimate.who, words, *([estimate.covers] if covers else [])]
            chosen = " | " + ",".join(estimate.sources) if estimate.sources else ""
            source = (self.words(f"{{fact}}`{estimate.fact.id}{chosen}`") if cited
                      else [use_fact(self, estimate.fact.id, self.get_location(), printed=True)])
            rows.append([*([nodes.Text(cell)] for cell in cells), [nodes.Text(f"{estimate.fact.grade}{'' if cited else ','} "), *source]])
        title = self.options.get("title", series.title) if self.arguments else series.title
        widths = _WIDTHS[covers, cited]
        return [self.table("estimates", title, widths, head, rows), *self._note(series)]

    def _note(self, series: Series) -> list[Node]:
        note = [nodes.paragraph("", "", *self.words(series.note), classes=["table-note", "from-ledger"])] if series.note else []
        for part in note:
            self.set_source_info(part)
        return [*note]


class MatrixTable(Collection):
    """``{matrix} measures``: a matrix of the ledger."""

    required_arguments = 1
    option_spec = {"title": directives.unchanged_required, "name": directives.unchanged_required,
                   "widths": directives.positive_int_list}

    def run(self) -> list[Node]:
        known = self.domain.reading.collected.matrices
        name = self.arguments[0]
        self.note("matrices", name)
        if name not in known:
            return self.unknown("matrix", name, known)
        matrix = known[name]
        widths = self.options.get("widths") or [100 // (len(matrix.columns) + 1)] * (len(matrix.columns) + 1)
        if len(widths) != len(matrix.columns) + 1:
            report(Problem.DIRECTIVE, f"the matrix {name!r} has {len(matrix.columns) + 1} columns and :widths: gives {len(widths)}",
                   location=self.get_location())
            self.env.note_reread()
            return []
        head = [matrix.corner, *(column.name for column in matrix.columns)]
        table = self.table("matrix", self.options.get("title", matrix.title), widths, head, self._rows(matrix), stubs=True)
        return [table, *self._columns(matrix)]

    def _rows(self, matrix: Matrix) -> list[list[Parts]]:
        cells = {(cell.row, cell.column): cell for cell in matrix.cells}
        rows: list[list[Parts]] = []
        for row in matrix.rows:
            found = [cells.get((row.id, column.id)) for column in matrix.columns]
            rows.append([[*self.words(row.name), *self.facts(row.facts)], *(
                [nodes.inline("", f"{row.name}: ", classes=["row-name"]), *self.words(cell.text), *self.facts(cell.facts, cell.text)]
                if cell else [nodes.Text("\N{EN DASH}")] for cell in found)])
        return rows

    def _columns(self, matrix: Matrix) -> list[Node]:
        """The facts of the columns, in a line under the table: a header is repeated on every page."""
        named = [column for column in matrix.columns if column.facts]
        parts: Parts = []
        for index, column in enumerate(named):
            parts += [nodes.Text("; " if index else ""), nodes.Text(column.name), *self.facts(column.facts)]
        note = [nodes.paragraph("", "", *parts, nodes.Text("."), classes=["table-note", "from-ledger"])] if parts else []
        for part in note:
            self.set_source_info(part)
        return [*note]


class NameCells(SphinxPostTransform):
    """HTML has row headers, and needs no row's name in every cell.

    It needs that of the column instead: on a phone, where a wide table hides its last columns, the cells of a row stand
    one under the other, and each shows the name that is hidden on wider screens.
    """

    #: before references are resolved (10), with the other shapes of HTML
    default_priority = 8
    formats = ("html",)

    def run(self, **_options: Any) -> None:
        for name in list(self.document.findall(nodes.inline)):
            if "row-name" in name["classes"]:
                name.parent.remove(name)
        for group in list(self.document.findall(nodes.tgroup)):
            if {"estimates", "matrix"} & set(group.parent["classes"]):
                _name_cells(group)


def _name_cells(group: nodes.tgroup) -> None:
    heads = [entry.astext() for entry in next(group.findall(nodes.row))]
    for row in next(group.findall(nodes.tbody)).children:
        for entry, head in zip(row.children[1:], heads[1:], strict=True):
            entry[0].insert(0, nodes.inline("", f"{head}: ", classes=["cell-name"]))


def setup(app: Sphinx) -> None:
    app.setup_extension("briefbook.directives.ledger")
    app.add_directive("chronology", Chronology)
    app.add_directive("estimates", Estimates)
    app.add_directive("matrix", MatrixTable)
    app.add_post_transform(NameCells)
