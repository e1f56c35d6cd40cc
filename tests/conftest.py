"""What all tests share; the folder itself is importable: ``support``, ``pdfreader``, ``casefiles``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

import dealing

# The same examples on every machine; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))



@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> dealing.Dealer:
    """Deal the tests out by task."""
    return dealing.Dealer(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tasks first."""
    items.sort(key=lambda item: dealing.turn(item.nodeid))
