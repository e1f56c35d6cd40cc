"""The PDFs of the last build and their page budgets (the editorial standard, section 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from sphinx.locale import _

from briefbook.checker.book import Layer, Place
from briefbook.typst.documents import documents

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: What ``briefbook build`` writes beside its PDFs when it has published them; see ``briefbook.press.build``.
STAMP = "built.json"
#: A heading nearer than this to the top of a page, in points, has nothing above it but the running header.
_TOP = 90


def layers(env: BuildEnvironment, pdfs: Path, places: Mapping[str, Place]) -> tuple[tuple[Layer, ...], list[str]]:
    """The PDFs that have a budget, and notes on those that could not be measured."""
    budgets: Mapping[str, int] = env.config.brief_page_budgets
    found, notes = [], []
    built = _built(pdfs)
    for document in documents(env.config, env):
        budget = budgets.get(document.name, budgets.get(document.layout, 0))
        if not budget:
            continue
        path = pdfs / f"{document.name}.pdf"
        if path.is_file():
            found.append(Layer(path.name, places[document.start], budget, pages_of(path)))
            stale = max(path.stat().st_mtime, built) < max(_times(env), default=0)
            notes += [f"T402 for {path.name} as it stands: the text has changed since it was made; run make book"] if stale else []
        else:
            notes.append(f"T402 for {path.name}: there is no PDF in {pdfs.name}/ to measure; run make book first")
    return tuple(found), notes


def _built(pdfs: Path) -> float:
    """When ``briefbook build`` last published: a PDF that did not change keeps its own, older time."""
    stamp = pdfs.parent / STAMP
    return stamp.stat().st_mtime if stamp.is_file() else 0.0


def _times(env: BuildEnvironment) -> Iterator[float]:
    """When the sources of the book were last changed."""
    return (Path(env.doc2path(docname)).stat().st_mtime for docname in env.all_docs)


def pages_of(path: Path) -> int:
    """The pages of a PDF up to the reference list at its end, or all of them."""
    with pikepdf.open(path) as pdf:
        with pdf.open_outline() as outline:
            listed = [item for item in outline.root for item in (item, *item.children) if item.title == _("References")]
        if not listed or not isinstance(listed[-1].destination, pikepdf.Array):
            return len(pdf.pages)
        page, _kind, _left, top, *_zoom = listed[-1].destination
        index = next(number for number, other in enumerate(pdf.pages) if other.objgen == page.objgen)
        height = float(pdf.pages[index].mediabox[3])
        return index if index and height - float(top) < _TOP else index + 1
