"""``briefbook check``: the book is read as a build reads it, and what has not changed is neither read nor checked again."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook.checker.report import Report, as_text, written
from briefbook.press.fingerprint import CHECKED, MADE, WARNED, digest_of, fingerprint

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from briefbook.press.build import Order


@dataclass(frozen=True)
class Wanted:
    """How the report is wanted: its form, the file it goes to, whether warnings fail, the version that it names."""

    form: str
    file: Path | None
    strict: bool
    version: str


def check(paths: Sequence[Path], built: Path | None, wanted: Wanted) -> int:
    """Check the book that *paths* name or lie in, and report on them; gives the exit status."""
    root = _root(paths)
    if root is None:
        print(f"briefbook: {paths[0] if paths else Path('.')}: no conf.py here or above; name the book's folder", file=sys.stderr)
        return 2
    missing = [path for path in paths if not path.exists()]
    if missing:
        print(f"briefbook: {missing[0]}: there is no such file or folder", file=sys.stderr)
        return 2
    report = _report(root, (built or root / "build").resolve())
    if paths:
        report = report.within(path.resolve().relative_to(root).as_posix() for path in paths)
    _write(report, wanted)
    return int(report.fails(strict=wanted.strict))


def _root(paths: Sequence[Path]) -> Path | None:
    """The folder with conf.py that all *paths* lie in, or the working directory does."""
    start = (paths[0] if paths else Path()).resolve()
    root = next((folder for folder in (start, *start.parents) if (folder / "conf.py").is_file()), None)
    return root if root and all(path.resolve().is_relative_to(root) for path in paths) else None


def _write(report: Report, wanted: Wanted) -> None:
    """The report to a file or to the standard output; to a file, the summary still shows."""
    text = written(report, wanted.form, wanted.version)
    if wanted.file is None:
        print(text, end="")
        return
    wanted.file.parent.mkdir(parents=True, exist_ok=True)
    wanted.file.write_text(text, encoding="utf-8", newline="\n")
    print(f"{wanted.file}: {as_text(report).splitlines()[-1]}")


def _report(root: Path, output: Path) -> Report:
    """The report on the book at *root*; the last one if nothing has changed since."""
    note = output / CHECKED
    inputs = fingerprint(root, output, MADE, {"pdfs": _pdfs(output)})
    kept = _kept(note)
    if kept.get("inputs") == inputs and all(digest_of(Path(path)) == digest for path, digest in kept["read"].items()):
        return Report.from_data(kept["report"])
    output.mkdir(parents=True, exist_ok=True)
    gc.disable()  # doctrees are many small things that all stay: looking for garbage among them takes half of the time
    try:
        report, read = _examined(root, output)
    finally:
        gc.enable()
    note.write_text(json.dumps({"inputs": inputs, "read": read, "report": report.to_data()}), encoding="utf-8")
    return report


def _pdfs(output: Path) -> list[list[Any]]:
    """Which PDFs stand, and how new they are."""
    return [[path.name, path.stat().st_mtime_ns] for path in sorted((output / "pdf").glob("*.pdf"))]


def _kept(note: Path) -> dict[str, Any]:
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and {"inputs", "read", "report"} <= found.keys() else {}


def _examined(root: Path, output: Path) -> tuple[Report, dict[str, str]]:
    """Read what changed and check everything; with it the outside files that were read, by digest."""
    from briefbook.press.build import Order, read_files

    report, app = examine(Order(root, output))
    return report, read_files(app)


def examine(order: Order) -> tuple[Report, Sphinx]:
    """Read what changed since the last build and check everything; with the report, the book as it was read."""
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from briefbook.press import warned
    from briefbook.press.build import Messages, application
    from briefbook.typst.failures import Warned

    again = warned.recalled(order.output / WARNED)
    order.fresh = Warned.EVERYTHING in again
    with patch_docutils(str(order.source)), docutils_namespace():
        app = application(order, "check", order.stage / "checked", Messages(set(), None))
        builder: Any = app.builder
        builder.pdfs, builder.prints = order.output / "pdf", False
        keeper = Warned(app)
        keeper.attach()
        warned.reread(app, again)
        app.build()
        warned.remember(order.output / WARNED, keeper.docnames)
        return builder.report, app
