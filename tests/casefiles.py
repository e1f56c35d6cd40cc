"""Case files: short sources, each with what must come of it.

A case begins with ``@@ title | md`` (or ``rst``); its source follows; then one or more expectations, each after a line
``@> name``: ``tree`` (the structure tree, as :meth:`pdfreader.Tag.lines` prints it), ``links`` (``words -> where``),
``outline``, ``text`` (of all pages), ``messages``. A first line ``@conf {...}`` holds settings as JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cases" / "render"


@dataclass
class Case:
    """One source and what is expected of it, by name."""

    title: str
    suffix: str
    source: str = ""
    expected: dict[str, str] = field(default_factory=dict)

    @property
    def docname(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


@dataclass
class CaseFile:
    path: Path
    conf: dict[str, Any]
    cases: list[Case]


def read(name: str) -> CaseFile:
    """The case file ``cases/render/NAME.txt``."""
    path = FOLDER / f"{name}.txt"
    found = CaseFile(path, {}, [])
    block: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), "@@"]:
        if line.startswith("@conf "):
            found.conf = json.loads(line.removeprefix("@conf "))
        elif line.startswith(("@@", "@>")):
            if found.cases:
                _close(found.cases[-1], block)
            block = [line.removeprefix("@>").strip()] if line.startswith("@>") else ["source"]
            if line.startswith("@@ "):
                title, _bar, suffix = line.removeprefix("@@ ").rpartition(" | ")
                found.cases.append(Case(title, suffix))
        else:
            block.append(line)
    return found


def _close(case: Case, block: list[str]) -> None:
    name, *lines = block
    text = "\n".join(lines).strip("\n")
    if name == "source":
        case.source = text + "\n"
    else:
        case.expected[name] = text
