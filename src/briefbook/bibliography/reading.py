"""Reads the project's .bib files into the data that sphinxcontrib-bibtex keeps, and says all that is wrong with them.

sphinxcontrib-bibtex's own reading stops with a traceback at the first fault; it is spared that by finding its data up
to date already (see ``briefbook.bibliography.setup``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pybtex.database import BibliographyData, Entry, Person
from pybtex.exceptions import PybtexError
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime

from briefbook.bibliography import bibfile
from briefbook.bibliography.bibentry import MONTH_STRINGS, Fault, RawEntry, read_entry, read_string
from briefbook.bibliography.check import check_entry
from briefbook.bibliography.latex import to_text
from briefbook.bibliography.names import normalised, split_top
from briefbook.problems import Finding, Problem, find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PERSONS = ("author", "editor")


class Place(NamedTuple):
    """Where an entry stands."""

    path: str
    line: int


class Bibliography(NamedTuple):
    """What the files hold, where each entry stands, and what is wrong."""

    data: BibData
    places: dict[str, Place]
    findings: list[Finding]


def read_files(paths: dict[Path, str], encoding: str, *, check: bool) -> Bibliography:
    """Read the files, which messages call by the values of *paths*; *check* the entries by the rules of our style."""
    reader = _Reader(check=check)
    files = {path: BibFile(get_mtime(path), reader.read(path, name, encoding)) for path, name in paths.items()}
    reader.check_entries()
    return Bibliography(BibData(encoding, files, reader.data), reader.places, sorted(reader.findings))


class _Reader:
    """Gathers entries, strings and findings over all files; strings hold from file to file, as they do in BibTeX."""

    def __init__(self, *, check: bool) -> None:
        self.check = check
        self.data = BibliographyData()
        self.macros = dict(MONTH_STRINGS)
        self.raws: dict[str, RawEntry] = {}
        self.places: dict[str, Place] = {}
        self.findings: list[Finding] = []

    def read(self, path: Path, name: str, encoding: str) -> dict[str, None]:
        """Read one file; gives the keys that are new with it."""
        keys: dict[str, None] = {}
        for raw in self._entries(self._text(path, name, encoding), name):
            if not raw.key:
                self._tell(name, raw.faults)
            elif raw.key in self.data.entries:
                self._tell(name, [self._duplicate(raw)])
            else:
                self.data.add_entry(raw.key, to_pybtex(raw))
                self.raws[raw.key] = raw
                self.places[raw.key] = Place(name, raw.line)
                keys[raw.key] = None
        return keys

    def check_entries(self) -> None:
        """Tell the faults of all entries, once parents in later files are known."""
        for key, raw in self.raws.items():
            checked = check_entry(raw, self.data.entries[key], self.data.entries) if self.check else ()
            self._tell(self.places[key].path, [*raw.faults, *checked])

    def _text(self, path: Path, name: str, encoding: str) -> str:
        try:
            return path.read_text(encoding)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self._tell(name, [Fault(Problem.BIB_FILE, f"{name} is not written in {encoding}", line)])
            return path.read_text(encoding, errors="replace")
        except (OSError, LookupError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._tell(name, [Fault(Problem.BIB_FILE, f"cannot read {name}: {reason}", 0)])
            return ""

    def _entries(self, text: str, name: str) -> Iterator[RawEntry]:
        """The entries of a file; a stray field after one is that entry's fault."""
        latest: RawEntry | None = None
        for block in bibfile.split(text):
            if block.kind == "text":
                found = bibfile.stray(block)
                if found and latest and found[1] == "field":
                    latest.closed_early(found[0])
                elif found:
                    what = "a field outside any entry" if found[1] == "field" else f"@{found[1]} opens no brace"
                    self._tell(name, [Fault(Problem.BIB_SYNTAX, what, found[0])])
                continue
            if latest:
                yield latest
            latest = None
            if block.kind == "string":
                self._tell(name, read_string(block, self.macros).faults)
            elif block.kind == "entry":
                latest = read_entry(block, self.macros)
        if latest:
            yield latest

    def _duplicate(self, raw: RawEntry) -> Fault:
        first = self.data.entries[raw.key].key
        place = self.places[first]
        same = "again" if first == raw.key else f"beside {first!r}, though keys must differ in more than their case"
        what = f"the key {raw.key!r} stands here {same}; {place.path}:{place.line} is kept"
        return Fault(Problem.BIB_DUPLICATE, what, raw.line)

    def _tell(self, path: str, faults: list[Fault]) -> None:
        self.findings += [find(fault.problem, fault.message, path, fault.line) for fault in faults]


def to_pybtex(raw: RawEntry) -> Entry:
    """The entry as pybtex's own parser would have given it."""
    entry = Entry(raw.type)
    for name, value in raw.fields.items():
        if name in _PERSONS:
            for person in split_top(value, r"\s+and\s+"):
                if person.strip():
                    entry.add_person(_person(person), name)
        else:
            entry.fields[name] = value
    return entry


def _person(source: str) -> Person:
    """A pybtex person; a name that pybtex cannot take apart stays whole."""
    try:
        return Person(normalised(source))
    except PybtexError:
        return Person(last="{" + to_text(source).replace("{", "").replace("}", "") + "}")
