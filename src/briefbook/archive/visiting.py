"""One visit to a source, and what it means beside what was recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from briefbook.archive.book import WebSource
from briefbook.archive.content import Content, content_of
from briefbook.archive.web import Answer, Forbidden, Unreachable, Web
from briefbook.bibliography.copies import SourceRecord, Status

#: Answers that a page is not there, and answers that keep programs out.
GONE, CLOSED = (404, 410), (401, 402, 403, 406, 407, 451)


@dataclass(frozen=True)
class Visit:
    """What was met."""

    status: Status
    note: str = ""
    moved_to: str = ""
    content: Content | None = None


def visit(url: str, web: Web) -> Visit:
    """Go and look at *url*; never raises for what the web does."""
    try:
        answer = web.page(url)
    except Forbidden as error:
        return Visit("closed", str(error))
    except Unreachable as error:
        return Visit("unreachable", str(error))
    said = _said(answer.status)
    if answer.status in GONE:
        return Visit("gone", said)
    if answer.status in CLOSED:
        return Visit("closed", said)
    if not 200 <= answer.status < 300:
        return Visit("unreachable", said)
    return _there(url, answer, web)


def _there(url: str, answer: Answer, web: Web) -> Visit:
    if _path(url) and not _path(answer.url):
        return Visit("gone", f"it leads to the front page of {urlsplit(answer.url).netloc}")
    if not answer.whole:
        return Visit("moved" if answer.moved else "there", f"longer than {web.manners.size // 2**20} MiB, not compared",
                     answer.url if answer.moved else "")
    content = content_of(answer.body, answer.headers.get("content-type", ""))
    return Visit("moved" if answer.moved else "there", "", answer.url if answer.moved else "", content)


def _path(url: str) -> str:
    """What *url* asks for at its host; nothing for the front page."""
    parts = urlsplit(url)
    return parts.path.strip("/") + parts.query


def _said(status: int) -> str:
    try:
        return f"it answers {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"it answers {status}"


def recorded(source: WebSource, before: SourceRecord | None, met: Visit, today: dt.date, *, accept: bool) -> SourceRecord:
    """The new record of *source*. What was recorded of another address is forgotten; the hash of the text that the book
    cites stays until it is accepted that the text is another."""
    kept = before if before and before.url == source.url else SourceRecord(url=source.url, status=met.status, checked=today)
    changes: dict[str, object] = {"status": met.status, "checked": today, "moved_to": met.moved_to, "note": met.note}
    if met.status in ("there", "moved"):
        changes["seen"] = today
    if content := met.content:
        hashed = {"media_type": content.media_type, "sha256": content.sha256, "sha256_of": content.of, "hashed": today}
        if accept or not kept.sha256:
            changes |= hashed
        elif kept.media_type != content.media_type:
            changes |= {"status": "drifted", "note": f"{kept.media_type or 'no type'} became {content.media_type or 'no type'}"}
        elif kept.sha256_of != content.of:
            changes |= hashed | {"note": f"not compared: hashed anew, as {content.of}, before as {kept.sha256_of}"}
        elif kept.sha256 != content.sha256:
            changes |= {"status": "drifted", "note": f"the {content.of.partition(' by ')[0]} is not that of {kept.hashed}"}
    return kept.model_copy(update=changes)
