"""The roles ``fact`` and ``value``: what the book states comes from the ledger, with its sources and its numbers.

``{fact}`MIL-127` `` prints the citation of the fact's sources and its id, ``(Ajp 2025; MIL-127)``; several facts share
the brackets. After a bar stand those of their sources that the sentence means, each with a place in it where that helps:
``{fact}`MIL-127 | msmt2025may-ajp{p. 12}` ``; a hyphen there leaves the id alone, where the sources stand already. ``{value}`MIL-127.containers` `` prints a number, formatted; after a bar
stand words of :data:`briefbook.ledger.formatting.FORMATS`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from briefbook.directives.ledger import fact_anchor, ledger_of, use_anchor, use_fact
from briefbook.ledger.formatting import text_of, unknown_format
from briefbook.near import did_you_mean
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sphinx.application import Sphinx

    Result = tuple[list[nodes.Node], list[nodes.system_message]]

_FACT = re.compile(r"[A-Z][A-Z0-9-]*")
_VALUE = re.compile(r"([^\s.|]+)\.([^\s.|]+)")


class FactRole(SphinxRole):
    """``{fact}`MIL-127` ``."""

    def run(self) -> Result:
        facts, _bar, chosen = self.text.partition("|")
        idents = [ident.strip() for ident in facts.split(",")]
        if not all(_FACT.fullmatch(ident) for ident in idents):
            return self._refused(f"the facts {facts.strip()!r} cannot be read")
        citation = self._citation(idents, chosen.strip())
        if citation is None:
            return self._refused(f"the sources {chosen.strip()!r} cannot be read")
        domain = ledger_of(self.env)
        anchors = [use_anchor(ident) for ident in idents if domain.note_use(self.env.docname, ident, printed=True)]
        result = nodes.inline(self.rawtext, "", classes=["fact-citation"], ids=anchors)
        self.set_source_info(result)
        citing, messages = self._cite(citation)
        result += [nodes.Text("("), *citing, *([nodes.Text("; ")] if citing else [])]
        for index, ident in enumerate(idents):
            result += [nodes.Text(", ")] if index else []
            result += use_fact(self, ident, self.get_location(), printed=True)
        result += nodes.Text(")")
        return [result], messages

    def _refused(self, message: str) -> Result:
        report(Problem.FACT_ROLE, message, location=self.get_location())
        self.env.note_reread()
        return [nodes.strong(self.rawtext, f"[{self.text}?]")], []

    def _citation(self, idents: Sequence[str], chosen: str) -> str | None:
        """The citation of the facts' sources, or of the *chosen* among them; ``None`` where it cannot be read.

        Sources that the bibliography lacks are left out here: the ledger's own message names them.
        """
        if chosen == "-":
            return ""
        domain = ledger_of(self.env)
        facts = [fact for ident in idents if (fact := domain.ledger.facts.get(ident))]
        keys = list(dict.fromkeys(key for fact in facts for key in fact.sources))
        if not chosen:
            return ",".join(key for key in keys if key in domain.source_keys)
        try:
            wanted = [target.key for target in parse_citation_targets(chosen)]
        except (ValueError, RecursionError):
            return None
        for key in wanted:
            if facts and key not in keys:
                self.env.note_reread()
                report(Problem.FACT_ROLE, f"{key!r} is no source of {', '.join(idents)}" + did_you_mean(key, keys),
                       location=self.get_location())
        return chosen

    def _cite(self, citation: str) -> Result:
        """The citation without its brackets."""
        role: Any = self.env.domains["cite"].role("alp") if "cite" in self.env.domains else None
        if role is None or not citation:
            return [], []
        return role("cite:alp", f"{{cite:alp}}`{citation}`", citation, self.lineno, self.inliner, {}, [])


class ValueRole(SphinxRole):
    """``{value}`MIL-127.containers` ``."""

    def run(self) -> Result:
        name, _bar, wanted = (part.strip() for part in self.text.partition("|"))
        match = _VALUE.fullmatch(name)
        if match is None:
            return self._refused(Problem.FACT_ROLE, f"the value {name!r} cannot be read")
        ident, key = match.groups()
        domain = ledger_of(self.env)
        first = domain.note_use(self.env.docname, ident, printed=True)
        fact = domain.ledger.facts.get(ident)
        if fact is None and ident in domain.ledger.broken:
            return [nodes.strong(self.rawtext, f"[{name}?]")], []
        if fact is None:
            return self._refused(Problem.FACT_UNKNOWN, f"the ledger has no fact {ident!r}"
                                 + did_you_mean(ident, domain.ledger.facts))
        value = fact.value(key)
        if value is None:
            names = [value.name for value in fact.values]
            known = f"; it has {', '.join(names)}" if names else "; it has none"
            return self._refused(Problem.VALUE_UNKNOWN, f"{ident} has no value {key!r}{did_you_mean(key, names) or known}")
        words = frozenset(wanted.split())
        unfit = unknown_format(words, value)
        if unfit:
            return self._refused(Problem.FACT_ROLE, f"{name}: {unfit}")
        # A target of its own, which stays behind where the words of a heading are copied into a table of contents.
        place = [nodes.target("", "", ids=[use_anchor(ident)])] if first else []
        return [*place, nodes.inline(self.rawtext, text_of(value, words), classes=["fact-value"], fact=ident, value=key)], []

    def _refused(self, problem: Problem, message: str) -> Result:
        report(problem, message, location=self.get_location())
        self.env.note_reread()
        return [nodes.strong(self.rawtext, f"[{self.text}?]")], []


class ValueLinks(SphinxPostTransform):
    """On the web a printed value is itself the link to its fact; on paper the id beside it serves."""

    #: before references are resolved (10), with the other shapes of HTML
    default_priority = 8
    formats = ("html",)

    def run(self, **_options: Any) -> None:
        domain = ledger_of(self.env)
        register = domain.register("evidence")
        for value in list(self.document.findall(nodes.inline)) if register else ():
            if "fact" in value.attributes and "fact-value" in value["classes"]:
                self._link(value, register or "")

    def _link(self, value: nodes.inline, register: str) -> None:
        if any(isinstance(parent, nodes.reference) for parent in _above(value)) or value["fact"] is None:
            return
        link = make_refnode(self.app.builder, self.env.docname, register, fact_anchor(value["fact"]), value.deepcopy(),
                            value["fact"])
        link["classes"].append("value-link")
        link["fact"] = value["fact"]
        value.replace_self(link)


def _above(node: nodes.Node) -> list[nodes.Node]:
    found, parent = [], node.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found


def setup(app: Sphinx) -> None:
    app.setup_extension("briefbook.directives.ledger")
    app.add_role("fact", FactRole())
    app.add_role("value", ValueRole())
    app.add_post_transform(ValueLinks)
