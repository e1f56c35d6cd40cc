"""The fonts of the PDFs: where their files are and which characters they cover."""

from __future__ import annotations

import hashlib
import importlib.util
import unicodedata
from collections.abc import Container
from functools import cache, cached_property
from pathlib import Path

import typst
from fontTools.ttLib import TTCollection, TTFont

#: Packages that carry the book's fonts; those asked first about a character stand first.
PACKAGES = (
    "fontpkg_source_serif_4", "fontpkg_source_sans_3", "fontpkg_source_code_pro",
    "fontpkg_amiri", "justmytype_intl_rtl", "justmytype_intl_cjk",
)
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}


@cache
def package_folders() -> tuple[Path, ...]:
    """The folder of every font package that is installed."""
    specs = (importlib.util.find_spec(name) for name in PACKAGES)
    return tuple(Path(spec.origin).parent for spec in specs if spec and spec.origin)


@cache
def load(folders: tuple[Path, ...]) -> typst.Fonts:
    """Typst's font book of the package fonts, Typst's own fonts and those in *folders*; never the system's."""
    paths = [str(path) for path in (*package_folders(), *folders)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)


def font_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)


@cache
def digest(folders: tuple[Path, ...]) -> bytes:
    """What a PDF depends on: package fonts by name and size, those in *folders* by content."""
    found = hashlib.sha256()
    for path in (path for folder in package_folders() for path in font_files(folder)):
        found.update(f"{path.name} {path.stat().st_size}\0".encode())
    for path in (path for folder in folders for path in font_files(folder)):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.digest()


class _Font:
    """One font file and, once asked, the code points it has glyphs for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def points(self) -> frozenset[int]:
        if self.path.suffix.lower() in (".ttc", ".otc"):
            with TTCollection(self.path, lazy=True) as collection:
                return frozenset().union(*(font.getBestCmap() or {} for font in collection.fonts))
        with TTFont(self.path, lazy=True) as font:
            return frozenset(font.getBestCmap() or {})


class Coverage(Container[int]):
    """The code points for which some font has a glyph; a font is opened only when those before it have none."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        paths = [path for folder in (*package_folders(), *folders) for path in font_files(folder)]
        self._fonts = [_Font(path) for path in paths]
        self._folders = folders
        self._known: dict[object, bool] = {}

    def __contains__(self, point: object) -> bool:
        if point not in self._known:
            self._known[point] = any(point in font.points for font in self._fonts) or self._in_typst(point)
        return self._known[point]

    def _in_typst(self, point: object) -> bool:
        """Whether Typst's own fonts, which no file shows, have a glyph: PDF/A refuses to set what has none.

        Asked of signs and whole letters only: accented ones would be set in parts, and copied out wrong.
        """
        char = chr(point) if isinstance(point, int) else " "
        composed = unicodedata.decomposition(char).startswith(tuple("0123456789ABCDEF"))
        if composed or char.isspace() or unicodedata.category(char)[0] == "M" or char == "\N{MILL SIGN}":
            return False
        source = f'#set document(date: datetime(year: 2000, month: 1, day: 1))\n#"\\u{{{point:x}}}"'
        try:
            typst.compile(source.encode(), font_paths=load(self._folders), ignore_system_fonts=True, format="pdf",
                          pdf_standards=["a-2b"], timestamp=0)
        except typst.TypstError:
            return False
        return True


@cache
def coverage(folders: tuple[Path, ...]) -> Coverage:
    """The coverage of the package fonts and those in *folders*."""
    return Coverage(folders)
