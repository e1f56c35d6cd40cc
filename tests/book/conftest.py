"""The real book, built once a session by the command that readers of the README type."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest

from shared import once
from validators import need_java, verapdf

ROOT = Path(__file__).parents[2]
#: What the book is made of; the press comes from where it is installed.
SOURCES = ("conf.py", "index.md", "bottom-line.md", "references.md", "imprint.md", "references.bib", "chapters", "data")


def build(folder: Path, *arguments: str, **environment: str) -> None:
    """Copy the book into *folder* and build it there into ``made``; what the build says goes to ``err``."""
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / "source" / name)
        else:
            (folder / "source").mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / "source" / name)
    run = subprocess.run(
        [sys.executable, "-m", "briefbook", "build", "source", "-o", "made", "-q", *arguments], cwd=folder,
        env=os.environ | environment, capture_output=True, encoding="utf-8", check=False)
    (folder / "err").write_text(run.stderr, encoding="utf-8")
    (folder / "status").write_text(str(run.returncode), encoding="utf-8")


@pytest.fixture(scope="session")
def attempt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the build, whether it went through or not."""
    return once(tmp_path_factory, "book", build)


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
    return once(tmp_path_factory, "a second place", lambda folder: build(
        folder, "-j", "2", TZ="Asia/Vladivostok", LC_ALL="C", PYTHONHASHSEED="1"))


@pytest.fixture(scope="session")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDFs on US Letter paper."""
    return once(tmp_path_factory, "letter", lambda folder: build(folder, "--only", "pdf", "--paper", "us-letter"))
