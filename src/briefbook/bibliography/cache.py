"""Formatted entries, kept in memory within a process and on disk in the doctree folder between runs.

The key of a text is the digest of everything it is made from: the fields, the year with its letter, and the code of
this package, so that a change of any of them cannot bring up an old text. The file holds the texts of the latest run
only, in a fixed order, and is replaced in one step; a file that is damaged or of another version is passed over.
"""

from __future__ import annotations

import json
import os
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import TYPE_CHECKING

from briefbook.bibliography.entrytext import entry_text
from briefbook.bibliography.rich import Rich, from_data, to_data

if TYPE_CHECKING:
    from pathlib import Path

    from briefbook.bibliography.source import Source

#: More texts than this are not kept; the largest books cite a few thousand sources.
MOST = 20_000

_memory: dict[str, Rich] = {}


class TextCache:
    """Texts of entries, backed by the file at *path*."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stored = _load(path)
        self.used: dict[str, Rich] = {}

    def text(self, source: Source, year: str) -> Rich:
        """The text of *source* printed with *year*, formatted only if it never was before."""
        key = digest(source, year)
        text = _memory.get(key) or self.stored.get(key) or entry_text(source, year)
        if len(_memory) >= MOST:
            _memory.clear()
        _memory[key] = self.used[key] = text
        return text

    def save(self) -> None:
        """Write the texts that were used, if they are not those in the file."""
        if self.used.keys() == self.stored.keys():
            return
        kept = {key: to_data(self.used[key]) for key in sorted(self.used)[:MOST]}
        content = json.dumps({"version": version(), "texts": kept}, ensure_ascii=False, separators=(",", ":"))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        draft.write_text(content, encoding="utf-8")
        draft.replace(self.path)
        self.stored = dict(self.used)


def digest(source: Source, year: str) -> str:
    """What a text depends on, in short."""
    content = json.dumps([version(), source.written_type, sorted(source.fields.items()), year])
    return blake2b(content.encode(), digest_size=16).hexdigest()


@cache
def version() -> str:
    """A digest of this package's code, which decides how every text looks."""
    files = sorted((item for item in resources.files(__package__).iterdir() if item.name.endswith(".py")),
                   key=lambda item: item.name)
    return blake2b(b"\0".join(item.read_bytes() for item in files), digest_size=16).hexdigest()


def _load(path: Path) -> dict[str, Rich]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != version():
            return {}
        return {key: from_data(data) for key, data in content["texts"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
