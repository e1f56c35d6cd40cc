"""Clip country outlines of Natural Earth to a region, small enough to stand in the book.

Natural Earth is in the public domain; the TopoJSON that this reads is made of it by the npm package ``world-atlas``
(ISC). Fetch that once, outside the repository, then clip:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/clip_boundaries.py package/countries-50m.json data/corridor/boundaries.json --box 10 22 160 72 --tolerance 0.25
    python tools/clip_boundaries.py package/countries-10m.json data/corridor/coast.json --box 127 40 136 46 --tolerance 0.004

Natural Earth draws who holds a place. Where a book goes by what the United Nations recognise, it says so with
``--give``: ``--give Russia Ukraine 34.2 45.3`` puts the part of Russia round that point, Crimea, with Ukraine.

The same input and options give the same bytes. Lines that two countries share are thinned once, so that neighbours still meet.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]  # west, south, east, north


class InputError(Exception):
    """What is wrong with the input, in words for whoever runs this."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    west, south, east, north = options.box
    try:
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise InputError("--box wants WEST SOUTH EAST NORTH in degrees, west of east and south of north")
        if options.tolerance < 0 or not 0 <= options.decimals <= 6:
            raise InputError("--tolerance is 0 or more, --decimals 0 to 6")
        topology = _read(options.input)
        for giver, taker, lon, lat in options.give:
            give(topology, giver, taker, (_degrees(lon), _degrees(lat)))
        found = clip(topology, (west, south, east, north), options.tolerance, options.decimals)
        text = dump(found)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(text, encoding="utf-8")
    except (InputError, OSError) as error:
        print(f"clip_boundaries: {error}", file=sys.stderr)
        return 1
    print(f"{options.output}: {len(found['features'])} countries, {len(text.encode()):,} bytes")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=Path, help="countries-10m.json, -50m.json or -110m.json of the npm package world-atlas")
    parser.add_argument("output", type=Path, help="the GeoJSON file to write")
    parser.add_argument("--box", type=float, nargs=4, required=True, metavar=("WEST", "SOUTH", "EAST", "NORTH"),
                        help="the region, in degrees; larger than the map, since outlines follow the edge of the box")
    parser.add_argument("--tolerance", type=float, default=0.0, metavar="DEGREES",
                        help="how far a thinned line may lie from the true one (default: as it is)")
    parser.add_argument("--decimals", type=int, default=2, help="digits after the point (default: 2, about 1 km)")
    parser.add_argument("--give", nargs=4, action="append", default=[], metavar=("FROM", "TO", "LON", "LAT"),
                        help="draw the part of the country FROM that holds the point with the country TO")
    return parser


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"--give wants a longitude and a latitude in degrees, not {text!r}") from None


def _read(path: Path) -> dict[str, Any]:
    """The topology at *path*."""
    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"there is no file {path}; fetch it with: npm pack world-atlas") from None
    except ValueError as error:
        raise InputError(f"{path} is not JSON: {error}") from error
    if not isinstance(topology, dict) or topology.get("type") != "Topology" or "countries" not in topology.get("objects", {}):
        raise InputError(f"{path} is not the TopoJSON of countries in world-atlas, such as countries-50m.json")
    return topology


def clip(topology: dict[str, Any], box: Box, tolerance: float = 0.0, decimals: int = 2) -> dict[str, Any]:
    """The countries of *topology* inside *box*, as GeoJSON in the order of their names."""
    arcs = [_thinned(arc, tolerance) for arc in _arcs(topology)]
    features = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = [kept for rings in _polygons(country, arcs) if (kept := _kept(rings, box, decimals))]
        if polygons:
            features.append({
                "type": "Feature", "id": country.get("id", ""), "properties": {"name": country["properties"]["name"]},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons}})
    if not features:
        raise InputError("no country lies in the box")
    return {"type": "FeatureCollection", "features": sorted(features, key=lambda found: found["properties"]["name"])}


def give(topology: dict[str, Any], giver: str, taker: str, point: Point) -> None:
    """Move the polygon round *point* from one country to another, and take away the border between the two."""
    arcs = list(_arcs(topology))
    known = {country["properties"]["name"]: country for country in topology["objects"]["countries"]["geometries"]}
    if missing := {giver, taker} - known.keys():
        raise InputError(f"there is no country {sorted(missing)[0]!r} in the file")
    for country in (known[giver], known[taker]):
        if country["type"] == "Polygon":
            country["type"], country["arcs"] = "MultiPolygon", [country["arcs"]]
    given = next((rings for rings in known[giver]["arcs"] if _holds(_ring(rings[0], arcs), point)), None)
    if given is None:
        raise InputError(f"no part of {giver} holds the point {point[0]:g} {point[1]:g}")
    known[giver]["arcs"].remove(given)
    for rings in known[taker]["arcs"]:
        shared = {index for index in rings[0] if ~index in given[0]}
        if shared:
            rest = [index for index in rings[0] if index not in shared] + [index for index in given[0] if ~index not in shared]
            rings[0] = _chained(rest, arcs)
            rings += given[1:]
            return
    known[taker]["arcs"].append(given)


def _holds(ring: Line, point: Point) -> bool:
    """Whether *point* is inside *ring*: a line from it to the east crosses the ring an odd number of times."""
    x, y = point
    crossed = [(y - y1) / (y2 - y1) * (x2 - x1) + x1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)
               if (y1 > y) != (y2 > y)]
    return sum(at > x for at in crossed) % 2 == 1


def _chained(indexes: list[int], arcs: list[Line]) -> list[int]:
    """The arcs of one ring in the order in which they meet."""
    ends = {index: (line[0], line[-1]) for index in indexes for line in [arcs[index] if index >= 0 else arcs[~index][::-1]]}
    chain, left = indexes[:1], indexes[1:]
    while left:
        following = next((index for index in left if ends[index][0] == ends[chain[-1]][1]), None)
        if following is None:
            raise InputError("the two parts meet at more than one place; this can join them at one border only")
        chain.append(following)
        left.remove(following)
    return chain


def dump(found: dict[str, Any]) -> str:
    """GeoJSON with a line for each country, so that a change can be read."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in found["features"])
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def _arcs(topology: dict[str, Any]) -> Iterator[Line]:
    """The arcs in degrees; in the file they are steps on a grid."""
    transform = topology.get("transform", {})
    (wide, high), (left, low) = transform.get("scale", (1, 1)), transform.get("translate", (0, 0))
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = (x + step[0], y + step[1]) if transform else step[:2]
            line.append((left + x * wide, low + y * high))
        yield line


def _thinned(line: Line, tolerance: float) -> Line:
    """*line* without the points that lie within *tolerance* of it (Douglas and Peucker), its ends kept.

    A degree of longitude counts for what it measures at the line's latitude.
    """
    if tolerance == 0 or len(line) < 3:
        return line
    squeeze = math.cos(math.radians(sum(y for _x, y in line) / len(line)))
    flat = [(x * squeeze, y) for x, y in line]
    keep, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far, index = max(((_distance(flat[at], flat[first], flat[last]), at) for at in range(first + 1, last)), default=(0.0, 0))
        if far > tolerance:
            keep.add(index)
            todo += [(first, index), (index, last)]
    return [line[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far *point* is from the stretch between *start* and *end*."""
    (x, y), (across, up) = (point[0] - start[0], point[1] - start[1]), (end[0] - start[0], end[1] - start[1])
    length = across * across + up * up
    along = max(0.0, min(1.0, (x * across + y * up) / length)) if length else 0.0
    return math.hypot(x - along * across, y - along * up)


def _polygons(country: dict[str, Any], arcs: list[Line]) -> Iterator[list[Line]]:
    """Every polygon of a country, as rings: the outline, then its holes."""
    kind, found = country.get("type"), country.get("arcs", [])
    for polygon in {"Polygon": [found], "MultiPolygon": found}.get(str(kind), []):
        yield [_ring(ring, arcs) for ring in polygon]


def _ring(indexes: list[int], arcs: list[Line]) -> Line:
    """A closed ring of arcs one after another; the arc ``~n`` is the arc ``n`` backwards."""
    ring: Line = []
    for index in indexes:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += line[1:] if ring else line
    return ring


def _kept(rings: list[Line], box: Box, decimals: int) -> list[list[list[float]]]:
    """What is in the box of a polygon, rounded; nothing if its outline is outside."""
    kept = []
    for index, ring in enumerate(rings):
        cut = _rounded(_cut(ring, box), decimals)
        if len(cut) >= 4:
            kept.append(cut)
        elif index == 0:
            return []
    return kept


def _cut(ring: Line, box: Box) -> Line:
    """*ring* cut at the four edges of *box*, one after another (Sutherland and Hodgman)."""
    points = ring[:-1]
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        cut: Line = []
        for before, point in zip(points[-1:] + points[:-1], points, strict=True):
            was, now = sign * (before[axis] - limit) >= 0, sign * (point[axis] - limit) >= 0
            if was != now:
                part = (limit - before[axis]) / (point[axis] - before[axis])
                cut.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
            if now:
                cut.append(point)
        points = cut
    return points + points[:1]


def _rounded(ring: Line, decimals: int) -> list[list[float]]:
    """*ring* with rounded coordinates, without points that have become one."""
    found: list[list[float]] = []
    for x, y in ring:
        point = [_short(x, decimals), _short(y, decimals)]
        if not found or found[-1] != point:
            found.append(point)
    return found


def _short(number: float, decimals: int) -> float:
    """Whole numbers without a point, and no -0."""
    rounded = round(number, decimals) + 0
    return int(rounded) if rounded == int(rounded) else rounded


if __name__ == "__main__":
    sys.exit(main())
