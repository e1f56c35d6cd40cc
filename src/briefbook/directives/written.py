"""What the authors wrote on each page, section by section: what the record of an edition keeps and compares.

Taken when a page is read. What the press prints of its own accord is left out (registers, tables and charts made from the
ledger, the reference list), so that a change is not told twice. What is filled in stands as a mark ``{name|printed}``: a
value by its name, so that a passage in which only a number changed is known for that; a citation in the sentence and a
reference, whose words are not known yet, by key and label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from briefbook.directives.judgments import judgment
from briefbook.directives.ledger import ledger_of
from briefbook.directives.prose import SILENT, TEXTUAL
from briefbook.ledger.graph import Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

#: After Sphinx and its extensions have made the doctree what it is.
_LAST = 900
_GENERATED = frozenset({
    "register", "ledger-table", "likelihood-scale", "chart-data", "chart-source", "judgment-head", "judgment-facts", "judgment-outcome",
    "judgment-moved", "judgment-statement", "from-ledger", "imprint", "note-of-change"})
_FOREIGN = (*SILENT, nodes.substitution_definition, nodes.docinfo, addnodes.toctree)
_BLOCKS = (nodes.paragraph, nodes.title, nodes.subtitle, nodes.caption, nodes.term, nodes.rubric, nodes.line, nodes.literal_block,
           nodes.attribution, nodes.math_block, nodes.field_name, nodes.row)


def mark(name: str, printed: str) -> str:
    """What stands in a text for something that is filled in."""
    return f"{{{name}|{printed}}}"


def marked(node: nodes.Node) -> str:
    """The words of one block with marks; citations in brackets are left out, being accounted to sources and facts."""
    if isinstance(node, nodes.row):
        return " | ".join(filter(None, (_folded(" ".join(map(marked, _blocks(cell)))) for cell in node.children)))
    return _folded("".join(map(_words, node.children)))


def _folded(text: str) -> str:
    """*text* on one line, without the gaps that left-out citations leave."""
    words = " ".join(text.split())
    for sign in ".,;:)":
        words = words.replace(f" {sign}", sign)
    return words


def _words(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return node.astext()
    if not isinstance(node, nodes.Element) or isinstance(node, (*SILENT, nodes.footnote_reference)):
        return ""
    classes = node.get("classes", ())
    if "fact-citation" in classes or "likelihood-range" in classes:
        return ""
    if "fact-value" in classes and node.get("value"):
        return mark(f"{node['fact']}.{node['value']}", node.astext())
    if "likelihood" in classes:
        return mark("likelihood", node.astext())
    if isinstance(node, addnodes.pending_xref):
        return _reference(node)
    return "".join(map(_words, node.children)) if node.children else node.astext()


def _reference(node: addnodes.pending_xref) -> str:
    domain, kind, target = node.get("refdomain"), node["reftype"], node["reftarget"]
    if domain == "cite":
        return mark(target, "") if kind in TEXTUAL and "," not in target and "{" not in target else ""
    if domain == "ledger":
        return ""
    if node.get("refexplicit") or kind not in ("ref", "numref"):
        return node.astext()
    return mark(f"{kind}:{target}", "")


def _blocks(node: nodes.Node) -> Iterator[nodes.Element]:
    """The blocks of text below *node*."""
    for child in node.children:
        if isinstance(child, _BLOCKS):
            yield child
        else:
            yield from _blocks(child)


class _Reader:
    """Reads one document."""

    def __init__(self, app: Sphinx, document: nodes.document) -> None:
        self.env, self.document = app.env, document
        self.sections: dict[str, list[str]] = {}
        self.statements: dict[str, str] = {}

    def read(self, node: nodes.Element, anchor: str) -> None:
        for child in node.children:
            if not isinstance(child, nodes.Element) or self._is_foreign(child):
                continue
            if isinstance(child, nodes.section):
                self.read(child, self._anchor(child) or anchor)
            elif isinstance(child, judgment):
                self._judgment(child)
            elif isinstance(child, _BLOCKS):
                self._add(anchor, marked(child))
            else:
                self.read(child, anchor)

    def _add(self, anchor: str, text: str) -> None:
        if text:
            self.sections.setdefault(anchor, []).append(text)

    def _judgment(self, node: judgment) -> None:
        anchor = nodes.make_id(f"j-{node['ident']}")
        said = [part for part in node.children if isinstance(part, nodes.Element) and "judgment-statement" in part.get("classes", ())]
        self.statements[node["ident"]] = " ".join(map(marked, said))
        for part in node.children:
            if isinstance(part, nodes.Element) and not _GENERATED.intersection(part.get("classes", ())):
                self._add(anchor, marked(part))

    def _anchor(self, section: nodes.section) -> str:
        """The label that an author gave, or else the anchor made of the title."""
        labels = [ident for ident in section["ids"] if self._is_label(ident)]
        return str((labels or section["ids"] or [""])[0])

    def _is_label(self, ident: str) -> bool:
        name = self.document.ids.get(ident) is not None and {value: key for key, value in self.document.nameids.items()}.get(ident)
        return bool(name and self.document.nametypes.get(name))

    def _is_foreign(self, node: nodes.Element) -> bool:
        return (isinstance(node, _FOREIGN) or bool(_GENERATED.intersection(node.get("classes", ()))) or bool(node.get("generated"))
                or self._is_elsewhere(node))

    def _is_elsewhere(self, node: nodes.Element) -> bool:
        """Whether the text belongs to another page, which this one includes."""
        if not node.source or isinstance(node, nodes.section):
            return False
        docname = self.env.path2doc(node.source)
        return docname is not None and docname != self.env.docname and docname in self.env.found_docs


def note_written(app: Sphinx, document: nodes.document) -> None:
    """Keep what *document* says, unless it is the account of changes."""
    domain, docname = ledger_of(app.env), app.env.docname
    if domain.register("changes") == docname:
        return
    reader = _Reader(app, document)
    reader.read(document, "")
    deck: Any = app.env.metadata.get(docname, {}).get("deck")
    if deck:
        first = next(iter(reader.sections), "")
        reader.sections.setdefault(first, []).insert(1, " ".join(str(deck).split()))
    domain.note_written(docname, Written({name: tuple(found) for name, found in reader.sections.items()}, reader.statements))


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", note_written, priority=_LAST)
