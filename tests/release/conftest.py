"""Fixtures of the tests of releases: a small book in a repository, and a release of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "build")]

import pytest

from books import Book, Run
from release_book import EDITION, FILES, commit, git, write
from shared import once


def release(book: Book, *arguments: str, **environment: str) -> Run:
    """``briefbook release 2026-11`` into ``dist`` beside the source."""
    given = ["release", EDITION, "--source", str(book.source), "-o", str(book.folder / "dist"), *arguments]
    return book.command("briefbook.__main__", given, environment)


def _signed(key: Path) -> list[str]:
    """The option that signs with a new *key*, where OpenSSH is there to make one."""
    if not shutil.which("ssh-keygen"):
        return []
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "press", "-f", str(key)], check=True)
    return ["--sign", str(key)]


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book and its release: ``source`` and ``dist/2026-11``, signed with ``key``; not to be touched."""
    def make(folder: Path) -> None:
        book = Book(folder, {})
        commit(write(book.source, FILES))
        recorded = book.command("briefbook.__main__", ["record", EDITION, "--source", str(book.source)], {})
        assert recorded.status == 0, recorded.err
        commit(book.source, "Record")
        run = release(book, *_signed(folder / "key"))
        assert run.status == 0, run.err

    return once(tmp_path_factory, "released", make)


@pytest.fixture
def dist(first: Path, tmp_path: Path) -> Path:
    """A copy of the release without its signature, in a folder that says nothing of where it came from."""
    shutil.copytree(first / "dist" / EDITION, tmp_path / "taken", ignore=shutil.ignore_patterns("*.sig"))
    return tmp_path / "taken"


@pytest.fixture
def book(first: Path, tmp_path: Path) -> Book:
    """A clone of the book with the release beside it."""
    git(first, "clone", "-q", str(first / "source"), str(tmp_path / "elsewhere" / "source"))
    shutil.copytree(first / "dist", tmp_path / "elsewhere" / "dist")
    return Book(tmp_path / "elsewhere", {})
