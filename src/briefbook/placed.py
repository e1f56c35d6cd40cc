"""YAML with places: the data of a file, the line of every key and item, and the keys given twice.

Whoever reads a YAML file that people write takes it from here, so that every message has a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from briefbook.problems import Finding, Problem, find

Place = tuple[str | int, ...]  # a path of keys and positions from the top of the file

#: Parsing in C is ten times faster; wheels of PyYAML hold it nearly everywhere.
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc]
    """Takes a day that no calendar has as it was typed, so that its reader can say where it stands."""

    def construct_yaml_timestamp(self, node: yaml.Node) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


@dataclass(frozen=True)
class Placed:
    """What a YAML file holds. ``path`` is as messages name it; ``twice`` are keys of which YAML keeps only the last."""

    path: str
    data: Any
    lines: Mapping[Place, int]
    twice: tuple[tuple[str, int], ...] = field(default=())

    def line(self, place: Place) -> int:
        """The line of *place*, or of what is nearest around it."""
        known = next(place[:end] for end in range(len(place), -1, -1) if place[:end] in self.lines or not end)
        return self.lines.get(known, 1)


def read_yaml(path: Path, shown: str, problem: Problem) -> tuple[Placed | None, list[Finding]]:
    """Read the file at *path*; findings name it *shown* and are of the kind *problem*."""
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        tree = loader.get_single_node()
        data = loader.construct_document(tree) if tree is not None else None
    except UnicodeDecodeError as error:
        return None, [find(problem, f"the file is not UTF-8: {error.reason} at byte {error.start}", shown)]
    except (yaml.YAMLError, ValueError) as error:
        return None, [_yaml_fault(error, shown, problem)]
    placed = Placed(shown, data, dict(_lines(tree)) if tree else {}, tuple(_twice(tree)))
    return placed, [find(problem, f"the key {key!r} stands here twice", shown, line) for key, line in placed.twice]


def _yaml_fault(error: Exception, shown: str, problem: Problem) -> Finding:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return find(problem, f"the file is not YAML: {getattr(error, 'problem', None) or error}", shown, line, column)


def _lines(node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
    """The line of every key and list item of a YAML tree."""
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*place, key.value))
            yield (*place, key.value), key.start_mark.line + 1  # the key's line wins over its value's
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _lines(item, (*place, index))


def _twice(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Keys given twice, of which YAML would keep the last in silence."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item)
