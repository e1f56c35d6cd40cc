"""The directive ``judgment`` and its node: an assessment with likelihood, confidence and what it rests on.

The node holds the judgment's data as attributes and its printed form as ordinary paragraphs, so that every builder
prints it and later stages can read it back.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from briefbook.analysis.likelihood import CONFIDENCE, SCALES
from briefbook.config import long_date
from briefbook.directives.ledger import JudgmentEntry, ledger_of, use_fact
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

IDENT = re.compile(r"[A-Z]{2,5}-\d{1,3}")
FACT = re.compile(r"[A-Z]{2,4}(?:-[A-Z])?-\d{2,3}")


class judgment(nodes.Admonition, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """A judgment. Attributes: ident, likelihood, confidence, facts, review, previous, resolves."""


def _iso(argument: str) -> str:
    return dt.date.fromisoformat(argument.strip()).isoformat()


def _confidence(argument: str) -> str:
    return directives.choice(argument, CONFIDENCE)


def _facts(argument: str) -> list[str]:
    found = [part.strip() for part in argument.split(",")]
    wrong = [part for part in found if not FACT.fullmatch(part)]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is not a fact's id such as MIL-127")
    return found


class Judgment(SphinxDirective):
    """``{judgment} RUS-1``: one sentence with one likelihood word; its parts are options, each on one line."""

    has_content = True
    required_arguments = 1
    option_spec = {
        "likelihood": directives.unchanged_required,
        "confidence": _confidence,
        "reason": directives.unchanged_required,
        "facts": _facts,
        "alternative": directives.unchanged_required,
        "raise": directives.unchanged_required,
        "lower": directives.unchanged_required,
        "review": _iso,
        "resolves": _iso,
        "previous": directives.unchanged_required,
        "moved": directives.unchanged_required,
    }
    needed = ("likelihood", "confidence", "reason", "facts", "alternative", "raise", "lower", "review", "previous")

    def run(self) -> list[Node]:
        ident = self.arguments[0]
        node = judgment(ident=ident, classes=["judgment"])
        self.set_source_info(node)
        for key in ("likelihood", "confidence", "facts", "review", "resolves", "previous"):
            node[key] = self.options.get(key, "")
        node["ids"] = [f"j-{ident.lower()}"]
        node += self._head(ident)
        statement = self.parse_content_to_nodes()
        for part in statement:
            if isinstance(part, nodes.paragraph):
                part["classes"].append("judgment-statement")
        node += statement
        node += self._parts()
        self._check(node)
        self._register(node)
        return [node]

    def _head(self, ident: str) -> nodes.paragraph:
        """The line above the statement: id at the left, standing and dates at the right."""
        previous = self.options.get("previous", "")
        standing = _("new in this edition") if previous == "new" else _("was %s") % previous
        notes = [standing]
        if "resolves" in self.options:
            notes.append(_("forecast, resolves %s") % long_date(self.options["resolves"]))
        if "review" in self.options:
            notes.append(_("review by %s") % long_date(self.options["review"]))
        head = nodes.paragraph(classes=["judgment-head"])
        head += nodes.strong("", f"{_('Judgment')} {ident}", classes=["judgment-id"])
        head += nodes.Text(" ")
        head += nodes.inline("", " \N{MIDDLE DOT} ".join(notes), classes=["judgment-standing"])
        return head

    def _parts(self) -> list[nodes.paragraph]:
        options = self.options
        labels = {
            "reason": _("Confidence %s:") % options.get("confidence", ""),
            "moved": _("Why it moved:"),
            "alternative": _("Another reading:"),
            "raise": _("Would raise it:"),
            "lower": _("Would lower it:"),
        }
        parts = [self._part(name, label) for name, label in labels.items() if name in options]
        if options.get("facts"):
            part = nodes.paragraph(classes=["judgment-part", "judgment-facts"])
            part += nodes.strong("", _("Rests on:"))
            for index, ident in enumerate(options["facts"]):
                part += [nodes.Text(", " if index else " "), use_fact(self, ident, self.get_location(), printed=False)]
            parts.append(part)
        for part in parts:
            self.set_source_info(part)
        return parts

    def _part(self, name: str, label: str) -> nodes.paragraph:
        inline, messages = self.parse_inline(self.options[name], lineno=self.lineno)
        part = nodes.paragraph(classes=["judgment-part", f"judgment-{name}"])
        part += [nodes.strong("", label), nodes.Text(" "), *inline, *messages]
        return part

    def _check(self, node: judgment) -> None:
        """Report what is missing or at odds; the checker's full rules come on top of these."""
        def fault(text: str) -> None:
            report(Problem.DIRECTIVE, f"judgment {node['ident']}: {text}", location=node)

        if not IDENT.fullmatch(node["ident"]):
            fault("its id is not of the form RUS-1")
        missing = [name for name in self.needed if not self.options.get(name)]
        if missing:
            fault(f"it lacks {', '.join(f':{name}:' for name in missing)}")
        terms: list[Any] = [word.get("term") for word in node.findall(nodes.emphasis) if "likelihood" in word["classes"]]
        if len(terms) != 1:
            fault(f"it has {len(terms)} likelihood words, not one; write {{likelihood}}`likely`")
        declared = SCALES[self.config.brief_scale].find(node["likelihood"]) if node["likelihood"] else None
        if node["likelihood"] and declared is None:
            fault(f":likelihood: {node['likelihood']!r} is not a word of the scale {self.config.brief_scale}")
        if declared and len(terms) == 1 and terms[0] != declared.word:
            fault(f"its sentence says {terms[0]!r} and :likelihood: says {declared.word!r}")

    def _register(self, node: judgment) -> None:
        """Make the judgment a target: ``{ref}`j-rus-1` `` prints its id."""
        std = self.env.domains.standard_domain
        label, ident = node["ids"][0], node["ident"]
        if label in std.labels and std.labels[label][0] != self.env.docname:
            report(Problem.DIRECTIVE, f"judgment {ident} stands in {std.labels[label][0]} too; an id is never reused",
                   location=node)
        self.state.document.note_explicit_target(node)
        said = " ".join(part.astext() for part in node.children if "judgment-statement" in part.get("classes", ()))
        ledger_of(self.env).note_judgment(JudgmentEntry(
            ident, self.env.docname, label, self.lineno, said.replace("\n", " "), node["likelihood"], node["confidence"],
            tuple(node["facts"] or ()), node["review"], node["resolves"], node["previous"]))
        std.anonlabels[label] = self.env.docname, label
        std.labels[label] = self.env.docname, label, ident


def visit_html(self: Any, node: judgment) -> None:
    self.body.append(self.starttag(node, "section", role="region", **{"aria-label": f"{_('Judgment')} {node['ident']}"}))


def depart_html(self: Any, node: judgment) -> None:
    self.body.append("</section>\n")


def visit_latex(self: Any, node: judgment) -> None:
    self.body.append("\n\\begin{quote}\n")
    self.body.append(self.hypertarget(node["ids"][0], withdoc=True))


def depart_latex(self: Any, node: judgment) -> None:
    self.body.append("\\end{quote}\n")


def visit_text(self: Any, node: judgment) -> None:
    self.new_state(2)


def depart_text(self: Any, node: judgment) -> None:
    self.end_state()


def visit_plain(self: Any, node: judgment) -> None:
    """Man pages and Texinfo print the paragraphs as they stand."""


def depart_plain(self: Any, node: judgment) -> None:
    """Nothing to close."""


#: Every node of ours with its visitors for every builder; the Typst pair is in ``briefbook.typst.nodes``.
NODES = {
    judgment: {
        "html": (visit_html, depart_html),
        "latex": (visit_latex, depart_latex),
        "text": (visit_text, depart_text),
        "man": (visit_plain, depart_plain),
        "texinfo": (visit_plain, depart_plain),
    },
}


def setup(app: Sphinx) -> None:
    app.setup_extension("briefbook.directives.ledger")
    app.add_directive("judgment", Judgment)
    for node, visitors in NODES.items():
        app.add_node(node, **visitors)
