"""The fonts that the files of an edition embed, and the font files that they were cut from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

from briefbook.release.manifest import digest
from briefbook.typst import fonts

_OPEN_FONT_LICENCE = "SIL Open Font License"


@dataclass
class Font:
    """A font by its PostScript name. What is not known is empty, as for the fonts that Typst brings itself."""

    name: str
    version: str = ""
    licence: str = ""
    package: str = ""
    sha256: str = ""
    used_in: set[str] = field(default_factory=set)  #: ``pdf``, ``web``


def embedded(pdfs: Iterable[Path], web: Iterable[Path], extra: Iterable[Path]) -> list[Font]:
    """Every font in *pdfs* and among the WOFF2 files *web*, by name; *extra* are folders with fonts of the book's own."""
    known = [*_known(), *(pair for folder in extra for pair in _read(folder, ""))]
    by_name = {font.name: font for _face, font in known}
    by_face = {face: font for face, font in reversed(known)}
    found: dict[str, Font] = {}

    def note(font: Font, medium: str) -> None:
        found.setdefault(font.name, font).used_in.add(medium)

    for path in pdfs:
        for name in sorted(_names_in(path)):
            note(by_name.get(name) or Font(name), "pdf")
    for path in web:
        face = _face(path)
        if face:
            note(by_face.get(face) or Font(" ".join(part for part in face if part)), "web")
    return [found[name] for name in sorted(found)]


def _names_in(path: Path) -> set[str]:
    """PostScript names of the fonts in a PDF, without the letters that mark a subset."""
    with pikepdf.open(path) as pdf:
        return {str(item.FontName).lstrip("/").partition("+")[2] or str(item.FontName).lstrip("/") for item in pdf.objects
                if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor" and "/FontName" in item}


def _face(path: Path) -> tuple[str, str] | None:
    """Family, and ``Italic`` or nothing: what a subset for the web keeps of its names."""
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            names = font["name"]
            return str(names.getDebugName(1) or ""), "Italic" if "Italic" in str(names.getDebugName(2)) else ""
    except (TTLibError, KeyError):
        return None


@cache
def _known() -> list[tuple[tuple[str, str], Font]]:
    """The font files of the packages that the press prints with."""
    owners = packages_distributions()
    return [pair for folder in fonts.package_folders() for pair in _read(folder, (owners.get(folder.name) or [""])[0])]


def _read(folder: Path, package: str) -> Iterator[tuple[tuple[str, str], Font]]:
    for path in fonts.font_files(folder):
        face = _face(path)
        with TTFont(path, lazy=True, fontNumber=0) as font:
            names = font["name"]
            licence = str(names.getDebugName(13) or "")
            version = str(names.getDebugName(5) or "").removeprefix("Version ").partition(";")[0]
        if face:
            name, spdx = str(names.getDebugName(6) or path.stem), "OFL-1.1" if _OPEN_FONT_LICENCE in licence else ""
            yield face, Font(name, version, spdx, package, digest(path))
