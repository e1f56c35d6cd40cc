"""Nodes of third-party extensions: a registered visitor sets them; without one they are refused, or print their text."""

from __future__ import annotations

import sys
from pathlib import Path

from support import SVG, Project, built_pdf

EXTENSION = '''
from docutils import nodes
from docutils.parsers.rst import Directive

class stamp(nodes.General, nodes.Element):
    pass

class Stamp(Directive):
    has_content = True
    def run(self):
        node = stamp()
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

def visit(self, node):
    self.emit("#block[" + self.content(node) + "];")
    raise nodes.SkipNode

def nothing(self, node):
    pass

def setup(app):
    typst = {"typst": (visit, nothing)} if app.config.author == "Registered" else {}
    app.add_node(stamp, html=(nothing, nothing), **typst)
    app.add_directive("stamp", Stamp)
'''
SOURCE = "Title\n=====\n\n.. stamp::\n\n   Its *text*.\n"


def project(folder: Path, **conf: object) -> Project:
    conf_py = "import sys, pathlib; sys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
    sys.modules.pop("stamps", None)
    files = {"index.rst": SOURCE, "stamps.py": EXTENSION, "conf.py": conf_py}
    return Project(folder, files, extensions=["stamps", "briefbook"], **conf)


def test_a_registered_visitor_sets_the_node(tmp_path: Path) -> None:
    built = project(tmp_path, author="Registered").build()
    assert (built.status, built.warnings) == (0, [])
    assert "Its text." in built.pdf().text


def test_without_a_visitor_the_node_is_refused(tmp_path: Path) -> None:
    built = project(tmp_path).build()
    assert built.status != 0
    (message,) = built.warnings
    assert message.startswith("index.rst:4: WARNING: B104 the PDF cannot set the node 'stamp'; register a visitor with "
                              "app.add_node(..., typst=(visit, depart))")


def test_its_text_is_printed_where_the_project_says_so(tmp_path: Path) -> None:
    built = project(tmp_path, brief_unknown_nodes="text").build()
    assert (built.status, built.warnings) == (0, [])
    assert [tag.text for tag in built.pdf().tree.find("Em")] == ["text"]


def test_a_graph_is_drawn_by_graphviz(tmp_path: Path) -> None:
    dot = tmp_path / "dot"
    dot.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.read()\nprint({SVG!r})\n", encoding="utf-8")
    dot.chmod(0o755)
    source = '# Book\n\n```{graphviz}\n:alt: A leads to B\ndigraph { a -> b }\n```\n'
    pdf = built_pdf(tmp_path / "book", source, graphviz_dot=str(dot),
                    extensions=["myst_parser", "sphinx.ext.graphviz", "briefbook"])
    assert [tag.alt for tag in pdf.tree.find("Figure")] == ["A leads to B"]


def test_a_graph_without_graphviz_is_refused(tmp_path: Path) -> None:
    source = "# Book\n\n```{graphviz}\n:alt: A leads to B\ndigraph { a -> b }\n```\n"
    built = Project(tmp_path, {"index.md": source}, graphviz_dot=str(tmp_path / "none"),
                    extensions=["myst_parser", "sphinx.ext.graphviz", "briefbook"]).build()
    assert built.status != 0
    assert built.warnings[0].startswith("index.md:3: WARNING: B115 a graph cannot be drawn")


def test_extensions_of_sphinx(tmp_path: Path) -> None:
    source = """\
Book
====

.. todo:: Write this.

.. autosummary::

   textwrap.dedent

.. ifconfig:: True

   Configured.
"""
    extensions = ["sphinx.ext.todo", "sphinx.ext.autosummary", "sphinx.ext.ifconfig", "briefbook"]
    built = Project(tmp_path, {"index.rst": source}, extensions=extensions, todo_include_todos=True).build()
    assert (built.status, built.warnings) == (0, [])
    text = built.pdf().text
    assert "Todo Write this." in text
    assert "textwrap.dedent(text) Remove any common leading whitespace" in text
    assert "Configured." in text
