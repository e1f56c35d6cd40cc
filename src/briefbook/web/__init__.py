"""The web edition: the theme ``briefbook``, its fonts and style sheets, what its pages show, and MathML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbook.web import (
    addresses,
    assets,
    backlinks,
    bookdata,
    cards,
    downloads,
    feed,
    links,
    livecharts,
    mathml,
    moved,
    navigation,
    pages,
    searching,
    titlecards,
    transforms,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_html_theme("briefbook", assets.THEME)
    mathml.setup(app)      # formulas without a script
    transforms.setup(app)  # the shape of a page
    navigation.setup(app)  # menu, contents, and pages that must be written again
    pages.setup(app)       # what the templates print
    searching.setup(app)   # what the search finds
    livecharts.setup(app)  # charts that answer to the pointer
    downloads.setup(app)   # sources of every page, for reference managers
    bookdata.setup(app)    # judgments, facts and sources as JSON
    feed.setup(app)        # judgments and corrections as Atom
    moved.setup(app)       # what stands where a page has moved from
    addresses.setup(app)   # sitemap and robots.txt
    titlecards.setup(app)  # pictures for links
    backlinks.setup(app)   # from the reference list to every use of a source
    links.setup(app)       # cards, archived copies, numbers of paragraphs
    cards.setup(app)       # what the cards say
    assets.setup(app)      # fonts and generated style sheets
    return {"parallel_read_safe": True, "parallel_write_safe": True}
