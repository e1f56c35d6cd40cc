"""Charts that answer to the pointer: the specification in the page, and the script beside it where a page has a chart."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefbook.charts.live import script
from briefbook.directives.ledger import ledger_of
from briefbook.machine import shared_cache
from briefbook.web.assets import uses_theme, write

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "briefbook-charts.js"


class chart_data(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """A specification that a script draws. Attribute: ``spec``, JSON."""


class LiveCharts(SphinxPostTransform):
    """Put the specification into the figure, where the script finds it."""

    #: after the picture has its final shape (``transforms.SHAPING``)
    default_priority = 810
    formats = ("html",)

    def run(self, **_options: Any) -> None:
        for figure in self.document.findall(nodes.figure):
            if "live" in figure:
                figure += chart_data(spec=figure["live"])


def visit_html(self: Any, node: chart_data) -> None:
    """A template, which no browser shows, reads out or runs."""
    self.body.append(f'<template class="chart-spec">{escape(node["spec"], quote=False)}</template>\n')
    raise nodes.SkipNode


def write_script(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and uses_theme(app.builder) and ledger_of(app.env).charts:
        write(Path(app.builder.outdir) / "_static" / NAME, script(shared_cache(Path(app.builder.doctreedir) / "charts")))


def _shape(app: Sphinx) -> None:
    if uses_theme(app.builder):
        app.add_post_transform(LiveCharts)


def setup(app: Sphinx) -> None:
    app.add_node(chart_data, html=(visit_html, None))
    app.connect("builder-inited", _shape)
    app.connect("build-finished", write_script)
