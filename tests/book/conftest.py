"""The real book, built once a session by the command that readers of the README type."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from sphinx.cmd.build import build_main

from shared import once
from validators import need_java, verapdf

ROOT = Path(__file__).parents[2]
#: What stands beside the book and is no part of it; the press comes from where it is installed.
_BESIDE = shutil.ignore_patterns(".*", "__pycache__", "bench", "build", "dist", "docs", "src", "tests", "tools")


def copy(folder: Path) -> None:
    shutil.copytree(ROOT, folder / "source", ignore=_BESIDE)


def build(folder: Path, source: str = "source", *arguments: str, **environment: str) -> None:
    """Build the book into ``made``; what the build says goes to ``err``."""
    run = subprocess.run(
        [sys.executable, "-m", "briefbook", "build", source, "-o", "made", "-q", *arguments], cwd=folder,
        env=os.environ | environment, capture_output=True, encoding="utf-8", check=False)
    (folder / "err").write_text(run.stderr, encoding="utf-8")
    (folder / "status").write_text(str(run.returncode), encoding="utf-8")


@pytest.fixture(scope="session")
def attempt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the build, whether it went through or not."""
    def make(folder: Path) -> None:
        copy(folder)
        build(folder)

    return once(tmp_path_factory, "book", make)


@pytest.fixture(scope="session")
def made(attempt: Path) -> Path:
    """The output of the build, which went through: ``html`` and ``pdf``."""
    if not (attempt / "made" / "pdf").is_dir():
        pytest.fail("the book was not built: " + (attempt / "err").read_text(encoding="utf-8"))
    return attempt / "made"


@pytest.fixture(scope="session")
def verdicts(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """veraPDF's faults, by ``FILE PROFILE``."""
    need_java()

    def validate(folder: Path) -> None:
        found = verapdf(sorted((made / "pdf").glob("*.pdf")))
        (folder / "verdicts.json").write_text(
            json.dumps({" ".join(key): faults for key, faults in found.items()}), encoding="utf-8")

    folder = once(tmp_path_factory, "book-validated", validate)
    found: dict[str, list[str]] = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second cold build: another folder, time zone, locale, hash seed, and sources read in parallel."""
    def make(folder: Path) -> None:
        copy(folder)
        build(folder, "source", "-j", "2", TZ="Asia/Vladivostok", LC_ALL="C", PYTHONHASHSEED="1")

    return once(tmp_path_factory, "a second place", make)


@pytest.fixture(scope="session")
def letter(attempt: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDFs on US Letter paper, from what has been read."""
    def make(folder: Path) -> None:
        shutil.copytree(attempt / "made" / "doctrees", folder / "made" / "doctrees")
        build(folder, str(attempt / "source"), "--only", "pdf", "--paper", "us-letter")

    return once(tmp_path_factory, "letter", make)


@pytest.fixture(scope="session")
def others(attempt: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """Exit status and error lines of other builders, from what has been read; small books try the rest of them."""
    def make(folder: Path) -> None:
        shutil.copytree(attempt / "made" / "doctrees", folder / "trees")
        found = {}
        for builder in ("text", "briefepub"):
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                status = build_main(["-q", "-W", "--keep-going", "--no-color", "-b", builder, "-d", str(folder / "trees"),
                                     str(attempt / "source"), str(folder / builder)])
            found[builder] = [status, said.getvalue(), any((folder / builder).iterdir())]
        (folder / "said.json").write_text(json.dumps(found), encoding="utf-8")

    folder = once(tmp_path_factory, "other-builders", make)
    found: dict[str, list[object]] = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def tablet_book(others: dict[str, list[object]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book for tablets, which is among what other builders made."""
    folder = once(tmp_path_factory, "other-builders", lambda _folder: None)
    return folder / "briefepub" / "book.epub"
