"""The book's look as a Vega-Lite configuration.

A chart is drawn at its own size: 1 px is 0.75 pt on paper, and text of 12 px is 9 pt. Specifications stay near 400 px
wide, so that the picture fits a column of 130 mm and its text is still read when a phone of 320 px shrinks it.
A specification writes ``look:accent`` for a colour of the look.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefbook.charts.fonts import FAMILY
from briefbook.look import COLOURS

TEXT = 12  #: px
STRONG = 600

#: All digits of a number in groups, where Vega would write 2e+4; twelve digits hide the noise of binary fractions.
NUMBERS = ",.12~g"

#: What a colour's name in a specification begins with.
TOKEN = "look:"

#: White, not ``paper``: it prints as nothing, and stands on the dark ground of a screen too.
GROUND = "#ffffff"


def config() -> dict[str, Any]:
    """Configuration for every chart; a specification's own ``config`` adds to it or overrides it."""
    label = {"labelColor": COLOURS["quiet"], "labelFontSize": TEXT, "labelLimit": 0, "labelFontWeight": 400}
    title = {"titleColor": COLOURS["quiet"], "titleFontSize": TEXT, "titleLimit": 0, "titleFontWeight": 400}
    return {
        "aria": False,
        "background": GROUND,
        "font": FAMILY,
        "padding": 4,
        "numberFormat": NUMBERS,
        "timeFormat": "%-d %B %Y",
        "countTitle": "Count",
        "view": {"stroke": None},
        "range": {"category": [COLOURS[name] for name in ("accent", "cool", "mark", "accent-mid")],
                  "ramp": {"scheme": [COLOURS["tint"], COLOURS["accent"]]}},
        "axis": {**label, **title, "domainColor": COLOURS["mark"], "gridColor": COLOURS["rule"],
                 "tickColor": COLOURS["mark"], "labelPadding": 5, "titlePadding": 8},
        "axisX": {"grid": False, "tickSize": 4},
        "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom"},
        "legend": {**label, **title, "orient": "top"},
        "header": {**label, **title, "labelColor": COLOURS["ink"], "labelFontWeight": STRONG},
        "title": {"anchor": "start", "frame": "group", "color": COLOURS["ink"], "fontSize": TEXT,
                  "fontWeight": STRONG, "subtitleColor": COLOURS["quiet"], "subtitleFontSize": TEXT, "limit": 0},
        "text": {"color": COLOURS["ink"], "fontSize": TEXT, "limit": 0},
        "point": {"color": COLOURS["accent"], "size": 50, "strokeWidth": 1.5},
        "line": {"color": COLOURS["accent"], "strokeWidth": 2},
        "rule": {"color": COLOURS["mark"]},
        "bar": {"color": COLOURS["accent"]},
        "area": {"color": COLOURS["accent"], "opacity": 0.25},
    }


def merge(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """*base* with the values of *more*, mapping by mapping."""
    merged = dict(base)
    for key, value in more.items():
        old = merged.get(key)
        merged[key] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def colours(node: Any) -> Iterator[str]:
    """The names of the look's colours in a part of a specification."""
    if isinstance(node, str) and node.startswith(TOKEN):
        yield node.removeprefix(TOKEN)
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from colours(part)


def coloured(node: Any) -> Any:
    """A part of a specification with the look's colours in the place of their names."""
    if isinstance(node, dict):
        return {key: coloured(value) for key, value in node.items()}
    if isinstance(node, list):
        return [coloured(value) for value in node]
    return COLOURS[node.removeprefix(TOKEN)] if isinstance(node, str) and node.startswith(TOKEN) else node
