"""What stands at the address of a page that has moved or was retired: a page of its own that leads on, or says what became of it.

A redirect is a refresh in the page's head, which no policy of our pages stands against, a canonical link, and words for
those whose browser does not follow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.locale import _

from briefbook.editions.recording import retired
from briefbook.editions.shown import before
from briefbook.ledger.dates import spoken
from briefbook.web.addresses import absolute
from briefbook.web.assets import uses_theme

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TEMPLATE = "moved.html"
Page = tuple[str, dict[str, Any], str]


def pages(app: Sphinx) -> Iterator[Page]:
    """The pages that stand in for those that are gone."""
    if not uses_theme(app.builder):
        return
    moved: dict[str, str] = app.config.brief_moved
    for old, new in moved.items():
        docname, hash_, anchor = new.partition("#")
        if "#" in old or old in app.env.all_docs or docname not in app.env.all_docs:
            continue
        place = app.builder.get_relative_uri(old, docname) + hash_ + anchor
        title = app.env.titles[docname].astext()
        address = absolute(app.config, app.builder.get_target_uri(docname) + hash_ + anchor) or place
        yield old, {"title": title, "to": place, "said": "", "pageurl": address,
                    "metatags": f'<meta http-equiv="refresh" content="0; url={quote(place, safe="/#.-_~%")}">\n  <meta name="robots" content="noindex">'}, TEMPLATE
    for ident, gone in sorted(retired(app.env, before(app.env)).items()):
        if gone.kind == "page" and ident not in moved and ident not in app.env.all_docs and "#" not in ident:
            instead = f" {_('Instead: %s.') % gone.instead}" if gone.instead else ""
            yield ident, {"title": _("No longer in the book"), "to": "", "metatags": '<meta name="robots" content="noindex">',
                          "said": _("Retired on %s.") % spoken(gone.date) + f" {gone.why}{instead}", "pageurl": ""}, TEMPLATE


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", pages)
