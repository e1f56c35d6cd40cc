"""``tools/clip_boundaries.py``: outlines cut at a box, thinned alike on both sides of a border, the same bytes every time."""

from __future__ import annotations

import copy
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "clip_boundaries.py"
_spec = importlib.util.spec_from_file_location("clip_boundaries", TOOL)
assert _spec
assert _spec.loader
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)

#: Two squares of four degrees side by side, West and East, whose common border wiggles; Isle lies apart and belongs to West.
ATLAS: dict[str, Any] = {
    "type": "Topology", "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
    "arcs": [
        [[8, 0], [0, 4], [1, 0], [-1, 0], [0, 4]],  # the border, northward, with a spur of half a degree
        [[8, 8], [-8, 0], [0, -8], [8, 0]],  # round West
        [[8, 8], [8, 0], [0, -8], [-8, 0]],  # round East
        [[40, 0], [0, 2], [2, 0], [0, -2], [-2, 0]],
    ],
    "objects": {"countries": {"type": "GeometryCollection", "geometries": [
        {"type": "MultiPolygon", "id": "1", "arcs": [[[0, 1]], [[3]]], "properties": {"name": "West"}},
        {"type": "Polygon", "id": "2", "arcs": [[~2, ~0]], "properties": {"name": "East"}},
        {"type": "Polygon", "id": "3", "arcs": [], "properties": {"name": "Nowhere"}},
    ]}},
}
BOX = (-1.0, 1.0, 9.0, 3.0)


def atlas() -> dict[str, Any]:
    return copy.deepcopy(ATLAS)


def rings(found: dict[str, Any]) -> dict[str, list[Any]]:
    return {feature["properties"]["name"]: feature["geometry"]["coordinates"] for feature in found["features"]}


def test_cut_at_the_box() -> None:
    found = rings(tool.clip(atlas(), BOX))
    assert list(found) == ["East", "West"]  # by name; what lies outside is gone
    for (outline,), in found.values():
        assert outline[0] == outline[-1]
        assert all(-1 <= x <= 9 and 1 <= y <= 3 for x, y in outline)
    assert {x for x, _y in found["West"][0][0]} == {0, 4, 4.5}


def test_neighbours_are_thinned_alike() -> None:
    found = rings(tool.clip(atlas(), BOX, tolerance=1))
    assert {x for x, _y in found["West"][0][0]} == {0, 4}
    assert {x for x, _y in found["East"][0][0]} == {4, 8}


def test_a_part_is_given_away() -> None:
    topology = atlas()
    tool.give(topology, "West", "East", (20.5, 0.5))
    found = rings(tool.clip(topology, (-1, -1, 30, 10)))
    assert [len(found[name]) for name in ("West", "East")] == [1, 2]


def test_a_border_between_the_two_goes() -> None:
    topology = atlas()
    tool.give(topology, "West", "East", (1, 1))
    found = rings(tool.clip(topology, (-1, -1, 9, 9)))
    ((outline,),) = found["East"]
    assert {(x, y) for x, y in outline} == {(0, 0), (4, 0), (8, 0), (8, 4), (4, 4), (0, 4)}


def test_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "countries.json"
    source.write_text(json.dumps(ATLAS), encoding="utf-8")
    for name in ("a", "b"):
        assert tool.main([str(source), str(tmp_path / name), "--box", "-1", "1", "9", "3"]) == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert len(json.loads((tmp_path / "a").read_text(encoding="utf-8"))["features"]) == 2


@pytest.mark.parametrize(("content", "options", "words"), [
    (None, [], "there is no file"),
    ("{", [], "is not JSON"),
    ("{}", [], "is not the TopoJSON of countries"),
    (json.dumps(ATLAS), ["--box", "9", "1", "0", "3"], "west of east"),
    (json.dumps(ATLAS), ["--box", "50", "50", "60", "60"], "no country lies in the box"),
    (json.dumps(ATLAS), ["--give", "North", "East", "1", "1"], "there is no country 'North'"),
    (json.dumps(ATLAS), ["--give", "West", "East", "60", "60"], "no part of West holds the point 60 60"),
    (json.dumps(ATLAS), ["--give", "West", "East", "x", "60"], "not 'x'"),
])
def test_faults_are_told(
        tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, options: list[str], words: str) -> None:
    source, target = tmp_path / "countries.json", tmp_path / "out.json"
    if content is not None:
        source.write_text(content, encoding="utf-8")
    assert tool.main([str(source), str(target), "--box", "-1", "1", "9", "3", *options]) == 1
    assert words in capsys.readouterr().err
    assert not target.exists()
