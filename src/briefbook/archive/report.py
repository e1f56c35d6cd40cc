"""What is known of the web sources, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefbook.archive.book import WebSource
from briefbook.archive.outcome import Outcome
from briefbook.bibliography.copies import SourceRecord
from briefbook.checker.report import counted, level, placed
from briefbook.problems import Finding, Problem, find

#: Exit statuses: all is well; something needs an editor; a wrong call or a broken record; nothing could be visited; stopped.
WELL, FINDINGS, WRONG, NO_NETWORK, STOPPED = 0, 1, 2, 3, 130

_PROBLEMS = {"gone": Problem.SOURCE_GONE, "moved": Problem.SOURCE_MOVED, "drifted": Problem.SOURCE_DRIFTED,
             "unreachable": Problem.SOURCE_UNREACHABLE}


@dataclass(frozen=True)
class ArchiveReport:
    """The sources that were asked for, the record of all, and what the round came to."""

    sources: tuple[WebSource, ...]
    outcome: Outcome

    @property
    def exit_status(self) -> int:
        if self.outcome.stopped:
            return STOPPED
        if not self.outcome.network:
            return NO_NETWORK
        return FINDINGS if self.findings else WELL

    @property
    def findings(self) -> list[tuple[str, Finding]]:
        """What needs an editor, each with the source's key, in the order of the .bib files."""
        return [(source.key, finding) for source in self.sources for finding in _findings(source, self.known(source))]

    def known(self, source: WebSource) -> SourceRecord | None:
        """What is recorded of *source* at the address that it has now."""
        known = self.outcome.record.get(source.key)
        return known if known and known.url == source.url else None

    def counts(self) -> dict[str, int]:
        """How many sources stand how, and how many have a copy."""
        states = Counter(known.status if (known := self.known(source)) else "never visited" for source in self.sources)
        copied = sum(bool(source.archiveurl or (known := self.known(source)) and known.archiveurl) for source in self.sources)
        return {"web sources": len(self.sources), "visited now": self.outcome.visited, **dict(sorted(states.items())),
                "with an archived copy": copied}


def _findings(source: WebSource, known: SourceRecord | None) -> Iterator[Finding]:
    if known is None:
        copy = "" if source.archiveurl else ", and no copy of it is recorded"
        yield find(Problem.SOURCE_UNSEEN, f"{source.key} was never visited{copy}", source.path, source.line)
        return
    if problem := _PROBLEMS.get(known.status):
        yield find(problem, f"{source.key} {_state(known)}: {source.url}", source.path, source.line)
    if not source.archiveurl and not known.archiveurl:
        yield find(Problem.UNARCHIVED, f"{source.key} has no archived copy: {source.url}", source.path, source.line)


def _state(known: SourceRecord) -> str:
    """What became of a source, and since when."""
    seen = f", last seen {known.seen}" if known.seen and known.status in ("gone", "unreachable") else ""
    if known.status == "moved":
        return f"has moved to {known.moved_to}"
    words = {"gone": "is gone", "drifted": "has drifted", "unreachable": "is unreachable"}[known.status]
    return f"{words} ({known.note}{seen})"


def as_text(report: ArchiveReport) -> str:
    """A line a problem, then what could not be done, then the sum."""
    lines = [placed(finding) for _key, finding in report.findings]
    lines += [""] if lines else []
    lines += [f"not done: {note}" for note in report.outcome.notes]
    if report.outcome.stopped:
        lines.append("stopped; what was visited is recorded, and the next run goes on from there")
    lines.append(", ".join(counted(number, name) if name == "web sources" else f"{number:,} {name}"
                           for name, number in report.counts().items()))
    return "\n".join(lines) + "\n"


def as_json(report: ArchiveReport) -> str:
    """The same for programs, with the record of each source."""
    problems = [{"key": key, "path": finding.path, "line": finding.line or 1, "code": finding.code, "level": level(finding.code),
                 "message": finding.message} for key, finding in report.findings]
    data = {"format": "briefbook-archive-report", "version": 1, "checked": report.counts(), "network": report.outcome.network,
            "stopped": report.outcome.stopped, "notes": report.outcome.notes, "problems": problems,
            "sources": dict(_sources(report, report.sources))}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _sources(report: ArchiveReport, sources: Iterable[WebSource]) -> Iterator[tuple[str, dict[str, object]]]:
    for source in sources:
        known = report.known(source)
        data = known.model_dump(mode="json", exclude_defaults=True) if known else {"url": source.url, "status": "never visited"}
        yield source.key, data | ({"archiveurl": source.archiveurl} if source.archiveurl else {})
