"""Visits the web sources, looks for copies of them, records it and reports."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from briefbook.archive.book import WebSources, web_sources
from briefbook.archive.manners import Clock, Manners
from briefbook.archive.outcome import Outcome, Wanted
from briefbook.archive.report import NO_NETWORK, STOPPED, WRONG, ArchiveReport, as_json, as_text
from briefbook.bibliography.copies import SourceRecord, read_record
from briefbook.near import did_you_mean

#: What visiting needs beside the press itself; see the extra ``archive`` in pyproject.toml.
NEEDED = ("requests", "protego", "trafilatura")


@dataclass(frozen=True)
class Request:
    """What a call asks for."""

    root: Path
    wanted: Wanted = field(default_factory=Wanted)
    offline: bool = False
    service: str = ""  #: address of the archive; the Internet Archive's without one
    key: str = field(default="", repr=False)
    contact: str = ""
    delay: float = 5.0
    form: str = "text"
    file: Path | None = None
    quiet: bool = False
    version: str = ""


def archive(request: Request, clock: Clock | None = None, manners: Manners | None = None) -> int:
    """Do what is asked and report it; gives the exit status (see :mod:`briefbook.archive.report`)."""
    book = web_sources(request.root)
    record, findings = read_record(request.root)
    if findings:
        print(f"briefbook: {findings[0]}", file=sys.stderr)
        return WRONG
    for key in sorted(request.wanted.only | request.wanted.accept):
        if key not in book.sources:
            print(f"briefbook: the book has no web source {key!r}{did_you_mean(key, book.sources)}", file=sys.stderr)
            return WRONG
    missing = [name for name in NEEDED if not request.offline and find_spec(name) is None]
    if missing:
        print(f"briefbook: visiting web sources needs {', '.join(missing)}: install briefbook[archive], or say --offline",
              file=sys.stderr)
        return WRONG
    outcome = Outcome(record) if request.offline else _round(request, book, record, clock or Clock(), manners)
    asked = request.wanted.only | request.wanted.accept
    report = ArchiveReport(tuple(source for key, source in book.sources.items() if not asked or key in asked), outcome)
    _write(report, request)
    return report.exit_status


def _round(request: Request, book: WebSources, record: dict[str, SourceRecord], clock: Clock, manners: Manners | None) -> Outcome:
    from briefbook.archive.rounds import Round
    from briefbook.archive.service import Service
    from briefbook.archive.web import Web

    contact = request.contact or book.home
    agent = f"briefbook/{request.version} (checks the sources of a book{f'; {contact}' if contact else ''})"
    web = Web(manners or Manners(agent, delay=request.delay), clock)
    service = Service.at(request.service, request.key)

    def tell(line: str) -> None:
        if not request.quiet:
            print(line, file=sys.stderr, flush=True)

    return Round(request.root, book.sources, record, web, service, request.wanted, tell).run()


def _write(report: ArchiveReport, request: Request) -> None:
    """The report to a file or to the standard output; to a file, the last line still shows."""
    text = {"text": as_text, "json": as_json}[request.form](report)
    if request.file is None:
        print(text, end="")
    else:
        request.file.parent.mkdir(parents=True, exist_ok=True)
        request.file.write_text(text, encoding="utf-8", newline="\n")
        print(f"{request.file}: {as_text(report).splitlines()[-1]}")
    if report.exit_status in (NO_NETWORK, STOPPED) and request.form == "json":
        print(f"briefbook: {'stopped' if report.outcome.stopped else 'nothing answers; the record alone was checked'}",
              file=sys.stderr)
