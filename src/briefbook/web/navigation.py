"""The way through the book: the top bar, the menu of chapters, and what stands on a page.

Every page shows titles of other pages. ``refresh`` therefore has all pages written again when one of those titles, or
another thing that all pages show, has changed, so that a warm build gives the bytes of a clean one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.toctree import document_toc
from sphinx.locale import _

from briefbook.directives.judgments import judgment
from briefbook.publication import typeset
from briefbook.web.assets import uses_theme

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: In the option ``bar_links``, the place of the menu.
MENU = "*"

#: Options printed on every page.
PRINTED = ("brief_edition", "brief_cutoff", "brief_draft", "brief_corrections", "brief_subject", "typst_documents",
           "numfig_format", "brief_edition_date", "brief_first_published", "brief_authors", "brief_publisher",
           "brief_licence", "brief_keywords", "author", "project", "language", "html_baseurl")


@dataclass(frozen=True)
class Entry:
    """One page in the menu. ``number`` is that of the toctree, ``deck`` from the front matter; both may be empty."""

    docname: str
    title: str
    number: str
    deck: str


@dataclass(frozen=True)
class Group:
    """The entries of one toctree of the front page, under its caption."""

    caption: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class BarLink:
    docname: str
    label: str


def bar_links(option: str, env: BuildEnvironment) -> list[BarLink]:
    """Read ``docname: label; ...``, leaving out pages that do not exist."""
    pairs = (part.partition(":") for part in option.split(";") if part.strip())
    links = [BarLink(name.strip(), _(label.strip()) or name.strip()) for name, _colon, label in pairs]
    return [link for link in links if link.docname == MENU or link.docname in env.all_docs]


def short_title(env: BuildEnvironment, docname: str) -> str:
    """The front matter's ``shorttitle``, or else the title."""
    if short := env.metadata.get(docname, {}).get("shorttitle"):
        return typeset(env.config, short)
    return env.titles[docname].astext() if docname in env.titles else docname


def number(env: BuildEnvironment, docname: str) -> str:
    return ".".join(map(str, env.toc_secnumbers.get(docname, {}).get("") or ()))


def kicker(config: Config, env: BuildEnvironment, docname: str) -> str:
    """The line above a title: the front matter's, or else ``Chapter 6``; empty where the page is no chapter."""
    own, chapter = env.metadata.get(docname, {}).get("kicker"), number(env, docname)
    return str(own) if own else (config.numfig_format.get("section") or "%s") % chapter if chapter else ""


def entry(env: BuildEnvironment, docname: str) -> Entry:
    deck = typeset(env.config, env.metadata.get(docname, {}).get("deck", ""))
    return Entry(docname, short_title(env, docname), number(env, docname), deck)


def _toctrees(env: BuildEnvironment, root: str) -> list[addnodes.toctree]:
    return list(env.tocs[root].findall(addnodes.toctree)) if root in env.tocs else []


def groups(env: BuildEnvironment, root: str, left_out: set[str]) -> list[Group]:
    """The pages in the toctrees of the front page, without those in *left_out*."""
    found = []
    for tree in _toctrees(env, root):
        names = [name for _title, name in tree["entries"] if name in env.titles and name not in left_out]
        if names:
            found.append(Group(tree.get("caption") or "", tuple(entry(env, name) for name in names)))
    return found


def toctrees_hidden(env: BuildEnvironment, root: str) -> bool:
    """Whether the front page itself prints no list of chapters."""
    return all(tree.get("hidden") for tree in _toctrees(env, root))


def contents(builder: StandaloneHTMLBuilder, docname: str, doctree: nodes.document | None) -> list[dict[str, str]]:
    """The sections of a page, one level deep, and its judgments where they stand before the first section."""
    toc = document_toc(builder.env, docname, builder.tags)
    listed = [
        {"href": reference["anchorname"], "title": reference.astext(),
         "number": ".".join(map(str, reference.get("secnumber") or ()))}
        for reference in _second_level(toc) if reference["anchorname"]
    ]
    first = next(iter(doctree.findall(judgment)), None) if doctree else None
    if first is not None and first["ids"] and first.parent.parent is doctree:
        listed.insert(0, {"href": f"#{first['ids'][0]}", "title": _("Judgments"), "number": ""})
    return listed


def _second_level(toc: nodes.Node) -> Iterator[nodes.reference]:
    for item in toc.children:  # the page's own title
        for part in item.children:
            if isinstance(part, nodes.bullet_list):
                yield from (next(iter(child.findall(nodes.reference))) for child in part
                            if isinstance(child, nodes.list_item))


def fingerprint(env: BuildEnvironment, config: Config) -> str:
    """Everything that a page shows and that does not come from the page's own source."""
    everything = [asdict(entry(env, docname)) for docname in sorted(env.found_docs)]
    options: dict[str, Any] = {name: config[name] for name in PRINTED if name in config}
    order = env.collect_relations()
    toctrees = [(tree.get("caption"), tree.get("hidden")) for tree in _toctrees(env, config.root_doc)]
    shown = json.dumps([everything, options, order, toctrees], sort_keys=True, default=str)
    return hashlib.sha256(shown.encode()).hexdigest()


def refresh(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have every page written again when what all pages show has changed since the last build into this folder."""
    if not uses_theme(app.builder):
        return []
    store = Path(app.doctreedir) / "briefbook-pages.json"
    known: dict[str, str] = json.loads(store.read_text("utf-8")) if store.is_file() else {}
    now, key = fingerprint(env, app.config), f"{app.builder.name} {app.outdir}"
    if known.get(key) == now:
        return []
    store.write_text(json.dumps(known | {key: now}, indent=1, sort_keys=True), "utf-8")
    return sorted(env.found_docs)


def unwritten(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages older than what was read of them: another builder has read a document again, for a fact of it had changed.

    Sphinx compares pages with sources alone, and would leave them.
    """
    if not uses_theme(app.builder):
        return []
    pages = {docname: Path(app.builder.get_output_path(docname)) for docname in sorted(env.found_docs)}
    return [docname for docname, page in pages.items()
            if page.is_file() and page.stat().st_mtime_ns < _read_at(app, docname)]


def _read_at(app: Sphinx, docname: str) -> int:
    doctree = Path(app.doctreedir, f"{docname}.doctree")
    return doctree.stat().st_mtime_ns if doctree.is_file() else 0


def setup(app: Sphinx) -> None:
    app.connect("env-get-updated", unwritten)
    app.connect("env-get-updated", refresh, priority=900)  # after Sphinx has numbered the sections, at 500
