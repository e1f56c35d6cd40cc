"""What the book takes from the record of archived copies."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import html

from support import Built, Project

BIB = """@online{lakes, author = {Doe, Jane}, title = {Lakes}, date = {2024-03-01}, url = {https://a.example/lakes}, urldate = {2024-04-01}}
@online{hills, author = {Roe, Ann}, title = {Hills}, date = {2024-03-01}, url = {https://a.example/hills}, urldate = {2024-04-01},
  archiveurl = {https://own.example/hills}, archivedate = {2024-03-03}}
"""


def record(**addresses: str) -> str:
    sources = {key: {"url": url, "status": "there", "checked": "2026-11-22", "archivedate": "2026-11-21",
                     "archiveurl": f"https://copy.example/{key}"} for key, url in addresses.items()}
    return json.dumps({"format": "briefbook-archive", "version": 1, "sources": sources})


def versions(built: Built) -> dict[str, str]:
    page = html.document_fromstring((built.folder / "references.html").read_text(encoding="utf-8"))
    return {link.get("data-versionurl"): link.get("data-versiondate") for link in page.xpath("//a[@data-versionurl]")}


def test_a_copy_of_the_record_stands_in_the_book(tmp_path: Path) -> None:
    project = Project(tmp_path, {
        "index.md": "# Book\n\n{cite:p}`lakes,hills`\n\n```{toctree}\nreferences\n```\n", "references.md": "# References\n\n:::{bibliography}\n:::\n",
        "references.bib": BIB}, bibtex_bibfiles=["references.bib"],
        html_theme="briefbook")
    own = {"https://own.example/hills": "2024-03-03"}
    assert versions(project.build("html")) == own

    project.write({"ledger/archive.json": record(lakes="https://a.example/lakes", hills="https://a.example/hills")})
    assert versions(project.build("html")) == own | {"https://copy.example/lakes": "2026-11-21"}

    project.write({"ledger/archive.json": record(lakes="https://a.example/another")})
    assert versions(project.build("html")) == own

    project.write({"ledger/archive.json": "{"})
    for _time in range(2):  # told until it is mended
        assert any("ledger/archive.json:1: WARNING: A600 Invalid JSON" in line for line in project.build("html").warnings)
