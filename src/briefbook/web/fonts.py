"""The web edition's fonts: which faces it has, and their subsets as WOFF2 with the same bytes on every run.

The Latin and Cyrillic faces are fixed. Of the large fonts for Hangul and Han only the characters that the pages use are
kept. A subset is made once and kept by content in a cache folder, so that a warm build makes none.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from sphinx.errors import ExtensionError

from briefbook import look
from briefbook.machine import store

#: Basic Latin, Latin-1, typographic punctuation, currency, arrows and relations.
BASIC_LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2009-200B,U+2010-2015,U+2018-201A,"
    "U+201C-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,"
    "U+2248,U+2260,U+2264-2265"
)
#: What of these the font for code has: no thin spaces.
CODE_LATIN = BASIC_LATIN.replace("U+2009-200B,", "")
#: With Latin Extended-A and Romanian.
LATIN = BASIC_LATIN + ",U+0100-012B,U+012E-0130,U+0134-0137,U+0139-0148,U+014A-0151,U+0154-0165,U+0168-017E,U+0218-021B"
#: The letters of the Slavic languages in Cyrillic.
CYRILLIC = "U+0401-040C,U+040E-044F,U+0451-045C,U+045E-045F,U+0490-0491"

#: Weights kept of a variable font: from text to bold, text being the default.
WEIGHTS = (400, 400, 700)
#: Kerning, ligatures, language forms, composed accents, proportional figures; everything else is dropped.
FEATURES = ("kern", "liga", "locl", "ccmp", "pnum")
#: Optical sizes: that of text on screen, and that of a title.
TEXT_SIZE, TITLE_SIZE = 18, 40


@dataclass(frozen=True)
class Face:
    """One ``@font-face``: a family and style, cut from *path* to the characters of *ranges*."""

    family: str
    style: str  #: ``normal`` or ``italic``
    path: Path
    name: str  #: file name without suffix
    ranges: str  #: in the syntax of CSS ``unicode-range``
    weight: tuple[float, float, float] | float = WEIGHTS
    optical_size: float = TEXT_SIZE
    features: tuple[str, ...] = FEATURES

    @property
    def css_weight(self) -> str:
        return f"{self.weight[0]:g} {self.weight[2]:g}" if isinstance(self.weight, tuple) else f"{self.weight:g}"


#: Family, style, package, file and short name of the faces that have both scripts.
_TEXT_FACES = (
    ("Source Serif 4", "normal", "fontpkg_source_serif_4", "files/SourceSerif4[opsz,wght].ttf", "serif"),
    ("Source Serif 4", "italic", "fontpkg_source_serif_4", "files/SourceSerif4-Italic[opsz,wght].ttf", "serif-italic"),
    ("Source Sans 3", "normal", "fontpkg_source_sans_3", "files/SourceSans3[wght].ttf", "sans"),
    ("Source Sans 3", "italic", "fontpkg_source_sans_3", "files/SourceSans3-Italic[wght].ttf", "sans-italic"),
)
_CODE = ("fontpkg_source_code_pro", "files/SourceCodePro[wght].ttf")
_CJK = "justmytype_intl_cjk"
_FALLBACK_FILES = {
    "Noto Sans KR": "fonts/ofl/notosanskr/NotoSansKR[wght].ttf",
    "Noto Sans SC": "fonts/ofl/notosanssc/NotoSansSC[wght].ttf",
    "Noto Sans JP": "fonts/ofl/notosansjp/NotoSansJP[wght].ttf",
    "Noto Sans TC": "fonts/ofl/notosanstc/NotoSansTC[wght].ttf",
}
#: Prefix of the files that depend on the pages' characters.
FALLBACK_PREFIX = "script-"
#: The family of large titles: the serif in its display size.
DISPLAY_FAMILY = "Source Serif 4 Display"


@cache
def _file(package: str, name: str) -> Path:
    spec = importlib.util.find_spec(package)
    path = Path(spec.origin).parent / name if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ExtensionError(f"the font {name} is missing; install the package {package.replace('_', '-')}")
    return path


def text_faces() -> tuple[Face, ...]:
    """The faces that every edition has."""
    faces = [
        Face(family, style, _file(package, file), f"{short}-{script}", ranges)
        for family, style, package, file, short in _TEXT_FACES
        for script, ranges in (("latin", LATIN), ("cyrillic", CYRILLIC))
    ]
    serif = faces[0].path
    faces.append(Face(DISPLAY_FAMILY, "normal", serif, "display-latin", BASIC_LATIN, 600, TITLE_SIZE))
    faces.append(Face("Source Code Pro", "normal", _file(*_CODE), "code-latin", CODE_LATIN, weight=400))
    return tuple(faces)


def points(ranges: str) -> set[int]:
    """``U+0041-0043,U+20AC`` -> ``{0x41, 0x42, 0x43, 0x20AC}``."""
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def ranges(code_points: Iterable[int]) -> str:
    """The reverse of ``points``: the shortest ranges in ascending order."""
    runs: list[list[int]] = []
    for point in sorted(code_points):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{a:04X}" if a == b else f"U+{a:04X}-{b:04X}" for a, b in runs)


@cache
def _coverage(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def fallback_faces(characters: Iterable[str]) -> list[Face]:
    """Faces for those of *characters* that the text faces lack, each from the first fallback font that has it."""
    wanted = {ord(char) for char in characters} - points(LATIN) - points(CYRILLIC) - set(range(0x20))
    faces = []
    for family in look.FONTS["serif"][1:]:
        if not wanted or family not in _FALLBACK_FILES:
            continue
        path = _file(_CJK, _FALLBACK_FILES[family])
        if found := wanted & _coverage(path):
            name = FALLBACK_PREFIX + family.lower().replace(" ", "-")
            faces.append(Face(family, "normal", path, name, ranges(found), features=()))
            wanted -= found
    return faces


def subset(face: Face) -> bytes:
    """Cut *face* out of its source as WOFF2; no time enters the bytes."""
    font = TTFont(face.path, recalcTimestamp=False)
    options = Options(hinting=False, notdef_outline=True, layout_features=list(face.features), name_IDs=[1, 2],
                      drop_tables=["BASE", "DSIG", "STAT"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points(face.ranges))
    subsetter.subset(font)
    axes = {axis.axisTag for axis in font["fvar"].axes}
    limits = {"wght": face.weight, "opsz": face.optical_size}
    font = instancer.instantiateVariableFont(font, {tag: limits[tag] for tag in axes & limits.keys()})
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _key(face: Face) -> str:
    """What the bytes of a subset depend on."""
    parts = (hashlib.sha256(face.path.read_bytes()).hexdigest(), face.ranges, face.weight, face.optical_size,
             face.features, version("fonttools"), version("brotli"))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _map(faces: list[Face]) -> list[bytes]:
    """``subset`` over *faces*, on all processors where processes can fork: a face takes up to four seconds."""
    workers = min(len(faces), os.cpu_count() or 1)
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [subset(face) for face in faces]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        return list(pool.map(subset, faces))


#: Subsets made or read by this process, by key: several builds in one process share them.
_known: dict[str, bytes] = {}


def web_fonts(faces: Iterable[Face], cache_folder: Path) -> dict[Face, bytes]:
    """The subset of each of *faces*, kept in *cache_folder* and taken from there when it has been made before."""
    stored = {face: cache_folder / f"{_key(face)}.woff2" for face in faces}
    for path in stored.values():
        if path.stem not in _known and path.is_file():
            _known[path.stem] = path.read_bytes()
    missing = [face for face, path in stored.items() if path.stem not in _known]
    _known.update(zip((stored[face].stem for face in missing), _map(missing), strict=True))
    for path in stored.values():
        if not path.is_file():
            store(path, _known[path.stem])
    return {face: _known[path.stem] for face, path in stored.items()}
