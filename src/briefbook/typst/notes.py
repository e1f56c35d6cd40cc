"""Visitors for footnotes and citations."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from briefbook.typst import markup
from briefbook.typst.links import label_of


class Notes:
    """Footnotes, set where they are first referred to, and entries of reference lists."""

    def prepare_notes(self: Any) -> None:
        self.footnotes = {node_id: node for node in self.document.findall(nodes.footnote) for node_id in node["ids"]}
        self._printed: set[int] = set()  # notes, by identity
        self._in_note = 0

    # -- footnotes -------------------------------------------------------------------------------------------------

    def visit_footnote_reference(self: Any, node: nodes.footnote_reference) -> None:
        """The note stands where it is first referred to, under the number that Sphinx gave it."""
        note, number = self.footnotes.get(node.get("refid", "")), node.astext()
        if self.plain == "table" or note is None:
            self.emit(f"#super[{markup.text(number)}];")
        elif not self.plain:
            self.emit_anchors(node["ids"])
            self._note(note, number)
        raise nodes.SkipNode

    def _note(self: Any, note: nodes.footnote, number: str) -> None:
        label = label_of(self.docname, note["ids"][0])
        if id(note) in self._printed and not self._in_note:
            self.emit(f"#note-again({markup.string(number)}, {markup.string(label)});")
            return
        if self._in_note:  # a note within a note stands in the text, or after it: see emit_leftover_notes
            self.fragment.links.add((self.docname, note["ids"][0]))
            self.emit(f"#xref({markup.string(label)})[#super[{markup.text(number)}];];")
            return
        self._printed.add(id(note))
        for node_id in note["ids"]:
            self.fragment.targets[label_of(self.docname, node_id)] = label
        self._in_note += 1
        body = self._note_body(note)
        self._in_note -= 1
        call = "heading-note" if self.in_heading else "note"
        self.emit(f"#{call}({markup.string(number)}, {markup.string(label)})[{body}];")

    def _note_body(self: Any, note: nodes.Element) -> str:
        """The note, its first paragraph as running text beside the number."""
        parts = [child for child in note.children if not isinstance(child, nodes.label)]
        self.push()
        for index, part in enumerate(parts):
            if index == 0 and isinstance(part, nodes.paragraph):
                self.emit_anchors(part["ids"])
                self.emit(self.content(part))
            else:
                part.walkabout(self)
        return self.pop().strip("\n")

    def visit_footnote(self: Any, node: nodes.footnote) -> None:
        """Footnotes are set where they are referred to; see :meth:`emit_leftover_notes`."""
        raise nodes.SkipNode

    def emit_leftover_notes(self: Any) -> None:
        """Notes that nothing refers to, or only another note does, stand at the end of the document."""
        left = [note for note in dict.fromkeys(self.footnotes.values()) if id(note) not in self._printed]
        self._printed.update(id(note) for note in left)
        if left:
            self.block(f"#loose-notes({', '.join(self._labelled(note) for note in left)});", left[0])

    def _labelled(self: Any, note: nodes.Element) -> str:
        """A note or citation as ``(label, [body])``."""
        name = next((child.astext() for child in note.children if isinstance(child, nodes.label)), "")
        self._in_note += 1
        self.push()
        self.emit_anchors(note["ids"])
        self.emit(self._note_body(note))
        self._in_note -= 1
        return f"({markup.string(name)}, [{self.pop()}])"

    # -- citations -------------------------------------------------------------------------------------------------

    def visit_citation(self: Any, node: nodes.citation) -> None:
        """An entry of a reference list, of sphinxcontrib-bibtex or of docutils' own."""
        key = self._source_key(node)
        if key is not None:
            self.fragment.listed.append(key)
            self.block(f"#bib-entry({markup.string(key)})[{self._note_body(node)}];", node)
        elif not isinstance(_beside(node, -1), nodes.citation):  # the first of a run prints them all
            run = [node]
            while isinstance(_beside(run[-1], 1), nodes.citation):
                run.append(_beside(run[-1], 1))
            self.block(f"#citations({', '.join(self._labelled(item) for item in run)});", node)
        raise nodes.SkipNode

    def _source_key(self: Any, node: nodes.citation) -> str | None:
        places = [(node.get("docname", self.docname), node_id) for node_id in node["ids"]]
        return next((self.citation_keys[place] for place in places if place in self.citation_keys), None)

    def visit_citation_reference(self: Any, node: nodes.citation_reference) -> None:
        self.emit(markup.text(f"[{node.astext()}]"))
        raise nodes.SkipNode


def _beside(node: nodes.Node, step: int) -> nodes.Node | None:
    """The sibling before (-1) or after (1) *node*."""
    at = node.parent.index(node) + step
    return node.parent[at] if 0 <= at < len(node.parent) else None
