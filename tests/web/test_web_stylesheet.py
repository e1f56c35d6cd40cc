"""The style sheets: the look reaches them, contrast suffices, and nothing is declared twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefbook import look
from briefbook.web import assets, stylesheet

STATIC = Path(assets.THEME) / "static"
WRITTEN = (STATIC / "briefbook.css").read_text("utf-8")
TEXT_ON_GROUND = [(text, ground) for text in ("ink", "quiet", "accent", "cool") for ground in ("paper", "tint")]


def luminance(colour: str) -> float:
    parts = (int(colour[index:index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [look.COLOURS, look.DARK], ids=["light", "dark"])
def test_text_has_contrast(colours: Mapping[str, str]) -> None:
    for text, ground in [*TEXT_ON_GROUND, ("paper", "accent")]:
        assert contrast(colours[text], colours[ground]) >= 4.5, f"{text} on {ground}"
    assert contrast(colours["mark"], colours["paper"]) >= 3, "borders of fields (WCAG 1.4.11)"


def test_pictures_have_contrast_on_their_sheet_in_the_dark() -> None:
    for text in ("ink", "quiet", "accent", "cool"):
        assert contrast(look.COLOURS[text], look.DARK["ink"]) >= 4.5


def test_every_name_of_the_look_is_a_property() -> None:
    made = stylesheet.properties()
    names = [*look.COLOURS, *look.FONTS, *(f"size-{name}" for name in look.SCREEN_SIZES),
             *(f"width-{name}" for name in look.SCREEN_WIDTHS)]
    assert not [name for name in names if f"  --{name}: " not in made]
    assert set(look.DARK) == set(look.COLOURS)


def test_the_written_sheet_uses_declared_properties_only() -> None:
    declared = set(re.findall(r"(--[a-z0-9-]+):", stylesheet.properties() + WRITTEN))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", WRITTEN)) <= declared


def test_the_written_sheet_declares_no_colour_and_loads_nothing() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", re.sub(r'\[[^\]]*\]', "", WRITTEN))
    assert "url(" not in WRITTEN
    assert "@import" not in WRITTEN


def test_files_stay_small() -> None:
    assert WRITTEN.count("\n") < 750
    assert (STATIC / "briefbook.js").stat().st_size < 10_000


def test_a_dark_page_never_reaches_paper() -> None:
    made = stylesheet.properties()
    for block in re.findall(r"@media ([^{]+)\{", made):
        assert block.startswith("screen")
