"""Fixtures of the citation tests."""

from __future__ import annotations

from os import environ
from typing import TYPE_CHECKING, Any

import pytest
from citeproject import Project
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# The same examples on every run, so that a red run means a change; CITATION_EXAMPLES=5000 goes looking for more.
settings.register_profile("fixed", deadline=None, derandomize=True, database=None)
EXAMPLES = int(environ.get("CITATION_EXAMPLES", "1"))
settings.register_profile("search", deadline=None, database=None, max_examples=EXAMPLES)
settings.load_profile("search" if "CITATION_EXAMPLES" in environ else "fixed")


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """Make a project from files and options."""
    def make(files: Mapping[str, str], **options: Any) -> Project:
        return Project(tmp_path, files, **options)
    return make
