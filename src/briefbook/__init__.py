"""The press: Sphinx extensions that compile a policy briefing book to a web edition and to PDF briefs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every part with Sphinx; the order is that of a chapter's way through the press.

    The parts are imported here: a command that has nothing to read answers in a tenth of the time.
    """
    from briefbook import bibliography, checker, config, directives, editions, epub, press, typst, web

    config.setup(app)         # options, once
    directives.setup(app)     # what authors write: judgments, boxes, charts
    bibliography.setup(app)   # how sources are cited and listed
    editions.setup(app)       # what changed since the last edition
    web.setup(app)            # the theme of the web edition
    epub.setup(app)           # the builder "briefepub"
    typst.setup(app)          # the builders "typst" and "typstpdf"
    checker.setup(app)        # the builder "check"
    press.setup(app)          # the builder that only reads
    return {"version": __version__, "env_version": 10, "parallel_read_safe": True, "parallel_write_safe": True}
