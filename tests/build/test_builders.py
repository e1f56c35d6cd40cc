"""Every builder prints what authors write, without a warning of ours."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import briefbook
from books import Book
from briefbook.typst.translator import TypstTranslator

EVERYTHING = Path(__file__).parents[1] / "conformance" / "everything"
#: The formats that Sphinx asks visitors for, "typst" being ours.
FORMATS = ("html", "latex", "text", "man", "texinfo", "typst")


def our_nodes() -> Iterator[type[nodes.Element]]:
    """Every node class that the press defines, wherever it does, but placeholders: no builder sees one."""
    seen = set()
    for module in pkgutil.walk_packages(briefbook.__path__, "briefbook."):
        if module.name.endswith("__main__"):
            continue
        for _name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            ours = issubclass(found, nodes.Node) and found.__module__.startswith("briefbook")
            if ours and found not in seen and "in its place" not in str(found.__doc__):
                seen.add(found)
                yield found


@pytest.fixture(scope="module")
def handlers(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Sphinx's table of visitors: format, node name, (visit, depart)."""
    source = tmp_path_factory.mktemp("empty")
    (source / "conf.py").write_text('extensions = ["myst_parser", "sphinxcontrib.bibtex", "briefbook"]\n', encoding="utf-8")
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(str(source), str(source), str(source / "out"), str(source / "trees"), "dummy", status=None)
    return app.registry.translation_handlers


def test_the_press_defines_nodes() -> None:
    assert "judgment" in {node.__name__ for node in our_nodes()}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("node", list(our_nodes()), ids=lambda node: node.__name__)
def test_every_node_of_ours_has_a_visitor(handlers: Any, node: type[nodes.Element], format_: str) -> None:
    if format_ == "typst":
        assert hasattr(TypstTranslator, f"visit_{node.__name__}") or node.__name__ in handlers.get("typst", {})
    else:
        visit, depart = handlers[format_][node.__name__]
        assert callable(visit) and (callable(depart) or "SkipNode" in inspect.getsource(visit))


#: Sphinx's builders, each with what it says about this book that no author can help.
BUILDERS: dict[str, tuple[str, ...]] = {
    "text": (), "latex": (), "gettext": (), "texinfo": (), "singlehtml": (), "dirhtml": (), "json": (), "xml": (),
    "pseudoxml": (), "typst": (), "typstpdf": (),
    "epub": ('WARNING: conf value "epub_copyright" (or "copyright")should not be empty for EPUB3',
             'WARNING: conf value "version" should not be empty for EPUB3'),
    "man": ('chapters/objects.rst:: WARNING: "table cell spanning" not supported [docutils]',
            'chapters/objects.rst:: WARNING: "table row spanning" not supported [docutils]'),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the book that uses everything, read once; each builder takes the doctrees from there."""
    folder = tmp_path_factory.mktemp("builders")
    shutil.copytree(EVERYTHING, folder / "source")
    run = Book(folder, {}).sphinx("dummy")
    assert (run.status, run.err) == (0, "")
    return folder


@pytest.mark.parametrize("builder", BUILDERS)
def test_builder_runs_without_a_warning_of_ours(read: Path, tmp_path: Path, builder: str) -> None:
    book = Book(read, {})
    own = ("-d", str(tmp_path)) if builder == "gettext" else ()  # it reads for itself
    run = book.sphinx(builder, *own)
    assert run.status == 0
    assert [message for message in run.messages if message not in BUILDERS[builder]] == []


@pytest.mark.parametrize(("builder", "suffix"), [
    ("text", ".txt"), ("latex", ".tex"), ("singlehtml", ".html"), ("texinfo", ".texi")])
def test_judgment_is_printed_by_every_builder(read: Path, builder: str, suffix: str) -> None:
    assert Book(read, {}).sphinx(builder).status == 0
    sources = [path.read_text(encoding="utf-8") for path in (read / builder).rglob(f"*{suffix}")]
    printed = " ".join(" ".join(sources).split()).replace("\\%", "%").replace("\\sphinxhyphen{}", "-")
    for part in ("TST-1", "likely", "55", "80%", "It was seen.", "It was imagined."):
        assert part in printed
