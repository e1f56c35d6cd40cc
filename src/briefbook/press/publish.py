"""Folders of finished output take the place of older ones whole, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

_FRESH, _OLD = ".new", ".old"


def _listing(folder: Path, skip: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Size and time of every file below *folder*, by its path there."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name.split("/")[0] not in skip:
            stat = path.stat()
            found[name] = (stat.st_size, stat.st_mtime_ns)
    return found


def _beside(final: Path, suffix: str) -> Path:
    return final.with_name(f".{final.name}{suffix}")


def publish_trees(finals: Mapping[Path, Path], skip: frozenset[str] = frozenset()) -> list[Path]:
    """Make every folder in *finals* (its values) a copy of its source (its keys); returns those that differed.

    All copies are made beside the final folders first and then take their names, so a reader never meets a half-copied
    folder, and a build that is killed or meets a full disk leaves the older ones. Raises ``OSError`` where a folder
    cannot be written.
    """
    changed = []
    for source, final in finals.items():
        recover(final)
        wanted = _listing(source, skip)
        if not final.is_dir() or _listing(final, frozenset()) != wanted:
            _copy(source, _beside(final, _FRESH), wanted)
            changed.append(final)
    for final in changed:
        fresh, old = _beside(final, _FRESH), _beside(final, _OLD)
        if final.exists():
            os.replace(final, old)
        os.replace(fresh, final)
        shutil.rmtree(old, ignore_errors=True)
    return changed


def recover(final: Path) -> None:
    """Put back the older folder that a build killed between two names left without one; clear what else it left."""
    fresh, old = _beside(final, _FRESH), _beside(final, _OLD)
    if old.is_dir() and not final.exists():
        os.replace(old, final)
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    if final.exists() and not final.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(final))


def _copy(source: Path, target: Path, names: Mapping[str, object]) -> None:
    target.mkdir(parents=True)
    for name in names:
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, copy)
