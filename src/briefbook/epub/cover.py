"""The cover: title, edition and cut-off in the book's colours, as PNG, which every shelf of a reading system can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import _

from briefbook.charts import fonts
from briefbook.charts.outline import OutlineError, outline
from briefbook.config import edition_line, long_date
from briefbook.look import COLOURS
from briefbook.machine import shared_cache
from briefbook.web.titlecards import lines, png, text_at

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.config import Config

    from briefbook.publication import Work

#: Pixels: the shape of a page, 1:1.6, large enough for a shelf of large tablets.
SIZE = (1200, 1920)
_MARGIN = 120
_TITLE, _DECK, _FOOT = 112, 46, 40


def picture(work: Work, config: Config, trees: Path) -> bytes:
    """The cover; empty where the font of the charts lacks a character of it."""
    faces = fonts.folder(shared_cache(trees / "charts"))
    try:
        svg = outline(_drawn(work, config, faces), faces)[0]
    except OutlineError:
        return b""
    return png(svg, trees / "cards")


def _drawn(work: Work, config: Config, faces: Path) -> str:
    """The SVG, its text not yet outlines."""
    across, down = SIZE
    room = across - 2 * _MARGIN
    title = lines(work.title, _TITLE, room, faces)
    deck = lines(work.description, _DECK, room, faces, 400)
    cutoff = _("knows nothing after %s") % long_date(config.brief_cutoff) if config.brief_cutoff else ""
    top = 420
    below = top + 1.15 * _TITLE * len(title)
    texts = [text_at(line, _MARGIN, top + 1.15 * _TITLE * index, _TITLE, "ink", 600) for index, line in enumerate(title)]
    texts += [text_at(line, _MARGIN, below + 1.4 * _DECK * index, _DECK, "quiet", 400) for index, line in enumerate(deck)]
    texts += [text_at(edition_line(config), _MARGIN, down - _MARGIN - 1.5 * _FOOT, _FOOT, "accent", 600),
              text_at(cutoff, _MARGIN, down - _MARGIN, _FOOT, "quiet", 400),
              text_at(work.publisher, _MARGIN, 200, _FOOT, "accent", 600)]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" viewBox="0 0 {across} {down}">'
            f'<rect width="{across}" height="{down}" fill="{COLOURS["paper"]}"/>'
            f'<rect width="28" height="{down}" fill="{COLOURS["accent"]}"/>{"".join(texts)}</svg>')
