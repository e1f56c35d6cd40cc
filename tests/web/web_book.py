"""A small book to build, and what comes of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

EXTENSIONS = ["myst_parser", "web_parts"]

INDEX = """\
---
deck: What the book is about.
---
# The small book

## Bottom line

:::{bottom-line}
It is small.
:::

```{toctree}
:hidden:
:numbered:

chapters/one
chapters/two
```
"""

ONE = """\
---
shorttitle: The first
deck: A deck's sign is <.
---
# The first chapter: a title

:::{judgment} KIT-1
:likelihood: very likely
:confidence: high
:reason: Two origins.
:facts: MIL-127
:alternative: None.
:raise: More.
:lower: Less.
:review: 2027-04-30
:previous: new
It is {likelihood}`very likely` small.
:::

## The first section

Names: 북한, Россия and Łódź. An equation {math}`x^2`.[^note]

[^note]: A note.

:::{list-table} A sized table
:header-rows: 1
:widths: 20 80

* - A
  - B
* - 1
  - 2
:::

## The second section

### Deeper

:::{indicators}
- Rain.
:::
"""

TWO = """\
# The second chapter

See [the first](one.md).
"""

BOOK = {"index.md": INDEX, "chapters/one.md": ONE, "chapters/two.md": TWO}

EDITION = {"brief_edition": "November 2026", "brief_cutoff": "2026-04-30", "brief_draft": True,
           "brief_corrections": "https://example.org/corrections"}


@dataclass
class Site:
    """A finished build."""

    out: Path
    warnings: str

    def page(self, name: str = "index") -> html.HtmlElement:
        return html.document_fromstring((self.out / f"{name}.html").read_text("utf-8"))

    def pages(self) -> list[Path]:
        return sorted(self.out.rglob("*.html"))

    def contents(self) -> dict[str, bytes]:
        """Every published file by its path."""
        return {str(path.relative_to(self.out)): path.read_bytes() for path in sorted(self.out.rglob("*"))
                if path.is_file() and not path.name.startswith(".buildinfo")}


def build_site(folder: Path, files: Mapping[str, str] = BOOK, *, quiet: bool = True, jobs: int = 1,
               builder: str = "html", extensions: list[str] = EXTENSIONS, **options: Any) -> Site:
    """Build *files* in *folder*; a second call is a warm build. *quiet* asserts that there is no warning."""
    source = folder / "source"
    for path, text in files.items():
        target = source / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_text("utf-8") != text:
            target.write_text(text, "utf-8")
    settings = {"project": "Book", "html_title": "The small book", "html_theme": "briefbook", "language": "en",
                "numfig": True, "html_copy_source": False, "extensions": extensions,
                "numfig_format": {"section": "Chapter %s"}, "myst_enable_extensions": ["colon_fence", "deflist"]}
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(source, None, folder / "out", folder / "doctrees", builder,
                     settings | options, status=None, warning=warnings, parallel=jobs)
        app.build()
    if quiet:
        assert not warnings.getvalue()
    return Site(folder / "out", warnings.getvalue())
