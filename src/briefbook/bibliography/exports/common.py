"""What RIS and CSL-JSON ask of a source alike."""

from __future__ import annotations

import re

from briefbook.bibliography.creators import head_of
from briefbook.bibliography.names import Name, People
from briefbook.bibliography.parts import LANGUAGES, keyword
from briefbook.bibliography.rich import plain
from briefbook.bibliography.source import Source

_CODES = {name.lower(): code for code, name in LANGUAGES.items()}
_ENGLISH = {"english", "american", "british", "usenglish", "ukenglish", "canadian", "australian", "newzealand"}


def authors(source: Source) -> People:
    """Who heads the entry in our list, editors left out: authors, or the body that issued it."""
    if people := source.people("author"):
        return people
    role = head_of(source).role
    if role in ("institution", "organization"):
        return People((Name(source.words(role), literal=True),))
    return People()


def title(source: Source) -> str:
    """Title and subtitle as plain text."""
    return plain(source.title())


def container(source: Source) -> str:
    """The journal, the book or the site in which the source stands."""
    for prefix in ("journal", "book", "main"):
        if found := plain(source.title(prefix)):
            return found
    return ""


def publisher(source: Source) -> str:
    """Who brought it out; the bodies behind a report come before its printer."""
    names = ("institution", "publisher", "organization") if source.type in ("report", "thesis", "legislation") \
        else ("publisher", "institution", "organization")
    return next((found for name in names if (found := source.words(name))), "")


def genre(source: Source) -> str:
    """What the source calls itself: ``Resolution``, ``PhD diss.``"""
    return plain(keyword(source, "type"))


def pages(source: Source) -> tuple[str, str]:
    """First and last page; the second may be empty."""
    found = re.sub(r"^pp?\.\s*", "", source.words("pages")) or source.words("eid")
    first, _dash, last = re.sub(r"\s*(?:--?|–|—)\s*", "–", found).partition("–")
    return first, last


def doi(source: Source) -> str:
    """The DOI without the address of its resolver."""
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", source.address("doi"), flags=re.IGNORECASE)


def languages(source: Source) -> list[str]:
    """The languages of the source, as codes where they are known."""
    field = "language" if source.has("language") else "langid"
    words = [word for word in re.split(r"\s+and\s+|\s*[,;]\s*", source.words(field)) if word]
    return [_CODES.get(word.lower(), "en" if word.lower() in _ENGLISH else word) for word in words]


def note(source: Source) -> str:
    """Note and addendum."""
    return "; ".join(words for name in ("note", "addendum") if (words := source.words(name)))
