"""The builder ``check``: ``sphinx-build -b check . out`` reads the sources, reports, and writes nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.dummy import DummyBuilder

from briefbook.checker.heard import Heard
from briefbook.checker.report import Report, as_text
from briefbook.checker.run import check

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class CheckBuilder(DummyBuilder):
    """Checks the text that was read; the exit status is 1 when an error is among what it finds."""

    name = "check"
    epilog = ""
    #: Documents that were warned about are read again, so that the warning is heard again.
    repeats_faults = True
    #: Where the PDFs of the last build stand, and whether the report goes to the standard output.
    pdfs: Path | None = None
    prints = True
    report: Report

    def write_documents(self, docnames: Set[str]) -> None:
        """Nothing is written."""

    def get_outdated_docs(self) -> set[str]:
        """Nothing, for all of the book is checked whatever is new."""
        return set()


def _listen(app: Sphinx) -> None:
    """From the beginning, for options, ledger and bibliography are read before the text."""
    if isinstance(app.builder, CheckBuilder):
        heard = Heard(app)
        heard.attach()
        # at the end, for with nothing new to read Sphinx has no other word to its builder
        app.connect("build-finished", lambda app, fault: None if fault else _check(app, heard))


def _check(app: Sphinx, heard: Heard) -> None:
    builder: CheckBuilder = app.builder  # type: ignore[assignment]
    heard.detach()
    builder.report = check(app.env, builder.pdfs or Path(app.srcdir, "build", "pdf"), heard.findings)
    if builder.prints:
        print(as_text(builder.report), end="", file=sys.stdout)
        app.statuscode = int(builder.report.fails(strict=False))


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_builder(CheckBuilder)
    app.connect("builder-inited", _listen, priority=50)  # before the options are judged (100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
