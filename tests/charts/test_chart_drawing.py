"""Charts are read and drawn: the same bytes from the same content, one finding for everything that goes wrong."""

from __future__ import annotations

import copy
import os
import re
import xml.etree.ElementTree as ET
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import typst
from chart_book import SPEC, Book
from PIL import Image, ImageChops

from briefbook.charts import theme
from briefbook.charts.chart import Chart, read
from briefbook.charts.drawing import Drawing, draw
from briefbook.look import COLOURS


def chart(book: Book, name: str = "ships/ships") -> Chart:
    reading = read(book.source, "data", name)
    assert reading.findings == []
    assert reading.chart is not None
    return reading.chart


def drawn(book: Book, folder: str = "drawings") -> Drawing:
    drawing, findings = draw(chart(book), book.folder / folder)
    assert findings == []
    assert drawing is not None
    return drawing


def spec(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(SPEC) | changes


def test_files_that_a_chart_depends_on(book: Book) -> None:
    names = [path.name for path in read(book.source, "data", "ships/ships").files]
    assert names == ["ships.vl.json", "description.yaml", "ships.csv"]


def test_words_and_numbers(book: Book) -> None:
    book.spec(spec(encoding={**SPEC["encoding"], "y": {"value": 30},
                             "text": {"field": "tonnes", "type": "quantitative"}}))
    words = re.findall('aria-label="([^"]*)"', drawn(book).svg.read_text(encoding="utf-8"))
    assert "20,000" in words
    assert "1,234.5" in words


def test_labels_come_out_unharmed(book: Book) -> None:
    nasty = ["10,000+ <b>", "R&amp;D & \"so\"", "it's -- 4\N{EN DASH}6m", "{cite:p}`x` *y* $z$", "Żółć ё", "a,b;c|d"]
    quoted = ['"' + label.replace('"', '""') + '"' for label in nasty]
    rows = "".join(f"{2000 + index},1,{label},k\n" for index, label in enumerate(quoted))
    book.write("data/ships/ships.csv", "year,tonnes,ship,key\n" + rows)
    root = ET.fromstring(drawn(book).svg.read_bytes())
    assert set(nasty) <= {element.get("aria-label") for element in root.iter()}


def test_two_drawings_are_equal(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    one = drawn(book)
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    two = drawn(book, "elsewhere")
    assert one.svg.read_bytes() == two.svg.read_bytes()
    assert one.png.read_bytes() == two.png.read_bytes()
    assert one.svg.parent.name == two.svg.parent.name


def test_a_drawing_is_made_once(book: Book) -> None:
    one = drawn(book)
    times = os.stat(one.svg).st_mtime_ns
    assert drawn(book) == one
    assert os.stat(one.svg).st_mtime_ns == times
    book.write("data/ships/ships.csv", "year,tonnes,ship,key\n2024,7,Lady R,k\n")
    assert drawn(book).svg != one.svg
    assert not list((book.folder / "drawings").rglob("*.part"))


def test_png_is_twice_the_svg(book: Book) -> None:
    drawing = drawn(book)
    width = int(re.search(r'width="(\d+)"', drawing.svg.read_text(encoding="utf-8"))[1])  # type: ignore[index]
    assert Image.open(drawing.png).width == 2 * width


def test_typst_draws_the_same(book: Book) -> None:
    drawing = drawn(book)
    (book.folder / "page.typ").write_text(
        f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{drawing.svg.relative_to(book.folder)}")')
    page = pypdfium2.PdfDocument(BytesIO(typst.compile(book.folder / "page.typ")))[0]
    ours = Image.open(drawing.png).convert("L")
    theirs = page.render(scale=ours.width / page.get_width()).to_pil().convert("L").resize(ours.size)
    difference = ImageChops.difference(ours, theirs).resize((ours.width // 4, ours.height // 4), Image.Resampling.BOX)
    assert difference.getextrema()[1] < 48  # of 255, over blocks of 4 pixels: other anti-aliasing, the same shapes


def test_look() -> None:
    assert theme.merge({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}, "d": 4}) == {"a": {"b": 3, "c": 2}, "d": 4}
    assert theme.coloured({"range": ["look:accent", "red"]}) == {"range": [COLOURS["accent"], "red"]}


def test_json_data(book: Book) -> None:
    book.write("data/ships/points.json", '{"points": [{"x": 1}, {"x": 2}]}')
    book.spec({"data": {"url": "points.json", "format": {"property": "points"}}, "mark": "point",
               "encoding": {"x": {"field": "x", "type": "quantitative", "axis": None}}})
    assert chart(book).datasets[0].table is None
    assert drawn(book).svg.is_file()


@pytest.mark.parametrize(("changes", "words"), [
    ({"title": "A title"}, "the specification has a title"),
    ({"data": {"url": "https://example.org/x.csv"}}, "names data that is not a file of the book"),
    ({"data": {"url": "../../conf.csv"}}, "is not in the folder data"),
    ({"data": {"url": "other.csv"}}, "data/ships/other.csv: D302 there is no such data file"),
    ({"data": {"url": "other.json"}}, "data/ships/other.json: D302 the file cannot be read as JSON"),
    ({"data": {"values": [{}]}}, "the specification names no data file"),
    ({"config": []}, "does not hold a Vega-Lite specification"),
    ({"config": {"view": {"fill": "look:gold"}}}, "the look has no colour 'gold'"),
])
def test_specification_faults(book: Book, changes: dict[str, Any], words: str) -> None:
    book.spec(spec(**changes))
    reading = read(book.source, "data", "ships/ships")
    assert reading.chart is None
    assert [words in str(finding) for finding in reading.findings] == [True]


@pytest.mark.parametrize(("text", "words"), [
    ("{\n  'a'", "data/ships/ships.vl.json:2:3: D303 the file is not JSON"), ("[]", "does not hold a Vega-Lite"),
])
def test_unreadable_specification(book: Book, text: str, words: str) -> None:
    book.write("data/ships/ships.vl.json", text)
    assert words in str(read(book.source, "data", "ships/ships").findings[0])


@pytest.mark.parametrize("name", ["../x", "/etc/x", "ships/none"])
def test_no_such_chart(book: Book, name: str) -> None:
    assert len(read(book.source, "data", name).findings) == 1


@pytest.mark.parametrize(("changes", "words"), [
    ({"mark": "nonsense"}, "vl-convert says: Vega-Lite to SVG conversion failed"),
    ({"encoding": {**SPEC["encoding"], "colour": {"field": "ship"}}}, "WARN colour-encoding is dropped"),
    ({"mark": {"type": "text", "font": "Comic Sans"}}, "asks for the font 'Comic Sans'"),
    ({"height": 1}, "the labels 'Angara' and 'Maria' collide"),
    ({"autosize": "none", "width": 5}, "is cut off at the edge"),
])
def test_drawing_faults(book: Book, changes: dict[str, Any], words: str) -> None:
    if "height" in changes:
        book.write("data/ships/ships.csv", "year,tonnes,ship,key\n2024,1,Angara,k\n2025,1,Maria,k\n")
    book.spec(spec(**changes))
    drawing, findings = draw(chart(book), book.folder / "drawings")
    assert drawing is None
    assert any(words in str(finding) for finding in findings), findings
    assert all(str(finding).startswith("data/ships/ships.vl.json: D303 ") for finding in findings)
    assert not list((book.folder / "drawings").glob("*/*.svg"))
