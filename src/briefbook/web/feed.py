"""The Atom feed (RFC 4287) of judgments, corrections and editions: ``feed.xml``.

Ids are tag URIs (RFC 4151) of judgments and corrections, so that they outlive a move of the site. A judgment is as new as
the edition. A correction has the date of its entry in ``ledger/changes``; a judgment that moved is told once more, as a
reassessment; and from the second edition on one entry holds the whole account of what changed.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from sphinx.locale import _, __
from sphinx.util import logging

from briefbook import publication
from briefbook.directives.ledger import ledger_of
from briefbook.editions.account import lines, spelled
from briefbook.editions.recording import edition_of
from briefbook.editions.shown import accounted, errata_anchor
from briefbook.web.addresses import absolute, xml_bytes
from briefbook.web.assets import uses_theme, write

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from briefbook.editions.account import Heading
    from briefbook.editions.account import Item as Change

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
    """Judgments by id, then corrections, judgments that moved, and the edition."""
    domain, builder, day = ledger_of(app.env), app.builder, app.config.brief_edition_date
    for entry in domain.judgments:
        standing = ", ".join(part for part in (entry.likelihood, _("confidence %s") % entry.confidence) if part)
        yield Item(f"judgment/{entry.ident}", f"{_('Judgment')} {entry.ident}: {standing}", entry.statement, day,
                   f"{builder.get_target_uri(entry.docname)}#{entry.anchor}")
    headings = accounted(app.env)
    for ident, change in domain.reading.collected.changes.items():
        if change.kind == "correction":
            place = f"{builder.get_target_uri(errata)}#{errata_anchor(ident)}" if (errata := domain.register("errata")) else ""
            text = _told(headings, "corrections", ident) or f"{change.why} ({', '.join(change.of)})"
            yield Item(f"correction/{ident}", f"{_('Correction')}: {', '.join(change.of)}", text, change.date, place)
    moved = [item for heading in headings if heading.kind == "moved" for item in heading.items]
    for item in moved:
        yield Item(f"reassessment/{item.name}/{edition_of(app.config)}", f"{_('Reassessment')}: {item.name}", _text(item), item.day,
                   _place(app, item))
    if headings:
        account = domain.register("changes")
        yield Item(f"edition/{edition_of(app.config)}", _("What changed in the edition %s") % app.config.brief_edition,
                   "\n".join(lines(headings)).strip(), day, builder.get_target_uri(account) if account else "")


def _told(headings: Sequence[Heading], kind: str, name: str) -> str:
    """What the account says of *name*; empty where it says nothing."""
    return next((_text(item) for heading in headings if heading.kind == kind for item in heading.items if item.name == name), "")


def _text(item: Change) -> str:
    return "\n".join(map(spelled, item.lines))


def _place(app: Sphinx, item: Change) -> str:
    """Where the first link of the change leads."""
    docname, hash_, anchor = next((span.place for line in item.lines for span in line if span.place), "").partition("#")
    return f"{app.builder.get_target_uri(docname)}{hash_}{anchor}" if docname in app.env.all_docs else ""


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
