"""What the book and each of its parts is: title, authors, dates, licence, and how to cite it.

The one source of metadata: the web edition's head, the PDFs' document information and XMP, and ``CITATION.cff`` take
theirs from here, so that no two of them can differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from docutils.utils.smartquotes import smartyPants
from sphinx.locale import _

from briefbook.bibliography.names import Name, parse_name
from briefbook.bibliography.source import Source

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: Sphinx's words for an author whom nobody named.
_NOBODY = "Author name not set"
_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)")
_LICENCES: Mapping[str, str] = MappingProxyType({"CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/"})


@dataclass(frozen=True)
class Work:
    """The book, or one of its parts. Dates are ISO 8601; what is not known is empty."""

    docname: str
    title: str
    description: str
    authors: tuple[Name, ...]
    publisher: str
    language: str
    keywords: tuple[str, ...]
    published: str   #: first edition
    modified: str    #: this edition
    edition: str     #: as printed: ``November 2026``
    cutoff: str
    draft: bool
    licence: str     #: SPDX identifier, or an address
    number: str = ""  #: of a chapter
    whole: Work | None = None  #: the book that a part stands in

    @property
    def names(self) -> list[str]:
        """The authors as one reads them."""
        return [name.direct for name in self.authors]

    @property
    def licence_url(self) -> str:
        """Where the licence stands; empty where only its name is known."""
        if match := _CREATIVE_COMMONS.fullmatch(self.licence):
            return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
        return self.licence if self.licence.startswith("https://") else _LICENCES.get(self.licence, "")


def book(config: Config, env: BuildEnvironment) -> Work:
    """The whole book."""
    meta = env.metadata.get(config.root_doc, {})
    authors = config.brief_authors or ([f"{{{config.author}}}"] if config.author not in ("", _NOBODY) else [])
    names = tuple(map(parse_name, authors))
    return Work(
        config.root_doc, str(config.project), typeset(config, meta.get("deck", "")) or config.brief_subject, names,
        config.brief_publisher or ", ".join(name.direct for name in names), (config.language or "en").replace("_", "-"),
        tuple(config.brief_keywords), config.brief_first_published or config.brief_edition_date,
        config.brief_edition_date, config.brief_edition, config.brief_cutoff, config.brief_draft, config.brief_licence)


def part(config: Config, env: BuildEnvironment, docname: str, title: str = "", author: str = "") -> Work:
    """The part that begins with *docname*; *title* and *author* are those that ``typst_documents`` gives it."""
    whole = book(config, env)
    given = {"title": title, "authors": (Name(author, literal=True),) if author else ()}
    own = {name: value for name, value in given.items() if value}
    if docname == config.root_doc:
        return replace(whole, **own)  # type: ignore[arg-type]
    found: dict[str, Any] = {
        "docname": docname, "title": env.titles[docname].astext() if docname in env.titles else docname,
        "description": typeset(config, env.metadata.get(docname, {}).get("deck", "")) or config.brief_subject,
        "number": ".".join(map(str, env.toc_secnumbers.get(docname, {}).get("") or ())), "whole": whole}
    return replace(whole, **found | own)


def page(config: Config, env: BuildEnvironment, docname: str) -> Work:
    """The part that a page of the web edition is, under the title and author of its own PDF if it has one."""
    for start, _target, *rest in config.typst_documents or ():
        title, author, layout = (*rest, *("", "", "brief")[len(rest):])
        if start == docname and layout != "book":
            return part(config, env, docname, title, author)
    return part(config, env, docname)


def typeset(config: Config, text: Any) -> str:
    """Text of the front matter with the quotation marks and dashes that Sphinx gives to the text of the page."""
    return smartyPants(str(text), config.smartquotes_action, config.language) if config.smartquotes else str(text)


# -- how to cite it ------------------------------------------------------------------------------------------------------


def source(work: Work, url: str = "") -> Source:
    """The book as a report, a part as a chapter in it, for the styles and formats that sources have."""
    whole = work.whole or work
    people = " and ".join(map(_bibtex_name, work.authors))
    named = work.publisher not in work.names
    fields = {
        "author": people, "title": work.title, "edition": f"{_('Edition')} {work.edition}" if work.edition else "",
        "date": work.modified, "url": url, "language": "" if work.language.partition("-")[0] == "en" else work.language,
        "note": str(_("Draft")) if work.draft else "",
        "publisher" if work.whole else "institution": f"{{{work.publisher}}}" if named and work.publisher else ""}
    if work.whole:
        fields |= {"booktitle": whole.title, "chapter": work.number}
    kind = "incollection" if work.whole else "report"
    return Source(key(work), kind, kind, {name: text for name, text in fields.items() if text})


def _bibtex_name(name: Name) -> str:
    """``de la Cruz, Jr., Ana``; a body in braces."""
    if name.literal:
        return f"{{{name.family}}}"
    return ", ".join(part for part in (name.short, name.suffix, name.given) if part)


def key(work: Work) -> str:
    """A key for bibliographies: ``the-pact-2026``, with the part's own name behind it."""
    whole = work.whole or work
    base = "-".join(part for part in (slug(whole.title), work.modified[:4]) if part)
    return f"{base}-{work.docname.rpartition('/')[2]}" if work.whole else base


def slug(text: str) -> str:
    """Letters and digits of *text*, lower case, in ASCII, with hyphens between words."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())
    plain = [unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode() for word in words]
    return "-".join(word for word in plain if word) or "book"


def citation_cff(work: Work) -> dict[str, Any]:
    """What ``preferred-citation`` of ``CITATION.cff`` says of the book."""
    year, month, *_day = [int(number) for number in work.modified.split("-")] if work.modified else (0, 0)
    cutoff = f"information cut-off {work.cutoff}" if work.cutoff else ""
    found = {
        "type": "report", "title": work.title, "authors": [_cff_name(name) for name in work.authors],
        "institution": {"name": work.publisher} if work.publisher not in ("", *work.names) else None,
        "abstract": work.description, "keywords": list(work.keywords), "year": year, "month": month,
        "date-released": work.modified, "edition": work.edition,
        "notes": "; ".join(note for note in ("draft" if work.draft else "", cutoff) if note),
        "languages": [work.language.partition("-")[0]], "license": work.licence if not work.licence.startswith("http") else None}
    return {name: value for name, value in found.items() if value}


def _cff_name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"name": name.family}
    parts = {"family-names": name.family, "given-names": name.given, "name-particle": name.prefix,
             "name-suffix": name.suffix}
    return {part: words for part, words in parts.items() if words}
