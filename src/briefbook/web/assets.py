"""What stands in ``_static`` besides the theme's own files: fonts and generated style sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from briefbook.machine import shared_cache
from briefbook.web import stylesheet
from briefbook.web.fonts import FALLBACK_PREFIX, Face, fallback_faces, text_faces, web_fonts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

THEME = Path(__file__).parent / "theme"
#: Files of Sphinx's basic theme that our pages do not use.
_UNUSED = ("basic.css", "file.png", "minus.png", "plus.png", "doctools.js", "documentation_options.js", "language_data.js",
           "searchtools.js", "sphinx_highlight.js")


def uses_theme(builder: Builder) -> bool:
    """Whether *builder* writes pages in our theme or in one that inherits from it."""
    return isinstance(builder, StandaloneHTMLBuilder) and THEME in map(Path, builder.theme.get_theme_dirs())


def shapes_pages(builder: Builder) -> bool:
    """Whether *builder* writes pages in the shape of ours: those of our theme, or of the book for tablets."""
    return uses_theme(builder) or getattr(builder, "shapes_pages", False)


def write(path: Path, content: bytes) -> None:
    """Write only what changed, so that a warm build leaves the file and its time alone."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def remove(path: Path, top: Path) -> None:
    """Remove a file, and the folders below *top* that it leaves empty."""
    path.unlink()
    while (path := path.parent) != top and not any(path.iterdir()):
        path.rmdir()


def _cache(builder: Builder) -> Path:
    return shared_cache(Path(builder.doctreedir) / "web-fonts")


def _write_fonts(static: Path, fonts: dict[Face, bytes]) -> None:
    for face, content in fonts.items():
        write(static / "fonts" / f"{face.name}.woff2", content)


def add_script(app: Sphinx) -> None:
    """Load our script first on every page: it sets the reader's theme before anything is drawn."""
    if uses_theme(app.builder):
        app.builder.add_js_file("briefbook.js", priority=100)


def write_look(app: Sphinx, builder: Builder) -> None:
    """Write fonts and look before the pages, which carry a checksum of the style sheet in its address."""
    if uses_theme(builder):
        static = Path(builder.outdir) / "_static"
        fonts = web_fonts(text_faces(), _cache(builder))
        _write_fonts(static, fonts)
        write(static / "briefbook-look.css", stylesheet.look_css(fonts).encode())


def _pages(app: Sphinx) -> Iterator[Path]:
    for docname in sorted(app.env.found_docs):
        page = Path(app.builder.get_output_path(docname))
        if page.is_file():
            yield page


def write_scripts(app: Sphinx, exception: Exception | None) -> None:
    """Cut the fonts for Hangul, Han and the like to the characters on the finished pages."""
    if exception or not uses_theme(app.builder):
        return
    static = Path(app.builder.outdir) / "_static"
    used = set().union(*(page.read_text("utf-8") for page in _pages(app)))
    fonts = web_fonts(fallback_faces(used), _cache(app.builder))
    for old in sorted(static.glob(f"fonts/{FALLBACK_PREFIX}*.woff2")):
        if old.stem not in {face.name for face in fonts}:
            old.unlink()
    _write_fonts(static, fonts)
    write(static / "briefbook-scripts.css", stylesheet.scripts_css(fonts).encode())
    _remove_unused(app.builder, static)


def _remove_unused(builder: Builder, static: Path) -> None:
    """Drop what the basic theme brings along, unless the project asks for it."""
    wanted = {Path(str(sheet.filename)).name for sheet in builder._css_files}
    for name in _UNUSED:
        if name not in wanted:
            (static / name).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", add_script)
    app.connect("write-started", write_look)
    app.connect("build-finished", write_scripts)
