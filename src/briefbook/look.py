"""Colours, sizes and fonts, declared once: they feed the style sheet, the Typst template and the charts.

Lengths for the screen are in rem, for paper in points or millimetres.
Every text colour has a contrast of at least 4.5:1 on every ground it is used on (WCAG 2.2, 1.4.3); a test computes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Papers of the PDFs, by the name that people type, as Typst calls them.
PAPERS: Mapping[str, str] = MappingProxyType({"a4": "a4", "us-letter": "us-letter"})

#: Light colours. ``accent`` is the one colour of the book; the others are ink, paper and tints of the accent.
COLOURS: Mapping[str, str] = MappingProxyType({
    "ink": "#1b1f24",        # text
    "quiet": "#565b63",      # captions, furniture
    "accent": "#6e1423",     # judgments, links, marks
    "accent-mid": "#a8505d",  # second series in a chart
    "tint": "#f6f0ef",       # ground of a judgment
    "rule": "#d8d4d0",       # hairlines
    "paper": "#fffefc",      # ground of a page on screen
    "cool": "#2f5d7c",       # the contrasting series of a chart
    "mark": "#8a8f98",       # third series, axes
})

#: The same names for a dark screen.
DARK: Mapping[str, str] = MappingProxyType({
    "ink": "#e9e6e1",
    "quiet": "#aaa9a6",
    "accent": "#f0a0a8",
    "accent-mid": "#c97f88",
    "tint": "#2a2224",
    "rule": "#45413f",
    "paper": "#17181a",
    "cool": "#8fbbd9",
    "mark": "#7d828a",
})

#: Font families by use; the first that has a glyph sets it.
FONTS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "serif": ("Source Serif 4", "Noto Sans KR", "Noto Sans SC", "Noto Sans JP", "Noto Sans TC"),
    "sans": ("Source Sans 3", "Noto Sans KR", "Noto Sans SC", "Noto Sans JP", "Noto Sans TC"),
    "mono": ("Source Code Pro", "Noto Sans KR", "Noto Sans SC", "Noto Sans JP", "Noto Sans TC"),
})

#: Family of the text in charts, that of the furniture, which a web page has at hand.
CHART_FONT = "Source Sans 3"

#: Sizes in print, in points.
PRINT_SIZES: Mapping[str, float] = MappingProxyType({
    "body": 10.1, "small": 8.4, "note": 7.8, "lead": 12.6, "title": 27, "h1": 22, "h2": 13.5, "h3": 11.2, "h4": 10.2,
})

#: Sizes on screen, in rem. ``front`` is the title of the front page.
SCREEN_SIZES: Mapping[str, float] = MappingProxyType({
    "body": 1.125, "small": 0.9375, "note": 0.875, "label": 0.8125, "lead": 1.3125, "judgment": 1.375,
    "front": 3.25, "title": 2.625, "h2": 1.5, "h3": 1.1875, "h4": 1.0625,
})

#: Widths on screen, in rem: the measure of running text, the column that judgments, figures and tables fill, the
#: companion beside it, and all of the page.
SCREEN_WIDTHS: Mapping[str, float] = MappingProxyType({"measure": 35, "column": 42, "aside": 15, "page": 62})
