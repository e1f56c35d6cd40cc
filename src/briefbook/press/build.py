"""``briefbook build``: the sources are read once; web edition and PDFs are written side by side, then published together.

Sphinx reads the sources and writes the web pages. When it has read them, a second process starts (a fork, as Sphinx's own
parallel writing does) and sets the PDFs from what was read. Both write to a staging folder; only when both have gone
through without a warning do their folders take the place of the older output.
"""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import sys
from dataclasses import asdict, dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import directives, roles
from sphinx._cli.util.colour import disable_colour
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import additional_nodes, docutils_namespace, patch_docutils, unregister_node

from briefbook.checker.report import placed
from briefbook.checker.run import check, is_held
from briefbook.epub.builder import FILE as EPUB
from briefbook.epub.builder import BookBuilder
from briefbook.press import warned
from briefbook.checker.layers import STAMP
from briefbook.press.fingerprint import MADE, WARNED, digest_of, fingerprint
from briefbook.press.progress import Progress
from briefbook.press.publish import publish_trees, recover
from briefbook.press.reading import ReadingBuilder
from briefbook.press.sweep import sweep
from briefbook.typst.failures import Failures, Warned
from briefbook.typst.printing import Printer

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

#: Files of the web stage that are Sphinx's own notes.
NOTES = frozenset({".buildinfo", ".buildinfo.bak", ".doctrees"})


@dataclass
class Order:
    """What to build."""

    source: Path
    output: Path
    overrides: dict[str, Any] = field(default_factory=dict)
    web: bool = True
    pdf: bool = True
    epub: bool = False  #: instead of the web edition
    jobs: int = 1
    fresh: bool = False

    @property
    def stage(self) -> Path:
        return self.output / "stage"

    @property
    def doctrees(self) -> Path:
        return self.output / "doctrees"

    @property
    def finals(self) -> dict[Path, Path]:
        """Each folder of the stage with the folder that readers look into."""
        parts = [name for name, wanted in (("html", self.web), ("pdf", self.pdf), ("epub", self.epub)) if wanted]
        return {self.stage / name: self.output / name for name in parts}


@dataclass
class Outcome:
    """What one builder did."""

    ok: bool
    warnings: list[str] = field(default_factory=list)
    pdfs: list[dict[str, Any]] = field(default_factory=list)
    pages: int = 0
    read: dict[str, str] = field(default_factory=dict)  #: files that documents name, with their digests
    env: Any = None  #: what was read, in the process that read it
    homeless: bool = False  #: whether nobody knows where the web edition will stand


class Messages(StringIO):
    """A warning stream that passes each new message on and keeps them all; one seen before is kept back."""

    def __init__(self, seen: set[str], onward: Any) -> None:
        super().__init__()
        self.seen = seen
        self.onward = onward
        self.kept: list[str] = []

    def write(self, text: str) -> int:
        message = text.strip("\n")
        if message and message not in self.seen:
            self.seen.add(message)
            self.kept.append(message)
            if self.onward:
                self.onward.write(message + "\n")
                self.onward.flush()
        return len(text)


def application(order: Order, builder: str, outdir: Path, stream: Messages) -> Sphinx:
    """A Sphinx application for *order*, which says what it has to say on *stream*."""
    return Sphinx(
        str(order.source), str(order.source), str(outdir), str(order.doctrees), builder,
        confoverrides=order.overrides, status=None, warning=stream, freshenv=order.fresh, warningiserror=True,
        parallel=order.jobs)


def _run(app: Sphinx) -> bool:
    app.build()
    return app.statuscode == 0


# -- the PDFs, in a process of their own -------------------------------------------------------------------------------


def _set_pdfs(order: Order, stream: Messages, unreadable: set[str]) -> Outcome:
    """Set every PDF into the stage; the sources have been read, and *unreadable* images been named."""
    app = application(order, "typstpdf", order.stage / "pdf", stream)
    app.connect("env-before-read-docs", lambda _app, _env, docnames: docnames.clear())  # nothing is read twice
    builder: Any = app.builder
    builder.failures.unreadable_images |= unreadable
    ok = _run(app)
    printed = getattr(builder, "printed", [])
    return Outcome(ok and not stream.kept, stream.kept, [asdict(item) for item in printed])


@dataclass(frozen=True)
class Registrations:
    """What docutils knew before an application registered its own; a second application starts from there."""

    directives: dict[str, Any]
    roles: dict[str, Any]

    @classmethod
    def now(cls) -> Registrations:
        return cls(dict(directives._directives), dict(roles._roles))  # type: ignore[attr-defined]

    def restore(self) -> None:
        directives._directives = dict(self.directives)  # type: ignore[attr-defined]
        roles._roles = dict(self.roles)  # type: ignore[attr-defined]
        for node in list(additional_nodes):
            unregister_node(node)
            additional_nodes.discard(node)


def _child(order: Order, before: Registrations, unreadable: set[str], channel: Connection) -> None:
    stream = Messages(set(), None)
    try:
        before.restore()
        outcome = _set_pdfs(order, stream, unreadable)
    except KeyboardInterrupt:
        return  # the parent process says so
    except SphinxError as error:
        outcome = Outcome(False, [*stream.kept, f"{error.category}: {error}"])
    except Exception as error:  # told to the author in one line; the parent process decides
        outcome = Outcome(False, [*stream.kept, f"fault in the press: {type(error).__name__}: {error}"])
    channel.send(outcome)
    channel.close()


class Setter:
    """Sets the PDFs beside the web writing where this process can fork, after it where it cannot."""

    def __init__(self, order: Order) -> None:
        self.order = replace(order, fresh=False, jobs=1)
        self.before = Registrations.now()
        self.unreadable: set[str] = set()  #: images that Sphinx could not read and has named
        self.process: BaseProcess | None = None
        self.channel: Connection | None = None

    def start(self) -> None:
        if self.process or Printer.has_compiled or "fork" not in multiprocessing.get_all_start_methods():
            return
        context = multiprocessing.get_context("fork")
        self.channel, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=_child, args=(self.order, self.before, self.unreadable, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def finish(self, seen: set[str]) -> Outcome:
        """Wait for the PDFs; set them now if no second process could be started."""
        if self.process is None or self.channel is None:
            with patch_docutils(str(self.order.source)), docutils_namespace():
                return _set_pdfs(self.order, Messages(seen, sys.stderr), self.unreadable)
        try:
            outcome: Outcome = self.channel.recv()
        except EOFError:
            outcome = Outcome(False, ["fault in the press: the process that sets the PDFs ended without a word"])
        self.process.join()
        stream = Messages(seen, sys.stderr)
        for message in outcome.warnings:
            stream.write(message)
        return outcome

    def abandon(self) -> None:
        """Stop the second process, when the first has failed."""
        if self.process is not None:
            self.process.terminate()
            self.process.join()


# -- the whole build ---------------------------------------------------------------------------------------------------


def build(order: Order, progress: Progress, *, summary: bool = True) -> int:
    """Build what *order* says; returns the exit status: 0 published, 1 faults reported, nothing published.

    Without a *summary* it is not said at the end where everything stands.
    """
    _prepare(order)
    if not sys.stderr.isatty():
        disable_colour()
    stamp = order.output / STAMP
    print_of_inputs = fingerprint(order.source, order.output, MADE, {
        "overrides": order.overrides, "web": order.web, "pdf": order.pdf, "epub": order.epub})
    earlier = _read(stamp)
    if not order.fresh and earlier.get("inputs") == print_of_inputs and _stands(order, earlier):
        progress.step("nothing has changed since the last build")
        _summary(order, earlier, progress)
        return 0
    stamp.unlink(missing_ok=True)
    web, pdf = _build_stage(order, progress)
    if not (web.ok and pdf.ok):
        _refusal(web, pdf, progress)
        return 1
    record = {"inputs": print_of_inputs, "read": web.read, "pages": web.pages, "pdfs": pdf.pdfs, "homeless": web.homeless}
    publish_trees(order.finals, NOTES)
    stamp.write_text(json.dumps(record, indent=1), encoding="utf-8")
    if summary:
        _summary(order, record, progress)
    return 0


def _prepare(order: Order) -> None:
    """Make the output folder ready. Raises ``OSError`` where it cannot be, or would cost somebody else's files."""
    for path in (order.output, *order.output.parents):
        if path.is_file():
            raise NotADirectoryError(errno.ENOTDIR, "the output needs a folder, and this is a file", str(path))
    order.output.mkdir(parents=True, exist_ok=True)
    ours = any((order.output / name).exists() for name in (*MADE[3:], ".html.old", ".pdf.old", ".epub.old"))
    for final in order.finals.values():
        if not ours and final.is_dir() and any(final.iterdir()):
            raise FileExistsError(
                errno.EEXIST, "this folder was not made by the press; move it, or name another --output", str(final))
        recover(final)


def _read(stamp: Path) -> dict[str, Any]:
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _stands(order: Order, record: dict[str, Any]) -> bool:
    """Whether everything the record names is still there, and what was read is as it was."""
    if any(digest_of(Path(path)) != digest for path, digest in record.get("read", {}).items()):
        return False
    pdfs = [order.output / "pdf" / item["name"] for item in record.get("pdfs", [])]
    web = [order.output / "html" / "index.html"] if order.web else []
    epub = [order.output / "epub" / EPUB] if order.epub else []
    return all(path.is_file() for path in [*pdfs, *web, *epub])


def _build_stage(order: Order, progress: Progress) -> tuple[Outcome, Outcome]:
    seen: set[str] = set()
    note = order.output / WARNED
    again = warned.recalled(note)
    if Warned.EVERYTHING in again:
        order = replace(order, fresh=True)
    setter = Setter(order)
    try:
        web = _web(order, progress, setter, Messages(seen, sys.stderr), again)
        pdf = Outcome(True)
        if order.pdf:
            progress.step("setting PDFs")
            pdf = setter.finish(seen)
            for item in pdf.pdfs:
                progress.step(f"  {item['name']}: {_pages(item['pages'])}" + ("" if item["seconds"] else ", as before"))
    except BaseException:
        setter.abandon()
        raise
    if pdf.ok and order.pdf:
        _clear(order.stage / "pdf", {item["name"] for item in pdf.pdfs})
    if web.env is not None and is_held(web.env):
        web = replace(web, **_held(web, order, Messages(seen, sys.stderr)))
    return web, pdf


def _held(web: Outcome, order: Order, stream: Messages) -> dict[str, Any]:
    """Hold the text to the editorial rules, whatever else is wrong with it; over an error nothing is published."""
    report = check(web.env, (order.stage if order.pdf else order.output) / "pdf")
    for finding in report.errors:
        if not any(finding.message in said for said in web.warnings):
            stream.write(f"{placed(finding)}\n")
    return {"ok": web.ok and not report.errors, "warnings": [*web.warnings, *stream.kept]}


def _web(order: Order, progress: Progress, setter: Setter, stream: Messages, again: set[str]) -> Outcome:
    """Read the sources, start *setter*, write the web edition, or the book for tablets, or only read."""
    with patch_docutils(str(order.source)), docutils_namespace():
        name, folder = ("html", "html") if order.web else (BookBuilder.name, "epub") if order.epub else (ReadingBuilder.name, "html")
        app = application(order, name, order.stage / folder, stream)
        keeper, images = Warned(app), Failures(app.config)
        keeper.attach()
        images.attach()
        warned.reread(app, again)
        if order.web:
            sweep(app)
        _follow(app, progress)

        def start(*_args: Any) -> None:
            setter.unreadable |= images.unreadable_images
            setter.start()

        if order.pdf:
            app.connect("write-started", start)
        ok = _run(app)
        setter.unreadable |= images.unreadable_images
        warned.remember(order.output / WARNED, keeper.docnames)
        return Outcome(ok and not stream.kept, stream.kept, pages=len(app.env.all_docs), read=read_files(app), env=app.env,
                       homeless=not app.config.html_baseurl)


def read_files(app: Sphinx) -> dict[str, str]:
    """The files that the book's documents and bibliographies name, which may lie outside its folder."""
    names = {name for names in app.env.dependencies.values() for name in names}
    names |= set(getattr(app.config, "bibtex_bibfiles", ()))
    paths = {Path(os.path.normpath(app.srcdir / name)) for name in names}
    return {str(path): digest_of(path) for path in sorted(paths)}


def _clear(folder: Path, names: set[str]) -> None:
    """Remove from the stage what an earlier build made and this one does not."""
    for path in folder.glob("*.pdf"):
        if path.name not in names:
            path.unlink()


def _follow(app: Sphinx, progress: Progress) -> None:
    """Show reading and writing as they go."""
    counts = {"read": 0, "total": 0, "written": 0, "pages": 0}

    def before_read(_app: Sphinx, _env: Any, docnames: list[str]) -> None:
        counts["total"] = len(docnames)

    def source_read(*_args: Any) -> None:
        counts["read"] += 1
        progress.tick("reading documents", counts["read"], counts["total"])

    def page(_app: Sphinx, pagename: str, *_args: Any) -> None:
        if pagename in app.env.all_docs:
            counts["written"] += 1
            progress.tick("writing web pages", counts["written"], len(app.env.all_docs))

    app.connect("env-before-read-docs", before_read)
    app.connect("source-read", source_read)
    app.connect("html-page-context", page)


def _refusal(web: Outcome, pdf: Outcome, progress: Progress) -> None:
    count = len(set(web.warnings) | set(pdf.warnings))
    faults = f"{count} fault{'s' if count != 1 else ''}"
    progress.step(f"\n{faults}, named above; nothing was published, the last good output is untouched "
                  f"({progress.seconds:.1f} s)")


def _summary(order: Order, record: dict[str, Any], progress: Progress) -> None:
    """What was made, where, how long it is, how long it took."""
    def shown(path: Path) -> str:
        return os.path.relpath(path)

    progress.step("")
    if order.web:
        progress.step(f"{shown(order.output / 'html' / 'index.html'):<40} web edition, {_pages(record['pages'])}")
        if record["homeless"]:
            progress.step("html_baseurl is not set: no sitemap, canonical addresses or pictures for links")
    if order.epub:
        path = order.output / "epub" / EPUB
        progress.step(f"{shown(path):<40} {_pages(record['pages'])}, {path.stat().st_size / 1000:,.0f} kB")
    for item in record["pdfs"]:
        path = shown(order.output / "pdf" / item["name"])
        progress.step(f"{path:<40} {_pages(item['pages'])}, {item['size'] / 1000:,.0f} kB")
    progress.step(f"done in {progress.seconds:.1f} s")


def _pages(number: int) -> str:
    return f"{number} page" if number == 1 else f"{number} pages"
