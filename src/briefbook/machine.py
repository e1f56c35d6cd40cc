"""Where things that are the same for every book are kept on this machine."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def shared_cache(fallback: Path) -> Path:
    """A folder for what is slow to make and the same for every book: cut fonts, by content.

    It lives in the virtual environment, so it goes when the environment goes and nothing is left elsewhere; outside
    one, or where that cannot be written, it is *fallback*.
    """
    if sys.prefix == sys.base_prefix:
        return fallback
    folder = Path(sys.prefix, "share", "briefbook", "cache")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return fallback
    return folder if os.access(folder, os.W_OK) else fallback


def store(path: Path, content: bytes) -> None:
    """Write *path* whole or not at all, also when several processes do so at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(partial, 0o644)
        os.replace(partial, path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
