"""Text becomes outlines, keeps its words, and is held to the picture's edge and to its neighbours."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from briefbook.charts import fonts
from briefbook.charts.outline import Label, OutlineError, faults, matrix, outline


def svg(*texts: str, attributes: str = "", place: str = "translate(10,20)") -> str:
    family = f'font-family="{fonts.FAMILY}" font-size="12px"'
    parts = (f'<text transform="{place}" {family} {attributes}>{text}</text>' for text in texts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><g class="a">{"".join(parts)}</g></svg>')


def labels(source: str, faces: Path) -> list[Label]:
    return outline(source, faces)[1]


def test_faces_are_static(faces: Path) -> None:
    for weight in fonts.WEIGHTS:
        font = TTFont(faces / f"{weight}.ttf")
        assert "fvar" not in font
        assert font["OS/2"].usWeightClass == weight
        assert font["name"].getBestFamilyName() == fonts.FAMILY


def test_weights_differ(faces: Path) -> None:
    light, heavy = (labels(svg("MSMT", attributes=f'font-weight="{weight}"'), faces)[0] for weight in ("normal", "bold"))
    assert heavy.box[2] > light.box[2]


def test_outlines_replace_text(faces: Path) -> None:
    drawn, found = outline(svg("10,000+ &amp; more"), faces)
    root = ET.fromstring(drawn)
    assert not list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert 'aria-label="10,000+ &amp; more"' in drawn
    defined = {path.get("id") for path in root.iter("{http://www.w3.org/2000/svg}path")}
    used = {use.get("href", "")[1:] for use in root.iter("{http://www.w3.org/2000/svg}use")}
    assert used == defined
    assert [label.text for label in found] == ["10,000+ & more"]
    assert "class" not in drawn


def test_anchor_and_place(faces: Path) -> None:
    start, middle, end = (
        labels(svg("Label", attributes=f'text-anchor="{anchor}"', place="translate(200,50)"), faces)[0].box
        for anchor in ("start", "middle", "end"))
    assert start[0] >= 200 >= end[2] - 1
    assert (middle[0] + middle[2]) / 2 == pytest.approx(200, abs=1)
    assert start[1] < 50 < start[3] + 1


def test_lines(faces: Path) -> None:
    first, second = labels(svg('<tspan>one</tspan><tspan x="0" dy="14">two</tspan>'), faces)
    assert (first.text, second.text) == ("one", "two")
    assert second.box[1] > first.box[3]


def test_hidden_labels_go(faces: Path) -> None:
    drawn, found = outline(svg("gone", attributes='opacity="0"'), faces)
    assert found == []
    assert "gone" not in drawn


def test_rotation() -> None:
    assert matrix("translate(5,6) rotate(90) translate(0,-2)").transformPoint((1, 0)) == pytest.approx((7, 7))


@pytest.mark.parametrize(("source", "words"), [
    (svg("a \N{HANGUL SYLLABLE HAN}"), "no glyph for '\N{HANGUL SYLLABLE HAN}' \\(U\\+D55C\\), in the label"),
    (svg("a").replace(fonts.FAMILY, "Times"), "asks for the font 'Times'"),
    (svg("a", attributes='font-style="italic"'), "italic; charts have one upright family"),
])
def test_cannot_outline(faces: Path, source: str, words: str) -> None:
    with pytest.raises(OutlineError, match=words):
        outline(source, faces)


def test_cut_and_colliding_labels(faces: Path) -> None:
    source = svg("long", place="translate(390,20)")
    assert list(faults(source, labels(source, faces))) == ["the label 'long' is cut off at the edge"]
    source = svg("one", "two")
    assert list(faults(source, labels(source, faces))) == ["the labels 'one' and 'two' collide"]


def test_halo_is_no_collision(faces: Path) -> None:
    source = svg("one", "one")
    assert list(faults(source, labels(source, faces))) == []


POINTS = sorted(TTFont(fonts.source()).getBestCmap())
KNOWN = "".join(chr(point) for point in POINTS if point > 32)


@given(st.text(st.sampled_from(KNOWN), min_size=1))
def test_any_label_keeps_its_words(faces: Path, text: str) -> None:
    drawn, found = outline(svg(escape(text)), faces)
    root = ET.fromstring(drawn)
    assert [label.text for label in found] == [text]
    assert [group.get("aria-label") for group in root.iter() if "aria-label" in group.attrib] == [text]
    assert len(list(root.iter("{http://www.w3.org/2000/svg}use"))) == len(text)
