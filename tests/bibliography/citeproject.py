"""Tiny Sphinx projects with sources, built in this process as often as a test wants."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from docutils import nodes
from lxml import html
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENTRY = "@online{{{key}, author = {{{author}}}, title = {{{title}}}, date = {{{date}}}, url = {{https://x.org/{key}}}}}\n"
BIBLIOGRAPHY = "\n```{bibliography}\n```\n"


def entry(key: str, author: str = "Lee, Ann", title: str = "Arms", date: str = "2024-06-19") -> str:
    return ENTRY.format(key=key, author=author, title=title, date=date)


@dataclass
class Built:
    """One build: the application, its output folder and its messages."""

    app: Sphinx
    folder: Path
    messages: list[str]

    def body(self, name: str = "index") -> Any:
        page = html.fromstring((self.folder / f"{name}.html").read_text(encoding="utf-8"))
        return html.fragment_fromstring(html.tostring(page.xpath('//div[@class="body"]')[0], encoding="unicode"))

    def text(self, name: str = "index") -> str:
        return " ".join(self.body(name).text_content().replace("¶", " ").split())

    def listed(self, name: str = "refs") -> list[str]:
        """The printed entries of a page."""
        return ["".join(item.itertext()).strip() for item in self.body(name).xpath('//div[@class="citation"]/p')]

    def resolved(self, name: str = "index") -> nodes.document:
        return self.app.env.get_and_resolve_doctree(name, self.app.builder, tags=self.app.tags)


class Project:
    """A source folder; keyword arguments are options of ``conf.py``."""

    def __init__(self, folder: Path, files: Mapping[str, str], **options: Any) -> None:
        self.folder = folder
        self.source = folder / "source"
        self.source.mkdir()
        self.options = {"extensions": ["myst_parser", "briefbook.bibliography"], "html_theme": "basic",
                        "html_copy_source": False, "bibtex_bibfiles": ["refs.bib"]} | options
        self.write({"conf.py": "", **files})

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            (self.source / name).parent.mkdir(parents=True, exist_ok=True)
            (self.source / name).write_text(text, encoding="utf-8")

    def build(self, builder: str = "html", *, fresh: bool = False, parallel: int = 0, out: str = "") -> Built:
        """Build with what earlier builds left, or from nothing if *fresh*."""
        doctrees, output = self.folder / "doctrees", self.folder / (out or builder)
        if fresh:
            shutil.rmtree(doctrees, ignore_errors=True)
            shutil.rmtree(output, ignore_errors=True)
        warnings = StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(self.source, self.source, output, doctrees, builder, dict(self.options), StringIO(), warnings,
                         parallel=parallel)
            app.build()
        text = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue()).replace(f"{self.source}/", "")
        return Built(app, output, text.splitlines())


def pages(folder: Path) -> dict[str, str]:
    """All pages of a build, for comparing two."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}
