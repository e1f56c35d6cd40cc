"""Everything that keeps an edition from being released, found in one run before anything is built."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from sphinx.errors import SphinxError

from briefbook import publication
from briefbook.editions.record import FOLDER, RecordError, path_of, text_of
from briefbook.editions.recording import last_edition, record_of
from briefbook.press.build import Order
from briefbook.press.checking import examine
from briefbook.problems import Finding, Problem, find
from briefbook.release import lockfile, packing, signing

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CHANGELOG, CITATION = "CHANGELOG.md", "CITATION.cff"
_PRESS = "src/briefbook"
#: What a shown list of files is cut to.
_SHOWN = 5


@dataclass(frozen=True)
class Tree:
    """The committed files: the repository's folder, and the book's in it."""

    top: Path
    book: Path

    def file(self, name: str) -> Path | None:
        """A file of the book, or one for all books of the repository."""
        return next((path for path in (self.book / name, self.top / name) if path.is_file()), None)


@dataclass(frozen=True)
class Ready:
    """What was found when the book was read."""

    app: Sphinx | None
    faults: tuple[Finding, ...]


def uncommitted(paths: list[str]) -> Iterator[Finding]:
    if paths:
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        yield find(Problem.UNCOMMITTED, f"not committed: {', '.join(paths[:_SHOWN])}{more}")


def prepared(tree: Tree, edition: str, order: Order, key: str) -> Ready:
    """Read and check the book in *tree* as *order* will build it, and look at all else that a release needs."""
    faults = [*_locked(tree), *_press(tree), *_changelog(tree, edition), *_key(key)]
    try:
        report, app = examine(order)
    except SphinxError as error:
        return Ready(None, (*faults, find(Problem.CHECK_FAILS, f"the book cannot be read: {error}", "conf.py")))
    if report.fails(strict=False):
        count = len(report.errors)
        said = f"{count} error{'s' if count != 1 else ''}" if count else "nothing to check"
        faults += [*report.errors, find(Problem.CHECK_FAILS, said)]
    return Ready(app, (*faults, *_dated(app.config, edition), *_recorded(app, tree, edition), *_ready(app, tree)))


# -- the environment -----------------------------------------------------------------------------------------------------


def _locked(tree: Tree) -> Iterator[Finding]:
    path = tree.file(lockfile.FILE)
    if path is None:
        yield find(Problem.NOT_READY, "there is no lock file, which says what an edition is made with", lockfile.FILE)
        return
    for difference in lockfile.differences(lockfile.read(path.read_text(encoding="utf-8"))):
        yield find(Problem.LOCKED, difference, lockfile.FILE)


def _press(tree: Tree) -> Iterator[Finding]:
    """A book that is kept together with its press is printed by that very press."""
    committed = tree.top / _PRESS
    if committed.is_dir() and _digests(committed) != _digests(Path(__file__).parents[1]):
        yield find(Problem.PRESS, "the press that runs differs from the one that is committed", _PRESS)


def _digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in packing.files_below(folder).items()
            if "__pycache__" not in path.parts}


def _key(key: str) -> Iterator[Finding]:
    if key and (tool := signing.needs(key)):
        yield find(Problem.SIGNING, f"{tool} is not installed")


# -- the book ------------------------------------------------------------------------------------------------------------


def _changelog(tree: Tree, edition: str) -> Iterator[Finding]:
    """A heading of the second level that begins with the edition's name, and something under it."""
    path = tree.file(CHANGELOG)
    text = path.read_text(encoding="utf-8") if path else ""
    entry = re.search(rf"^## \[?{re.escape(edition)}\]?(?![\w.-]).*\n(?P<body>(?:(?!## ).*\n?)*)", text, re.MULTILINE)
    if entry is None or not entry["body"].strip():
        said = f"nothing under a heading '## {edition}'" if entry else f"no heading '## {edition}'"
        yield find(Problem.CHANGELOG, said, CHANGELOG)


def _dated(config: Any, edition: str) -> Iterator[Finding]:
    if config.brief_edition_date[:7] != edition[:7]:
        yield find(Problem.EDITION_NAME, f"{edition} does not fit brief_edition_date = {config.brief_edition_date!r}", "conf.py")


def _recorded(app: Sphinx, tree: Tree, edition: str) -> Iterator[Finding]:
    """The record that is committed is the one that would be made now."""
    path = path_of(tree.book, edition)
    shown = f"{FOLDER}/{path.name}"
    if not path.is_file():
        yield find(Problem.RECORD, "there is no record of this edition", shown)
        return
    try:
        now = text_of(record_of(app.env, edition, last_edition(app.env, edition)))
    except RecordError as error:
        yield find(Problem.RECORD, str(error), shown)
        return
    old = path.read_text(encoding="utf-8")
    if old != now:
        pairs = enumerate(zip(old.splitlines(), now.splitlines(), strict=False), start=1)
        line = next((number for number, (one, two) in pairs if one != two), 1)
        yield find(Problem.RECORD, "the book is not as it was recorded", shown, line)


def _ready(app: Sphinx, tree: Tree) -> Iterator[Finding]:
    """The parts of a release that the book itself must bring."""
    if app.config.html_theme != "briefbook":
        yield find(Problem.NOT_READY, "the data and the references of a release are written by the theme briefbook: set html_theme",
                   "conf.py")
    path = tree.file(CITATION)
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) if path else None
        told = found["preferred-citation"]
    except (yaml.YAMLError, TypeError, KeyError):
        yield find(Problem.NOT_READY, "it is missing, or has no preferred-citation: the book as a report", CITATION)
        return
    wanted = publication.citation_cff(publication.book(app.config, app.env))
    wrong = [name for name in sorted((told.keys() | wanted.keys()) - {"notes"}) if str(told.get(name)) != str(wanted.get(name))]
    if wrong:
        yield find(Problem.NOT_READY, f"{', '.join(wrong)} of preferred-citation differ from conf.py", CITATION)
