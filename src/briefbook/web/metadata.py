"""The head of a page for machines: schema.org in JSON-LD, Highwire's tags for scholars' engines, Open Graph for links.

All of it comes from :mod:`briefbook.publication`. JSON-LD is a data block: no browser runs it, so that the policy of
our pages, which allows no inline script, has nothing against it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from briefbook.bibliography.exports.schemaorg import agent, creative_work

if TYPE_CHECKING:
    from briefbook.bibliography.source import Source
    from briefbook.publication import Work

#: Pixels of the picture that goes with a link.
PICTURE_SIZE = (1200, 630)


class Places(NamedTuple):
    """The absolute addresses that a head names; all empty where nobody knows where the book will stand."""

    page: str = ""
    book: str = ""
    pdf: str = ""
    picture: str = ""


class Tag(NamedTuple):
    """A ``meta`` element; *attribute* is ``name`` or ``property``."""

    attribute: str
    key: str
    content: str


def tags(work: Work, places: Places) -> list[Tag]:
    """The ``meta`` elements of a page, those without content left out."""
    found = [Tag("name", "description", work.description), *_highwire(work, places), *_open_graph(work, places)]
    return [tag for tag in found if tag.content]


def _highwire(work: Work, places: Places) -> Iterator[Tag]:
    yield Tag("name", "citation_title", work.title)
    for name in work.authors:
        yield Tag("name", "citation_author", name.direct if name.literal else name.inverted)
    yield Tag("name", "citation_publication_date", work.modified.replace("-", "/"))
    yield Tag("name", "citation_technical_report_institution", work.publisher)
    yield Tag("name", "citation_inbook_title", work.whole.title if work.whole else "")
    yield Tag("name", "citation_language", work.language)
    yield Tag("name", "citation_keywords", "; ".join(work.keywords))
    yield Tag("name", "citation_fulltext_html_url", places.page)
    yield Tag("name", "citation_pdf_url", places.pdf)


def _open_graph(work: Work, places: Places) -> Iterator[Tag]:
    yield Tag("property", "og:title", work.title)
    yield Tag("property", "og:description", work.description)
    yield Tag("property", "og:type", "article")
    yield Tag("property", "og:site_name", (work.whole or work).title)
    yield Tag("property", "og:locale", _locale(work.language))
    yield Tag("property", "og:url", places.page)
    if work.modified:
        yield Tag("property", "article:published_time", work.published)
        yield Tag("property", "article:modified_time", work.modified)
    if places.picture:
        yield Tag("property", "og:image", places.picture)
        yield Tag("property", "og:image:type", "image/png")
        yield Tag("property", "og:image:width", str(PICTURE_SIZE[0]))
        yield Tag("property", "og:image:height", str(PICTURE_SIZE[1]))
        yield Tag("property", "og:image:alt", work.title)
    yield Tag("name", "twitter:card", "summary_large_image" if places.picture else "summary")


def _locale(language: str) -> str:
    """``en_GB``; a language without a country is no locale."""
    return language.replace("-", "_") if "-" in language else ""


def json_ld(work: Work, places: Places, cited: Iterable[Source] = ()) -> Markup:
    """The page as a ``Report``, or as a ``Chapter`` or ``WebPage`` in one, safe inside a ``script`` element.

    *cited* are the sources that it cites.
    """
    found = _described(work, places)
    if citation := [creative_work(source) for source in cited]:
        found["citation"] = citation
    text = json.dumps(found, ensure_ascii=False, indent=0)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _described(work: Work, places: Places) -> dict[str, Any]:
    found = {
        "@context": "https://schema.org",
        "@type": "Report" if work.whole is None else "Chapter" if work.number else "WebPage",
        "@id": places.page, "url": places.page, "name": work.title, "headline": work.title,
        "description": work.description, "author": [agent(name) for name in work.authors],
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
        "datePublished": work.published, "dateModified": work.modified, "inLanguage": work.language,
        "license": work.licence_url or work.licence, "keywords": list(work.keywords), "version": work.edition,
        "creativeWorkStatus": "Draft" if work.draft else "Published", "image": places.picture,
        "position": work.number if work.whole else None, "isPartOf": _whole(work, places),
        "encoding": {"@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": places.pdf} if places.pdf else None,
    }
    return {name: value for name, value in found.items() if value}


def _whole(work: Work, places: Places) -> dict[str, str] | None:
    if work.whole is None:
        return None
    found = {"@type": "Report", "@id": places.book, "url": places.book, "name": work.whole.title}
    return {name: value for name, value in found.items() if value}
