"""What of a page can be found: its sections and their passages, its judgments and its terms.

A passage is a paragraph of running text with the lists, notes and boxes that belong to it, a row of a table, a figure's
caption or a note: the smallest thing that a result leads to. What has records of its own is left out of the text: the
entries of registers, reference lists and glossaries, and the judgments, so that nothing is found twice.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from docutils import nodes
from sphinx import addnodes

from briefbook.directives.judgments import judgment
from briefbook.directives.paragraphs import paragraph_number
from briefbook.web.transforms import data_details

#: Nothing of these is text of the page.
_SILENT = (nodes.raw, nodes.comment, nodes.image, nodes.system_message, nodes.label, nodes.math, nodes.math_block,
           addnodes.index, addnodes.toctree, paragraph_number)
#: These are found elsewhere: sources and facts by their records, a chart's numbers by its caption.
_ELSEWHERE = (nodes.citation, nodes.thead, data_details)
#: Lists and tables of what has records of its own, by class; and what a table says again for narrow screens.
_GENERATED = {"register", "judgment-register", "cell-name"}
_CITATIONS = {"fact-citation", "bibtex-citation"}
_EMPTY_BRACKETS = re.compile(r"\s*[(\[][\s,;]*[)\]]")
_BEFORE_MARK = re.compile(r"\s+(?=[.,;:!?)\]])")


@dataclass
class Passage:
    """Words of a section, and where they stand. ``number``: of the paragraph, ``6.12``; ``facts``: ids it cites."""

    anchor: str
    number: str = ""
    text: str = ""
    facts: list[str] = field(default_factory=list)
    closed: bool = False  #: a row, a figure or a note, which takes nothing of what follows it

    def add(self, words: str, facts: list[str]) -> None:
        self.text = f"{self.text} {words}".strip()
        self.facts += [ident for ident in facts if ident not in self.facts]


@dataclass
class Section:
    """A section without those below it; the first of a page carries the page's title."""

    anchor: str
    title: str
    passages: list[Passage] = field(default_factory=list)


@dataclass
class Judged:
    """A judgment: its statement, and what stands under it."""

    id: str
    anchor: str
    statement: str
    rest: str
    facts: list[str]


@dataclass
class Term:
    """An entry of a glossary."""

    name: str
    anchor: str
    text: str


@dataclass
class PageText:
    """All that a page can be found by."""

    sections: list[Section] = field(default_factory=list)
    judgments: list[Judged] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    @classmethod
    def of(cls, document: nodes.document) -> PageText:
        """Read a resolved page."""
        page, beside = cls(), Section("", "")
        page._take(document, beside)
        page.sections = page.sections or [beside]
        if beside.passages and beside is not page.sections[0]:
            page.sections[0].passages += beside.passages  # the notes, which stand after all sections
        return page

    def data(self) -> dict[str, Any]:
        """As JSON has it: passages without words left out."""
        for section in self.sections:
            section.passages = [passage for passage in section.passages if passage.text]
        return asdict(self, dict_factory=lambda pairs: {name: value for name, value in pairs if name != "closed"})

    def _take(self, node: nodes.Element, section: Section) -> None:
        for child in node.children:
            if not isinstance(child, nodes.Element) or _silent(child):
                continue
            if isinstance(child, nodes.section):
                self._section(child)
            elif isinstance(child, judgment):
                self.judgments.append(_judged(child))
            elif isinstance(child, addnodes.glossary):
                self.terms += map(_term, child.findall(nodes.definition_list_item))
            elif isinstance(child, nodes.row):
                cells = filter(None, map(words_of, child.children))
                passage = _open(section, _named(child))
                passage.add(" \N{MIDDLE DOT} ".join(cells), facts_of(child))
                passage.closed = True
            elif isinstance(child, (nodes.figure, nodes.footnote, nodes.Admonition)):
                _open(section, next(iter(child["ids"]), ""))
                self._take(child, section)
                section.passages[-1].closed = not isinstance(child, nodes.Admonition)
            elif isinstance(child, nodes.TextElement):
                _place(child, section).add(_lead(child), facts_of(child))
            else:
                self._take(child, section)

    def _section(self, node: nodes.section) -> None:
        title = next((child for child in node if isinstance(child, nodes.title)), None)
        section = Section(next(iter(node["ids"]), ""), words_of(title) if title else "")
        self.sections.append(section)
        self._take(node, section)


def _silent(node: nodes.Element) -> bool:
    if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
        return True
    return isinstance(node, (*_SILENT, *_ELSEWHERE)) or bool(_GENERATED.intersection(node.get("classes", ())))


def _open(section: Section, anchor: str = "") -> Passage:
    """Begin a passage; without an anchor of its own it is reached by that of the paragraph before, or of the section."""
    before = next((passage for passage in reversed(section.passages) if not passage.closed), Passage(section.anchor))
    passage = Passage(anchor) if anchor else Passage(before.anchor, before.number)
    section.passages.append(passage)
    return passage


def _place(node: nodes.TextElement, section: Section) -> Passage:
    """The passage that a block of text belongs to."""
    number = next((child for child in node if isinstance(child, paragraph_number)), None)
    if number is not None or "position" in node:
        section.passages.append(Passage(number["anchor"], number["number"]) if number else Passage(section.anchor))
    elif not section.passages or section.passages[-1].closed:
        _open(section)
    return section.passages[-1]


def _named(node: nodes.Node | None) -> str:
    """The anchor of the table around *node*."""
    while node is not None and not (isinstance(node, nodes.table) and node["ids"]):
        node = node.parent
    return node["ids"][0] if isinstance(node, nodes.table) else ""


def _lead(node: nodes.TextElement) -> str:
    """The words of a block; a box's title and a list's term lead into what follows."""
    words = words_of(node)
    leads = isinstance(node, (nodes.title, nodes.term)) and words[-1:].isalnum()
    return f"{words}:" if leads else words


def words_of(node: nodes.Node) -> str:
    """The text of *node* on one line, without what cites its sources."""
    words = _EMPTY_BRACKETS.sub("", " ".join("".join(_spoken(node)).split()))
    return _BEFORE_MARK.sub("", words)


def _spoken(node: nodes.Node) -> list[str]:
    if isinstance(node, nodes.Text):
        return [str(node)]
    if not isinstance(node, nodes.Element) or isinstance(node, _SILENT):
        return []
    classes = set(node.get("classes", ()))
    if classes & _GENERATED or "fact-link" in classes and "value-link" not in classes:
        return []
    if classes & _CITATIONS and node.astext().startswith("("):
        return []
    parts = [part for child in node.children for part in _spoken(child)]
    return [*parts, " "] if isinstance(node, (nodes.paragraph, nodes.line, nodes.list_item, nodes.term)) else parts


def facts_of(node: nodes.Element) -> list[str]:
    """The ids of the facts that *node* prints or cites, each once."""
    return list(dict.fromkeys(reference["fact"] for reference in node.findall(nodes.reference) if reference.get("fact")))


def _judged(node: judgment) -> Judged:
    def said(name: str, but: str = "") -> str:
        return " ".join(words_of(child) for child in node
                        if name in child.get("classes", ()) and but not in child.get("classes", ()))

    return Judged(node["ident"], next(iter(node["ids"]), ""), said("judgment-statement"),
                  said("judgment-part", but="judgment-facts"), facts_of(node))


def _term(item: nodes.definition_list_item) -> Term:
    terms = list(item.findall(nodes.term))
    anchor = next((ident for term in terms for ident in term["ids"]), "")
    return Term(", ".join(map(words_of, terms)), anchor, " ".join(map(words_of, item.findall(nodes.definition))))
