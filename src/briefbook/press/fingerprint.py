"""Whether anything that a build depends on has changed since the last one that succeeded."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from briefbook.checker.layers import STAMP

#: Notes of the press on its last build, on what that warned about, and on the last check.
WARNED, CHECKED = "warned.json", "checked.json"
#: What the press writes into its output folder.
MADE = ("html", "pdf", "epub", "stage", "doctrees", STAMP, WARNED, CHECKED)
#: Folders at the top of a book, and those that tools make anywhere, that hold no input of a build.
_TOP = {"build", "dist"}
_ANYWHERE = {"node_modules", "__pycache__"}


def _files(folder: Path, output: Path, depth: int = 0) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _ANYWHERE or depth == 0 and path.name in _TOP or path == output:
            continue
        if path.is_dir():
            if not path.name.startswith("."):
                yield from _files(path, output, depth + 1)
        elif path.is_file() and path.suffix != ".pyc":
            yield path


def input_files(source: Path, output: Path, made: Iterable[str]) -> Iterator[tuple[Path, Path]]:
    """Every file a build may depend on, below *source* and in the press, each with the root it is below.

    *made* names what a build writes into *output*, which may be the source folder itself.
    """
    results = {output / name for name in made}
    for root in dict.fromkeys((source, Path(__file__).parents[1])):
        for path in _files(root, output):
            if results.isdisjoint((path, *path.parents)):
                yield root, path


def fingerprint(source: Path, output: Path, made: Iterable[str], settings: dict[str, Any]) -> str:
    """A digest of every input: the files, the installed packages and the *settings*; see :func:`input_files`."""
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode())
    digest.update(sys.version.encode())
    digest.update("\n".join(_packages()).encode())
    for root, path in input_files(source, output, made):
        digest.update(f"{path.relative_to(root).as_posix()}\0{digest_of(path)}\0".encode())
    return digest.hexdigest()


def _packages() -> list[str]:
    """Name and version of every installed package, from the names of their folders: their files take long to read."""
    folders = [Path(name) for name in sys.path if name]
    return sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})


def digest_of(path: Path) -> str:
    """The digest of a file's bytes; empty when there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
