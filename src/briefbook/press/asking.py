"""``briefbook recall`` and ``briefbook trace``: questions to the book as it stands, without building it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import docutils_namespace, patch_docutils

from briefbook.bibliography import formatted_entries
from briefbook.directives.ledger import ledger_of
from briefbook.ledger.graph import Book, recall, trace
from briefbook.ledger.text import sentences
from briefbook.near import did_you_mean
from briefbook.press.build import Messages, Order, application

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@contextmanager
def reading(order: Order) -> Iterator[tuple[BuildEnvironment, Messages]]:
    """What was read of the book, and what was said of it: only what changed since the last build is read again."""
    order.output.mkdir(parents=True, exist_ok=True)
    with patch_docutils(str(order.source)), docutils_namespace():
        said = Messages(set(), sys.stderr)
        app = application(order, "dummy", order.stage / "asked", said)
        read = app.builder.read()
        app.events.emit("env-updated", app.env)
        list(app.env.check_dependents(app, set(read)))  # numbers the figures
        yield app.env, said


def read_book(order: Order) -> Book:
    """The book's ledger and what rests on it."""
    with reading(order) as (env, _said):
        return _book(env)


def _book(env: BuildEnvironment) -> Book:
    domain = ledger_of(env)
    paths = sorted({Path(env.doc2path(docname)) for docname in env.found_docs})
    found = [sentence for path in paths for sentence in sentences(
        path.relative_to(env.srcdir).as_posix(), path.read_text(encoding="utf-8"), domain.ledger)]
    references = {key: nodes.paragraph("", "", *entry.nodes).astext() for key, entry in formatted_entries(env).items()}
    found += domain.reading.collected.sentences
    return Book(domain.ledger, domain.judgments, domain.charts, found, references)


def print_recall(book: Book, key: str) -> int:
    """Print what falls with *key*; the exit status is 2 when nothing has that name."""
    if key not in book.ledger.facts and key not in book.references:
        return _unknown(key, [*book.ledger.facts, *book.references])
    kind = ""
    for item in recall(book, key):
        if item.kind != kind:
            kind = item.kind
            print(f"{kind}:")
        print(f"  {item.name}: {'falls' if item.falls else item.left}\n      {item.text}")
    if not kind:
        print(f"nothing rests on {key}")
    return 0


def print_trace(book: Book, ident: str) -> int:
    """Print the line of sight of *ident*; the exit status is 2 when nothing has that name."""
    lines = trace(book, ident)
    if not lines:
        return _unknown(ident, [*(entry.ident for entry in book.judgments), *book.ledger.facts])
    print("\n".join(lines))
    return 0


def _unknown(name: str, known: list[str]) -> int:
    print(f"briefbook: the book has no {name!r}{did_you_mean(name, known)}", file=sys.stderr)
    return 2
