"""Numbered paragraphs: every paragraph of a chapter's running text can be cited, ``6.12``, on the web and on paper.

The place of a paragraph in its chapter is counted once, when the chapter is read; the chapter's number, which the
toctree gives, is put before it when the page is resolved. No builder counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What may stand between a section and its running text. Text under ``only`` counts for every builder alike.
_OPEN = (nodes.document, nodes.section, addnodes.only)


class paragraph_number(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """The number at the head of a paragraph. Attributes: number (``6.12``), anchor."""


def paragraph_anchor(position: int) -> str:
    """The anchor of a paragraph in its own page; it does not change when another chapter does."""
    return f"par-{position}"


def chapter_number(env: BuildEnvironment, docname: str) -> str:
    """The number of the chapter that *docname* is; empty for a page that is none."""
    return ".".join(map(str, env.toc_secnumbers.get(docname, {}).get("") or ()))


def position_above(node: nodes.Node | None) -> int:
    """The place of the numbered paragraph that *node* stands in; 0 outside of one."""
    while node is not None:
        if isinstance(node, nodes.paragraph) and "position" in node:
            return int(node["position"])
        node = node.parent
    return 0


class CountParagraphs(SphinxTransform):
    """Give every paragraph of running text its place in the document."""

    #: After translations (20) and substitutions (220) have put the text in; before those who collect what a document
    #: holds (880) see it.
    default_priority = 870

    def apply(self, **_options: Any) -> None:
        for position, paragraph in enumerate(_running_text(self.document), start=1):
            paragraph["position"] = position


class NumberParagraphs(SphinxPostTransform):
    """Put number and anchor on the paragraphs of a numbered chapter."""

    #: Before references are resolved (10), so that all builders see the same tree.
    default_priority = 7

    def run(self, **_options: Any) -> None:
        chapter = chapter_number(self.env, self.env.docname) if self.config.brief_paragraph_numbers else ""
        for paragraph in self.document.findall(nodes.paragraph) if chapter else ():
            if "position" in paragraph:
                anchor = paragraph_anchor(paragraph["position"])
                paragraph["ids"].append(anchor)
                paragraph.insert(0, paragraph_number(number=f"{chapter}.{paragraph['position']}", anchor=anchor))


def _running_text(document: nodes.document) -> Iterator[nodes.paragraph]:
    """Paragraphs that stand in a section itself; lists, tables, notes and boxes belong to the paragraph before them."""
    for paragraph in document.findall(nodes.paragraph):
        if isinstance(paragraph.parent, _OPEN) and not paragraph["classes"] and _says_something(paragraph):
            yield paragraph


def _says_something(paragraph: nodes.paragraph) -> bool:
    """Whether every builder prints words of it: not for pictures alone, nor for raw text of one format."""
    return any(text.strip() for text in paragraph.findall(nodes.Text)
               if not isinstance(text.parent, (nodes.raw, nodes.system_message)))


def skip(self: Any, node: paragraph_number) -> None:
    """Builders without a margin leave the number out."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(paragraph_number, **{name: (skip, None) for name in ("html", "latex", "text", "man", "texinfo")})
    app.add_transform(CountParagraphs)
    app.add_post_transform(NumberParagraphs)
