"""An archive of the web: which copy it has, and a request to make one.

The interfaces are those of the Internet Archive: its availability API for looking up, and Save Page Now 2 for saving.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from briefbook.archive.book import WebSource
from briefbook.archive.web import Unreachable, Web

#: So often we ask whether a copy is ready.
POLLS = 24


class Declined(Exception):
    """The archive gives no copy; the message says why. ``for_all`` says that asking for another source is no use now,
    ``final`` that asking again soon for this one is not."""

    def __init__(self, reason: str, *, for_all: bool = False, final: bool = True) -> None:
        super().__init__(reason)
        self.for_all, self.final = for_all, final and not for_all


@dataclass(frozen=True)
class Copy:
    """A copy's address and day."""

    url: str
    day: dt.date


@dataclass(frozen=True)
class Service:
    """Where an archive answers: ``lookup`` for /wayback/available, ``saving`` for /save and the copies in /web.
    ``key`` is ``access:secret`` of an account there, without which it makes fewer copies or none."""

    lookup: str = "https://archive.org"
    saving: str = "https://web.archive.org"
    key: str = ""

    @classmethod
    def at(cls, url: str, key: str = "") -> Service:
        """The service at *url*, or the Internet Archive's own."""
        base = url.rstrip("/")
        return cls(base, base, key) if base else cls(key=key)

    def find(self, source: WebSource, web: Web) -> Copy | None:
        """The copy nearest to the day on which the source was read; none from before the source came out."""
        query = {"url": source.url} | ({"timestamp": source.urldate.replace("-", "")} if source.urldate else {})
        found = self._asked(web, "GET", f"{self.lookup}/wayback/available?{urlencode(query)}")
        snapshots = found.get("archived_snapshots")
        closest = snapshots.get("closest") if isinstance(snapshots, dict) else None
        if not isinstance(closest, dict) or closest.get("available") is not True or str(closest.get("status", "200")) != "200":
            return None
        copy = self._copy(str(closest.get("timestamp", "")), str(closest.get("url", "")))
        return None if source.date and str(copy.day) < source.date else copy

    def save(self, source: WebSource, web: Web) -> Copy:
        """Ask for a copy and wait until it stands; raises :class:`Declined`."""
        job = self._asked(web, "POST", f"{self.saving}/save", {"url": source.url, "skip_first_archive": "1"})
        ident = str(job.get("job_id", ""))
        if not re.fullmatch(r"[\w.:-]+", ident):
            raise Declined(f"the archive did not take it: {_message(job)}")
        for _poll in range(POLLS):
            state = self._asked(web, "GET", f"{self.saving}/save/status/{ident}")
            if state.get("status") == "success":
                stamp, original = str(state.get("timestamp", "")), str(state.get("original_url", source.url))
                return self._copy(stamp, f"{self.saving}/web/{stamp}/{original}")
            if state.get("status") == "error":
                raise Declined(f"the archive could not copy it: {_message(state)}")
        raise Declined("the archive has not finished the copy; the next run looks for it", final=False)

    def _copy(self, stamp: str, url: str) -> Copy:
        try:
            day = dt.datetime.strptime(stamp[:8], "%Y%m%d").date()  # noqa: DTZ007 - a day, UTC
        except ValueError:
            raise Declined("the archive's answer names no day") from None
        if self.saving.startswith("https:") and url.startswith("http:"):
            url = f"https:{url.removeprefix('http:')}"  # it still names its copies so, and redirects
        if urlsplit(url).netloc != urlsplit(self.saving).netloc:
            raise Declined(f"the archive's answer names a copy elsewhere: {url}")
        return Copy(url, day)

    def _asked(self, web: Web, method: str, url: str, data: dict[str, str] | None = None) -> dict[str, Any]:
        headers = {"Accept": "application/json"} | ({"Authorization": f"LOW {self.key}"} if self.key and data else {})
        try:
            answer = web.ask(method, url, data=data, headers=headers)
        except Unreachable as error:
            raise Declined(f"the archive does not answer: {error}", for_all=True) from error
        if answer.status in (401, 403, 429) or answer.status >= 500:
            raise Declined(f"the archive answers {answer.status}", for_all=True)
        try:
            found = json.loads(answer.body)
        except ValueError:
            found = None
        if answer.status != 200 or not isinstance(found, dict):
            raise Declined(f"the archive answers {answer.status} and nothing that we can read")
        return found


def _message(answer: dict[str, Any]) -> str:
    return " ".join(str(answer.get("message") or answer.get("status_ext") or "it gives no reason").split())
