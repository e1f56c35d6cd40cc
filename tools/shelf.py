"""Read a shelf of books, ``shelf.toml``, and print it as the matrix of a workflow; run by ``make shelf``.

Needs Python alone: the job that plans a shelf installs nothing. In a workflow the matrix goes to the step's output ``books``.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

#: What a book may say, and the form of it; all but the name may be left out. These go into shell commands and paths.
FIELDS = {
    "name": re.compile(r"[a-z0-9][a-z0-9-]{0,59}"),
    "repository": re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[\w.-]+"),
    "ref": re.compile(r"(?!.*\.\.)[A-Za-z0-9][\w./-]*"),
    "path": re.compile(r"(?!.*\.\.)[\w.][\w./-]*"),
    "args": re.compile(r"(--[a-z-]+( [\w.-]+)?( |$))*"),
}
DEFAULTS = {"repository": "", "ref": "", "path": ".", "args": ""}
#: Jobs that a matrix may have: docs.github.com, "Actions limits".
MOST = 256


class NoShelf(Exception):
    """A shelf that cannot be built; the message says where and why."""


def read(path: Path) -> list[dict[str, str]]:
    """The books of a shelf, every field filled in; raises :class:`NoShelf`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NoShelf(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise NoShelf(f"{path}: {error}") from error
    books = data.get("book")
    if not isinstance(books, list) or not books or data.keys() != {"book"}:
        raise NoShelf(f"{path}: a shelf is a list of tables [[book]], and nothing else")
    if len(books) > MOST:
        raise NoShelf(f"{path}: {len(books)} books, and a matrix may have {MOST} jobs: make two shelves of it")
    found = [_book(book, f"{path}: book {number}") for number, book in enumerate(books, start=1)]
    names = [book["name"] for book in found]
    for name in names:
        if names.count(name) > 1:
            raise NoShelf(f"{path}: two books have the name {name!r}")
    return found


def _book(book: Any, where: str) -> dict[str, str]:
    if not isinstance(book, dict) or "name" not in book:
        raise NoShelf(f"{where} has no name")
    for field, value in book.items():
        if field not in FIELDS:
            raise NoShelf(f"{where} has {field!r}; there are {', '.join(FIELDS)}")
        if not isinstance(value, str) or not FIELDS[field].fullmatch(value):
            raise NoShelf(f"{where}: {field} cannot be {value!r}")
    return {field: book.get(field, DEFAULTS.get(field, "")) for field in FIELDS}


def main(arguments: list[str]) -> int:
    """Print the matrix, and hand it to the workflow if one runs this."""
    try:
        text = json.dumps(read(Path(arguments[0])))
    except NoShelf as error:
        print(error, file=sys.stderr)
        return 1
    print(text)
    if output := os.environ.get("GITHUB_OUTPUT"):
        with open(output, "a", encoding="utf-8") as file:
            file.write(f"books={text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
