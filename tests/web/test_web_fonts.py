"""The subsets: small, complete, the same on every run, and made once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from briefbook.web import fonts

LIMIT = 250_000  # bytes of all Latin and Cyrillic faces together
NO_BREAK_HYPHEN = 0x2011  # browsers set it with the glyph of U+2010 when the font has none of its own


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[fonts.Face, bytes]:
    return fonts.web_fonts(fonts.text_faces(), tmp_path_factory.mktemp("fonts"))


def font(content: bytes) -> TTFont:
    return TTFont(io.BytesIO(content))


def test_the_text_faces_are_small(made: dict[fonts.Face, bytes]) -> None:
    assert len(made) == 10
    assert sum(map(len, made.values())) < LIMIT


def test_every_character_of_the_ranges_is_in_the_file(made: dict[fonts.Face, bytes]) -> None:
    for face, content in made.items():
        missing = fonts.points(face.ranges) - set(font(content).getBestCmap()) - {NO_BREAK_HYPHEN}
        assert not missing, f"{face.name} lacks {fonts.ranges(missing)}"


@pytest.mark.parametrize("text", ["Łódź Ŏ Ŭ ō ū ş ț ’ “ – — …", "Ёлка Їжак Ґанок Ўлад Џак"])
def test_serif_and_sans_cover_names(made: dict[fonts.Face, bytes], text: str) -> None:
    for short in ("serif", "serif-italic", "sans", "sans-italic"):
        covered = {point for face in made if face.name in (f"{short}-latin", f"{short}-cyrillic")
                   for point in fonts.points(face.ranges)}
        assert {ord(char) for char in text} <= covered


def test_weight_stays_variable_and_optical_size_is_pinned(made: dict[fonts.Face, bytes]) -> None:
    for face, content in made.items():
        if face.name.startswith(("serif", "sans")):
            axes = [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font(content)["fvar"].axes]
            assert axes == [("wght", 400, 700)]


def test_the_same_bytes_twice(made: dict[fonts.Face, bytes]) -> None:
    face = next(face for face in made if face.name == "sans-cyrillic")
    assert fonts.subset(face) == made[face]


def test_a_warm_build_makes_no_subset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faces = fonts.fallback_faces("북한")
    first = fonts.web_fonts(faces, tmp_path)
    monkeypatch.setattr(fonts, "_known", {})
    monkeypatch.setattr(fonts, "subset", lambda face: pytest.fail(f"{face.name} was made again"))
    assert fonts.web_fonts(faces, tmp_path) == first


def test_fallback_takes_each_character_from_the_first_font_that_has_it() -> None:
    found = {face.family: face.ranges for face in fonts.fallback_faces("Kursk Курск 북한 际 \n")}
    assert found == {"Noto Sans KR": "U+BD81,U+D55C", "Noto Sans SC": "U+9645"}


def test_no_fallback_for_a_latin_page() -> None:
    assert fonts.fallback_faces("Kursk, Курск, Łódź – “so”") == []


def test_ranges_are_the_reverse_of_points() -> None:
    assert fonts.ranges(fonts.points("U+0041-0043,U+20AC")) == "U+0041-0043,U+20AC"
    assert fonts.points(fonts.ranges([3, 1, 2, 9])) == {1, 2, 3, 9}
