"""The directive ``check-rules``: every rule with its level, meaning, cure and examples, from the code that declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from briefbook.checker.rules import all_rules
from briefbook.directives.reference import Definitions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from briefbook.checker.rule import Rule


class CheckRules(Definitions):
    """``{check-rules}``."""

    def rows(self) -> Iterable[tuple[str, str, list[nodes.Element]]]:
        for rule in all_rules():
            kind = rule.problem.value
            body: list[nodes.Element] = [
                nodes.paragraph("", f"{kind.meaning[0].upper()}{kind.meaning[1:]}."),
                nodes.paragraph("", f"Cure: {kind.cure}.")]
            body += [nodes.paragraph("", rule.note)] if rule.note else []
            yield kind.code, kind.level, [*body, *_examples(rule)]


def _examples(rule: Rule) -> list[nodes.Element]:
    found: list[nodes.Element] = []
    for label, texts in (("Reported:", rule.bad), ("Not reported:", rule.good)):
        if texts:
            found.append(nodes.paragraph("", label))
            found += [nodes.literal_block(text, text, language="none") for text in texts]
    return found


def setup(app: Sphinx) -> None:
    app.add_directive("check-rules", CheckRules)
