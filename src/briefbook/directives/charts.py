"""The directives ``chart`` and ``map``: a Vega-Lite chart over described data, as a standard figure with its data beside it.

The picture is drawn when the chapter is read, as SVG and as PNG, and every builder takes the one it can print. What a
reader must know of the data, sources and date among it, comes from the description beside the data file. Builders of
HTML also print the data as a table, for readers who cannot see the picture.

A map is a chart over outlines of countries. It has no unit, so its subtitle, which says what is drawn, may not be
missing; and outlines say nothing to who cannot see them, so it draws at least one table, of its places.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from briefbook.charts.chart import Chart, Dataset, read
from briefbook.charts.description import FILE, Source, unprinted
from briefbook.charts.drawing import Drawing, draw
from briefbook.charts.live import live_text
from briefbook.charts.table import Table, spoken
from briefbook.directives.chartdata import LedgerNumbers, data_link
from briefbook.directives.ledger import ledger_of
from briefbook.ledger.charted import facts_of, unlike
from briefbook.ledger.graph import ChartEntry
from briefbook.problems import Finding, Problem, find, report, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: The folder of the data, under the source folder.
DATA = "data"


class ChartDirective(SphinxDirective):
    """``{chart} munitions/munitions``: the chart of ``data/munitions/munitions.vl.json``."""

    kind = "chart"  #: in messages
    classes = ("chart",)
    has_content = True
    required_arguments = 1
    option_spec = {
        "name": directives.unchanged_required,
        "alt": directives.unchanged_required,
        "title": directives.unchanged_required,
        "subtitle": directives.unchanged_required,
    }

    def run(self) -> list[Node]:
        figure = nodes.figure(classes=list(self.classes))
        self.set_source_info(figure)
        self._check(figure)
        self._numbers = LedgerNumbers(ledger_of(self.env), self.env.docname)
        reading = read(self.env.srcdir, DATA, self.arguments[0], self._numbers)
        for path in reading.files:
            self.env.note_dependency(path)
        drawing, findings = None, reading.findings
        if reading.chart:
            drawing, findings = draw(reading.chart, self.env.doctreedir / "charts")
        self._tell(findings, figure)
        self._tell(self._unprinted(reading.files), figure)
        if reading.chart is None or drawing is None:
            return []
        figure["live"] = live_text(reading.chart)
        figure += self._image(drawing)
        figure += self._caption()
        self._tell(self._lacks(reading.chart), figure)
        figure += self._legend(reading.chart)
        self._tell(self._register(reading.chart), figure)
        self.add_name(figure)
        return [figure, *self._data(reading.chart)]

    def _register(self, chart: Chart) -> list[Finding]:
        """Tell the ledger what the chart rests on, for registers and recall; returns where the two disagree."""
        sources = {key for data in chart.datasets for source in data.description.sources for key in source.cite}
        facts = self._numbers.facts | {
            ident for data in chart.datasets if data.table for row in data.table.rows for ident in facts_of(row)}
        domain = ledger_of(self.env)
        domain.note_chart(ChartEntry(
            self.options.get("name", self.arguments[0]), self.env.docname, self.lineno, self.options.get("title", ""),
            tuple(sorted(sources)), tuple(sorted(facts))))
        for ident in sorted(facts):
            domain.note_use(self.env.docname, ident, printed=False)
        return [finding for data in chart.datasets if data.table and domain.is_kept
                for finding in unlike(domain.ledger, data.table.stated, f"{DATA}/{data.path}")]

    def _check(self, figure: nodes.figure) -> None:
        """Report what the chart's author left out."""
        chart = f"the {self.kind} {self.arguments[0]!r}"
        if not self.options.get("alt"):
            report(Problem.MISSING_ALT, f"{chart} has no :alt:", location=figure)
        if not self.options.get("title"):
            self._tell([find(Problem.CHART, f"{chart} has no :title:", "")], figure)
        if not self.options.get("name"):
            report(Problem.DIRECTIVE, f"{chart} has no :name:, such as fig-munitions", location=figure)
        if not all(self.options.get(name) for name in ("alt", "title", "name")):
            self.env.note_reread()

    def _unprinted(self, files: Sequence[Path]) -> list[Finding]:
        """What the chart cannot print, for its data's description does not say it."""
        missing = [f"{words} ({path.relative_to(self.env.srcdir).as_posix()} has none)"
                   for path in files if path.name == FILE for words in unprinted(path)]
        return [find(Problem.CHART, f"the chart {self.arguments[0]!r} has no {', no '.join(missing)}")] if missing else []

    def _lacks(self, chart: Chart) -> list[Finding]:
        """What a reader of the chart would miss."""
        return []

    def _measure(self, chart: Chart) -> str:
        """What is drawn: measure and unit."""
        described = chart.datasets[0].description
        return self.options.get("subtitle") or described.subtitle or described.unit

    def _tell(self, findings: Sequence[Finding], figure: nodes.figure) -> None:
        """Report *findings*, each at its own file, or else at the directive.

        The chapter is read again in the next build, so that no builder takes it from the cache without complaint.
        """
        for finding in findings:
            tell(finding, f"{self.env.srcdir / finding.path}:{finding.line or ''}" if finding.path else figure)
        if findings:
            self.env.note_reread()

    def _image(self, drawing: Drawing) -> nodes.image:
        """The picture in every format: Sphinx looks for the files, and each builder chooses among them."""
        below = os.path.relpath(drawing.svg.with_suffix(".*"), self.env.srcdir).replace(os.sep, "/")
        image = nodes.image(uri="/" + below, alt=self.options.get("alt", ""))  # from the source folder, not the chapter
        self.set_source_info(image)
        return image

    def _caption(self) -> list[Node]:
        title = self.options.get("title", "")
        if not title:
            return []
        inline, messages = self.parse_inline(title, lineno=self.lineno)
        caption = nodes.caption(title, "", *inline)
        self.set_source_info(caption)
        return [caption, *messages]

    def _legend(self, chart: Chart) -> nodes.legend:
        """What stands with the picture: measure and unit, how to read it, where it is from."""
        text = self._measure(chart)
        inline, messages = self.parse_inline(text, lineno=self.lineno)
        legend = nodes.legend()
        if text:
            legend += nodes.paragraph(text, "", *inline, classes=["chart-subtitle"])
        legend += messages
        legend += self.parse_content_to_nodes() if self.content else []
        legend += self._source_line(chart.datasets)
        for part in (legend, *legend.children):
            self.set_source_info(part)
        return legend

    def _source_line(self, datasets: Sequence[Dataset]) -> nodes.paragraph:
        """``Sources: X (cited); Y (cited). As of 30 April 2026. Data: munitions.csv (CC BY 4.0).``"""
        line = nodes.paragraph(classes=["chart-source"])
        datasets = sorted(datasets, key=lambda data: data.table is None)  # outlines come last
        sources = list(dict.fromkeys(source for data in datasets for source in data.description.sources))
        line += nodes.Text(f"{_('Source') if len(sources) == 1 else _('Sources')}: ")
        for index, source in enumerate(sources):
            line += nodes.Text("; " if index else "")
            line += self._source(source)
        as_of = max(data.description.as_of for data in datasets)
        line += nodes.Text(f". {_('As of')} {spoken(as_of, 'date')}. {_('Data')}: ")
        for index, data in enumerate(datasets):
            line += nodes.Text(", " if index else "")
            line += data_link(data)
            line += nodes.Text(f" ({data.description.licence})")
        line += nodes.Text(".")
        return line

    def _source(self, source: Source) -> list[Node]:
        """A source's name and its citations, which put it on the reference list."""
        name = [nodes.Text(source.name)]
        cite = self.env.domains["cite"].role("p") if "cite" in self.env.domains else None
        if not source.cite or cite is None:
            return name
        keys = ",".join(source.cite)
        cited, messages = cite("cite:p", f"{{cite:p}}`{keys}`", keys, self.lineno, self.state.inliner, {}, [])
        return [*name, nodes.Text(" "), *cited, *messages]

    def _data(self, chart: Chart) -> list[Node]:
        """The chart's tables, for HTML alone: in print they would double it, and PDFs hold the data as attachments."""
        datasets = [(data.table, data.description.title) for data in chart.datasets if data.table]
        if not datasets:
            return []
        lead = nodes.paragraph("", self._data_title(), classes=["chart-data-title"])
        box = nodes.container("", lead, classes=["chart-data"])
        for table, title in datasets:
            if len(datasets) > 1:
                box += nodes.paragraph("", "", nodes.strong("", title))
            box += _table(table, title if len(datasets) > 1 else "")
        only = addnodes.only("", box, expr="html")
        self.set_source_info(only)
        return [only]

    def _data_title(self) -> str:
        return _("The data of this chart")


class MapDirective(ChartDirective):
    """``{map} corridor/corridor``: the map of ``data/corridor/corridor.vl.json``."""

    kind = "map"
    classes = ("chart", "map")

    def _measure(self, chart: Chart) -> str:
        """What is drawn; a map has no unit."""
        described = next((data.description for data in chart.datasets if data.table), chart.datasets[0].description)
        return self.options.get("subtitle") or described.subtitle

    def _lacks(self, chart: Chart) -> list[Finding]:
        name, found = f"the map {self.arguments[0]!r}", []
        if not self._measure(chart):
            found.append(find(Problem.CHART, f"{name} has no :subtitle:, which says what it draws", ""))
        if not any(data.table for data in chart.datasets):
            found.append(find(Problem.CHART, f"{name} draws no CSV file of places, which is read by who cannot see it", ""))
        return found

    def _data_title(self) -> str:
        return _("The data of this map")


def _table(table: Table, label: str = "") -> nodes.table:
    """A plain table of the columns that say something to a reader."""
    shown = [index for index, column in enumerate(table.columns) if column.in_table]
    kinds = [table.columns[index].type for index in shown]
    group = nodes.tgroup(cols=len(shown))
    group += [nodes.colspec(colwidth=1) for _column in shown]
    group += nodes.thead("", _row([table.columns[index].title for index in shown], kinds))
    group += nodes.tbody("", *(
        _row([spoken(cells[index], table.columns[index].type) for index in shown], kinds) for cells in table.cells))
    # Cells print as they were typed: quotation marks and dashes of the data are not improved.
    return nodes.table("", group, classes=["chart-data"], support_smartquotes=False, **({"label": label} if label else {}))


def _row(cells: Sequence[str], kinds: Sequence[str]) -> nodes.row:
    row = nodes.row()
    for cell, kind in zip(cells, kinds, strict=True):
        row += nodes.entry("", nodes.paragraph("", cell), classes=["number"] if kind in ("number", "degrees") else [])
    return row


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("briefbook.directives.chartdata")
    app.add_directive("chart", ChartDirective)
    app.add_directive("map", MapDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
