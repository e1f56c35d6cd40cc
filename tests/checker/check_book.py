"""A small book to check, the ledger and sources that examples name, and what a check of it finds."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefbook.checker.report import Report
from briefbook.problems import Finding
from support import Project

TERMS = """\
subjects: {MIL: Military cooperation, SAN: Sanctions}
units: [containers, soldiers, votes, million US$]
speakers:
  - names: [NIS, South Korea's intelligence service]
    government: true
  - names: [US National Security Council, White House]
    government: true
  - names: [MSMT, the team, monitoring team]
    government: true
"""


def fact(ident: str, by: str, origin: str, as_of: str, grade: str, value: str = "") -> str:
    values = f"  values: [{{{value}}}]\n" if value else ""
    return (f"- id: {ident}\n  statement: A statement of {by}.\n{values}  event_date: {as_of}\n  as_of: {as_of}\n  asserted_by: {by}\n"
            f"  origin: {origin}\n  sources: [agency2025]\n  seen: excerpt\n"
            f"  grade: {{reliability: {grade[0]}, credibility: {grade[1]}, reason: for the test}}\n")


CONTAINERS = "name: containers, label: containers, value: {}, unit: containers, qualifier: more than"
FACTS = "".join([
    fact("MIL-109", "US National Security Council", "White House, 13 October 2023", "2023-10-13", "B2", CONTAINERS.format(1000)),
    fact("MIL-127", "MSMT (11 states)", "MSMT first report", "2025-05-29", "B2", CONTAINERS.format(20000)),
    fact("MIL-128", "MSMT", "MSMT first report", "2025-05-29", "B2"),
    fact("MIL-202", "Linda Thomas-Greenfield (United States)", "United States at the Security Council", "2025-11-30", "B2"),
    fact("MIL-300", "NIS", "NIS to lawmakers", "2025-12-01", "D3", "name: killed, label: killed, value: 600, unit: soldiers, qualifier: about"),
    fact("MIL-301", "HUR", "HUR, December 2025", "2025-12-02", "C4"),
    fact("SAN-017", "UN Security Council", "United Nations record", "2025-10-28", "A1", "name: votes, label: votes, value: 13, unit: votes")])
AGENCY = """\
@online{agency2025,
  author = {{Example Agency}}, title = {Ships call at the port}, date = {2025-05-29}, url = {https://example.org/ships},
  urldate = {2026-11-22}, archiveurl = {https://archive.example/ships}, grade = {B}, descriptor = {an agency on what it saw},
}
"""
CONF: dict[str, Any] = {
    "extensions": ["myst_parser", "sphinxcontrib.bibtex", "briefbook"], "bibtex_bibfiles": ["references.bib"],
    "brief_edition_date": "2026-01-31", "brief_cutoff": "2025-12-31", "smartquotes": True, "typst_documents": []}
FILES = {
    "index.md": "# Book\n\n```{toctree}\n:glob:\n\nchapters/*\nreferences\n```\n", "references.md": "# References\n\n:::{bibliography}\n:::\n",
    "references.bib": AGENCY, "ledger/terms.yaml": TERMS, "ledger/facts/all.yaml": FACTS}


def checked(folder: Path, files: Mapping[str, str], **conf: Any) -> Report:
    """The report on the small book with *files* added."""
    with contextlib.redirect_stdout(io.StringIO()):
        built = Project(folder, FILES | dict(files), **CONF | conf).build("check")
    report: Report = built.app.builder.report  # type: ignore[attr-defined]
    return report


def of_chapter(folder: Path, text: str, **conf: Any) -> list[Finding]:
    """What is found in a chapter that holds *text*; its first line is line 3 of the file."""
    report = checked(folder, {"chapters/one.md": f"# One\n\n{text}\n"}, **conf)
    return [item for item in report.findings if item.path == "chapters/one.md"]


def short(findings: list[Finding]) -> list[str]:
    """``line:column CODE`` of each."""
    return [f"{item.line}:{item.column} {item.code}" for item in sorted(findings)]
