"""Where the links of a web edition lead: every page, every card, the feed and the book's data."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

_ATTRIBUTES = ("href", "src", "data", "action", "poster")
_LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "object": "data", "source": "src", "video": "src"}


class SiteLinks:
    """The files below a folder. A link is a file, where it stands, and the address it names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {path.relative_to(folder).as_posix(): html.parse(path, html.HTMLParser(encoding="utf-8")).getroot()
                      for path in sorted(folder.rglob("*.html"))}

    @cached_property
    def ids(self) -> dict[str, Counter[str]]:
        """How often each id stands on each page."""
        return {name: Counter(map(str, page.xpath("//@id"))) for name, page in self.pages.items()}

    def repeated(self) -> list[str]:
        return [f"{name}#{ident}" for name, found in self.ids.items() for ident, count in found.items() if count > 1]

    def links(self) -> Iterator[tuple[str, str]]:
        for name, page in self.pages.items():
            for attribute in _ATTRIBUTES:
                yield from ((name, str(address)) for address in page.xpath(f"//@{attribute}"))
        yield from self._in_cards()
        yield from self._in_data()

    def _in_cards(self) -> Iterator[tuple[str, str]]:
        """Cards are shown on any page; their links are written from the book's front page."""
        for path in sorted((self.folder / "_static" / "cards").glob("*.js")):
            _name, _comma, entries = path.read_text(encoding="utf-8").partition(", ")
            for card in json.loads(entries.rstrip(");\n")).values():
                for address in html.fragment_fromstring(card, create_parent=True).xpath("//@href"):
                    yield "index.html", str(address)

    def _in_data(self) -> Iterator[tuple[str, str]]:
        texts = [*(path.read_text(encoding="utf-8") for path in [self.folder / "data" / "book.json"] if path.is_file())]
        for address in re.findall(r'"((?:[\w-]+/)*[\w-]+\.html(?:#[^"]*)?)"', "".join(texts)):
            yield "index.html", address

    def broken(self) -> list[str]:
        """Links to files that are not there, or to no place in their page."""
        return sorted({f"{name}: {address}" for name, address in self.links() if not self._resolves(name, address)})

    def _resolves(self, name: str, address: str) -> bool:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return parts.scheme in ("https", "http", "mailto", "data")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
        if not (self.folder / target).is_file():
            return False
        return not parts.fragment or target not in self.ids or unquote(parts.fragment) in self.ids[target]

    def loaded_from_elsewhere(self) -> list[str]:
        """What a page would fetch from another site."""
        return [f"{name}: {address}" for name, page in self.pages.items() for tag, attribute in _LOADED.items()
                for address in page.xpath(f"//{tag}[not(@rel='canonical' or @rel='license')]/@{attribute}") if urlsplit(address).netloc]
