"""The record of the web sources, ``ledger/archive.json``: where a copy of each is kept, and what was last seen of it.

``briefbook archive`` writes it, editors review it, and reading the bibliography takes a copy's address from it into the
fields ``archiveurl`` and ``archivedate`` of the entry; an entry that has an ``archiveurl`` of its own keeps that.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pybtex.database import Entry
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from briefbook.bibliography.source import Source
from briefbook.problems import Finding, Problem, find

#: The record's place below the source folder.
RECORD = "ledger/archive.json"
FORMAT, VERSION = "briefbook-archive", 1

#: What became of a source: as recorded, elsewhere for good, another text, no longer there, kept from programs, no answer.
Status = Literal["there", "moved", "drifted", "gone", "closed", "unreachable"]

_ONLINE = frozenset({"online", "electronic", "www"})
_WEB = r"^https?://[^\s/]+"


class SourceRecord(BaseModel):
    """What is known of one web source. The hash is that of the text which the book cites, until an editor accepts another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    status: Status
    checked: dt.date  #: the last visit, UTC
    seen: dt.date | None = None  #: the last visit on which the source was there
    moved_to: str = ""
    note: str = ""
    media_type: str = ""
    sha256: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    sha256_of: str = ""  #: what was hashed: the main text, the whole text, or the bytes
    hashed: dt.date | None = None
    archiveurl: str = Field("", pattern=rf"^$|{_WEB}")
    archivedate: dt.date | None = None
    asked: dt.date | None = None  #: when the archive had no copy and made none

    @model_validator(mode="after")
    def _copy_has_a_day(self) -> SourceRecord:
        if bool(self.archiveurl) != bool(self.archivedate):
            raise ValueError("an archived copy needs both archiveurl and archivedate")
        return self


class _File(BaseModel):
    """The file as a whole."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["briefbook-archive"]
    version: Literal[1]
    sources: dict[str, SourceRecord]


def is_web_source(kind: str, fields: Mapping[str, str]) -> bool:
    """Whether an entry of type *kind* stands or falls with a web page: it is of type online, or has a url and no DOI."""
    return kind in _ONLINE or "url" in fields and "doi" not in fields


def read_record(root: Path) -> tuple[dict[str, SourceRecord], list[Finding]]:
    """The record of the book at *root*, by citation key; empty where there is none, or where it is broken."""
    path = root / RECORD
    try:
        return dict(_File.model_validate_json(path.read_text(encoding="utf-8")).sources), []
    except FileNotFoundError:
        return {}, []
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"] if part != "sources")
        message = f"{place}: {first['msg']}" if place else first["msg"]
        return {}, [find(Problem.ARCHIVE_RECORD, message, RECORD, _line(path, first["loc"]))]
    except (OSError, UnicodeDecodeError) as error:
        return {}, [find(Problem.ARCHIVE_RECORD, getattr(error, "strerror", None) or "it is not UTF-8", RECORD)]


def _line(path: Path, place: tuple[int | str, ...]) -> int:
    """The line of the source that *place* names; in a file that is no JSON, the line that the parser names."""
    text = path.read_text(encoding="utf-8")
    if len(place) > 1:
        match = re.search(rf"^\s*{re.escape(json.dumps(place[1], ensure_ascii=False))}\s*:", text, re.MULTILINE)
        return text.count("\n", 0, match.end()) + 1 if match else 1
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno
    return 1


def record_text(record: Mapping[str, SourceRecord]) -> str:
    """The file's text: sources by key, empty fields left out, so that a review shows what changed and nothing else."""
    sources = {key: {name: value for name, value in record[key].model_dump(mode="json").items() if value}
               for key in sorted(record)}
    return json.dumps({"format": FORMAT, "version": VERSION, "sources": sources}, ensure_ascii=False, indent=1) + "\n"


#: Citation key, the source's address, and the address and day of its copy.
Copies = tuple[tuple[str, str, str, str], ...]


def copies(record: Mapping[str, SourceRecord]) -> Copies:
    """What the book takes from the record, so that reading again depends on that alone."""
    return tuple((key, item.url, item.archiveurl, str(item.archivedate))
                 for key, item in sorted(record.items()) if item.archiveurl)


def fill(entries: Mapping[str, Entry], known: Copies) -> None:
    """Give each entry the copy that is recorded for its address, unless it names one itself."""
    for key, url, archiveurl, archivedate in known:
        entry = entries[key] if key in entries else None
        if entry and not entry.fields.get("archiveurl", "").strip() and Source.of(entry).address("url") == url:
            entry.fields["archiveurl"], entry.fields["archivedate"] = archiveurl, archivedate
