"""What a reader can take from a page besides its PDF: its sources, itself as a source, and the data of its charts.

Which sources a page cites is known when it is written, and their entries may change without it; so the keys are noted
beside the doctrees, and the files are written at the end of every build from what all pages noted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.osutil import relative_uri

from briefbook import bibliography, publication
from briefbook.bibliography.exports import FORMATS
from briefbook.directives.chartdata import FOLDER as CHART_DATA
from briefbook.directives.chartdata import data_file
from briefbook.machine import store
from briefbook.web.addresses import absolute
from briefbook.web.assets import remove, uses_theme, write

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

    from briefbook.bibliography.source import Source

#: Folders below the web edition: the sources of each page, and each page as a source.
REFERENCES, CITE = "data/references", "data/cite"
_TYPES = {".csv": "text/csv", ".svg": "image/svg+xml"}


def links(builder: StandaloneHTMLBuilder, docname: str, stem: str) -> list[dict[str, str]]:
    """The files *stem* in every format, as the page *docname* links to them."""
    page = builder.get_target_uri(docname)
    return [{"name": form.name, "type": form.media_type, "href": relative_uri(page, f"{stem}.{form.ending}")}
            for form in FORMATS]


def chart_files(builder: StandaloneHTMLBuilder, docname: str, doctree: nodes.document) -> list[dict[str, Any]]:
    """The charts of a page, each with its title and its files: data and picture. A file is named once."""
    page, named, found = builder.get_target_uri(docname), set(), []
    for figure in doctree.findall(nodes.figure):
        caption = next((child.astext() for child in figure if isinstance(child, nodes.caption)), "")
        paths = [file["path"] for file in figure.findall(data_file) if file["data"] and file["path"] not in named]
        named |= set(paths)
        if paths:
            found.append({"title": caption, "files": [
                {"name": PurePosixPath(path).name, "type": _TYPES.get(PurePosixPath(path).suffix, "application/json"),
                 "href": relative_uri(page, f"{CHART_DATA}/{path}")} for path in paths]})
    return found


# -- what pages note -----------------------------------------------------------------------------------------------------


def _notes(builder: Builder) -> Path:
    return Path(builder.doctreedir) / "briefbook-cited" / builder.name


def note_cited(builder: Builder, docname: str, keys: list[str]) -> None:
    """Keep the keys that a page cites; pages are written by several processes at once."""
    store(_notes(builder) / f"{docname}.json", json.dumps(keys).encode())


def cited(app: Sphinx) -> dict[str, list[str]]:
    """The keys that every page cites."""
    found = {}
    for docname in sorted(app.env.found_docs):
        path = _notes(app.builder) / f"{docname}.json"
        found[docname] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return found


def sources(app: Sphinx) -> dict[str, Source]:
    """Every source of the book's lists; none without a bibliography."""
    return bibliography.sources(app.env) if "cite" in app.env.domains else {}


# -- files ---------------------------------------------------------------------------------------------------------------


def page_source(app: Sphinx, docname: str) -> Source:
    """A page as a source."""
    work = publication.page(app.config, app.env, docname)
    return publication.source(work, absolute(app.config, app.builder.get_target_uri(docname)))


def files(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Every file by its path, with its text."""
    known, root = sources(app), page_source(app, app.config.root_doc)
    lists: dict[str, list[Any]] = {REFERENCES: list(known.values())}
    for docname, keys in cited(app).items():
        lists[f"{REFERENCES}/{docname}"] = [known[key] for key in known if key in keys]
        own = page_source(app, docname)
        lists[f"{CITE}/{docname}"] = [own] if own == root else [own, root]
    for stem, listed in lists.items():
        for form in FORMATS if listed else ():
            yield f"{stem}.{form.ending}", form.write(listed)


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write every file, and remove those of pages that went or cite nothing any longer."""
    if exception or not uses_theme(app.builder):
        return
    out, made = Path(app.outdir), dict(files(app))
    for name, text in made.items():
        write(out / name, text.encode())
    for path in sorted(path for folder in (REFERENCES, CITE) for path in (out / folder).rglob("*") if path.is_file()):
        if path.relative_to(out).as_posix() not in made:
            remove(path, out)


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write_files)
