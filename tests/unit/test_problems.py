"""Every problem has a code, a meaning and a cure."""

from __future__ import annotations

import re

import pytest

from briefbook.problems import Finding, Problem, find


@pytest.mark.parametrize("problem", Problem, ids=lambda problem: problem.code)
def test_problem_says_what_it_means_and_what_to_do(problem: Problem) -> None:
    kind = problem.value
    assert re.fullmatch(r"[ABCDEFJLRST]\d{3}", kind.code)
    assert kind.level in ("error", "warning")
    for text in (kind.meaning, kind.cure):
        assert len(text) > 10 and not text.endswith(".") and "\n" not in text
    assert kind.meaning[0].islower() or kind.meaning.startswith("Typst")


def test_codes_are_unique() -> None:
    codes = [problem.code for problem in Problem]
    assert len(set(codes)) == len(codes) > 15


def test_enumeration_hides_no_problem_behind_an_equal_one() -> None:
    assert len(Problem.__members__) == len(list(Problem))


def test_finding_ends_with_the_cure() -> None:
    found = find(Problem.BIB_DATE, "'soon' is not a date", "references.bib", 12, 3)
    assert str(found) == f"references.bib:12:3: C204 'soon' is not a date; {Problem.BIB_DATE.value.cure}"


def test_unknown_place_is_left_out() -> None:
    assert str(Finding("conf.py", 0, 0, "F301", "wrong")) == "conf.py: F301 wrong"


def test_findings_sort_by_place() -> None:
    findings = [Finding("b", 1, 0, "C204", ""), Finding("a", 10, 0, "C204", ""), Finding("a", 2, 0, "C204", "")]
    assert [(item.path, item.line) for item in sorted(findings)] == [("a", 2), ("a", 10), ("b", 1)]
