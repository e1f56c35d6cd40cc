"""Cards: what stands behind a citation, a fact, a term or a judgment, at hand where it is named.

The cards of the whole book lie in ordinary script files under ``_static/cards``, each with a few dozen, which
``briefbook-cards.js`` loads when a reader first asks for one. A page therefore grows by nothing but the name of a
card on each link, works from a disk, where nothing can be fetched, and need not be written again when a judgment
elsewhere begins to rest on one of its facts.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from briefbook.bibliography import formatted_entries
from briefbook.directives.ledger import ledger_of
from briefbook.web.assets import uses_theme, write
from briefbook.web.cardtext import CardText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: So many files hold the sources of a book; each is small for a book of a thousand.
SOURCE_FILES = 32


def source_card(key: str) -> str:
    """The file and the entry of a source's card, ``sources-07/roe2020``; a source stays in its file for good."""
    return f"sources-{zlib.crc32(key.encode()) % SOURCE_FILES:02}/{key}"


def fact_card(ident: str) -> str:
    """``facts-mil-1/MIL-127``: a file holds up to a hundred facts of a subject."""
    subject, _hyphen, digits = ident.rpartition("-")
    return f"facts-{subject.lower()}-{int(digits) // 100}/{ident}"


def judgment_card(ident: str) -> str:
    return f"judgments/{ident}"


def term_card(anchor: str) -> str:
    return f"terms/{anchor}"


def terms(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """The terms of the book's glossaries, each with its document and its anchor."""
    objects = env.domains.standard_domain.objects
    return {name: place for (kind, name), place in sorted(objects.items()) if kind == "term"}


def cards(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Every card by its name, in HTML."""
    text = CardText(app.builder)
    domain = ledger_of(app.env)
    for fact in domain.ledger.facts.values():
        yield fact_card(fact.id), text.fact(fact)
    for entry in domain.judgments:
        yield judgment_card(entry.ident), text.judgment(entry)
    for name, (docname, anchor) in terms(app.env).items():
        yield term_card(anchor), text.term(name, docname, anchor)
    for key, source in (formatted_entries(app.env) if "cite" in app.env.domains else {}).items():
        yield source_card(key), text.source(source)


def write_cards(app: Sphinx, exception: Exception | None) -> None:
    """Write the files that changed, and take away those that have no card any more."""
    if exception or not uses_theme(app.builder) or app.builder.name == "singlehtml":
        return
    files: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, html in cards(app):
        file, _slash, entry = name.partition("/")
        files[file][entry] = html
    folder = Path(app.builder.outdir) / "_static" / "cards"
    for file, entries in files.items():
        content = json.dumps(entries, ensure_ascii=False, sort_keys=True, indent=0)
        write(folder / f"{file}.js", f"briefbookCards({json.dumps(file)}, {content});\n".encode())
    for old in sorted(folder.glob("*.js")):
        if old.stem not in files:
            old.unlink()


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write_cards)
