"""What a check found, and how it is told: as text, as JSON, as SARIF 2.1.0 for code hosts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote

from briefbook.problems import BY_CODE, Finding

FORMATS = ("text", "json", "sarif")
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True)
class Silenced:
    """A finding that a comment silences, with the comment's place and reason."""

    finding: Finding
    line: int
    reason: str


@dataclass
class Report:
    """``counts`` says how much was checked, ``notes`` what could not be."""

    findings: list[Finding] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if level(finding.code) == "error"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if level(finding.code) != "error"]

    @property
    def has_checked(self) -> bool:
        """Whether there was any text or evidence to check."""
        return any(self.counts.get(name) for name in ("sentences", "judgments", "facts", "sources"))

    def fails(self, *, strict: bool) -> bool:
        """Whether a check with this report fails: by an error, by a warning if *strict*, or by having checked nothing."""
        return bool(self.errors) or not self.has_checked or strict and bool(self.warnings)

    def within(self, paths: Iterable[str]) -> Report:
        """What concerns *paths* only: files, or folders of files."""
        wanted = tuple(paths)

        def concerns(path: str) -> bool:
            return any(path == one or path.startswith(f"{one}/") or one == "." for one in wanted)

        return Report([item for item in self.findings if concerns(item.path)],
                      [item for item in self.silenced if concerns(item.finding.path)], self.counts, self.notes)

    # -- keeping it between two runs ---------------------------------------------------------------------------------

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Report:
        silenced = [Silenced(Finding(**item["finding"]), item["line"], item["reason"]) for item in data["silenced"]]
        return cls([Finding(**item) for item in data["findings"]], silenced, data["counts"], data["notes"])


def level(code: str) -> str:
    """``error`` or ``warning``."""
    return BY_CODE[code].value.level


def written(report: Report, form: str, version: str) -> str:
    """*report* in one of :data:`FORMATS`."""
    return {"text": as_text, "json": as_json, "sarif": lambda item: as_sarif(item, version)}[form](report)


def as_text(report: Report) -> str:
    """A line a problem, then what was checked, counted and silenced."""
    lines = [placed(finding) for finding in sorted(report.findings)]
    lines += [""] if lines else []
    lines += [f"silenced: {placed(item.finding)} (reason, line {item.line}: {item.reason})" for item in report.silenced]
    lines += [f"not checked: {note}" for note in report.notes]
    lines.append("checked " + ", ".join(counted(number, name) for name, number in report.counts.items()))
    if not report.has_checked:
        lines.append("nothing was checked: the book has no text, no facts and no sources")
    tally = f"{counted(len(report.errors), 'errors')}, {counted(len(report.warnings), 'warnings')}, {len(report.silenced)} silenced"
    codes = ", ".join(f"{code} {number}" for code, number in sorted(Counter(item.code for item in report.findings).items()))
    return "\n".join([*lines, tally + (f" ({codes})" if codes else "")]) + "\n"


def placed(finding: Finding) -> str:
    """``path:line:column: CODE message``, line and column always there."""
    return f"{finding.path}:{finding.line or 1}:{finding.column or 1}: {finding.code} {finding.message}"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun if number != 1 else noun.removesuffix('s')}"


def as_json(report: Report) -> str:
    """The report with a level to each problem."""
    problems = [_item(finding) for finding in sorted(report.findings)]
    silenced = [_item(item.finding) | {"reason": item.reason, "comment": item.line} for item in report.silenced]
    data = {"format": "briefbook-check", "version": 1, "checked": report.counts, "notes": report.notes,
            "errors": len(report.errors), "warnings": len(report.warnings), "problems": problems, "silenced": silenced}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _item(finding: Finding) -> dict[str, Any]:
    return {"path": finding.path, "line": finding.line or 1, "column": finding.column or 1, "code": finding.code,
            "level": level(finding.code), "message": finding.message}


def as_sarif(report: Report, version: str) -> str:
    """SARIF 2.1.0, an OASIS standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""
    codes = sorted(BY_CODE)
    results = [_result(finding, codes) for finding in sorted(report.findings)]
    results += [_result(item.finding, codes) | {"suppressions": [{"kind": "inSource", "justification": item.reason}]}
                for item in report.silenced]
    driver = {"name": "briefbook", "version": version, "rules": [_rule(code) for code in codes]}
    notes = [{"level": "note", "message": {"text": note}} for note in report.notes]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results,
           "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}]}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str) -> dict[str, Any]:
    kind = BY_CODE[code].value
    return {"id": code, "shortDescription": {"text": kind.meaning}, "help": {"text": kind.cure},
            "defaultConfiguration": {"level": kind.level}}


def _result(finding: Finding, codes: list[str]) -> dict[str, Any]:
    region = {"startLine": finding.line or 1, "startColumn": finding.column or 1}
    location = {"physicalLocation": {"artifactLocation": {"uri": quote(finding.path)}, "region": region}}
    return {"ruleId": finding.code, "ruleIndex": codes.index(finding.code), "level": level(finding.code),
            "message": {"text": finding.message}, "locations": [location]}
