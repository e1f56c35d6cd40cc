"""The visitor for toctrees: the place in a document where other documents stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from briefbook.typst import markup
from briefbook.typst.fragment import SLOT, Toctree

if TYPE_CHECKING:
    from sphinx import addnodes


class Toctrees:
    """Toctrees."""

    def prepare_toctrees(self: Any) -> None:
        self._waiting: list[str] = []  # slots of toctrees that stand inside a block

    def visit_toctree(self: Any, node: addnodes.toctree) -> None:
        """Mark the place of the toctree's documents.

        Where it stands inside a block (a box, a list, a cell) the documents follow the block.
        """
        docnames = [target for _title, target in node["entries"] if target in self.builder.env.all_docs]
        toctree = Toctree(docnames, node.get("caption") or "", self.depth, bool(node.get("hidden")))
        slot = f"\n\n{SLOT}{len(self.fragment.toctrees)}{SLOT}\n\n"
        self.fragment.toctrees.append(toctree)
        if self.nested:
            self._waiting.append(slot)
        else:
            self.emit(slot)
        if not node.get("hidden"):
            self._web_entries(node)
        raise nodes.SkipNode

    def emit_waiting_toctrees(self: Any) -> None:
        """Called where a block has ended."""
        if self._waiting and not self.nested:
            slots, self._waiting = self._waiting, []
            self.emit("".join(slots))

    def _web_entries(self: Any, node: addnodes.toctree) -> None:
        """Entries of a toctree that lead to other sites are printed as links."""
        for title, target in node["entries"]:
            if "://" in target:
                self.check_characters(title or target, node)
                self.block(f"#par[#weblink({markup.string(target)})[{markup.text(title or target)}];];", node)
