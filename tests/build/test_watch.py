"""``briefbook build --watch``, as an author runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pdfreader import Pdf

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX systems")


def _until_watching(process: subprocess.Popen[str]) -> str:
    """What *process* prints until it waits for a change."""
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if line.startswith("watching"):
            return "".join(lines)
    raise AssertionError("the process ended: " + "".join(lines))


def test_watch_publishes_an_edit_and_waits_on_a_fault(tmp_path: Path) -> None:
    source = tmp_path / "book"
    source.mkdir()
    (source / "conf.py").write_text(
        'project = "Book"\nextensions = ["myst_parser", "briefbook"]\nhtml_theme = "basic"\n'
        'brief_edition_date = "2026-01-31"\n', encoding="utf-8")
    page = source / "index.md"
    page.write_text("# Title\n\nFirst words.\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "briefbook", "build", str(source), "--watch"], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    try:
        assert "done in" in _until_watching(process)
        page.write_text("# Title\n\nSecond words.\n", encoding="utf-8")
        assert "done in" in _until_watching(process)
        assert "Second words." in Pdf(source / "build" / "pdf" / "book.pdf").text
        page.write_text("# Title\n\nThird words {doc}`nowhere`.\n", encoding="utf-8")
        assert "1 fault" in _until_watching(process)
        assert "Second words." in Pdf(source / "build" / "pdf" / "book.pdf").text
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
