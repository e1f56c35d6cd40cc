"""The directive ``judgment`` and its node: an assessment with likelihood, confidence and what it rests on.

The node holds the judgment's data as attributes and its printed form as ordinary paragraphs, so that every builder
prints it and later stages can read it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from briefbook.analysis.judging import FACT, Claim, flaws, iso, listed
from briefbook.analysis.likelihood import SCALES
from briefbook.analysis.passages import Passage
from briefbook.config import long_date
from briefbook.directives.ledger import JudgmentEntry, ledger_of, use_fact
from briefbook.directives.prose import joined, passage_of
from briefbook.ledger.graph import Outcome
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

class judgment(nodes.Admonition, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """A judgment. Attributes: ident, likelihood, confidence, facts, review, previous, resolves, outcome_date."""


#: Every option is taken as it was typed; what is wrong with it is said once for all of them.
_OPTIONS = ("likelihood", "confidence", "reason", "facts", "alternative", "raise", "lower", "review", "resolves", "previous", "moved",
            "outcome", "outcome-date", "outcome-facts", "outcome-why")


class Judgment(SphinxDirective):
    """``{judgment} RUS-1``: one sentence with one likelihood word; its parts are options, each on one line."""

    has_content = True
    optional_arguments = 1  # its lack is told with all else that lacks
    option_spec = dict.fromkeys(_OPTIONS, directives.unchanged)

    def run(self) -> list[Node]:
        ident = self.arguments[0] if self.arguments else "without id"
        node = judgment(ident=ident, classes=["judgment"])
        self.set_source_info(node)
        for key in ("likelihood", "confidence", "previous"):
            node[key] = self.options.get(key, "")
        for key in ("review", "resolves"):
            node[key] = iso(self.options.get(key, ""))
        node["outcome_date"] = iso(self.options.get("outcome-date", ""))
        node["facts"] = [ident for ident in Claim(ident, self.options, Passage("")).facts if FACT.fullmatch(ident)]
        node["options"] = dict(self.options)
        node["ids"] = [nodes.make_id(f"j-{ident}")]
        node += self._head(node)
        statement = self.parse_content_to_nodes()
        for part in statement:
            if isinstance(part, nodes.paragraph):
                part["classes"].append("judgment-statement")
        node += statement
        node += self._parts(node)
        self._check(node)
        self._register(node)
        return [node]

    def _head(self, node: judgment) -> nodes.paragraph:
        """The line above the statement: id at the left, standing and dates at the right."""
        previous = node["previous"]
        same = previous == node["likelihood"] and not self.options.get("moved")
        notes = [_("new in this edition") if previous == "new" else _("as in the last edition") if same else _("was %s") % previous]
        if node["resolves"]:
            notes.append(_("forecast, resolves %s") % long_date(node["resolves"]))
        if node["review"]:
            notes.append(_("review by %s") % long_date(node["review"]))
        head = nodes.paragraph(classes=["judgment-head"])
        head += nodes.strong("", f"{_('Judgment')} {node['ident']}", classes=["judgment-id"])
        head += nodes.Text(" ")
        head += nodes.inline("", " \N{MIDDLE DOT} ".join(notes), classes=["judgment-standing"])
        return head

    def _parts(self, node: judgment) -> list[nodes.paragraph]:
        options = self.options
        labels = {
            "outcome": _("Outcome:"),
            "reason": _("Confidence %s:") % options.get("confidence", ""),
            "moved": _("Why it moved:"),
            "alternative": _("Another reading:"),
            "raise": _("Would raise it:"),
            "lower": _("Would lower it:"),
        }
        parts = [self._outcome(label) if name == "outcome" else self._part(name, label)
                 for name, label in labels.items() if options.get(name)]
        if node["facts"]:
            part = nodes.paragraph(classes=["judgment-part", "judgment-facts"])
            part += nodes.strong("", _("Rests on:"))
            for index, ident in enumerate(node["facts"]):
                part += [nodes.Text(", " if index else " "), use_fact(self, ident, None, printed=False)]
            parts.append(part)
        for part in parts:
            self.set_source_info(part)
        return parts

    def _outcome(self, label: str) -> nodes.paragraph:
        """What came of the forecast, when that was known, and the facts that show it."""
        part = nodes.paragraph(classes=["judgment-part", "judgment-outcome"])
        result = _(self.options["outcome"].strip())
        day = self.options.get("outcome-date", "").strip()
        part += [nodes.strong("", label), nodes.Text(" "), nodes.inline("", result, classes=["outcome"])]
        part += nodes.Text(f", {long_date(iso(day)) or day}" if day else "")
        for index, ident in enumerate(listed(self.options.get("outcome-facts", ""))):
            part += [nodes.Text(", " if index else " ("), use_fact(self, ident, None, printed=True)]
        part += nodes.Text(")." if self.options.get("outcome-facts") else ".")
        if self.options.get("outcome-why"):
            inline, messages = self.parse_inline(self.options["outcome-why"], lineno=self.lineno)
            part += [nodes.Text(" "), *inline, *messages]
        return part

    def _part(self, name: str, label: str) -> nodes.paragraph:
        inline, messages = self.parse_inline(self.options[name], lineno=self.lineno)
        part = nodes.paragraph(classes=["judgment-part", f"judgment-{name}"])
        part += [nodes.strong("", label), nodes.Text(" "), *inline, *messages]
        return part

    def _check(self, node: judgment) -> None:
        """Report what is missing or at odds; the chapter is read again until it is mended."""
        domain = ledger_of(self.env)
        known = {*domain.ledger.facts, *domain.ledger.broken} if domain.is_kept else None
        found = list(flaws(claim_of(node), SCALES[self.config.brief_scale], known, self.config.brief_edition_date))
        for flaw in found:
            report(flaw.problem, flaw.message, location=node)
        if found:
            self.env.note_reread()

    def _register(self, node: judgment) -> None:
        """Make the judgment a target: ``{ref}`j-rus-1` `` prints its id."""
        std = self.env.domains.standard_domain
        label, ident = node["ids"][0], node["ident"]
        if label in std.labels and std.labels[label][0] != self.env.docname:
            report(Problem.JUDGMENT_LACKS, f"judgment {ident} stands in {std.labels[label][0]} too; an id is never reused",
                   location=node)
        if label in self.state.document.ids:  # twice in one document
            report(Problem.JUDGMENT_LACKS, f"judgment {ident} stands here twice; an id is never reused", location=node)
            node["ids"] = []
            return
        self.state.document.note_explicit_target(node)
        said = " ".join(part.astext() for part in node.children if "judgment-statement" in part.get("classes", ()))
        ledger_of(self.env).note_judgment(JudgmentEntry(
            ident, self.env.docname, label, self.lineno, said.replace("\n", " "), node["likelihood"], node["confidence"],
            tuple(node["facts"] or ()), node["review"], node["resolves"], node["previous"],
            " ".join(self.options.get("moved", "").split()), outcome_of(node)))
        std.anonlabels[label] = self.env.docname, label
        std.labels[label] = self.env.docname, label, ident


def claim_of(node: judgment) -> Claim:
    """The judgment as it was typed, with its statement."""
    said = [part for part in node.children if "judgment-statement" in part.get("classes", ())]
    return Claim(node["ident"], node["options"], joined([passage_of(part) for part in said]))


def outcome_of(node: judgment) -> Outcome | None:
    """What came of a forecast; ``None`` while that is open."""
    options: dict[str, str] = node["options"]
    if not options.get("outcome", "").strip():
        return None
    return Outcome(options["outcome"].strip(), node["outcome_date"], listed(options.get("outcome-facts", "")),
                   " ".join(options.get("outcome-why", "").split()))


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
