"""What a round is to do, and what it came to; needs none of the libraries that visiting needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefbook.bibliography.copies import SourceRecord

#: Forms of the report.
FORMATS = ("text", "json")


@dataclass(frozen=True)
class Wanted:
    """What a round is to do. Empty ``only`` means every source."""

    only: frozenset[str] = frozenset()
    limit: int | None = None
    days: int = 1  #: a source that answered less than so many days ago is not visited again
    save: bool = True  #: ask the archive to make copies that it lacks
    accept: frozenset[str] = frozenset()  #: sources whose text of today is to be the recorded one


@dataclass
class Outcome:
    """What a round came to. ``notes`` says what could not be done."""

    record: dict[str, SourceRecord]
    visited: int = 0
    network: bool = True
    stopped: bool = False
    notes: list[str] = field(default_factory=list)
