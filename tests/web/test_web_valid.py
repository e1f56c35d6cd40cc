"""The pages are valid HTML by the judgment of the Nu checker, which the npm package ``vnu-jar`` carries.

``npm pack vnu-jar``, unpack, and name the jar in ``VNU_JAR``; Java runs it. ``REQUIRE_VNU=1`` lets nobody skip this.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from machine_book import BASE, FILES, OPTIONS
from web_book import BOOK, EDITION, Site


def need(what: bool, message: str) -> None:
    if not what:
        (pytest.fail if os.environ.get("REQUIRE_VNU") == "1" else pytest.skip)(message)


@pytest.fixture
def checker() -> list[str]:
    """The command that checks files and folders."""
    jar = Path(os.environ.get("VNU_JAR", "vnu.jar"))
    need(shutil.which("java") is not None, "no Java, which the Nu checker needs")
    need(jar.is_file(), "VNU_JAR names no jar of the Nu checker (npm pack vnu-jar)")
    return ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--stdout", "--format", "gnu", "--skip-non-html"]


def faults(checker: list[str], site: Site) -> list[str]:
    run = subprocess.run([*checker, str(site.out)], capture_output=True, encoding="utf-8", check=False)
    assert not run.stderr, run.stderr
    return run.stdout.splitlines()


def test_pages_are_valid(checker: list[str], build: Callable[..., Site]) -> None:
    assert faults(checker, build(BOOK, **EDITION)) == []
    assert faults(checker, build(FILES, name="machines", html_baseurl=BASE, **OPTIONS)) == []


def test_the_checker_checks(checker: list[str], build: Callable[..., Site]) -> None:
    site = build(BOOK)
    page = site.out / "chapters/one.html"
    page.write_text(page.read_text("utf-8").replace("<h1>", "<h1><div>"), "utf-8")
    assert any("chapters/one.html" in line for line in faults(checker, site))
