"""Every rule's examples, which the documentation prints: the bad are reported, the good are not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from check_book import checked

from briefbook.checker.report import Report
from briefbook.checker.rule import CHAPTER, DATA, FACTS, SOURCES, Rule
from briefbook.checker.rules import all_rules
from briefbook.problems import Problem
from shared import once

EXAMPLES = [(rule, kind, number, text) for rule in all_rules() for kind, texts in (("bad", rule.bad), ("good", rule.good))
            for number, text in enumerate(texts, start=1)]
#: Without examples: it needs a PDF; see test_check_layers.
MEASURED = {Problem.OVER_BUDGET}


def path_of(rule: Rule, kind: str, number: int) -> str:
    name = f"{rule.problem.code.lower()}-{kind}-{number}"
    return {CHAPTER: f"chapters/{name}.md", SOURCES: f"{name}.bib", FACTS: f"ledger/facts/{name}.yaml",
            DATA: f"data/{name}/description.yaml"}[rule.file]


def files() -> dict[str, str]:
    found: dict[str, str] = {}
    keys: list[str] = []
    for rule, kind, number, text in EXAMPLES:
        path = path_of(rule, kind, number)
        found[path] = f"# Example\n\n{text}\n" if rule.file == CHAPTER else f"{text}\n"
        keys += re.findall(r"^@\w+\{(\w+)", text, re.MULTILINE) if rule.file == SOURCES else []
        if rule.file == DATA:
            found[path.replace("description.yaml", "ships.csv")] = "year,ships\n2025,12\n"
    return found | {"chapters/sources.md": f"# Sources\n\nAll of them {{cite:p}}`{','.join(keys)}`.\n"}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    sources = [path for path in files() if path.endswith(".bib")]
    found: list[Report] = []

    def make(folder: Path) -> None:
        found.append(checked(folder, files(), bibtex_bibfiles=["references.bib", *sources]))
        (folder / "report.json").write_text(json.dumps(found[0].to_data()), encoding="utf-8")

    folder = once(tmp_path_factory, "examples", make)
    return Report.from_data(json.loads((folder / "report.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(("rule", "kind", "number", "text"), EXAMPLES, ids=[f"{rule.problem.code}-{kind}-{number}" for rule, kind, number, _ in EXAMPLES])
def test_example(report: Report, rule: Rule, kind: str, number: int, text: str) -> None:
    path = path_of(rule, kind, number)
    found = [item for item in report.findings if item.path == path]
    if kind == "good":
        assert found == []
    else:
        assert rule.problem.code in {item.code for item in found}
        assert all(1 <= item.line <= text.count("\n") + 4 and item.column >= 1 for item in found)


def test_every_rule_of_the_standard_has_a_function_and_examples_of_both_kinds() -> None:
    assert {rule.problem for rule in all_rules()} == {problem for problem in Problem if problem.is_editorial}
    assert len(all_rules()) == len({rule.problem for rule in all_rules()})
    assert [rule.problem for rule in all_rules() if rule.problem not in MEASURED and not (rule.bad and rule.good)] == []


def test_documentation_says_what_each_rule_leaves_alone() -> None:
    assert [rule.problem for rule in all_rules() if not rule.note] == []
