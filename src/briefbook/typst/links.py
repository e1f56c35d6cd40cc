"""Visitors for targets and references.

A link to a place in the same book is written ``#xref(label, here, away, url)``: the template prints *here* as a working
link where the PDF holds the place, and *away* (words that make sense on paper) with a web link where it does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from docutils import nodes
from sphinx.locale import _

from briefbook.directives.chartdata import FOLDER as DATA_FOLDER
from briefbook.typst import markup
from briefbook.typst.documents import chapter_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx import addnodes

UNTITLED = "<no title>"  #: what Sphinx calls a document without a title
INTERNAL = "%"  #: how the builder's addresses of documents begin


def label_of(docname: str, node_id: str) -> str:
    """The label of a place; a document's own is ``docname#``."""
    return f"{docname}#{node_id}"


class Links:
    """Targets, references, downloads."""

    def prepare_links(self: Any) -> None:
        self._named_chapters: set[str] = set()
        self.citation_keys: dict[tuple[str, str], str] = self.builder.citation_keys

    # -- targets ---------------------------------------------------------------------------------------------------

    def emit_anchors(self: Any, ids: Iterable[str]) -> None:
        """Make every id a place of its own, here."""
        for node_id in ids:
            label = label_of(self.docname, node_id)
            if label not in self.fragment.targets and not self.plain:
                self.fragment.targets[label] = label
                self.emit(f"#anchor({markup.string(label)});")

    def name_place(self: Any, ids: Iterable[str]) -> str | None:
        """A label for an element that is itself the place, under which all of *ids* are found."""
        labels = [label for label in (label_of(self.docname, node_id) for node_id in ids)
                  if label not in self.fragment.targets]
        self.fragment.targets.update(dict.fromkeys(labels, labels[0]) if labels else {})
        return labels[0] if labels else None

    def visit_target(self: Any, node: nodes.target) -> None:
        if "refuri" not in node and "refid" not in node:
            self.emit_anchors(node["ids"])

    def depart_target(self: Any, node: nodes.target) -> None:
        """Nothing to close."""

    # -- references ------------------------------------------------------------------------------------------------

    def visit_reference(self: Any, node: nodes.reference) -> None:
        self.emit_anchors(node["ids"])
        body = self.content(node)
        uri, ref_id = node.get("refuri", ""), node.get("refid", "")
        if self.plain or not self.prints(body):
            self.emit(body)
        elif ref_id:
            self.emit(self._internal(node, self.docname, ref_id, body))
        elif uri.startswith(INTERNAL):
            docname, _hash, node_id = uri[len(INTERNAL):].partition("#")
            self.emit(self._internal(node, docname or self.docname, unquote(node_id), body))
        elif uri.startswith("#"):
            self.emit(self._internal(node, self.docname, unquote(uri[1:]), body))
        else:
            self.emit(f"#weblink({markup.string(uri)})[{body}];" if urlsplit(uri).scheme else body)
        raise nodes.SkipNode

    visit_number_reference = visit_reference

    def _internal(self: Any, node: nodes.reference, docname: str, node_id: str, body: str) -> str:
        key = self.citation_keys.get((docname, node_id))
        if key is not None:
            if key not in self.fragment.cited:
                self.fragment.cited.append(key)
            return f"#cite-link({markup.string(key)})[{body}];"
        self.fragment.links.add((docname, node_id))
        label = markup.string(label_of(docname, node_id))
        if docname == self.docname:
            return f"#xref({label})[{body}];"
        away = self._away(node, docname, body)
        url = self.builder.web_address(docname, node_id)
        return f"#xref({label}, away: [{away}], url: {markup.value(url)})[{body}];"

    def _away(self: Any, node: nodes.reference, docname: str, body: str) -> str:
        """What a link says in a PDF that does not hold its target: its words, chapter number and title.

        The id of a fact says enough: it is looked up in the register by it.
        """
        if "fact-link" in node["classes"]:
            return body
        number, title = chapter_of(self.builder.env, docname)
        chapter = (_("Chapter %s") % number) if number else ""
        titles = self.builder.env.titles
        known = {title.casefold(), titles[docname].astext().casefold() if docname in titles else ""}
        first = docname not in self._named_chapters
        self._named_chapters.add(docname)
        words = node.astext()
        if words in (title, titles[docname].astext() if docname in titles else ""):
            return markup.text(f"{chapter}: {words}" if chapter else words)
        if words == chapter:
            return body + markup.text(f": {title}")
        named = words.casefold() in known  # the words are the title already, set as a part of the sentence
        tail = f"{chapter}: {title}" if chapter and first and not named else chapter or ("" if named else title)
        if not tail or tail == UNTITLED:
            return body
        return body + markup.text(f", {tail}" if _in_brackets(node) else f" ({tail})")

    def visit_download_reference(self: Any, node: addnodes.download_reference) -> None:
        """A file for download is not in the PDF; its words link to the web where that is known."""
        body = self.content(node)
        url = node.get("refuri") or self.builder.download_address(self.docname, node.get("filename", ""))
        self.emit(f"#weblink({markup.string(url)})[{body}];" if url and not self.plain else body)
        raise nodes.SkipNode

    def visit_data_file(self: Any, node: nodes.Element) -> None:
        """As a file for download, under its own name."""
        body = self.content(node)
        base = self.config.html_baseurl
        url = f"{base.rstrip('/')}/{quote(DATA_FOLDER)}/{quote(node['path'])}" if base and node["data"] else ""
        self.emit(f"#weblink({markup.string(url)})[{body}];" if url and not self.plain else body)
        raise nodes.SkipNode

    def visit_pending_xref(self: Any, node: addnodes.pending_xref) -> None:
        """Unresolved: Sphinx has said so; the words are kept."""

    def depart_pending_xref(self: Any, node: addnodes.pending_xref) -> None:
        """Nothing to close."""


def _in_brackets(node: nodes.Node) -> bool:
    """Whether the text before *node* opens a bracket that is still open, so that no second one is wanted."""
    siblings = node.parent.children
    before = "".join(part.astext() for part in siblings[: siblings.index(node)])
    return before.count("(") > before.count(")")
