"""A small book with one chart, in a folder of its own."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

DESCRIPTION = """\
title: Tonnes shipped
subtitle: Tonnes a year
unit: tonnes
as_of: 2026-04-30
licence: CC BY 4.0
sources:
  - name: Port office
    cite: [port2026]
columns:
  - {name: year, title: Year, type: date}
  - {name: tonnes, title: Tonnes shipped, type: number}
  - {name: ship, title: Ship, type: text}
  - {name: key, title: Key, type: text, in_table: false}
"""
CSV = "year,tonnes,ship,key\n2024,20000,Angara,port2026\n2025,1234.5,Maria,port2026\n"
SPEC: dict[str, Any] = {
    "data": {"url": "ships.csv"},
    "width": 200, "height": 80,
    "mark": {"type": "text"},
    "encoding": {
        "x": {"field": "tonnes", "type": "quantitative", "axis": None},
        "y": {"field": "year", "type": "ordinal", "title": None},
        "text": {"field": "ship"},
    },
}
CHAPTER = """\
# Ships

{numref}`fig-ships` shows it.

:::{chart} ships/ships
:name: fig-ships
:alt: Two ships.
:title: Shipments *fell*
How to read it.
:::
"""


class Book:
    """A source folder with the chart ``ships/ships``; doctrees and output lie outside it."""

    def __init__(self, folder: Path) -> None:
        self.source, self.doctrees, self.folder = folder / "source", folder / "trees" / "deep", folder
        self.write("conf.py", "numfig = True\nmyst_enable_extensions = ['colon_fence']\nextensions = ['myst_parser', "
                   "'briefbook.directives.charts']\n")
        self.write("data/ships/description.yaml", DESCRIPTION)
        self.write("data/ships/ships.csv", CSV)
        self.spec(SPEC)
        self.write("index.md", CHAPTER)

    def write(self, name: str, text: str) -> Path:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def spec(self, spec: dict[str, Any], name: str = "ships/ships") -> None:
        self.write(f"data/{name}.vl.json", json.dumps(spec))

    def build(self, builder: str = "html", jobs: int = 1) -> tuple[Sphinx, str]:
        """Build; the application and what it warned of."""
        warnings = StringIO()
        with patch_docutils(self.source), docutils_namespace():
            app = Sphinx(self.source, self.source, self.out(builder), self.doctrees, builder, status=None,
                         warning=warnings, parallel=jobs)
            app.build()
        return app, warnings.getvalue().replace("\x1b[91m", "").replace("\x1b[31m", "").replace("\x1b[39;49;00m", "")

    def out(self, builder: str = "html") -> Path:
        return self.folder / f"out-{builder}"

    def page(self, name: str = "index") -> str:
        return (self.out() / f"{name}.html").read_text(encoding="utf-8")

    def drawings(self) -> list[Path]:
        return sorted((self.doctrees / "charts").glob("*/*.svg"))
