"""The faces of the text in charts: static instances of the variable family that the look names.

Vega's renderer measures text with the font files of a folder and takes a variable file for one weight; Typst's SVG
renderer falls back to another family in silence. So the weights are cut once, under a name of their own (no font of
the machine can stand in for them, and the OFL reserves the family's name), and drawn text is turned into outlines.
"""

from __future__ import annotations

import hashlib
import importlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from briefbook.look import CHART_FONT

#: The name under which Vega knows the faces.
FAMILY = "Briefbook Charts"

#: CSS weights that are drawn. Vega's ``bold`` is the heavier.
WEIGHTS = (400, 600)

#: Tables of hints, features and variation that neither measuring nor outlining reads; merging them takes seconds.
_UNUSED = ("STAT", "DSIG", "MVAR", "GPOS", "GSUB", "GDEF", "fpgm", "prep", "cvt ", "cvar", "gasp")


@cache
def source() -> Path:
    """The upright variable font of the chart family."""
    package = importlib.import_module("fontpkg_" + CHART_FONT.lower().replace(" ", "_"))
    found = [path for path in sorted((package.ROOT / "files").glob("*.ttf")) if "Italic" not in path.name]
    if len(found) != 1:
        raise FileNotFoundError(f"the package of {CHART_FONT} holds {len(found)} upright fonts, not one")
    return found[0]


@cache
def digest() -> str:
    """Changes when the font does."""
    return hashlib.sha256(source().read_bytes()).hexdigest()


def folder(cache_folder: Path) -> Path:
    """The folder with the static faces, ``400.ttf`` and ``600.ttf``, made under *cache_folder* where it is missing."""
    target = cache_folder / f"fonts-{digest()[:16]}"
    if not target.is_dir():
        cache_folder.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=cache_folder))
        for weight in WEIGHTS:
            _instance(weight).save(made / f"{weight}.ttf")
        try:
            made.rename(target)
        except OSError:
            shutil.rmtree(made)
            if not target.is_dir():  # unless another process was first
                raise
    return target


def _instance(weight: int) -> TTFont:
    font = TTFont(source(), recalcTimestamp=False)
    for tag in _UNUSED:
        if tag in font:
            del font[tag]
    limits = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
    instancer.instantiateVariableFont(font, limits, inplace=True, optimize=False)
    font["OS/2"].usWeightClass = weight
    style = "Regular" if weight == WEIGHTS[0] else "SemiBold"
    full = f"{FAMILY} {style}"
    names = {1: FAMILY, 2: style, 4: full, 6: full.replace(" ", ""), 16: FAMILY, 17: style}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].removeNames(nameID=record.nameID)
    for number, name in names.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    return font


@cache
def load(faces: Path, weight: int) -> TTFont:
    """The static face of *weight* in the folder *faces*."""
    return TTFont(faces / f"{weight}.ttf", lazy=False)
