"""Visitors for what Sphinx's own extensions add: graphs drawn by Graphviz, tables of autosummary."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import Any

from docutils import nodes

from briefbook.problems import Problem
from briefbook.typst import markup


class Graphs:
    """``sphinx.ext.graphviz``, ``sphinx.ext.inheritance_diagram``, ``sphinx.ext.autosummary``."""

    def visit_graphviz(self: Any, node: nodes.Element) -> None:
        self.emit_anchors(node["ids"])
        command = node["options"].get("graphviz_dot", self.config.graphviz_dot)
        self._graph(node, node["code"], command, node.get("alt", ""))
        raise nodes.SkipNode

    def visit_inheritance_diagram(self: Any, node: nodes.Element) -> None:
        self.emit_anchors(node["ids"])
        code = node["graph"]._generate_dot("inheritance", {}, config=self.config)
        self._graph(node, code, self.config.graphviz_dot, f"Inheritance diagram of {node['content']}")
        raise nodes.SkipNode

    def _graph(self: Any, node: nodes.Element, code: str, command: str, alt: str) -> None:
        drawn = self._drawn(node, code, command)
        if drawn is None:
            self.block(self._code(nodes.literal_block(code, code, language="none")), node)
            return
        if not alt:
            self.fault(Problem.MISSING_ALT, "a graph has no alternative text", node)
        place = f", place: {node['align']}" if node.get("align") in ("left", "right", "center") else ""
        self.block(f"#picture({markup.string(f'/images/{drawn}')}, alt: {markup.value(alt or None)}{place});", node)

    def _drawn(self: Any, node: nodes.Element, code: str, command: str) -> str | None:
        """The name of the picture among the images; nothing where it cannot be drawn (reported)."""
        arguments = [command, *self.config.graphviz_dot_args, "-Tsvg"]
        folder = Path(self.builder.srcdir, node.get("options", {}).get("docname", self.docname)).parent
        try:
            run = subprocess.run(arguments, input=code.encode(), capture_output=True, check=True, cwd=folder)
        except OSError as error:
            reason = f"the command {command!r} cannot be run: {error.strerror}"
        except subprocess.CalledProcessError as error:
            reason = " ".join(error.stderr.decode(errors="replace").split())
        else:
            name = f"graph-{hashlib.sha256(run.stdout).hexdigest()[:32]}.svg"
            target = Path(self.builder.workdir, "images", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(run.stdout)
            return name
        self.fault(Problem.GRAPH, f"a graph cannot be drawn ({reason})", node)
        return None

    def visit_autosummary_table(self: Any, node: nodes.Element) -> None:
        """Its node is a comment by kind, but prints; so is the toctree of the pages it makes."""

    def depart_autosummary_table(self: Any, node: nodes.Element) -> None:
        """Nothing to close."""

    visit_autosummary_toc, depart_autosummary_toc = visit_autosummary_table, depart_autosummary_table
