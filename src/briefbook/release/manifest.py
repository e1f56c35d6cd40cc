"""``manifest.json`` and ``SHA256SUMS``: what a release holds, byte for byte, and from which commit."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field

from briefbook.ledger.records import Record

FILE, SUMS = "manifest.json", "SHA256SUMS"
#: Signatures of :data:`SUMS`, which none of the two can name.
SIGNATURES = (f"{SUMS}.sig", f"{SUMS}.asc")
#: Raised whenever a field is renamed or goes.
VERSION = 1
_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^/\\\0]+)")
_MEDIA_TYPES = {
    ".pdf": "application/pdf", ".epub": "application/epub+zip", ".zip": "application/zip", ".json": "application/json",
    ".csv": "text/csv; charset=utf-8", ".bib": "application/x-bibtex", ".ris": "application/x-research-info-systems",
    ".cff": "application/yaml", ".cdx.json": "application/vnd.cyclonedx+json",
    "references.json": "application/vnd.citationstyles.csl+json"}


class Attached(Record):
    """The evidence inside a PDF."""

    name: str
    sha256: str
    bytes: int


class Pdf(Record):
    """What is told of a PDF besides its bytes, so that it can be inspected again as it was when it was set."""

    pages: int
    title: str
    language: str
    bookmarks: int = Field(description="At least as many headings it has.")
    standards: tuple[str, ...] = Field(description="Conformance profiles.", examples=[["ua-1", "a-3a"]])
    evidence: Attached | None = None


class File(Record):
    """One file of the release."""

    path: str
    sha256: str
    bytes: int
    media_type: str
    commit: str = Field(description="The commit of the source that it was made from.")
    pdf: Pdf | None = None


class Manifest(Record):
    """A release: ``manifest.json``."""

    format: Literal["briefbook-release"] = "briefbook-release"
    version: Literal[1] = VERSION
    book: str
    edition: str = Field(description="As it was released.", examples=["2026-11"])
    printed_as: str = Field("", description="As the book prints it.", examples=["November 2026"])
    date: str = Field(description="Of the edition, ISO 8601.")
    cutoff: str = ""
    press: str = Field(description="Version of the press.")
    commit: str
    folder: str = Field("", description="The book's folder in the repository; empty for all of it.")
    files: tuple[File, ...]

    def text(self) -> str:
        return json.dumps(self.model_dump(mode="json", exclude_none=True), ensure_ascii=False, indent=1) + "\n"


def digest(path: Path) -> str:
    """SHA-256 of a file, read in parts."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def media_type(name: str) -> str:
    """By the longest ending that is known."""
    endings = sorted((ending for ending in _MEDIA_TYPES if name.endswith(ending)), key=len)
    return _MEDIA_TYPES[endings[-1]] if endings else "application/octet-stream"


def sums_text(paths: Iterable[Path]) -> str:
    """The files in the form that ``sha256sum -c`` reads, by name."""
    return "".join(f"{digest(path)}  {path.name}\n" for path in sorted(paths, key=lambda path: path.name))


def read_sums(text: str) -> dict[str, str]:
    """Digest by name; raises ``ValueError`` over a line that is none, or a name that stands twice."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if not match or match[2] in found or match[2] in (".", ".."):
            raise ValueError(f"line {number} is no digest and name of a file, or names one again")
        found[match[2]] = match[1]
    return found
