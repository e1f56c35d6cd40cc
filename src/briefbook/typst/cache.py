"""Fragments kept between builds, by the content of everything they were made from.

The key of a fragment is a digest of its doctree, of the images in it, and of what resolving may take from elsewhere:
objects that can be referred to, titles, numbers, sources, options, and the press itself. A document whose translation
was reported on, or that holds nodes of extensions we do not know, is translated anew each time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx
from docutils import nodes

from briefbook.machine import store
from briefbook.typst.fragment import Fragment, Toctree

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: Packages whose nodes depend on nothing but what the key holds.
_KNOWN = ("docutils.nodes", "sphinx.addnodes", "sphinxcontrib.bibtex", "briefbook.", "myst_parser.")


def _digest(parts: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else repr(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def press_digest() -> str:
    """A digest of the press's own code."""
    folder = Path(__file__).parents[1]
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".typ"))
    return _digest(path.read_bytes() for path in paths)


def _plain(value: object) -> str:
    """An option's value as text that is the same in every process: no order of sets, no addresses of objects."""
    if isinstance(value, (set, frozenset)):
        return repr(sorted(map(_plain, value)))
    if isinstance(value, (list, tuple)):
        return repr([_plain(item) for item in value])
    if isinstance(value, dict):
        return repr(sorted((str(key), _plain(item)) for key, item in value.items()))
    if isinstance(value, (str, bytes, int, float, type(None), os.PathLike)):
        return repr(value)
    return f"{type(value).__module__}.{type(value).__qualname__} {getattr(value, '__qualname__', '')}"


def surroundings(config: Config, env: BuildEnvironment, citations: Iterable[object]) -> str:
    """A digest of all that resolving a document may take from outside it."""
    objects = [(domain.name, sorted(domain.get_objects())) for domain in env.domains.sorted()]
    data = env.domaindata
    options = sorted((option.name, _plain(option.value)) for option in config)
    return _digest([
        sphinx.__version__, press_digest(), options, objects,
        sorted(data["std"]["labels"].items()), sorted(data["std"]["anonlabels"].items()),
        sorted(data["math"]["objects"].items()), sorted(data["citation"]["citations"].items()),
        sorted(env.toc_secnumbers.items()), _fignumbers(env), sorted(citations),  # type: ignore[type-var]
        sorted((name, title.astext()) for name, title in env.titles.items()),
        sorted((name, str(meta.get("shorttitle")), str(meta.get("deck"))) for name, meta in env.metadata.items() if meta),
        sorted(getattr(env, "intersphinx_cache", {}) or ()),
    ])


def _fignumbers(env: BuildEnvironment) -> list[Any]:
    return sorted((name, sorted((kind, sorted(numbers.items())) for kind, numbers in kinds.items()))
                  for name, kinds in env.toc_fignumbers.items())


def cacheable(doctree: nodes.document) -> bool:
    """Whether every node of *doctree* is of a kind whose output the key determines."""
    kinds = {type(node) for node in doctree.findall() if not isinstance(node, nodes.Text)}
    return all(kind.__module__.startswith(_KNOWN) for kind in kinds)


class FragmentCache:
    """Fragments of earlier builds in *folder*."""

    def __init__(self, folder: Path, around: str) -> None:
        self.folder = folder
        self.around = around

    def key(self, doctree: bytes, images: Iterable[tuple[str, str, bytes]], context: str = "") -> str:
        """The key of a document; *context* is what it alone takes from the rest of the book, as a register does."""
        return _digest([self.around, doctree, context, *images])

    def _path(self, docname: str) -> Path:
        return self.folder / f"{hashlib.sha256(docname.encode()).hexdigest()[:32]}.json"

    def get(self, docname: str, key: str) -> Fragment | None:
        """The fragment made from the same input, if there is one that can be read."""
        try:
            stored = json.loads(self._path(docname).read_text(encoding="utf-8"))
            if stored["key"] != key or stored["docname"] != docname:
                return None
            return _loaded(stored["fragment"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, docname: str, key: str, fragment: Fragment) -> None:
        stored = {"key": key, "docname": docname, "fragment": _stored(fragment)}
        store(self._path(docname), json.dumps(stored, ensure_ascii=False).encode())


def _stored(fragment: Fragment) -> dict[str, Any]:
    found = asdict(fragment)
    return found | {"links": sorted(fragment.links)}


def _loaded(stored: dict[str, Any]) -> Fragment:
    toctrees = [Toctree(**item) for item in stored["toctrees"]]
    links = {(docname, node_id) for docname, node_id in stored["links"]}
    return Fragment(**stored | {"toctrees": toctrees, "links": links})
