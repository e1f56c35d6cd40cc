"""Charts on a page: the specification that answers to the pointer, the script that draws it, the picture to take along."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefbook.charts.live import script
from briefbook.directives.chartdata import data_file
from briefbook.directives.ledger import ledger_of
from briefbook.machine import shared_cache
from briefbook.web.assets import uses_theme, write
from briefbook.web.transforms import ELSEWHERE

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "briefbook-charts.js"
#: Where pictures stand, beside the data files.
PICTURES = "pictures"


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


class ChartPictures(SphinxPostTransform):
    """Offer the picture itself, beside the data that it is drawn from."""

    default_priority = 812
    formats = ("html",)

    def run(self, **_options: Any) -> None:
        for figure in self.document.findall(nodes.figure):
            lines = [line for line in figure.findall(nodes.paragraph) if "chart-source" in line["classes"]]
            drawn = next(figure.findall(nodes.image), None)
            if "live" in figure and lines and figure["ids"] and drawn is not None:
                file = self._file(figure, lines[0], drawn)
                lines[0] += [nodes.Text(f" {_('Picture')}: "), file, nodes.Text(".")]

    def _file(self, figure: nodes.figure, line: nodes.paragraph, drawn: nodes.image) -> data_file:
        name = f"{figure['ids'][0]}.svg"
        caption = next((child.astext() for child in figure if isinstance(child, nodes.caption)), "")
        svg = Path(self.env.srcdir, drawn["candidates"]["image/svg+xml"]).read_text(encoding="utf-8")
        svg = described(svg, caption, f"{drawn['alt']} {line.astext()}".strip())
        return data_file("", "", nodes.literal("", name), path=f"{PICTURES}/{name}", data=svg)


def described(svg: str, title: str, description: str) -> str:
    """A picture that stands alone, with what the page says of it."""
    head = f'<title>{escape(title, quote=False)}</title><desc>{escape(description, quote=False)}</desc>'
    return re.sub(r"<svg\b([^>]*)>", lambda match: f'<svg{match[1]} role="img">{head}', svg, count=1)


def visit_html(self: Any, node: chart_data) -> None:
    """A template, which no browser shows, reads out or runs."""
    self.body.append(f'<template class="chart-spec">{escape(node["spec"], quote=False)}</template>\n')
    raise nodes.SkipNode


def write_script(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and uses_theme(app.builder) and ledger_of(app.env).charts:
        write(Path(app.builder.outdir) / "_static" / NAME, script(shared_cache(Path(app.builder.doctreedir) / "charts")))


def _shape(app: Sphinx) -> None:
    if uses_theme(app.builder):
        app.add_post_transform(ChartPictures)
        app.add_post_transform(LiveCharts)


def setup(app: Sphinx) -> None:
    app.add_node(chart_data, html=(visit_html, None), **ELSEWHERE)
    app.connect("builder-inited", _shape)
    app.connect("build-finished", write_script)
