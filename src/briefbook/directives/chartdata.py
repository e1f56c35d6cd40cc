"""What a chart takes from the ledger, and the file of its data that a reader can keep.

The file is written with the page, every number in it, so that a chart drawn from the ledger has one like any other.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _
from sphinx.util.osutil import relative_uri

from briefbook.charts.chart import SERIES, Dataset
from briefbook.charts.description import Column, Description, Source
from briefbook.charts.table import csv_text, table_of
from briefbook.directives.ledger import LedgerDomain, collection_key
from briefbook.ledger.charted import Estimate, cell_of, estimates
from briefbook.machine import store
from briefbook.near import did_you_mean
from briefbook.problems import Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from briefbook.ledger.collected import Series

#: Where data files stand in a web edition, under its folder.
FOLDER = "_data"


class data_file(nodes.Inline, nodes.TextElement):  # noqa: N801 - docutils names nodes in lower case
    """The name of a data file. Attributes: ``path`` below :data:`FOLDER`; ``data``, what the file holds."""


def data_link(dataset: Dataset) -> data_file:
    """The file of *dataset* by its name; a builder that can offers it."""
    data = csv_text(dataset.table) if dataset.table else json.dumps(dataset.values, ensure_ascii=False, separators=(",", ":")) + "\n"
    return data_file("", "", nodes.literal("", PurePosixPath(dataset.path).name), path=dataset.path, data=data)


class LedgerNumbers:
    """The numbers of the ledger for the charts of one document, which is then read again when they change."""

    def __init__(self, domain: LedgerDomain, docname: str) -> None:
        self.domain, self.docname = domain, docname
        self.facts: set[str] = set()  #: the facts that were asked for

    def fill(self, cell: str) -> str:
        text, ident = cell_of(self.domain.ledger, cell)
        if ident:
            self._note(ident)
        return text

    def series(self, name: str) -> Dataset:
        known = self.domain.reading.collected.series
        self.domain.note_use(self.docname, collection_key("series", name), printed=False)
        if name not in known:
            raise LookupError(Problem.COLLECTION_UNKNOWN, f"the ledger has no series {name!r}" + did_you_mean(name, known))
        found = estimates(self.domain.ledger, known[name])
        for estimate in found:
            self._note(estimate.fact.id)
        return dataset_of(known[name], found)

    def _note(self, ident: str) -> None:
        self.facts.add(ident)
        self.domain.note_use(self.docname, ident, printed=False)


def dataset_of(series: Series, found: list[Estimate]) -> Dataset:
    """A series as a chart's data, with the description that a data file would have beside it."""
    columns = (Column("date", _("Date"), "date"), Column("who", _("Source"), "text"),
               Column("low", _("Number, or lower end"), "number"), Column("high", _("Upper end"), "number"),
               Column("qualifier", _("Qualifier"), "text"), Column("covers", _("Covers"), "text"),
               Column("fact", _("Fact"), "text"))
    sources = {estimate.who: tuple(estimate.fact.sources) for estimate in reversed(found)}
    description = Description(
        f"ledger/series ({series.id})", series.title, "", series.unit, max((estimate.date for estimate in found), default=""),
        series.licence, tuple(Source(who, keys) for who, keys in reversed(sources.items())), columns)
    table = table_of(columns, [[estimate.cells[column.name] for column in columns] for estimate in found])
    return Dataset(f"{SERIES}{series.id}", f"ledger/{series.id}.csv", description, table, list(table.rows))


# -- printing ------------------------------------------------------------------------------------------------------------


def visit_html(self: Any, node: data_file) -> None:
    """A link to the file, which is written beside the pages; an e-book holds no such files."""
    if not self.builder.download_support or not node["data"]:
        return
    target = f"{FOLDER}/{node['path']}"
    path = Path(self.builder.outdir, target)
    if not path.is_file() or path.read_text(encoding="utf-8") != node["data"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        store(path, node["data"].encode())
    page = self.builder.get_target_uri(self.builder.current_docname)
    self.body.append(self.starttag(node, "a", "", CLASS="reference download", href=relative_uri(page, target), download=""))


def depart_html(self: Any, node: data_file) -> None:
    if self.builder.download_support and node["data"]:
        self.body.append("</a>")


def visit_name(self: Any, node: data_file) -> None:
    """Other builders print the name."""


def depart_name(self: Any, node: data_file) -> None:
    """Nothing to close."""


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("briefbook.directives.ledger")
    name = (visit_name, depart_name)
    app.add_node(data_file, html=(visit_html, depart_html), latex=name, text=name, man=name, texinfo=name)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
