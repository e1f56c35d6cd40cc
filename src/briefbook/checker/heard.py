"""What Sphinx, its extensions and the press itself report while the sources are read, as findings."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.logging import get_node_location

from briefbook.problems import BY_CODE, Finding, Problem
from briefbook.typst.failures import WarningHandler, is_loss

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Heard(WarningHandler):
    """Keeps every message of a reading."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(app.config)
        self.app = app
        self.findings: list[Finding] = []

    def note(self, record: logging.LogRecord) -> None:
        code = getattr(record, "subtype", "") or ""
        ours = getattr(record, "type", "") == "briefbook" and code in BY_CODE
        text = re.sub(r" \[[\w.-]+\]$", "", record.getMessage()).strip()
        if ours:
            text = text.removeprefix(f"{code} ")
        else:
            code = (Problem.SPHINX_LOSS if is_loss(record) else Problem.SPHINX_WARNING).code
        path, line = self._place(getattr(record, "location", None))
        self.findings.append(Finding(path, line, 0, code, " ".join(text.split())))

    def _place(self, location: object) -> tuple[str, int]:
        """Path and line of a location in any of the forms that Sphinx takes."""
        if isinstance(location, nodes.Node):
            location = get_node_location(location)
        if isinstance(location, tuple):
            docname, line = location
            location = f"{self.app.env.doc2path(docname)}:{line or ''}" if docname else None
        if not isinstance(location, str):
            return "conf.py", 1
        if location in self.app.env.found_docs:
            location = str(self.app.env.doc2path(location))
        match = re.fullmatch(r"(.+?)(?::(\d*))?", location)
        path, line = (match[1], match[2]) if match else (location, "")
        return self._short(path), int(line or 0)

    def _short(self, path: str) -> str:
        place = Path(path)
        root = Path(self.app.srcdir)
        return place.relative_to(root).as_posix() if place.is_relative_to(root) else place.as_posix()
