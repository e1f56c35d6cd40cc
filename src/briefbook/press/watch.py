"""``briefbook build --watch``: build again whenever a source changes.

Half of a small build is importing Sphinx. The watching process imports it once; each build runs in a copy of that
process (a fork), so that what it leaves behind is gone with it.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable

from briefbook.press.build import MADE, Order, build
from briefbook.press.fingerprint import input_files
from briefbook.press.progress import Progress

#: Seconds between two looks at the sources.
INTERVAL = 0.25


def _snapshot(order: Order) -> dict[str, tuple[int, int]]:
    """Time and size of every input."""
    found = {}
    for _root, path in input_files(order.source, order.output, MADE):
        try:
            stat = path.stat()
        except FileNotFoundError:  # removed between the listing and the look
            continue
        found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found


def _apart(run: Callable[[], object]) -> None:
    """*run* in a copy of this process where the system can make one, else here."""
    if "fork" not in multiprocessing.get_all_start_methods():
        run()
        return
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()


def watch(order: Order, progress: Callable[[], Progress], guarded: Callable[[Callable[[], int]], int]) -> int:
    """Build, and again at every change, until interrupted; faults are reported and waited on.

    *guarded* turns the errors of a build into messages; see ``briefbook.__main__``.
    """
    import myst_parser.sphinx_ext.main  # noqa: F401  (imported here once, for every copy)
    import sphinx.builders.html  # noqa: F401
    import sphinxcontrib.bibtex  # noqa: F401

    import briefbook  # noqa: F401

    seen: dict[str, tuple[int, int]] | None = None
    try:
        while True:
            now = _snapshot(order)
            if now != seen:
                seen = now
                _apart(lambda: guarded(lambda: build(order, progress())))
                print("watching for changes; Ctrl-C ends", flush=True)
            time.sleep(INTERVAL)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 0
