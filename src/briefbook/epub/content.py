"""A page of the EPUB: what the writer of HTML made, as XHTML with the marks that reading systems look for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree
from sphinx.locale import _

from briefbook.config import edition_line, long_date

if TYPE_CHECKING:
    from sphinx.config import Config

    from briefbook.publication import Work

XHTML, OPS = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"
#: Vocabularies that HTML embeds by name alone, and XML by namespace: their outermost elements.
EMBEDDED = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
#: ``epub:type`` by DPUB-ARIA role; reading systems that know only the older vocabulary open notes in a window by it.
_TYPES = {"doc-noteref": "noteref", "doc-footnote": "footnote", "doc-backlink": "backlink", "doc-pullquote": "pullquote"}
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


class Malformed(Exception):
    """A page that is no XML."""


@dataclass(frozen=True)
class Page:
    """A document as the writer left it: HTML before (``head``, the title) and after (``rest``) the place of the deck."""

    docname: str
    work: Work
    kicker: str
    deck: str
    head: str
    rest: str
    sections: list[tuple[str, str]]
    has_list: bool  #: a list of references
    judges: bool


class Content(NamedTuple):
    """A finished page: its file's bytes, and what the package says of it."""

    page: Page
    name: str
    data: bytes
    properties: frozenset[str]


def file_name(docname: str) -> str:
    return f"{docname}.xhtml"


def document(language: str, title: str, up: str, body: str, kind: str = "bodymatter") -> bytes:
    """A whole XHTML file; *up* leads from its folder to that of the style sheet."""
    text = (f'<html xmlns="{XHTML}" xmlns:epub="{OPS}" lang="{language}" xml:lang="{language}">\n<head>\n'
            f'<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n'
            f'<link rel="stylesheet" type="text/css" href="{up}book.css"/>\n</head>\n'
            f'<body epub:type="{kind}">\n{body}\n</body>\n</html>\n')
    try:
        root = etree.fromstring(re.sub(r"&(\w+);", _character, text), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Malformed(error.msg) from None
    _mark(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n' + etree.tostring(root, encoding="utf-8") + b"\n"


def finished(page: Page, config: Config) -> Content:
    """*page* as a file. Raises :class:`Malformed`."""
    front = page.work.whole is None
    above = f'<p class="kicker">{escape(page.kicker)}</p>' if page.kicker else ""
    below = f'<p class="deck">{escape(page.deck)}</p>' if page.deck else ""
    state = _state(config) if front or page.judges else ""
    data = document(page.work.language, page.work.title, "../" * page.docname.count("/"),
                    f"{above}{page.head}{below}{state}{page.rest}" if page.rest else f"{above}{page.head}")
    root = etree.fromstring(data)
    properties = {name for name, space in (("mathml", EMBEDDED["math"]), ("svg", EMBEDDED["svg"]))
                  if next(root.iter(f"{{{space}}}*"), None) is not None}
    return Content(page, file_name(page.docname), data, frozenset(properties))


def _state(config: Config) -> str:
    """The edition and its cut-off."""
    cutoff = _("knows nothing after %s") % long_date(config.brief_cutoff) if config.brief_cutoff else ""
    words = " \N{MIDDLE DOT} ".join(part for part in (edition_line(config), cutoff) if part)
    return f'<p class="state">{escape(words)}</p>' if words else ""


def _character(match: re.Match[str]) -> str:
    """The character that an entity of HTML stands for; XML knows five."""
    return match[0] if match[1] in _XML else html5.get(f"{match[1]};", match[0])


def _mark(root: etree._Element) -> None:
    for name, space in EMBEDDED.items():
        for top in list(root.iter(f"{{{XHTML}}}{name}")):
            for element in top.iter(f"{{{XHTML}}}*"):
                element.tag = f"{{{space}}}{etree.QName(element).localname}"
    for element in root.iter(f"{{{XHTML}}}*"):
        if kind := _TYPES.get(element.get("role", "")):
            element.set(f"{{{OPS}}}type", kind)
