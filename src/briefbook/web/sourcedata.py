"""What a page tells of a source besides its formatted entry: who brought it out, when, how far it is to be trusted,
where it is, and where a copy of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefbook.bibliography.datetext import full
from briefbook.bibliography.source import Source, encode
from briefbook.bibliography.style import expanded

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: Fields that name who brought a source out, the first that says something.
_PUBLISHERS = ("publisher", "institution", "organization", "journaltitle")


@dataclass(frozen=True)
class SourceData:
    """The facts of a source in plain text; what its entry does not record is empty."""

    publisher: str
    date: str
    grade: str
    descriptor: str
    seen: str  #: how the text was seen
    url: str
    archive_url: str
    archive_date: str  #: ISO 8601

    @property
    def archived_data(self) -> dict[str, str]:
        """The attributes of Robust Links, without their prefix; empty without an archived copy."""
        if not self.archive_url:
            return {}
        dated = {"versiondate": self.archive_date} if self.archive_date else {}
        return {"originalurl": self.url, "versionurl": self.archive_url, **dated}


def source_of(env: BuildEnvironment, key: str) -> SourceData | None:
    """What the bibliography records of the source *key*; ``None`` for a key that it has not."""
    bibdata = env.domains["cite"].bibdata.data if "cite" in env.domains else None
    if bibdata is None or key not in bibdata.entries:
        return None
    source = expanded(bibdata.entries[key], bibdata)
    return SourceData(
        publisher=next((words for name in _PUBLISHERS if (words := source.words(name))), ""), date=_date(source),
        grade=source.words("grade"), descriptor=source.words("descriptor"), seen=source.words("textseen"),
        url=_address(source, "url"), archive_url=_address(source, "archiveurl"),
        archive_date=source.words("archivedate"))


def _date(source: Source) -> str:
    date = source.date()
    return full(date) if date else source.words("year")


def _address(source: Source, name: str) -> str:
    """An address of the web as a link needs it; nothing for what no browser should follow."""
    url: Any = source.address(name)
    return encode(url) if url.lower().startswith(("https://", "http://")) else ""
