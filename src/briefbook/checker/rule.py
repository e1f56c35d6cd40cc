"""What a rule is: a problem, a function that finds it, and texts that have it and that have it not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefbook.problems import Finding, Problem

if TYPE_CHECKING:
    from briefbook.checker.book import Book

Find = Callable[["Book"], Iterator[Finding]]

#: Files that examples stand in, below the source folder.
CHAPTER, SOURCES, FACTS, DATA = "chapters/example.md", "references.bib", "ledger/facts/example.yaml", "data/example/description.yaml"


@dataclass(frozen=True)
class Rule:
    """One rule of the editorial standard. ``file`` is where its examples stand."""

    problem: Problem
    find: Find
    bad: tuple[str, ...]
    good: tuple[str, ...]
    file: str
    note: str  #: what the rule leaves alone, for the documentation


#: Every rule, in the order of codes once all modules are read.
RULES: list[Rule] = []


def rule(
    problem: Problem, *, bad: Sequence[str], good: Sequence[str], file: str = CHAPTER,
) -> Callable[[Find], Find]:
    """Declare the function below to be the rule of *problem*; its docstring says what the rule leaves alone."""
    def declare(find: Find) -> Find:
        note = " ".join((find.__doc__ or "").split())
        RULES.append(Rule(problem, find, tuple(bad), tuple(good), file, note))
        return find

    return declare
