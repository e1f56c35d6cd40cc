"""What the tests of citations share: plain-text cases, a parser for entries, and a readable form of styled text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pybtex.database import BibliographyData
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from briefbook.bibliography import bibfile
from briefbook.bibliography.bibentry import MONTH_STRINGS, read_entry
from briefbook.bibliography.citing import Cited, arrange
from briefbook.bibliography.labels import assign
from briefbook.bibliography.reading import read_files, to_pybtex
from briefbook.bibliography.style import expanded
from briefbook.problems import Problem

if TYPE_CHECKING:
    from briefbook.bibliography.rich import Rich
    from briefbook.bibliography.source import Source

CASES = Path(__file__).parent.parent / "cases" / "bibliography"
_MARKS = {"i": "*", "b": "**", "t": "`", "^": "^", "_": "_"}


def cases(name: str) -> list:
    """The cases of a file: title, a dot, input, a dot, expected output, a dot, each on lines of their own."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    found, position = [], 0
    while position < len(lines):
        title, position = lines[position], position + 1
        if not title.strip():
            continue
        first, second, third = [index for index in range(position, len(lines)) if lines[index] == "."][:3]
        found.append(pytest.param("\n".join(lines[first + 1:second]), "\n".join(lines[second + 1:third]), id=title))
        position = third + 1
    assert found, f"{name} holds no case"
    return found


def sources(text: str) -> dict[str, Source]:
    """The entries of a piece of a .bib file, with what they inherit."""
    data, macros = BibliographyData(), dict(MONTH_STRINGS)
    for block in bibfile.split(text):
        if block.kind == "entry":
            raw = read_entry(block, macros)
            assert not raw.faults, raw.faults
            data.add_entry(raw.key, to_pybtex(raw))
    return {key: expanded(entry, data) for key, entry in data.entries.items()}


def show(text: Rich) -> str:
    """Styled text with stars for italics and angle brackets for links."""
    shown = ""
    for span in text:
        piece = span.text
        for mark in span.marks:
            piece = _MARKS[mark] + piece + _MARKS[mark]
        if span.href:
            piece = f"<{piece}>" if span.href == span.text else f"<{piece} = {span.href}>"
        shown += piece
    return shown


def labelled(text: str) -> str:
    """The labels of the entries in *text*, in the list's order."""
    return "\n".join(f"{key}: {label}" for key, label in assign(sources(text).values()).items())


def worded(text: str) -> str:
    """The citations after the entries in *text*, one a line as ``role key,key``, put into words; links in brackets."""
    entries, _, lines = text.rpartition("\n\n")
    labels = assign(sources(entries).values())
    shown = []
    for line in lines.splitlines():
        role, _, targets = line.partition(" ")
        cited = [Cited(labels[target.key], target.key, target.pre, target.post)
                 for target in parse_citation_targets(targets)]
        shown.append("".join(f"[{show(piece.text)}]" if piece.target else show(piece.text)
                             for piece in arrange(role, cited)))
    return "\n".join(shown)


def faults(text: str, folder: Path) -> str:
    """What reading *text* as the file ``x.bib`` tells, without the cures, and the keys that are usable after it."""
    path = folder / "x.bib"
    path.write_text(text, encoding="utf-8")
    read = read_files({path: "x.bib"}, "utf-8-sig", check=True)
    cures = {problem.code: problem.value.cure for problem in Problem}
    told = [str(finding).removesuffix(f"; {cures[finding.code]}") for finding in read.findings]
    return "\n".join([*told, "usable: " + " ".join(read.data.data.entries)])
