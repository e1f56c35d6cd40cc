"""A finished PDF is opened again and looked at before it gets its final name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf


@dataclass(frozen=True)
class Report:
    """What a PDF holds; ``faults`` names what it lacks."""

    pages: int
    faults: tuple[str, ...]


def inspect(path: Path, title: str, language: str, headings: int, standards: Sequence[str]) -> Report:
    """Open *path* and compare it with what was set.

    *headings* is the number of headings it must have bookmarks for; *standards* those it must claim.
    """
    try:
        with pikepdf.open(path) as pdf:
            return Report(len(pdf.pages), tuple(_faults(pdf, title, language, headings, standards)))
    except pikepdf.PdfError as error:
        return Report(0, (f"it cannot be opened ({error})",))


def _faults(pdf: pikepdf.Pdf, title: str, language: str, headings: int, standards: Sequence[str]) -> Iterator[str]:
    if not pdf.pages:
        yield "it has no pages"
    if str(pdf.docinfo.get("/Title", "")) != title:
        yield f"its title is {str(pdf.docinfo.get('/Title', ''))!r}, not {title!r}"
    if str(pdf.Root.get("/Lang", "")).partition("-")[0] != language:
        yield f"its language is {str(pdf.Root.get('/Lang', ''))!r}, not {language!r}"
    if not pdf.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "it is not tagged"
    found = bookmarks(pdf)
    if found < headings:
        yield f"it has {found} bookmarks for {headings} headings"
    yield from _metadata_faults(pdf, standards)
    yield from _link_faults(pdf)


def bookmarks(pdf: pikepdf.Pdf) -> int:
    """How many bookmarks there are, on all levels."""
    with pdf.open_outline() as outline:
        return sum(1 for _item in _walk(outline.root))


def _walk(items: Sequence[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _walk(item.children)


def _metadata_faults(pdf: pikepdf.Pdf, standards: Sequence[str]) -> Iterator[str]:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        part, level = metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")
        accessible = metadata.get("pdfuaid:part")
    for standard in standards:
        if standard == "ua-1" and accessible != "1":
            yield "it does not claim PDF/UA-1"
        elif standard.startswith("a-"):
            wanted = (standard[2], standard[3:].upper() or None)
            if (part, level) != wanted:
                yield f"it does not claim PDF/A-{standard[2:]}"


def _link_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every link must lead somewhere: to a web address or to a page of this file."""
    names = _named_destinations(pdf)
    pages = {page.objgen for page in pdf.pages}
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") != "/Link":
                continue
            action = annotation.get("/A", {})
            target = annotation.get("/Dest", action.get("/D") if action else None)
            if action and "/URI" in action:
                continue
            if target is None:
                yield f"a link on page {number} leads nowhere"
            elif isinstance(target, (pikepdf.String, pikepdf.Name)) and str(target) not in names:
                yield f"a link on page {number} leads to {str(target)!r}, which is not in the file"
            elif _page_of(target, names) not in pages:
                yield f"a link on page {number} leads to a page that is not in the file"


def _page_of(target: pikepdf.Object, names: dict[str, pikepdf.Object]) -> tuple[int, int]:
    """The page that a destination is on, by its object number; a destination has a name, or an array in a dictionary."""
    if isinstance(target, (pikepdf.String, pikepdf.Name)):
        target = names[str(target)]
    place = target.get("/D") if isinstance(target, pikepdf.Dictionary) else target
    return place[0].objgen if isinstance(place, pikepdf.Array) and len(place) else (0, 0)


def _named_destinations(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    names = pdf.Root.get("/Names", {}).get("/Dests")
    return {str(key): value for key, value in pikepdf.NameTree(names).items()} if names is not None else {}
