"""Fixtures of the citation tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from citeproject import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """Make a project from files and options."""
    def make(files: Mapping[str, str], **options: Any) -> Project:
        return Project(tmp_path, files, **options)
    return make
