"""What all tests share; the folder itself is importable: ``support``, ``pdfreader``, ``casefiles``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every machine; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


#: Fixtures of the whole book that take long to make, each of them one worker's task.
_LONG = ("verdicts", "elsewhere", "letter", "others")


def _task(item: pytest.Item) -> str:
    """What one worker does as a whole: tests that share something long in the making. Empty for a test on its own."""
    defined = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009 - not public, and nothing public tells it
    if long := next((name for name in _LONG if name in defined), ""):
        return long
    file = Path(item.path).relative_to(Path(__file__).parent).as_posix()
    shared = any(found[-1].scope in ("module", "package") for found in defined.values())
    return file if shared or file.startswith("book/") else ""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the tests out so that nothing long is made twice or last; needs ``--dist loadgroup``.

    The book comes first, for much waits for it, then the longest file, which does not, then what takes the book further.
    """
    order = ("book/test_book.py", "web/test_web_constructs.py", *_LONG)
    tasks = {item: _task(item) for item in items}
    for item, task in tasks.items():
        if task:
            item.add_marker(pytest.mark.xdist_group(task))
    items.sort(key=lambda item: order.index(tasks[item]) if tasks[item] in order else len(order) + (not tasks[item]))
