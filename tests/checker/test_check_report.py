"""The report as text, JSON and SARIF, and the exit status."""

from __future__ import annotations

import json

import pytest

from briefbook.checker.report import Report, Silenced, as_json, as_sarif, as_text
from briefbook.problems import BY_CODE, Finding

COUNTS = {"documents": 1, "sentences": 2, "judgments": 0, "facts": 1, "sources": 1}
ERROR, WARNING = Finding("a b.md", 3, 7, "S201", "'12' has no source here"), Finding("a b.md", 0, 0, "J106", "'might'")
REPORT = Report([WARNING, ERROR], [Silenced(Finding("a b.md", 9, 1, "T401", "long"), 8, "a list of names")], COUNTS, ["T402 for x.pdf"])


def test_text_has_a_line_a_problem_and_a_summary() -> None:
    assert as_text(REPORT).splitlines() == [
        "a b.md:1:1: J106 'might'", "a b.md:3:7: S201 '12' has no source here", "",
        "silenced: a b.md:9:1: T401 long (reason, line 8: a list of names)", "not checked: T402 for x.pdf",
        "checked 1 document, 2 sentences, 0 judgments, 1 fact, 1 source", "1 error, 1 warning, 1 silenced (J106 1, S201 1)"]


def test_json_says_the_same() -> None:
    data = json.loads(as_json(REPORT))
    assert (data["errors"], data["warnings"], data["checked"], data["notes"]) == (1, 1, COUNTS, ["T402 for x.pdf"])
    assert data["problems"][1] == {"path": "a b.md", "line": 3, "column": 7, "code": "S201", "level": "error",
                                   "message": "'12' has no source here"}
    assert data["silenced"][0]["reason"] == "a list of names"


def test_sarif_has_what_its_schema_requires() -> None:
    """The properties that sarif-schema-2.1.0 requires, and the values it allows (section numbers of the standard)."""
    log = json.loads(as_sarif(REPORT, "0.1.0"))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")  # 3.13
    [run] = log["runs"]
    driver = run["tool"]["driver"]  # 3.14.6, 3.19.2
    assert driver["name"] == "briefbook" and run["columnKind"] == "unicodeCodePoints"
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"]) == len(BY_CODE)
    for result in run["results"]:  # 3.27
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note", "none") and result["message"]["text"]
        [location] = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "a%20b.md"  # a URI, not a path
        assert min(place["region"].values()) >= 1
    [silenced] = [result for result in run["results"] if "suppressions" in result]
    assert silenced["suppressions"] == [{"kind": "inSource", "justification": "a list of names"}]  # 3.35
    assert run["invocations"][0]["executionSuccessful"] is True  # 3.20.14, required


@pytest.mark.parametrize(("report", "usual", "strict"), [
    (REPORT, True, True), (Report([WARNING], [], COUNTS), False, True), (Report([], [], COUNTS), False, False),
    (Report([], [], {"documents": 3, "sentences": 0}), True, True)])
def test_check_fails_by_errors_and_by_checking_nothing(report: Report, usual: bool, strict: bool) -> None:
    assert (report.fails(strict=False), report.fails(strict=True)) == (usual, strict)


def test_report_is_kept_whole() -> None:
    assert Report.from_data(json.loads(json.dumps(REPORT.to_data()))) == REPORT


def test_report_on_a_folder_has_what_is_in_it() -> None:
    findings = [Finding(path, 1, 1, "S201", "") for path in ("chapters/a.md", "chapters-old/a.md", "b.md")]
    report = Report(findings, [], COUNTS)
    assert [item.path for item in report.within(["chapters"]).findings] == ["chapters/a.md"]
    assert [item.path for item in report.within(["b.md", "."]).findings] == [item.path for item in findings]
