"""Small books in folders of their own, built by the commands that people type.

A command runs in a process of its own, forked from a server that has imported everything and never run a build: as
clean as a fresh interpreter, in a hundredth of its time.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import multiprocessing
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html as lxml_html
from sphinx.application import builtin_extensions

from pdfreader import Pdf

METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT = multiprocessing.get_context(METHOD)
if METHOD == "forkserver":
    _CONTEXT.set_forkserver_preload([
        *builtin_extensions, "sphinx.cmd.build", "sphinx.search.en", "myst_parser.sphinx_ext.main",
        "sphinxcontrib.bibtex", "briefbook.__main__", "briefbook.press.build", "briefbook.typst.builder"])

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#6e1423"/></svg>'

CONF = """\
project = "Small book"
author = "The editors"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "briefbook"]
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"]
include_patterns = ["*.md", "chapters/*.md"]
html_theme = "basic"
html_copy_source = False
numfig = True
numfig_secnum_depth = 1
bibtex_bibfiles = ["references.bib"]
brief_edition = "First"
brief_edition_date = "2026-01-31"
brief_cutoff = "2025-12-31"
typst_documents = [
    ("index", "book", "", "", "book"), ("chapters/one", "one", "", "", "brief"), ("chapters/two", "two", "", "", "brief"),
]
"""
BIB = """\
@book{roe2020, author = {Roe, Jane}, title = {On rivers}, publisher = {Press}, date = {2020}}
@online{doe2021, author = {Doe, John}, title = {On lakes}, url = {https://example.org/lakes}, date = {2021-05-04}}
@report{moe2022, author = {Moe, Ann}, title = {On seas}, institution = {Institute}, type = {Report}, date = {2022}}
"""
INDEX = """\
# Small book

A front door.

```{toctree}
:numbered: 2

chapters/one
chapters/two
references
```
"""
ONE = """\
(one)=
# Rivers

Rivers are long {cite:p}`roe2020`. Lakes are in {ref}`two`; see {numref}`fig-lake`.

:::{figure} dot.svg
:name: fig-river
:alt: A dot.
A river.
:::
"""
TWO = """\
(two)=
# Lakes

Lakes are wide {cite:p}`doe2021`. Rivers are in {ref}`one`.

:::{figure} dot.svg
:name: fig-lake
:alt: A dot.
A lake.
:::
"""
REFERENCES = "# References\n\n:::{bibliography}\n:::\n"

Files = Mapping[str, str | bytes | None]
SMALL: Files = {
    "conf.py": CONF, "references.bib": BIB, "index.md": INDEX, "chapters/one.md": ONE, "chapters/two.md": TWO,
    "references.md": REFERENCES, "chapters/dot.svg": DOT}


#: Lines for conf.py: our theme, without the seconds that its fonts take to cut.
THEMED = """
html_theme = "briefbook"
from briefbook.web import fonts as _fonts
_fonts._map = lambda faces: [face.name.encode() for face in faces]
"""

@dataclass(frozen=True)
class Run:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def messages(self) -> list[str]:
        """What it said on its error stream, a line each, without the folder of the book."""
        return [line for line in self.err.splitlines() if line.strip()]


@dataclass(frozen=True)
class Running:
    """A command under way."""

    process: Any
    out: Path
    err: Path
    source: str

    def finish(self) -> Run:
        self.process.join(300)
        assert self.process.exitcode is not None, "the command hangs"
        out, err = (path.read_text(encoding="utf-8") for path in (self.out, self.err))
        assert "Traceback" not in err, err
        return Run(self.process.exitcode, out, err.replace(self.source, ""))


class Book:
    """A source folder and, beside it, what is made of it."""

    def __init__(self, folder: Path, files: Files = SMALL) -> None:
        self.folder = folder
        self.source = folder / "source"
        self.output = folder / "made"
        self._runs = 0
        self.write(files)

    # -- the source ------------------------------------------------------------------------------------------------

    def write(self, files: Files) -> None:
        """Add or replace files; ``None`` removes one."""
        for name, content in files.items():
            path = self.source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)

    def conf(self, lines: str) -> None:
        """Add lines to conf.py; the last word on an option counts."""
        self.write({"conf.py": self.text("conf.py") + lines + "\n"})

    def text(self, name: str) -> str:
        return (self.source / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = self.text(name)
        assert old in text
        self.write({name: text.replace(old, new)})

    # -- commands --------------------------------------------------------------------------------------------------

    def build(self, *arguments: str, **environment: str) -> Run:
        """``python -m briefbook build``."""
        given = () if "-o" in arguments else ("-o", str(self.output))
        return self.command("briefbook.__main__", ["build", str(self.source), *given, *arguments], environment)

    def sphinx(self, builder: str = "typstpdf", *arguments: str, **environment: str) -> Run:
        """``sphinx-build -b BUILDER`` into the folder of the builder's name."""
        return self.command("sphinx.cmd.build", [
            "-b", builder, "-d", str(self.folder / "doctrees"), "--no-color", *arguments,
            str(self.source), str(self.folder / builder)], environment)

    def command(self, module: str, arguments: list[str], environment: Mapping[str, str]) -> Run:
        return self.start(module, arguments, environment).finish()

    def start(self, module: str, arguments: list[str], environment: Mapping[str, str]) -> Running:
        """Start a command and leave it running, with a process group of its own."""
        self._runs += 1
        # Workers may share a book.
        streams = [self.folder / f"run{os.getpid()}-{self._runs}.{name}" for name in ("out", "err")]
        process = _CONTEXT.Process(target=_call, args=(module, arguments, dict(environment), *streams))
        process.start()
        return Running(process, *streams, f"{self.source}/")

    def made(self, *arguments: str) -> Run:
        """Build, and insist that it went through without a word of complaint."""
        run = self.build(*arguments)
        assert (run.status, run.err) == (0, "")
        return run

    # -- what came of it -------------------------------------------------------------------------------------------

    def pdf(self, name: str = "book") -> Pdf:
        return Pdf(self.output / "pdf" / f"{name}.pdf")

    def page(self, name: str = "index") -> Any:
        return lxml_html.document_fromstring((self.output / "html" / f"{name}.html").read_text(encoding="utf-8"))

    def files(self, *parts: str) -> dict[str, str]:
        """Every published file with a digest of its bytes; *parts* are ``html`` and ``pdf`` unless said otherwise."""
        return digests(self.output, parts or ("html", "pdf"))


MakeBook = Callable[..., Book]


def digests(folder: Path, parts: tuple[str, ...] = ("",)) -> dict[str, str]:
    paths = [path for part in parts for path in sorted((folder / part).rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def differing(one: Mapping[str, str], two: Mapping[str, str]) -> list[str]:
    """Names of files that one of the two lacks or that differ."""
    return sorted(name for name in {*one, *two} if one.get(name) != two.get(name))


def place(message: str) -> tuple[str, int]:
    """File and line at the head of a message."""
    found = re.match(r"(\S+?):(\d+): ", message)
    assert found, f"no file and line: {message}"
    return found[1], int(found[2])


def _call(module: str, arguments: list[str], environment: Mapping[str, str], out: Path, err: Path) -> None:
    """Run the ``main`` of *module* as if typed, in this process."""
    if hasattr(os, "setsid"):
        os.setsid()
    os.environ.update(environment)
    if hasattr(time, "tzset"):
        time.tzset()
    with (out.open("w", encoding="utf-8") as shown, err.open("w", encoding="utf-8") as said,
          contextlib.redirect_stdout(shown), contextlib.redirect_stderr(said)):
        sys.argv = [module, *arguments]
        status = importlib.import_module(module).main(arguments)
    sys.exit(status)
