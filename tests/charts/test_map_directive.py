"""The directive ``map`` in small Sphinx projects: outlines, places and routes, on a page and in a PDF."""

from __future__ import annotations

import json
import pikepdf
import pytest
from chart_book import Book
from lxml import html
from pdfreader import Pdf

from briefbook.charts.chart import read
from briefbook.charts.description import read_description

DESCRIPTION = """\
title: The strait
subtitle: Ports and the ferry between them, schematic
unit: none
as_of: 2026-04-30
licence: CC BY 4.0
sources: [Port office]
files:
  places.csv:
    title: Places
    columns:
      - {name: name, title: Place, type: text}
      - {name: lat, title: Latitude, type: degrees}
      - {name: lon, title: Longitude, type: degrees}
  routes.csv:
    title: Routes
    columns:
      - {name: from, title: From, type: text}
      - {name: to, title: To, type: text}
  land.json:
    licence: public domain
    as_of: 2018-05-21
    sources: [Natural Earth]
    columns: []
"""
PLACES = "name,lat,lon\nEastport,10.5,21\nWestport,10.25,11.125\n"
ROUTES = "from,to\nEastport,Westport\n"
LAND = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [
        [[west, 8], [west, 12], [west + 4, 12], [west + 4, 8], [west, 8]]]}} for name, west in (("West", 8), ("East", 20))]}
SPEC = {
    "width": 200, "height": 90,
    "projection": {"type": "mercator", "center": [16, 10], "scale": 600, "translate": [100, 45]},
    "layer": [
        {"data": {"url": "land.json", "format": {"property": "features"}},
         "mark": {"type": "geoshape", "clip": True, "fill": "look:tint", "stroke": "look:mark"}},
        {"data": {"url": "routes.csv"},
         "transform": [
             {"lookup": "from", "from": {"data": {"url": "places.csv"}, "key": "name", "fields": ["lat", "lon"]}},
             {"lookup": "to", "from": {"data": {"url": "places.csv"}, "key": "name", "fields": ["lat", "lon"]},
              "as": ["lat2", "lon2"]}],
         "mark": "rule",
         "encoding": {"latitude": {"field": "lat", "type": "quantitative"},
                      "longitude": {"field": "lon", "type": "quantitative"},
                      "latitude2": {"field": "lat2"}, "longitude2": {"field": "lon2"}}},
        {"data": {"url": "places.csv"}, "mark": {"type": "point", "filled": True},
         "encoding": {"latitude": {"field": "lat", "type": "quantitative"},
                      "longitude": {"field": "lon", "type": "quantitative"}}},
        {"data": {"url": "places.csv"}, "mark": {"type": "text", "dy": -9},
         "encoding": {"latitude": {"field": "lat", "type": "quantitative"},
                      "longitude": {"field": "lon", "type": "quantitative"}, "text": {"field": "name"}}},
    ],
}
CHAPTER = """\
# The strait

{numref}`fig-strait` shows it.

:::{map} strait/strait
:name: fig-strait
:alt: A ferry joins two ports.
:title: One ferry *joins* both shores

The line is no course.
:::
"""


@pytest.fixture
def atlas(book: Book) -> Book:
    book.write("data/strait/description.yaml", DESCRIPTION)
    book.write("data/strait/places.csv", PLACES)
    book.write("data/strait/routes.csv", ROUTES)
    book.write("data/strait/land.json", json.dumps(LAND))
    book.spec(SPEC, "strait/strait")
    book.write("index.md", CHAPTER)
    return book


def test_figure(atlas: Book) -> None:
    _app, warnings = atlas.build()
    assert warnings == ""
    page = html.fromstring(atlas.page())
    (figure,) = page.xpath("//figure[@id='fig-strait' and contains(@class, 'chart') and contains(@class, 'map')]")
    assert figure.xpath("img/@alt") == ["A ferry joins two ports."]
    assert figure.xpath("string(.//p[@class='chart-subtitle'])") == "Ports and the ferry between them, schematic"
    assert "The line is no course." in figure.text_content()
    assert figure.xpath("string(.//p[@class='chart-source'])") == (
        "Sources: Port office; Natural Earth. As of 30 April 2026. "
        "Data: routes.csv (CC BY 4.0), places.csv (CC BY 4.0), land.json (public domain).")
    _routes, places, land = figure.xpath(".//p[@class='chart-source']//a/@href")
    assert json.loads((atlas.out() / land).read_text(encoding="utf-8")) == LAND
    assert (atlas.out() / places).read_text(encoding="utf-8") == PLACES


def test_places_and_routes_as_tables(atlas: Book) -> None:
    atlas.build()
    (box,) = html.fromstring(atlas.page()).xpath("//div[contains(@class, 'chart-data')]")
    assert [part.text_content().strip() for part in box.xpath("p")] == ["The data of this map", "Routes", "Places"]
    routes, places = box.xpath("table")
    assert [cell.text_content().strip() for cell in routes.xpath(".//td")] == ["Eastport", "Westport"]
    assert [cell.text_content().strip() for cell in places.xpath(".//td")] == [
        "Eastport", "10.5", "21", "Westport", "10.25", "11.125"]
    assert places.xpath("count(.//td[@class='number'])") == 4


def test_places_have_tips(atlas: Book) -> None:
    app, _warnings = atlas.build()
    figure = next(iter(app.env.get_doctree("index").findall(lambda node: node.get("live") if hasattr(node, "get") else None)))
    spec = json.loads(figure["live"])
    assert [("tooltip" in layer.get("encoding", {})) for layer in spec["layer"]] == [False, True, True, False]
    assert spec["datasets"]["places.csv"][0]["said"] == "Place: Eastport\nLatitude: 10.5\nLongitude: 21"


def test_subtitle_is_needed(atlas: Book) -> None:
    atlas.write("data/strait/description.yaml", DESCRIPTION.replace("subtitle:", "other:"))
    words = "index.md:5: WARNING: D301 the map 'strait/strait' has no :subtitle:, which says what it draws"
    assert words in atlas.build()[1]
    assert words in atlas.build()[1], "an unchanged chapter must complain again"
    atlas.write("index.md", CHAPTER.replace(":title:", ":subtitle: Two ports\n:title:"))
    assert atlas.build()[1] == ""


def test_outlines_alone_are_no_map(atlas: Book) -> None:
    atlas.spec({**SPEC, "layer": SPEC["layer"][:1]}, "strait/strait")
    assert "D301 the map 'strait/strait' draws no CSV file of places" in atlas.build()[1]


@pytest.mark.parametrize(("file", "old", "new", "words"), [
    ("places.csv", "10.5", "north", "places.csv:2: WARNING: D302 lat is 'north', not a number"),
    ("places.csv", "10.5", "1050", "places.csv:2: WARNING: D302 lat is '1050', not a latitude or longitude"),
    ("description.yaml", "title: Latitude, type: degrees", "title: Latitude", "description.yaml:12: WARNING: D302 the type"),
    ("description.yaml", "  places.csv:\n    title", "  places.csv: x\n  other.csv:\n    title", "D302 'files' does not hold"),
    ("land.json", '{"type": "F', '{"type: "F', "land.json:: WARNING: D302 the file cannot be read as JSON"),
])
def test_faults_are_located(atlas: Book, file: str, old: str, new: str, words: str) -> None:
    path = atlas.source / "data/strait" / file
    right = path.read_text(encoding="utf-8")
    assert old in right
    path.write_text(right.replace(old, new, 1), encoding="utf-8")
    assert words in atlas.build()[1]


def test_each_file_has_its_own_description(atlas: Book) -> None:
    found = {name: read_description(atlas.source / "data/strait/description.yaml", "d", name)[0]
             for name in ("places.csv", "land.json", "other.csv")}
    assert {name: (own.title, own.licence, own.as_of, len(own.columns)) for name, own in found.items() if own} == {
        "places.csv": ("Places", "CC BY 4.0", "2026-04-30", 3),
        "land.json": ("The strait", "public domain", "2018-05-21", 0),
        "other.csv": ("The strait", "CC BY 4.0", "2026-04-30", 0)}


def test_files_that_a_map_depends_on(atlas: Book) -> None:
    names = {path.name for path in read(atlas.source, "data", "strait/strait").files}
    assert names == {"strait.vl.json", "description.yaml", "places.csv", "routes.csv", "land.json"}


def test_pdf(atlas: Book) -> None:
    """Read back: a figure tag with the alternative text, the picture as vectors, caption, subtitle and source line."""
    atlas.write("conf.py", "numfig = True\nmyst_enable_extensions = ['colon_fence']\nextensions = ['myst_parser', 'briefbook']\n"
                "html_theme = 'basic'\nproject = 'Map'\nauthor = 'A'\n"
                "typst_documents = [('index', 'strait', 'The strait', 'A', 'brief')]\n")
    _app, warnings = atlas.build("typstpdf")
    assert warnings == ""
    path = atlas.out("typstpdf") / "strait.pdf"
    assert path.stat().st_size < 200_000
    pdf = Pdf(path)
    (figure,) = pdf.tree.find("Figure")
    assert figure.alt == "A ferry joins two ports."
    text = " ".join(pdf.text.split())
    for words in ("One ferry joins both shores", "Ports and the ferry between them, schematic", "The line is no course.",
                  "Sources: Port office; Natural Earth.", "land.json (public domain)"):
        assert words in text, words
    with pikepdf.open(path) as raw:
        assert not [item for item in raw.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
