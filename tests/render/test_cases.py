"""Every construct an author can write, set and read back: the files in ``tests/cases/render``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import casefiles
from casefiles import Case
from pdfreader import Pdf, Tag
from support import SVG, Built, Project
from briefbook.release.conformance import page_alarms
from validators import PROFILES

NAMES = sorted(path.stem for path in casefiles.FOLDER.glob("*.txt"))
CASES = [pytest.param(name, case, id=f"{name}-{case.docname}") for name in NAMES for case in casefiles.read(name).cases]

#: Files that cases may use.
PICTURES = {"dot.svg": SVG, "part.inc": "A *part*.\n", "missing-on-purpose.txt": "A file to download.\n"}


@pytest.fixture(scope="session")
def set_cases(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Builds all documents of a case file at once, each as a PDF of its own."""
    @cache
    def build(name: str, refused: bool) -> Built:
        cases = [case for case in casefiles.read(name).cases if ("messages" in case.expected) == refused]
        return project(tmp_path_factory.mktemp(name), name, cases).build()

    return build


def project(folder: Path, name: str, cases: list[Case]) -> Project:
    files = {f"{case.docname}.{case.suffix}": case.source for case in cases}
    documents = [(case.docname, case.docname, "", "", "page") for case in cases]
    conf: dict[str, Any] = {"typst_documents": documents, "suppress_warnings": ["toc.no_title"]}
    index = "# Index\n\n```{toctree}\n:glob:\n\n*\n```\n"
    return Project(folder, {"index.md": index} | PICTURES | files, **conf | casefiles.read(name).conf)


def observed(pdf: Pdf) -> dict[str, str]:
    """What a PDF holds, in the words of a case file."""
    return {
        "tree": "\n".join(line for tag in printed(pdf) for line in tag.lines()),
        "links": "\n".join(f"{link.words} -> {link.uri or link.lands_at}" for link in pdf.links),
        "outline": "\n".join(f"{'  ' * (mark.level - 1)}{mark.title}" for mark in pdf.outline),
        "text": " ".join(tag.text for tag in printed(pdf)),
    }


def printed(pdf: Pdf) -> Iterator[Tag]:
    """The tags of the document itself, without the line above it."""
    children = [child for child in pdf.tree.children if isinstance(child, Tag)]
    yield from children[1:]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_case(name: str, case: Case, set_cases: Any) -> None:
    assert case.expected, "the case expects nothing"
    built: Built = set_cases(name, "messages" in case.expected)
    mine = [line for line in built.warnings if line.startswith(f"{case.docname}.")]
    if "messages" in case.expected:
        assert mine == case.expected["messages"].split("\n")
        assert built.status != 0 and built.files == []
        return
    assert (built.status, built.warnings) == (0, [])
    found = observed(built.pdf(case.docname))
    assert [alarm for profile in PROFILES for alarm in page_alarms(built.folder / f"{case.docname}.pdf", profile)] == []
    for key, wanted in case.expected.items():
        assert found[key].split("\n") == wanted.split("\n")
