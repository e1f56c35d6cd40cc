"""The record that a name stands for: an edition, a file, the book as it stands, or a revision of the book's repository."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from briefbook.editions.record import FOLDER, NAME, EditionRecord, RecordError, parse, path_of, read
from briefbook.press.build import Order
from briefbook.press.editions import recorded

#: What stands for the book as it is in its folder.
HERE = "."
_DATE = re.compile(r"^brief_edition_date\s*[:=].*?(\d{4}-\d{2})", re.MULTILINE)


def record_named(name: str, order: Order) -> EditionRecord:
    """The record that *name* stands for. Raises :class:`RecordError` with what is wrong and what would do."""
    if name == HERE:
        return recorded(order)
    if NAME.fullmatch(name) and path_of(order.source, name).is_file():
        return read(path_of(order.source, name), f"{FOLDER}/{name}.json")
    if Path(name).is_file():
        return read(Path(name))
    commit = _git(order.source, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        raise RecordError(f"{name}: no edition in {FOLDER}, no file, and no revision of the book's repository; "
                          f"name an edition such as 2026-11, a record's file, a revision, or {HERE} for the book as it stands")
    return _recorded(order, commit.decode().strip(), name) or _exported(order, commit.decode().strip(), name)


def _git(source: Path, *words: str) -> bytes | None:
    """What git says in the folder *source*; ``None`` where it says no, or is not there."""
    try:
        done = subprocess.run(["git", "-C", str(source), *words], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _recorded(order: Order, commit: str, name: str) -> EditionRecord | None:
    """The record that the revision holds of itself; ``None`` without one, or where the book went on after it was recorded."""
    conf = (_git(order.source, "show", f"{commit}:./conf.py") or b"").decode(errors="replace")
    found = _DATE.search(conf)
    path = f"./{FOLDER}/{found[1]}.json" if found else ""
    text = _git(order.source, "show", f"{commit}:{path}") if path else None
    since = (_git(order.source, "log", "-1", "--format=%H", commit, "--", path) or b"").decode().strip() if text else ""
    if not (text and since) or _git(order.source, "diff", "--quiet", since, commit, "--", ".", f":!{FOLDER}") is None:
        return None
    return parse(text.decode(), f"{path[2:]} of {name}")


def _exported(order: Order, commit: str, name: str) -> EditionRecord:
    """The book of the revision, read from a copy that goes again."""
    prefix = (_git(order.source, "rev-parse", "--show-prefix") or b"").decode().strip()
    archive = _git(order.source, "archive", "--format=tar", f"{commit}:{prefix}")
    if archive is None:
        raise RecordError(f"{name}: the revision does not hold the book's folder")
    with tempfile.TemporaryDirectory(prefix="briefbook-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        if not Path(folder, "conf.py").is_file():
            raise RecordError(f"{name}: the revision has no conf.py in the book's folder")
        return recorded(Order(Path(folder).resolve(), Path(folder, "build").resolve()))
