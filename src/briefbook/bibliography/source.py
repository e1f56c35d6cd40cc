"""A source: one entry in biblatex's terms, whatever dialect of BibTeX it was written in.

Types and fields have their biblatex names here; text is styled text; names and dates are taken apart. Everything that
formats, labels or checks an entry starts from a :class:`Source`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from briefbook.bibliography import dates
from briefbook.bibliography.latex import convert
from briefbook.bibliography.names import People, parse_people
from briefbook.bibliography.rich import EMPTY, Rich, concat, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pybtex.database import Entry

#: Types that other dialects use, and biblatex's rarer ones that are printed like a commoner type.
TYPE_ALIASES = {
    "conference": "inproceedings", "electronic": "online", "www": "online", "webpage": "online", "techreport": "report",
    "phdthesis": "thesis", "mastersthesis": "thesis", "mvbook": "book", "mvcollection": "collection",
    "mvproceedings": "proceedings", "mvreference": "collection", "reference": "collection", "bookinbook": "inbook",
    "suppbook": "inbook", "suppcollection": "incollection", "inreference": "incollection",
    "suppperiodical": "article", "review": "article", "commentary": "misc", "artwork": "image", "booklet": "book",
    "manual": "report",
}

#: Fields that other dialects use.
FIELD_ALIASES = {
    "journal": "journaltitle", "address": "location", "school": "institution", "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass", "annote": "annotation", "pdf": "file", "key": "sortkey", "hyphenation": "langid",
}

#: Fields taken character by character, not as TeX.
VERBATIM = frozenset({"url", "doi", "eprint", "file", "verba", "verbb", "verbc"})

_ESCAPED = re.compile(r"\\+(?=[_%&#$~{}^/.:?=-])|\{\\textunderscore\}|\\textunderscore\s*")


@dataclass(frozen=True)
class Source:
    """An entry with its fields under biblatex's names."""

    key: str
    type: str  #: as printed: aliases resolved
    written_type: str  #: as written in the file, lower case
    fields: Mapping[str, str]

    @classmethod
    def of(cls, entry: Entry) -> Source:
        """Take over a pybtex entry."""
        fields = {name.lower(): value for name, value in entry.fields.items() if value.strip()}
        for role, persons in entry.persons.items():
            fields[role.lower()] = " and ".join(str(person) for person in persons)
        for alias, name in FIELD_ALIASES.items():
            if alias in fields:
                fields.setdefault(name, fields[alias])
        written = entry.type.lower()
        return cls(entry.key or "", TYPE_ALIASES.get(written, written), written, fields)

    def has(self, *names: str) -> bool:
        """Whether any of the fields is there and says something."""
        return any(name in self.fields and (name in VERBATIM or bool(self.text(name))) for name in names)

    def raw(self, name: str) -> str:
        """The field as written, or nothing."""
        return self.fields.get(name, "")

    def text(self, name: str) -> Rich:
        """The field as styled text."""
        return convert(self.fields[name]).text if name in self.fields else EMPTY

    def words(self, name: str) -> str:
        """The field as plain text."""
        return plain(self.text(name))

    def people(self, role: str) -> People:
        """The names in the field *role*."""
        return parse_people(self.fields[role]) if role in self.fields else People()

    def address(self, name: str) -> str:
        """A verbatim field, without the escapes that BibTeX's older styles needed."""
        value = self.raw(name).strip()
        if value.startswith("{") and value.endswith("}"):
            value = value[1:-1]
        value = _ESCAPED.sub(lambda match: "_" if "textunder" in match.group() else "", value)
        return " ".join(value.replace("\\", "").split())

    def date(self, name: str = "date") -> dates.Date | None:
        """The date in field *name*; ``date`` falls back to ``year`` and ``month``. ``None`` if missing or no date."""
        if name in self.fields and (date := dates.parse(self.raw(name))):
            return date
        prefix = name.removesuffix("date")
        if f"{prefix}year" not in self.fields:
            return None
        year, month = self.words(f"{prefix}year"), self.words(f"{prefix}month")
        return dates.parse_year_month(year, month) or dates.parse_year_month(year, "")

    def title(self, prefix: str = "") -> Rich:
        """``title: subtitle`` of the work, or of *prefix* ``main``, ``book``, ``issue``, ``journal``, ``event``."""
        return with_subtitle(self.text(f"{prefix}title"), self.text(f"{prefix}subtitle"))


def with_subtitle(title: Rich, subtitle: Rich) -> Rich:
    """Join a title and its subtitle by a colon, unless the title ends with a mark of its own."""
    if not title or not subtitle:
        return title or subtitle
    return concat(title, " " if plain(title)[-1] in "?!:" else ": ", subtitle)


def encode(url: str) -> str:
    """An address as a link needs it: what no address may hold is percent-encoded, all else is left as it is."""
    return "".join(quote(character) if character in ' <>"{}|\\^`' or ord(character) < 32 else character
                   for character in url)
