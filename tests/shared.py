"""Work that is done once for all tests, however many workers run them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 600  #: seconds to wait for another worker


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder *name*, which *make* has filled: the worker that comes first makes it, the others wait."""
    base = factory.getbasetemp()
    root = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, done, failed = (root / f"{name}{suffix}" for suffix in ("", ".done", ".failed"))
    try:
        (root / f"{name}.lock").touch(exist_ok=False)
    except FileExistsError:
        _wait(done, failed)
        return folder
    try:
        folder.mkdir()
        make(folder)
    except BaseException as error:
        failed.write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise
    done.touch()
    return folder


def _wait(done: Path, failed: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while not done.exists():
        if failed.exists():
            pytest.fail(f"another worker could not make {done.stem}: {failed.read_text(encoding='utf-8')}")
        assert time.monotonic() < limit, f"{done.stem} was not made in {PATIENCE} s"
        time.sleep(0.1)
