"""What the web edition of the book holds, read back for comparison with the PDFs."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import html as lxml_html


NUMBERED = re.compile(r"(?:Figure|Table) [0-9A-Z]+[.][0-9]+")


def words(text: str) -> str:
    """White space collapsed, soft hyphens and zero-width spaces gone."""
    return " ".join(re.sub("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}]", "", text).split())


class Page:
    """One page."""

    def __init__(self, path: Path) -> None:
        self.root: Any = lxml_html.document_fromstring(path.read_text(encoding="utf-8"))

    @cached_property
    def main(self) -> Any:
        return self.root.xpath("//main")[0]

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of every heading of the chapter, its number first; permalinks and the page's foot left out."""
        found = self.main.xpath('(.//h1|.//h2|.//h3|.//h4)[not(ancestor::*[contains(@class, "reuse")])]')
        return [(int(element.tag[1]), text_of(element)) for element in found]

    @cached_property
    def captions(self) -> list[str]:
        """Every numbered caption, figures and tables, without what stands below its title."""
        found = self.main.xpath('.//figcaption/p[1] | .//table/caption')
        return [text for text in map(text_of, found) if NUMBERED.match(text)]

    @cached_property
    def judgments(self) -> dict[str, str]:
        """The text of every judgment by its id."""
        found = self.main.xpath('.//section[starts-with(@aria-label, "Judgment ")]')
        return {str(element.get("aria-label")).split()[-1]: text_of(element) for element in found}

    @cached_property
    def entries(self) -> dict[str, str]:
        """The text of every entry of a reference list by its anchor."""
        return {str(entry.get("id")): words(" ".join(text_of(part) for part in entry.xpath('./p[not(@class="citation-uses")]')))
                for entry in self.main.xpath('.//*[contains(@class, "bib-entry")]')}

    @cached_property
    def cited(self) -> set[str]:
        """Anchors of the sources that citations of the page lead to."""
        links = self.main.xpath('.//*[contains(@class, "bibtex-citation")]//a/@href')
        return {str(link).partition("#")[2] for link in links}


def text_of(element: Any) -> str:
    """The text of an element without its permalink."""
    copy = lxml_html.fromstring(lxml_html.tostring(element, with_tail=False, encoding="unicode"))
    for link in copy.xpath('.//a[contains(@class, "headerlink")]'):
        link.drop_tree()
    return words(copy.text_content())
