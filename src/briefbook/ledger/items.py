"""Records as their files have them: each with its file and its place in it, so that every fault has a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from briefbook.ledger.faults import faults_of
from briefbook.ledger.records import Record
from briefbook.placed import Place, Placed, read_yaml
from briefbook.problems import Finding, Problem, find

Kind = TypeVar("Kind", bound=Record)


@dataclass(frozen=True)
class Item(Generic[Kind]):
    """A record, its file and its place there."""

    record: Kind
    file: Placed
    place: Place

    @property
    def ident(self) -> str:
        ident: Any = getattr(self.record, "id", "")
        return str(ident)

    def line(self, *below: int | str) -> int:
        """The line of a field of the record."""
        return self.file.line((*self.place, *below))


def read_items(
    path: Path, shown: str, kind: type[Kind], findings: list[Finding], broken: set[str],
) -> Iterator[Item[Kind]]:
    """The records of the file at *path*; the ids of those with faults of their own go to *broken*."""
    file, faults = read_yaml(path, shown, Problem.LEDGER_FILE)
    findings += faults
    if file is None or file.data is None:
        return
    if not isinstance(file.data, list):
        findings.append(find(Problem.LEDGER_FILE, "the file is not a list of records, each after a hyphen", shown, 1))
        return
    for index, data in enumerate(file.data):
        try:
            yield Item(kind.model_validate(data), file, (index,))
        except ValidationError as error:
            name = data.get("id") if isinstance(data, dict) else None
            broken.add(str(name))
            word = kind.__name__.lower()
            findings += faults_of(error, file, (index,), str(name or f"{word} {index + 1}"), kind)


def twice(items: Sequence[Item[Kind]]) -> Iterator[Finding]:
    """Records that take an id which another has."""
    first: dict[str, Item[Kind]] = {}
    for item in items:
        before = first.setdefault(item.ident, item)
        if before is not item:
            yield find(Problem.FACT_TWICE, f"{item.ident} stands in {before.file.path}:{before.line('id')} too",
                       item.file.path, item.line("id"))
