"""Charts on a web page that answer to the pointer: the same specification, and the script that draws it there.

The picture stays for print, for readers without scripts and as what is described; the drawing lies over it. It shows
for every mark the row behind it, in the words of the chart's table. The script is vl-convert's own bundle of Vega, with
the interpreter that needs no ``eval``, so that it runs under a strict content security policy.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path
from typing import Any

from briefbook.charts.chart import Chart
from briefbook.charts.table import Table, spoken
from briefbook.look import CHART_FONT
from briefbook.machine import store

#: Marks that stand for a row; a line or an area stands for several, a text for a mark beside it.
_MARKS = frozenset({"point", "circle", "square", "bar", "rect", "rule", "tick", "arc"})
#: Transforms after which a row is no longer one of the table.
_REGROUPS = frozenset({"aggregate", "joinaggregate", "bin", "density", "fold", "flatten", "pivot", "regression", "loess",
                       "quantile", "sample", "stack", "impute"})
#: The field that holds a row in words.
SAID = "said"
#: How the page calls the script, and what it asks of Vega.
SNIPPET = """
window.briefbookChart = (holder, spec) => vegaEmbed(holder, spec, {
  mode: "vega-lite", ast: true, defaultStyle: false, actions: false, renderer: "svg",
  tooltip: { disableDefaultStyle: true, id: "chart-tip" },
});
"""
_MAKE = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle(sys.stdin.read()).encode())"


def live_text(chart: Chart) -> str:
    """The specification as JSON for a page, with rows that can be shown."""
    spec = deepcopy(chart.spec)
    spec["config"] = {**spec.get("config", {}), "font": f"'{CHART_FONT}'"}  # quoted, for it holds a digit
    for data in chart.datasets:
        if data.table:
            spec["datasets"][data.name] = [
                {**row, SAID: _said(data.table, index)} for index, row in enumerate(data.table.rows)]
            _add(spec, data.name, current="", whole=True)
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


def _said(table: Table, index: int) -> str:
    """A row as the chart's table prints it, a line for each cell that holds something."""
    cells = zip(table.columns, table.cells[index], strict=True)
    return "\n".join(f"{column.title}: {spoken(cell, column.type)}" for column, cell in cells if column.in_table and cell)


def _add(node: Any, name: str, *, current: str, whole: bool) -> None:
    """Give every mark that draws a row of the dataset *name* its tip, unless it has one."""
    if not isinstance(node, dict):
        return
    data = node.get("data")
    current = data.get("name", "") if isinstance(data, dict) else current
    whole = whole and not any(_REGROUPS & step.keys() for step in node.get("transform", []))
    mark = node.get("mark")
    kind = mark.get("type") if isinstance(mark, dict) else mark
    if kind in _MARKS and current == name and whole:
        node["encoding"] = {"tooltip": {"field": SAID, "type": "nominal"}, **node.get("encoding", {})}
    for key in ("layer", "concat", "hconcat", "vconcat"):
        for child in node.get(key, []):
            _add(child, name, current=current, whole=whole)
    _add(node.get("spec"), name, current=current, whole=whole)


def script(cache: Path) -> bytes:
    """The script that draws charts on a page; made once for each version of vl-convert and kept in *cache*."""
    digest = hashlib.sha256(f"{version('vl-convert-python')}\n{SNIPPET}".encode()).hexdigest()[:32]
    kept = cache / f"charts-{digest}.js"
    if not kept.is_file():
        # V8 does not survive a fork, and Sphinx forks: it runs in a process of its own.
        made = subprocess.run([sys.executable, "-c", _MAKE], input=SNIPPET.encode(), capture_output=True, check=True)
        store(kept, made.stdout)
    return kept.read_bytes()
