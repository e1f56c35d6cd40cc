"""The Atom feed (RFC 4287) of judgments and corrections: ``feed.xml``.

Ids are tag URIs (RFC 4151) of judgments and facts, so that they outlive a move of the site. A judgment is as new as the
edition; a correction has the day on which the second reader found it, and is one only if the book was out by then.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from sphinx.locale import _, __
from sphinx.util import logging

from briefbook import publication
from briefbook.directives.ledger import fact_anchor, ledger_of
from briefbook.web.addresses import absolute, xml_bytes
from briefbook.web.assets import uses_theme, write

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

FILE = "feed.xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
#: Host and year of the ids where nothing better is known: a constant, for an id must never change.
_NOWHERE, _SINCE = "briefbook.invalid", "2026"


class Item(NamedTuple):
    """One entry. ``place`` is relative to the web edition's folder; ``day`` is ISO 8601."""

    name: str
    title: str
    text: str
    day: str
    place: str


def stem(config: Config) -> str:
    """What all ids of the book's feed begin with."""
    host = urlsplit(config.html_baseurl or "").hostname or _NOWHERE
    return f"tag:{config.brief_tag or f'{host},{_SINCE}:{publication.slug(str(config.project))}'}"


def items(app: Sphinx) -> Iterator[Item]:
    """Judgments by id, then corrections."""
    domain, builder, day = ledger_of(app.env), app.builder, app.config.brief_edition_date
    for entry in domain.judgments:
        standing = ", ".join(part for part in (entry.likelihood, _("confidence %s") % entry.confidence) if part)
        yield Item(f"judgment/{entry.ident}", f"{_('Judgment')} {entry.ident}: {standing}", entry.statement, day,
                   f"{builder.get_target_uri(entry.docname)}#{entry.anchor}")
    register, published = domain.register("evidence"), publication.book(app.config, app.env).published
    for fact in domain.ledger.facts.values():
        if fact.checked and fact.checked.result == "corrected" and fact.checked.date > published:
            place = f"{builder.get_target_uri(register)}#{fact_anchor(fact.id)}" if register else ""
            yield Item(f"correction/{fact.id}/{fact.checked.date}", f"{_('Correction')}: {fact.id}",
                       f"{fact.statement} ({fact.checked.how})", fact.checked.date, place)


def feed(app: Sphinx) -> bytes:
    """The feed; the edition must have a date."""
    config, work = app.config, publication.book(app.config, app.env)
    root = ET.Element("feed", xmlns=_NAMESPACE, **{"xml:lang": work.language})
    _texts(root, id=stem(config), title=work.title, subtitle=work.description, updated=_moment(work.modified),
           rights=work.licence_url or work.licence)
    for name in work.names or [work.title]:
        _texts(ET.SubElement(root, "author"), name=name)
    home = absolute(config, app.builder.get_target_uri(config.root_doc))
    if home:
        ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=absolute(config, FILE))
        ET.SubElement(root, "link", rel="alternate", type="text/html", href=home)
    for item in items(app):
        entry = ET.SubElement(root, "entry")
        _texts(entry, id=f"{stem(config)}/{item.name}", title=item.title, updated=_moment(item.day))
        if home and item.place:
            ET.SubElement(entry, "link", rel="alternate", type="text/html", href=absolute(config, item.place))
        ET.SubElement(entry, "content", type="text").text = item.text
    return xml_bytes(root)


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            ET.SubElement(parent, name).text = text


def _moment(day: str) -> str:
    """Midnight, UTC, of a day, or of the first one of a month or year."""
    return f"{day}{'-01' * (2 - day.count('-'))}T00:00:00Z"


def is_kept(config: Config) -> bool:
    """Whether there is a feed: one must say when it was brought up to date."""
    return bool(config.brief_edition_date)


def write_file(app: Sphinx, exception: Exception | None) -> None:
    if exception or not uses_theme(app.builder):
        return
    if is_kept(app.config):
        write(Path(app.outdir) / FILE, feed(app))
    else:
        (Path(app.outdir) / FILE).unlink(missing_ok=True)
        logger.info(__("brief_edition_date is not set: no feed"))


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write_file)
