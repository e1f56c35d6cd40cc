"""Charts drawn to SVG and PNG, once for each content, into a folder of the caller's."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import vl_convert

from briefbook.charts import fonts
from briefbook.charts.chart import Chart
from briefbook.charts.outline import OutlineError, faults, outline
from briefbook.machine import shared_cache
from briefbook.problems import Finding, Problem, find

WORKER = Path(__file__).with_name("worker.py")

#: Pixels of the PNG for each px of the SVG.
PNG_SCALE = 2

#: Seconds after which a drawing is given up; a chart takes about one.
PATIENCE = 120


@dataclass(frozen=True)
class Drawing:
    """The two files of a chart, which differ in their suffix only."""

    svg: Path
    png: Path


class DrawingError(Exception):
    """A chart that cannot be drawn; each argument says one reason."""


def draw(chart: Chart, folder: Path) -> tuple[Drawing | None, list[Finding]]:
    """Draw *chart* under *folder*, or find it there. The files are complete or absent."""
    stem = _stem(chart.name)
    target = folder / _key(chart) / stem
    drawing = Drawing(target.with_name(stem + ".svg"), target.with_name(stem + ".png"))
    if drawing.svg.is_file() and drawing.png.is_file():
        return drawing, []
    try:
        svg = _svg(chart, fonts.folder(shared_cache(folder)))
        png = vl_convert.svg_to_png(svg, scale=PNG_SCALE)
    except DrawingError as error:
        return None, [find(Problem.DRAWING, reason, chart.path) for reason in error.args]
    _write(drawing.png, png)
    _write(drawing.svg, svg.encode())
    return drawing, []


def _stem(name: str) -> str:
    """A file name for the chart: ``munitions`` for munitions/munitions, ``losses-killed`` for losses/killed."""
    parts = name.split("/")
    return "-".join(part for index, part in enumerate(parts) if not index or part != parts[index - 1])


def _key(chart: Chart) -> str:
    """Changes with the specification, its data, the look, the font, the renderer and this code."""
    content = json.dumps([chart.spec, fonts.digest(), version("vl-convert-python"), _code()], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@cache
def _code() -> str:
    files = sorted(WORKER.parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _svg(chart: Chart, faces: Path) -> str:
    try:
        svg, labels = outline(_vega(chart.spec, faces), faces)
    except (OutlineError, ET.ParseError) as error:
        raise DrawingError(str(error)) from error
    found = list(faults(svg, labels))
    if found:
        raise DrawingError(*found)
    return svg


def _vega(spec: dict[str, object], faces: Path) -> str:
    """The SVG that Vega draws; a warning is as good as a failure, since it means that something was left out."""
    job = json.dumps({"spec": spec, "fonts": str(faces.resolve())})
    command = [sys.executable, "-P", str(WORKER)]
    environment = {**os.environ, "TZ": "UTC", "PYTHONUTF8": "1"}  # a date alone is midnight UTC to Vega
    try:
        done = subprocess.run(
            command, input=job, capture_output=True, encoding="utf-8", env=environment, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DrawingError(f"vl-convert did not run: {error}") from error
    said = _said(done.stderr)
    if done.returncode or any(line.startswith(("WARN", "ERROR")) for line in said):
        raise DrawingError(f"vl-convert says: {'; '.join(said) or f'exit code {done.returncode}'}")
    return done.stdout


def _said(text: str) -> list[str]:
    """The lines of a message, without the stack that JavaScript prints below it."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("at ")]


def _write(path: Path, content: bytes) -> None:
    """Write under a passing name, then rename: no reader meets half a file, and no second writer changes a first's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file():
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as made:
        made.write(content)
    os.chmod(made.name, 0o644)
    os.replace(made.name, path)
