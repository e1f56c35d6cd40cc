"""A small book with a ledger in a git repository of its own, for releases."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from books import THEMED

EDITION = "2026-11"
CONF = """\
project = "The pact"
author = "The editors"
language = "en"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "briefbook"]
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "fieldlist"]
include_patterns = ["*.md", "chapters/*.md"]
exclude_patterns = ["CHANGELOG.md"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"pdf_dir": "../pdf"}
bibtex_bibfiles = ["references.bib"]
brief_edition = "November 2026"
brief_edition_date = "2026-11-22"
brief_cutoff = "2026-04-30"
brief_licence = "CC-BY-4.0"
brief_draft = True
typst_documents = [("index", "book", "", "", "book"), ("chapters/one", "one", "", "", "brief")]
"""
CITATION = """\
cff-version: 1.2.0
message: Cite the book by its edition.
title: pact
type: software
authors: [{name: The editors}]
preferred-citation:
  type: report
  title: The pact
  authors: [{name: The editors}]
  year: 2026
  month: 11
  date-released: 2026-11-22
  edition: November 2026
  notes: draft; information cut-off 2026-04-30
  languages: [en]
  license: CC-BY-4.0
"""
ONE = """\
# Rivers

:::{judgment} RIV-1
:likelihood: likely
:confidence: low
:reason: One count.
:facts: RIV-001
:alternative: None.
:raise: More.
:lower: Fewer.
:review: 2027-04-30
:previous: new
:resolves: 2026-10-31
Boats will {likelihood}`likely` stay.
:::

Roe counts {value}`RIV-001.boats` boats {fact}`RIV-001`.
"""
FACTS = """\
- id: RIV-001
  statement: =Roe counts 200 boats.
  values: [{name: boats, label: boats, value: 200, unit: boats}]
  event_date: 2019
  as_of: 2019-12-31
  asserted_by: Roe
  origin: Roe's count
  sources: [roe2020]
  seen: excerpt
  grade: {reliability: B, credibility: 2, reason: shows her data}
"""
BIB = """\
@online{roe2020, author = {Roe, Jane}, title = {Łódź boats}, date = {2020-02}, url = {https://example.org/boats},
  urldate = {2026-01-02}, grade = {B2}, descriptor = {counts boats herself}, archiveurl = {https://example.net/boats}}
"""
FILES: Mapping[str, str] = {
    "conf.py": CONF + THEMED, "CITATION.cff": CITATION, "references.bib": BIB, "chapters/one.md": ONE,
    "index.md": "# The pact\n\n```{toctree}\n:numbered:\n\nchapters/one\n```\n\n```{toctree}\nreferences\n```\n",
    "references.md": "# References\n\n```{bibliography}\n```\n\n## Evidence\n\n:::{evidence-register}\n:::\n",
    "ledger/terms.yaml": "subjects: {RIV: Rivers}\nunits: [boats]\n", "ledger/facts/rivers.yaml": FACTS,
    "ledger/events/rivers.yaml": "- {id: count, date: 2019-05, text: 'Roe counts {value}`RIV-001.boats` boats.', facts: [RIV-001]}\n",
    "CHANGELOG.md": f"# Changelog\n\n## {EDITION}\n\n- The first edition.\n",
    "requirements.lock": "".join(f"{name}=={version(name)} \\\n    --hash=sha256:{digit * 64}\n"
                                 for name, digit in (("sphinx", "a"), ("pyyaml", "b"))),
    ".gitignore": "/dist/\n/build/\n"}


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody, at a fixed time, with no settings of the machine."""
    who = {f"GIT_{role}_{part}": text for role in ("AUTHOR", "COMMITTER")
           for part, text in (("NAME", "Ed"), ("EMAIL", "ed@example.org"), ("DATE", "2026-11-20T12:00:00+00:00"))}
    environment = os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    run = subprocess.run(["git", "-C", str(folder), *arguments], env=environment, check=True, capture_output=True, encoding="utf-8")
    return run.stdout


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def commit(folder: Path, message: str = "Book") -> Path:
    if not (folder / ".git").is_dir():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return folder
