"""The picture that goes with a link to a page: its title on paper, in the book's colours, as PNG.

Drawn as SVG whose text is outlines, like that of charts, so that no font of the machine has a say; made only where
``html_baseurl`` is set, for a picture is named by its absolute address or not at all.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from briefbook import publication
from briefbook.charts import fonts
from briefbook.charts.outline import OutlineError, outline
from briefbook.config import edition_line
from briefbook.look import COLOURS
from briefbook.machine import shared_cache, store
from briefbook.web.addresses import base
from briefbook.web.assets import remove, uses_theme, write
from briefbook.web.metadata import PICTURE_SIZE

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "cards"
_MARGIN = 80
_MOST_LINES = 4
_TITLE_SIZES = (76, 64, 54)  #: the largest in which the title takes few enough lines


def width(text: str, size: float, faces: Path, weight: int) -> float:
    """How wide *text* is, in px; ``OutlineError`` for a character that the font lacks."""
    font = fonts.load(faces, weight)
    names, metrics = font.getBestCmap(), font["hmtx"]
    lacking = [char for char in text if ord(char) not in names]
    if lacking:
        raise OutlineError(f"the chart font has no glyph for {lacking[0]!r}")
    return size / font["head"].unitsPerEm * sum(metrics[names[ord(char)]][0] for char in text)


def lines(text: str, size: float, room: float, faces: Path, weight: int = 600) -> list[str]:
    """*text* in lines no wider than *room*, a word that is wider on a line of its own."""
    found: list[str] = []
    for word in text.split():
        if found and width(f"{found[-1]} {word}", size, faces, weight) <= room:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def picture(title: str, kicker: str, foot: str, faces: Path) -> str:
    """The SVG of a card; raises ``OutlineError`` where the font lacks a character."""
    across, down = PICTURE_SIZE
    room = across - 2 * _MARGIN
    size, wrapped = next(
        ((size, found) for size in _TITLE_SIZES if len(found := lines(title, size, room, faces)) < _MOST_LINES),
        (_TITLE_SIZES[-1], lines(title, _TITLE_SIZES[-1], room, faces)[:_MOST_LINES]))
    top = _MARGIN + 110
    texts = [text_at(line, _MARGIN, top + size * (0.75 + 1.18 * index), size, "ink", 600) for index, line in enumerate(wrapped)]
    texts += [text_at(kicker, _MARGIN, _MARGIN + 34, 34, "accent", 600), text_at(foot, _MARGIN, down - _MARGIN, 30, "quiet", 400)]
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" viewBox="0 0 {across} {down}">'
           f'<rect width="{across}" height="{down}" fill="{COLOURS["paper"]}"/>'
           f'<rect width="16" height="{down}" fill="{COLOURS["accent"]}"/>{"".join(texts)}</svg>')
    return outline(svg, faces)[0]


def text_at(text: str, x: float, y: float, size: float, colour: str, weight: int) -> str:
    """A line of text in SVG, its baseline beginning at *x* and *y*; *colour* is a name of the look."""
    if not text:
        return ""
    return (f'<g transform="translate({x},{y:g})"><text font-family="{fonts.FAMILY}" font-size="{size}px" '
            f'font-weight="{weight}" fill="{COLOURS[colour]}">{escape(text)}</text></g>')


def png(svg: str, cache: Path) -> bytes:
    """*svg* drawn, or taken from an earlier drawing."""
    import vl_convert  # takes a moment to load, and most builds need none

    path = cache / f"{hashlib.sha256(f'{vl_convert.__version__}{svg}'.encode()).hexdigest()[:24]}.png"
    if not path.is_file():
        store(path, vl_convert.svg_to_png(svg, scale=1))
    return path.read_bytes()


def path_of(docname: str) -> str:
    """Where the card of a page stands, below the web edition."""
    return f"{FOLDER}/{docname}.png"


def make(app: Sphinx, docname: str) -> str:
    """Draw the card of a page and return its path; empty without a base, or for a title that the chart font cannot set."""
    if not base(app.config):
        return ""
    trees = Path(app.doctreedir)
    work = publication.page(app.config, app.env, docname)
    whole = work.whole.title if work.whole else ""
    try:
        svg = picture(work.title, whole, edition_line(app.config), fonts.folder(shared_cache(trees / "charts")))
    except OutlineError:
        return ""
    write(Path(app.outdir) / path_of(docname), png(svg, trees / "cards"))
    return path_of(docname)


def remove_old(app: Sphinx, exception: Exception | None) -> None:
    """Remove the cards of pages that went; without a base, all."""
    if exception or not uses_theme(app.builder):
        return
    out = Path(app.outdir)
    kept = {path_of(docname) for docname in app.env.found_docs} if base(app.config) else set()
    for path in sorted((out / FOLDER).rglob("*.png")):
        if path.relative_to(out).as_posix() not in kept:
            remove(path, out)


def setup(app: Sphinx) -> None:
    app.connect("build-finished", remove_old)
