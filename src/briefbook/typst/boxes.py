"""Visitors for what is set apart from the text: quotations, admonitions, topics, sidebars, judgments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _, admonitionlabels

from briefbook.typst import markup

if TYPE_CHECKING:
    from briefbook.directives.judgments import judgment

#: Classes of a block quote that give it a shape of its own.
_QUOTES = ("epigraph", "highlights", "pull-quote")


class Boxes:
    """Quotations and titled boxes."""

    def visit_block_quote(self: Any, node: nodes.block_quote) -> None:
        sayers = [child for child in node.children if isinstance(child, nodes.attribution)]
        who = f"[{self.content(sayers[0])}]" if sayers else "none"
        kind = next((name for name in _QUOTES if name in node["classes"]), "quote")
        self.anchored(f"#quotation({markup.string(kind)}, {who})[{self.children(node, sayers)}];", node)
        raise nodes.SkipNode

    def visit_admonition(self: Any, node: nodes.Element) -> None:
        """A box with its title: an admonition's own, or the name of its kind."""
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        head = self.content(title) if title is not None else markup.text(_label(node))
        shown = f"[{head}]" if head.strip() else "none"
        kind = next((name for name in node["classes"] if name not in ("box", "admonition")), node.tagname)
        self.anchored(f"#call-out({markup.string(kind)}, {shown})[{self.children(node, [title])}];", node)
        raise nodes.SkipNode

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = visit_important = visit_admonition
    visit_note = visit_tip = visit_warning = visit_seealso = visit_todo_node = visit_admonition
    visit_topic = visit_sidebar = visit_admonition

    def visit_judgment(self: Any, node: judgment) -> None:
        self.anchored(f"#judgment[{self.children(node)}];", node)
        raise nodes.SkipNode


def _label(node: nodes.Element) -> str:
    """What stands over an admonition without a title; topics and sidebars may do without."""
    if isinstance(node, (nodes.topic, nodes.sidebar)):
        return ""
    return str(admonitionlabels.get(node.tagname) or _(node.tagname.replace("_", " ").capitalize()))
