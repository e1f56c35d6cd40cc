"""Sphinx projects made from a dictionary of files, built in this process, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from lxml import html as lxml_html
from sphinx._cli.util.colour import disable_colour
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from pdfreader import Pdf

#: A picture of 80 by 40 CSS pixels, for tests that need some picture.
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#6e1423"/></svg>'

MYST = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "strikethrough",
        "substitution", "tasklist"]


@dataclass(frozen=True)
class Built:
    """The result of one build."""

    status: int            #: the exit status sphinx-build would give
    warnings: list[str]    #: one message each, without colours; paths from the source folder
    folder: Path
    app: Sphinx

    def pdf(self, name: str = "book") -> Pdf:
        return Pdf(self.folder / f"{name}.pdf")

    def html(self, name: str = "index") -> Any:
        """The page's main text as an lxml element."""
        page = lxml_html.document_fromstring((self.folder / f"{name}.html").read_text(encoding="utf-8"))
        return page.xpath('//div[@class="body"]')[0]

    @cached_property
    def files(self) -> list[str]:
        """What stands in the output folder, Sphinx's own files left out."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())


class Project:
    """A source folder with a configuration; keyword arguments are settings."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes], **conf: Any) -> None:
        self.folder = folder
        self.source = folder / "source"
        self.conf: dict[str, Any] = {
            "project": "Book", "author": "The editors", "language": "en", "extensions": ["myst_parser", "briefbook"],
            "html_theme": "basic", "html_copy_source": False, "brief_edition_date": "2026-01-31"} | conf
        if "myst_parser" in self.conf["extensions"]:
            self.conf = {"myst_enable_extensions": MYST} | self.conf
        self.write({"conf.py": ""} | dict(files))

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Add or replace source files."""
        for name, content in files.items():
            path = self.source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def build(self, builder: str = "typstpdf", *, strict: bool = False, **overrides: Any) -> Built:
        """Run *builder* as sphinx-build would; *strict* is its ``-W --keep-going``."""
        stream = StringIO()
        output = self.folder / builder
        disable_colour()
        with patch_docutils(str(self.source)), docutils_namespace():
            app = Sphinx(
                str(self.source), str(self.source), str(output), str(self.folder / "doctrees"), builder,
                confoverrides=deepcopy(self.conf | overrides), status=None, warning=stream, warningiserror=strict)
            app.build()
        return Built(app.statuscode, self._messages(stream.getvalue()), output, app)

    def _messages(self, log: str) -> list[str]:
        """The log's messages; lines that continue one are joined to it."""
        plain = re.sub(r"\x1b\[[0-9;]*m", "", log).replace(f"{self.source}/", "")
        return [" ".join(part.split()) for part in re.split(r"\n(?=\S)", plain) if part.strip()]


def built_pdf(folder: Path, source: str, files: Mapping[str, str | bytes] | None = None, **conf: Any) -> Pdf:
    """The PDF of one document in MyST, set without a message."""
    layout = {"typst_documents": [("index", "book", "", "", "page")]}
    built = Project(folder, {"index.md": source} | dict(files or {}), **layout | conf).build()
    assert (built.status, built.warnings) == (0, [])
    return built.pdf()
