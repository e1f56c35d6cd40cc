"""What a PDF holds, read back for tests: text, structure tree, bookmarks, links, attachments, metadata.

The structure is read with pikepdf, glyph by glyph through each font's ToUnicode map, as a screen reader or a search
engine gets it; the text of a page with pypdfium2, as a reader copies it. Neither shares code with our writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from pdfcontent import logical, marked_text, squeeze

Marked = dict[tuple[tuple[int, int], int], str]  #: (page, marked-content id) -> text

#: Elements that are set as blocks.
BLOCKS = {"P", "BlockQuote", "Caption", "Div", "Document", "L", "LBody", "LI", "Note", "TD", "TH", "TR", "Table",
          "TOC", "TOCI", *(f"H{level}" for level in range(1, 20))}


@dataclass
class Tag:
    """An element of the structure tree; ``children`` holds elements and runs of text in reading order."""

    name: str
    alt: str = ""
    children: list[Tag | str] = field(default_factory=list)
    annotation: Any = None  #: of a ``Link``

    @property
    def raw(self) -> str:
        """All text below the element, as it is in the file; elements that are blocks stand on lines of their own."""
        inner = "".join(child if isinstance(child, str) else child.raw for child in self.children)
        return f"\n{inner}\n" if self.name in BLOCKS else inner

    @property
    def text(self) -> str:
        """All text below the element; white space collapsed."""
        return logical(squeeze(self.raw))

    def find(self, name: str) -> Iterator[Tag]:
        """Every element called *name* below this one, in reading order."""
        for child in self.children:
            if isinstance(child, Tag):
                if child.name == name:
                    yield child
                yield from child.find(name)

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree as indented lines: ``L``, ``  LI``, ``    Lbl: 1.``; a tag with text alone takes one line."""
        head = "  " * depth + self.name + (f" ({self.alt})" if self.alt else "")
        if all(isinstance(child, str) for child in self.children):
            yield f"{head}: {self.text}" if self.text else head
            return
        yield head
        for child in self._runs():
            if isinstance(child, str):
                yield "  " * (depth + 1) + f"| {child}"
            else:
                yield from child.lines(depth + 1)

    def _runs(self) -> Iterator[Tag | str]:
        """The children, neighbouring runs of text joined."""
        run = ""
        for child in [*self.children, None]:
            if isinstance(child, str):
                run += child
                continue
            if squeeze(run):
                yield logical(squeeze(run))
            run = ""
            if child is not None:
                yield child


@dataclass(frozen=True)
class Link:
    """A link: its words and where it leads, a web address or the first line of text at its place in the file."""

    words: str
    uri: str = ""
    page: int = 0
    lands_at: str = ""


@dataclass(frozen=True)
class Bookmark:
    level: int
    title: str
    page: int


class Pdf:
    """A PDF file, opened for reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = pikepdf.open(path)
        self._numbers = {page.objgen: number for number, page in enumerate(self.file.pages, start=1)}

    # -- text ------------------------------------------------------------------------------------------------------

    @cached_property
    def pages(self) -> list[str]:
        """The text of every page, furniture included, as a reader copies it."""
        return [page.get_textpage().get_text_bounded() for page in self._rendered]

    @cached_property
    def _rendered(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.path)

    @property
    def text(self) -> str:
        """All tagged text in reading order; white space collapsed."""
        return self.tree.text

    # -- structure -------------------------------------------------------------------------------------------------

    @cached_property
    def tree(self) -> Tag:
        marked: Marked = {}
        for page in self.file.pages:
            marked.update({(page.objgen, mcid): text for mcid, text in marked_text(page.obj).items()})
        root = Tag("root", children=[_tag(child, (0, 0), marked) for child in _kids(self.file.Root.StructTreeRoot)])
        return root.children[0] if len(root.children) == 1 and isinstance(root.children[0], Tag) else root

    # -- outline, links --------------------------------------------------------------------------------------------

    @cached_property
    def outline(self) -> list[Bookmark]:
        with self.file.open_outline() as outline:
            return list(self._bookmarks(outline.root, 1))

    def _bookmarks(self, items: list[pikepdf.OutlineItem], level: int) -> Iterator[Bookmark]:
        for item in items:
            yield Bookmark(level, item.title, self._place(item.destination)[0])
            yield from self._bookmarks(item.children, level + 1)

    @cached_property
    def _named(self) -> dict[str, Any]:
        names = self.file.Root.get("/Names", {}).get("/Dests")
        return {str(key): value for key, value in pikepdf.NameTree(names).items()} if names is not None else {}

    def _place(self, target: Any) -> tuple[int, float]:
        """Page and height of a destination."""
        if isinstance(target, (pikepdf.String, pikepdf.Name, str)):
            target = self._named[str(target)]
        if isinstance(target, pikepdf.Dictionary):
            target = target.D
        return self._numbers[target[0].objgen], float(target[3])

    @cached_property
    def links(self) -> list[Link]:
        """Every tagged link, in reading order."""
        return [self._link(tag) for tag in self.tree.find("Link")]

    @property
    def uris(self) -> list[str]:
        """The web addresses that links lead to, each once, in reading order."""
        return list(dict.fromkeys(link.uri for link in self.links if link.uri))

    def _link(self, tag: Tag) -> Link:
        action = tag.annotation.get("/A", {})
        if "/URI" in action:
            return Link(tag.text, uri=str(action.URI))
        number, top = self._place(tag.annotation.get("/Dest", action.get("/D")))
        return Link(tag.text, page=number, lands_at=self._line_at(number, top))

    def _line_at(self, number: int, top: float) -> str:
        """The first line of text below a height of a page."""
        text = self._rendered[number - 1].get_textpage()
        boxes = [text.get_rect(at) for at in range(text.count_rects())]
        below = [box for box in boxes if box[1] < top - 7]  # Typst leads to 10 pt above a place
        if not below:
            return ""
        first = max(below, key=lambda box: box[3])
        line = [box for box in boxes if first[1] - 1 < (box[1] + box[3]) / 2 < first[3] + 1]
        left, bottom, right, top = (pick(sides) for pick, sides in zip((min, min, max, max), zip(*line, strict=True), strict=True))
        return squeeze(text.get_text_bounded(left, bottom, right, top))

    @property
    def annotations(self) -> int:
        """The number of link annotations, tagged or not."""
        return sum(1 for page in self.file.pages for note in page.get("/Annots", []) if note.Subtype == "/Link")

    # -- the rest --------------------------------------------------------------------------------------------------

    @property
    def attachments(self) -> dict[str, bytes]:
        return {name: spec.get_file().read_bytes() for name, spec in self.file.attachments.items()}

    @property
    def title(self) -> str:
        return str(self.file.docinfo.get("/Title", ""))

    @property
    def language(self) -> str:
        return str(self.file.Root.get("/Lang", ""))


def _kids(element: pikepdf.Dictionary) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _tag(element: pikepdf.Dictionary, page: tuple[int, int], marked: Marked) -> Tag:
    page = element.Pg.objgen if "/Pg" in element else page
    tag = Tag(str(element.S)[1:], str(element.get("/Alt", "")))
    for kid in _kids(element):
        if isinstance(kid, int):
            tag.children.append(marked.get((page, kid), ""))
        elif kid.get("/Type") == "/MCR":
            tag.children.append(marked.get((kid.Pg.objgen if "/Pg" in kid else page, int(kid.MCID)), ""))
        elif kid.get("/Type") == "/OBJR":
            tag.annotation = kid.Obj
        else:
            tag.children.append(_tag(kid, page, marked))
    if "/ActualText" in element:
        tag.children = [str(element.ActualText)]
    return tag
