"""From the doctree of a document to a :class:`~briefbook.checker.book.Chapter`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from briefbook.analysis.judging import Claim
from briefbook.analysis.passages import Passage
from briefbook.checker.book import Chapter, Place
from briefbook.checker.tables import figured, heads_of, is_source, note_after
from briefbook.directives.ledger import ledger_of
from briefbook.directives.judgments import claim_of, judgment
from briefbook.directives.prose import cited_keys, passage_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from briefbook.checker.places import Sources

#: Blocks of text.
_BLOCKS = (nodes.paragraph, nodes.title, nodes.subtitle, nodes.caption, nodes.term, nodes.rubric, nodes.line)
#: What stands inside these is not the book's own running text.
_FOREIGN = (nodes.block_quote, nodes.literal_block, nodes.comment, nodes.system_message, nodes.docinfo, nodes.field_list,
            nodes.substitution_definition, addnodes.glossary, addnodes.desc, addnodes.toctree)
_FOREIGN_CLASSES = frozenset({"register", "ledger-table", "table-note", "likelihood-scale", "chart-data", "judgment-head", "judgment-facts", "chart-source"})
_BOXES = ("bottom-line", "indicators", "change-our-mind")
_PARTS = ("reason", "alternative", "raise", "lower", "moved")


class Reader:
    """Reads documents of *env*; places come from their sources."""

    def __init__(self, env: BuildEnvironment, sources: Sources, units: frozenset[str]) -> None:
        self.env, self.sources, self.units = env, sources, units
        self.registers = frozenset(ledger_of(env).data["registers"].values())

    def chapter(self, docname: str) -> Chapter:
        doctree = self.env.get_doctree(docname)
        found = [self._passage(node, docname) for node in doctree.findall(_is_block) if not _is_foreign(node)]
        passages = _with_notes(found, _citing_notes(doctree))
        first = next((item for item in passages if item.kind == "title"), None)
        place = Place(first.path, first.line) if first else Place(self._path(doctree), 1)
        return Chapter(
            docname, place, tuple(passages), tuple(self._claims(doctree)),
            tuple(figured(doctree, self.place, self.sources, self.units)),
            {key: self.place(node) for key, node in cited_keys(doctree).items()},
            is_apart=docname in self.registers or is_glossary(docname, doctree))

    def place(self, node: nodes.Node) -> Place:
        """Where *node* stands, or else the nearest above it that says so."""
        while node.parent is not None and (not node.line or not getattr(node, "source", None)):
            node = node.parent
        return Place(self._path(node), node.line or 1)

    def _path(self, node: nodes.Node) -> str:
        path = Path(node.source or "")
        return path.relative_to(self.env.srcdir).as_posix() if path.is_relative_to(self.env.srcdir) else path.as_posix()

    def _claims(self, doctree: nodes.document) -> Iterator[tuple[Claim, Place]]:
        for node in doctree.findall(judgment):
            claim, place = claim_of(node), self.place(node)
            said = next((part for part in node.children if "judgment-statement" in part.get("classes", ())), node)
            where = self.place(said)
            yield replace(claim, statement=replace(claim.statement, path=where.path, line=where.line)), place

    def _passage(self, node: nodes.Element, docname: str) -> Passage:
        place = self.place(node)
        where: dict[str, Any] = {"docname": docname, "path": place.path, "line": place.line} | _context(node)
        return passage_of(_unlabelled(node), **where)


def is_glossary(docname: str, doctree: nodes.document | None = None) -> bool:
    """Whether a document is the glossary, by its name or by what it holds."""
    return "glossary" in docname.rpartition("/")[2] or doctree is not None and any(doctree.findall(addnodes.glossary))


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, _BLOCKS)


def _above(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


def _is_foreign(node: nodes.Element) -> bool:
    return any(isinstance(item, _FOREIGN) or _FOREIGN_CLASSES.intersection(item.get("classes", ()))
               for item in (node, *_above(node)))


def _unlabelled(node: nodes.Element) -> nodes.Element:
    """A part of a judgment without the label that the press puts before it."""
    if "judgment-part" not in node.get("classes", ()):
        return node
    bare = nodes.paragraph()
    bare.children = node.children[2:]
    return bare


def _context(node: nodes.Element) -> dict[str, Any]:
    """What surrounds a block: box, table, note, chart."""
    classes = node.get("classes", ())
    found: dict[str, Any] = {"kind": "title" if isinstance(node, (nodes.title, nodes.subtitle, nodes.rubric)) else
                             "term" if isinstance(node, nodes.term) else "paragraph"}
    if "judgment-statement" in classes:
        found["box"] = "statement"
    for name in _PARTS:
        if f"judgment-{name}" in classes:
            found["box"] = name
    for item in _above(node):
        if isinstance(item, nodes.entry):
            found |= _cell(item)
        elif isinstance(item, nodes.figure):
            found["kind"] = "chart" if "chart" in item["classes"] else "caption"
        elif isinstance(item, nodes.footnote):
            found["kind"] = "note"
        elif isinstance(item, judgment):
            found.setdefault("box", "judgment")
        elif isinstance(item, nodes.admonition):
            found |= {"box": name for name in _BOXES if name in item["classes"]}
    return found


def _cell(entry: nodes.entry) -> dict[str, Any]:
    """A cell, with its row; row, title and source line of the table may cite for it."""
    row = entry.parent
    cells = [passage_of(part) for part in row.findall(nodes.paragraph)]
    table = next(item for item in _above(row) if isinstance(item, nodes.table))
    title = [passage_of(part) for part in table.children if isinstance(part, nodes.title)]
    heads, index = heads_of(table), row.index(entry)
    return {"kind": "cell", "beside": "| " + " | ".join(cell.text for cell in (*title, *cells)),
            "head": heads[index] if index < len(heads) else "",
            "is_supported": any(part.is_cited for part in (*cells, *title)) or is_source(note_after(table))}


def _with_notes(passages: list[Passage], cited: frozenset[str]) -> list[Passage]:
    """A passage with a note is supported if the note cites; *cited* are the ids of such notes."""
    return [replace(item, is_supported=True) if cited.intersection(item.named("note")) else item for item in passages]


def _citing_notes(doctree: nodes.document) -> frozenset[str]:
    return frozenset(name for note in doctree.findall(nodes.footnote) for part in note.findall(nodes.paragraph)
                     if passage_of(part).is_cited for name in (*note["ids"], *note["names"]))
