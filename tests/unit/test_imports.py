"""Lower rooms of the house know nothing of upper ones."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PRESS = Path(__file__).parents[2] / "src" / "briefbook"
#: Each room with those of our own that it may use, from the lowest; see docs/architecture.md.
ROOMS: dict[str, set[str]] = {
    "problems": set(),
    "look": set(),
    "near": set(),
    "machine": set(),
    "formulas": set(),
    "placed": {"problems"},
    "ledger": {"problems", "placed", "near"},
    "analysis": {"problems", "near"},
    "config": {"problems", "look", "analysis"},
    "charts": {"problems", "look", "machine", "placed"},
    "bibliography": {"problems", "near"},
    "publication": {"config", "bibliography"},
    "directives": {"problems", "near", "look", "machine", "ledger", "analysis", "config", "charts"},
    "editions": {"problems", "near", "machine", "ledger", "analysis", "config", "directives", "bibliography", "publication"},
    "web": {"problems", "look", "machine", "formulas", "ledger", "analysis", "config", "charts", "directives", "bibliography",
            "publication", "editions"},
    "typst": {"problems", "look", "machine", "formulas", "ledger", "analysis", "config", "charts", "directives", "bibliography",
              "publication"},
    "epub": {"problems", "look", "machine", "charts", "config", "directives", "publication", "web"},
    "checker": {"problems", "near", "ledger", "analysis", "charts", "directives", "bibliography", "typst", "editions"},
    "archive": {"problems", "near", "machine", "bibliography", "checker"},
    "press": {"problems", "machine", "near", "ledger", "analysis", "bibliography", "config", "directives", "typst", "web", "epub", "checker", "editions"},
    "release": {"problems", "ledger", "publication", "directives", "typst", "web", "epub", "checker", "editions", "press"},
}
#: Rooms that anyone may use without Sphinx.
PURE = ("analysis", "charts", "ledger", "look", "machine", "near", "placed")
SOURCES = sorted(PRESS.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, by full name, those for type checking too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""
            if node.module == "briefbook":
                yield from (f"briefbook.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(PRESS).parts[0].removesuffix(".py")


@pytest.mark.parametrize("room", ROOMS)
def test_room_uses_only_those_below_it(room: str) -> None:
    paths = [path for path in SOURCES if room_of(path) == room]
    assert paths
    used = {(path.name, name.split(".")[1]) for path in paths for name in imported(path) if name.startswith("briefbook.")}
    assert [pair for pair in sorted(used) if pair[1] not in ROOMS[room] | {room}] == []


def test_every_room_is_in_the_table() -> None:
    assert {room_of(path) for path in SOURCES} - {"__init__", "__main__"} == set(ROOMS)


@pytest.mark.parametrize("room", PURE)
def test_pure_room_imports_no_sphinx(room: str) -> None:
    names = {name.split(".")[0] for path in SOURCES if room_of(path) == room for name in imported(path)}
    assert names & {"sphinx", "docutils", "myst_parser"} == set()


def test_only_the_archive_needs_what_it_alone_declares() -> None:
    users = {room_of(path) for path in SOURCES for name in imported(path) if name.split(".")[0] in ("requests", "protego", "trafilatura")}
    assert users == {"archive"}


def test_nothing_is_imported_that_the_package_does_not_declare() -> None:
    import tomllib

    project = tomllib.loads((PRESS.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = " ".join(project["dependencies"] + project["optional-dependencies"]["archive"]).lower()
    modules = {name.split(".")[0] for path in SOURCES for name in imported(path)} - set(sys.stdlib_module_names)
    distributions = {"docutils": "sphinx", "yaml": "pyyaml", "fontTools": "fonttools", "vl_convert": "vl-convert-python",
                     "pybtex": "sphinxcontrib-bibtex", "sphinxcontrib": "sphinxcontrib-bibtex",
                     "pybtex_docutils": "sphinxcontrib-bibtex", "jinja2": "sphinx", "PIL": "pikepdf", "lxml": "pikepdf",
                     "markupsafe": "sphinx", "urllib3": "requests", "pygments": "sphinx", "latexcodec": "sphinxcontrib-bibtex", "pydantic_core": "pydantic",
                     "cyclonedx": "cyclonedx-python-lib", "packageurl": "cyclonedx-python-lib", "packaging": "sphinx", "markdown_it": "myst-parser"}
    unknown = {name for name in modules - {"briefbook"}
               if distributions.get(name, name.replace("_", "-")) not in declared}
    assert unknown == set()
