"""Text of an SVG into outlines, so that every renderer draws the same picture without any font.

The words stay in the file as ``aria-label`` of their outlines. On the way each label is held to the picture's edge and
to the other labels: one that is cut off or collides cannot be read.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from briefbook.charts import fonts

SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", SVG)

#: Ink of two labels, or of a label and the edge, may overlap by this much, in px.
TOUCH = 0.5

_STEP = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_PAINT = ("transform", "fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linejoin")
_NOISE = ("class", "role", "aria-hidden", "aria-roledescription", "pointer-events")

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Label:
    """A line of text and the box of its ink on the picture, in px."""

    text: str
    box: Box


class OutlineError(ValueError):
    """Text that cannot be outlined; the message says why."""


def outline(svg: str, faces: Path) -> tuple[str, list[Label]]:
    """*svg*, as Vega writes it, with its text as outlines of the static fonts in *faces*, and the labels in it.

    Raises ``OutlineError`` for a character that the font lacks, another family, or a slant.
    """
    root = ET.fromstring(svg)
    outliner = _Outliner(faces)
    outliner.walk(root, Identity)
    root.insert(0, outliner.definitions())
    return ET.tostring(root, encoding="unicode") + "\n", outliner.labels


def faults(svg: str, labels: list[Label]) -> Iterator[str]:
    """What keeps a reader from reading the labels of *svg*."""
    root = ET.fromstring(svg)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    for label in labels:
        left, top, right, bottom = label.box
        if min(left, top) < -TOUCH or right > width + TOUCH or bottom > height + TOUCH:
            yield f"the label {label.text!r} is cut off at the edge"
    for index, one in enumerate(labels):
        for other in labels[index + 1:]:
            if one != other and _overlap(one.box, other.box):  # equal ones are a label over its own halo
                yield f"the labels {one.text!r} and {other.text!r} collide"


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > TOUCH and down > TOUCH


def matrix(steps: str) -> Transform:
    """The matrix of an SVG ``transform``: translations, rotations in degrees, scales."""
    found = Identity
    for name, numbers in _STEP.findall(steps):
        values = [float(number) for number in re.split(r"[ ,]+", numbers.strip())]
        if name == "rotate":
            found = found.rotate(math.radians(values[0]))
        elif name == "scale":
            found = found.scale(values[0], values[-1])
        else:
            found = found.translate(*values)
    return found


class _Outliner:
    """Walks an SVG, puts outlines in the place of text and drops what no renderer draws."""

    def __init__(self, faces: Path) -> None:
        self.faces = faces
        self.labels: list[Label] = []
        self.glyphs: dict[str, str] = {}  # path data by id

    def walk(self, parent: ET.Element, outer: Transform) -> None:
        for name in _NOISE:
            parent.attrib.pop(name, None)
        parent[:] = [child for child in parent if not _unseen(child)]
        for index, child in enumerate(parent):
            here = outer.transform(matrix(child.get("transform", "")))
            if child.tag == _tag("text"):
                parent[index] = self.text(child, here)
            else:
                self.walk(child, here)

    def text(self, element: ET.Element, here: Transform) -> ET.Element:
        """A group with one group of glyphs for each line of *element*."""
        face = _Face(self.faces, element)
        group = ET.Element(_tag("g"), {name: element.attrib[name] for name in _PAINT if name in element.attrib})
        if "stroke-width" in group.attrib:  # it is scaled with the glyphs
            group.set("stroke-width", _short(float(group.attrib["stroke-width"]) / face.scale))
        for text, y in _text_lines(element):
            line = face.line(text, y)
            place = f"translate({_short(line.x)},{_short(y)}) scale({face.scale:g},{-face.scale:g})"
            drawn = ET.SubElement(group, _tag("g"), {"aria-label": text, "transform": place})
            for glyph, x in line.glyphs:
                ET.SubElement(drawn, _tag("use"), {"href": f"#{face.ident(glyph)}", "x": _short(x)})
                self.glyphs[face.ident(glyph)] = face.path(glyph)
            self.labels.append(Label(text, _moved(line.box, here)))
        return group

    def definitions(self) -> ET.Element:
        """Every glyph once. An id means the same outline in every picture, so that two may stand in one page."""
        defs = ET.Element(_tag("defs"))
        for ident, path in sorted(self.glyphs.items()):
            ET.SubElement(defs, _tag("path"), {"id": ident, "d": path})
        return defs


def _tag(name: str) -> str:
    return f"{{{SVG}}}{name}"


def _unseen(element: ET.Element) -> bool:
    """Labels that Vega hides because they would overlap, and empty grounds of groups."""
    return element.get("opacity") == "0" or element.get("display") == "none" or element.get("d") == "M0,0h0v0h0Z"


def _text_lines(element: ET.Element) -> Iterator[tuple[str, float]]:
    """The lines of a text element that are not blank, each with its distance below the first, in px."""
    y = 0.0
    for part in list(element) or [element]:
        y += float(part.get("dy", "0")) if part is not element else 0
        text = re.sub(r"[ \t\r\n]+", " ", part.text or "").strip(" ")
        if text:
            yield text, y


def _moved(box: Box, here: Transform) -> Box:
    corners = [here.transformPoint((x, y)) for x in box[::2] for y in box[1::2]]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


@dataclass(frozen=True)
class _Line:
    """Glyphs with their places in font units, where they begin in px, and the box of their ink in px."""

    glyphs: list[tuple[str, float]]
    x: float
    box: Box


class _Face:
    """The font, size and alignment of one text element."""

    def __init__(self, faces: Path, element: ET.Element) -> None:
        family, style = element.get("font-family", ""), element.get("font-style", "normal")
        if family.strip("'\"") != fonts.FAMILY or style != "normal":
            raise OutlineError(f"a label asks for the font {family!r}, {style}; charts have one upright family")
        weight = {"normal": "400", "bold": "600"}.get(found := element.get("font-weight", "400"), found)
        self.weight = min(fonts.WEIGHTS, key=lambda known: abs(known - int(weight)))
        font = fonts.load(faces, self.weight)
        self.glyphs, self.names = font.getGlyphSet(), font.getBestCmap()
        self.scale = float(element.get("font-size", "11px").removesuffix("px")) / font["head"].unitsPerEm
        self.anchor = _ANCHORS[element.get("text-anchor", "start")]

    def ident(self, glyph: str) -> str:
        return f"{glyph}-{self.weight}"

    def path(self, glyph: str) -> str:
        pen = SVGPathPen(self.glyphs, _short)
        self.glyphs[glyph].draw(pen)
        return pen.getCommands()

    def line(self, text: str, y: float) -> _Line:
        lacking = sorted({char for char in text if ord(char) not in self.names})
        if lacking:
            named = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in lacking)
            raise OutlineError(f"the chart font has no glyph for {named}, in the label {text!r}")
        glyphs, width = [], 0.0
        for char in text:
            glyphs.append((self.names[ord(char)], width))
            width += self.glyphs[self.names[ord(char)]].width
        x = -self.anchor * self.scale * width
        return _Line(glyphs, x, self._box(glyphs, (self.scale, 0, 0, -self.scale, x, y)))

    def _box(self, glyphs: list[tuple[str, float]], place: tuple[float, ...]) -> Box:
        pen = ControlBoundsPen(self.glyphs)
        for glyph, x in glyphs:
            self.glyphs[glyph].draw(TransformPen(pen, Transform(*place).translate(x, 0)))
        return pen.bounds or (0, 0, 0, 0)


def _short(number: float) -> str:
    """Hundredths of a px are finer than any printer."""
    return f"{round(number, 2) + 0:g}"  # adding 0 turns -0 into 0
