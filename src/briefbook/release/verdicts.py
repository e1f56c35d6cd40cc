"""How it is told what came of a verification: as text, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from briefbook.release.verifying import Verdict


def as_text(verdict: Verdict) -> str:
    return "\n".join(_lines(verdict)) + "\n"


def _lines(verdict: Verdict) -> Iterator[str]:
    told = verdict.release
    if told:
        yield f"{told.book}, edition {told.edition}, made from commit {told.commit}"
    for check in verdict.checks:
        yield f"  {check.name:<12} {check.state:<8} {check.text}"
    yield from map(str, verdict.faults)
    skipped = [check.name for check in verdict.checks if check.state == "not run"]
    beside = f"; not checked: {', '.join(skipped)}" if skipped else ""
    count = len(verdict.faults)
    yield f"verified{beside}" if verdict.ok else f"NOT VERIFIED: {count} fault{'s' if count != 1 else ''}{beside}"


def as_json(verdict: Verdict) -> str:
    told = verdict.release
    found: dict[str, Any] = {
        "verified": verdict.ok, "release": told.model_dump(mode="json", exclude={"files"}) if told else None,
        "checks": [{"name": check.name, "state": check.state, "text": check.text} for check in verdict.checks],
        "faults": [{"file": fault.path, "code": fault.code, "message": fault.message} for fault in verdict.faults]}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
