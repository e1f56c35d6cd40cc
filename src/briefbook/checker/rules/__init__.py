"""The rules of the editorial standard, section 5: one function each."""

from __future__ import annotations

from briefbook.checker.rule import RULES, Rule
from briefbook.checker.rules import charts, figures, judgments, sources, text, words

__all__ = ["all_rules"]

#: Reading a module declares its rules.
MODULES = (judgments, words, figures, sources, charts, text)


def all_rules() -> list[Rule]:
    """Every rule, by code."""
    return sorted(RULES, key=lambda rule: rule.problem.code)
