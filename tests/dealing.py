"""How the tests are dealt out to the workers, so that nothing long is made twice, waited for idly, or begun last.

A *task* is what one worker does as a whole. Marks would say it too, but the worker that reads them and the process that
deals the tests out share nothing except the tests' ids (and ``--dist loadgroup`` of pytest-xdist 3.8 changes ids in a way
that pytest 9.2 no longer knows).
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
#: Fixtures made of the whole book that take long, each of them a task.
LONG = ("verdicts", "elsewhere", "letter", "others")
#: The book comes first, for much waits for it, then the longest file, which does not, then what takes the book further.
FIRST = ("tests/book/test_book.py", "tests/web/test_web_constructs.py", *LONG)


def task(nodeid: str) -> str:
    """The task of a test: a long fixture's, or that of a file whose tests share one, or its own."""
    file, _colons, rest = nodeid.partition("::")
    arguments, together = _file(file)
    wanted = arguments.get(rest.partition("[")[0], frozenset())
    return next((name for name in LONG if name in wanted), file if together else nodeid)


def turn(nodeid: str) -> int:
    """When a test's task is dealt out."""
    name = task(nodeid)
    return FIRST.index(name) if name in FIRST else len(FIRST) + (name == nodeid)


@cache
def _file(name: str) -> tuple[dict[str, frozenset[str]], bool]:
    """The arguments of each function of a test file, and whether its tests have something to share."""
    text = (ROOT / name).read_text(encoding="utf-8")
    arguments = {node.name: frozenset(argument.arg for argument in node.args.args)
                 for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    return arguments, 'scope="module"' in text or name.startswith("tests/book/")


class Dealer(LoadScopeScheduling):  # type: ignore[misc] # pytest-xdist has no types here
    """Tests of one task go to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return task(nodeid)
