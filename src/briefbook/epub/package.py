"""The EPUB itself: the package document, the navigation document, the cover, and the archive that holds them.

EPUB 3.3 (w3.org/TR/epub-33); what is said of accessibility follows EPUB Accessibility 1.1 and its vocabulary of
schema.org. Nothing in the file depends on the clock, the machine or the order in which things were made.
"""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinx.locale import _

from briefbook import look, publication
from briefbook.epub.content import Content, document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.config import Config

    from briefbook.publication import Work

STYLE = Path(__file__).parent / "book.css"
#: The folder of everything but the two files whose places the standard fixes.
FOLDER = "EPUB"
PACKAGE = "package.opf"
_MEDIA = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
          ".webp": "image/webp", ".css": "text/css", ".xhtml": "application/xhtml+xml"}
#: The first moment that an archive can name; a book without a date of its edition has this one.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONTAINER = f"""\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="{FOLDER}/{PACKAGE}" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


@dataclass(frozen=True)
class Book:
    """Everything that goes into the file. *contents* stand in reading order; *pictures* by their paths."""

    work: Work
    config: Config
    contents: list[Content]
    pictures: dict[str, bytes]
    cover: bytes  #: PNG; empty where none could be drawn


def packed(book: Book) -> bytes:
    """The bytes of the EPUB."""
    files = _files(book)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        _put(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _put(archive, "META-INF/container.xml", _CONTAINER.encode())
        _put(archive, f"{FOLDER}/{PACKAGE}", _package(book, files).encode())
        for name, data in files.items():
            _put(archive, f"{FOLDER}/{name}", data)
    return held.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = method
    entry.create_system = 3  # else it is that of the machine
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def _files(book: Book) -> dict[str, bytes]:
    """Every file below the folder but the package document."""
    work = book.work
    found = {"nav.xhtml": _navigation(book), "book.css": style().encode()}
    if book.cover:
        said = f"{work.title}. {work.description}".strip()
        found |= {"cover.png": book.cover, "cover.xhtml": document(
            work.language, work.title, "", f'<p class="cover"><img src="cover.png" alt="{escape(said)}"/></p>', "cover")}
    return found | {content.name: content.data for content in book.contents} | book.pictures


def style() -> str:
    """The style sheet with the colours of the look in it, and once more, for dark screens, the rules that name one.

    Many reading systems know no custom properties.
    """
    sheet = STYLE.read_text(encoding="utf-8")
    coloured = [f"{selector} {{{';'.join(part for part in block.split(';') if 'var(' in part)}; }}"
                for selector, block in re.findall(r"^([^{}/*]+?) \{([^{}]*var\([^{}]*)\}", sheet, re.MULTILINE)]
    dark = "\n".join(coloured)
    return f"{_filled(sheet, look.COLOURS)}\n@media (prefers-color-scheme: dark) {{\n{_filled(dark, look.DARK)}\n}}\n"


def _filled(sheet: str, colours: Mapping[str, str]) -> str:
    """``--sheet`` is the ground of pictures, which are drawn in ink on a dark page too."""
    named = {**colours, "sheet": look.COLOURS["paper"]}
    return re.sub(r"var\(--([\w-]+)\)", lambda match: named[match[1]], sheet)


# -- the package document ----------------------------------------------------------------------------------------------


def _package(book: Book, files: dict[str, bytes]) -> str:
    work = book.work
    ids = {name: f"f{number}" for number, name in enumerate(files, start=1)}
    properties = {content.name: set(content.properties) for content in book.contents}
    properties |= {"nav.xhtml": {"nav"}, "cover.png": {"cover-image"}}
    manifest = "".join(
        f'\n    <item id="{ids[name]}" href="{escape(name)}" media-type="{_MEDIA[PurePosixPath(name).suffix.lower()]}"'
        + (f' properties="{" ".join(sorted(properties[name]))}"' if properties.get(name) else "") + "/>" for name in files)
    first, *rest = [content.name for content in book.contents]
    spine = "".join(f'\n    <itemref idref="{ids[name]}"/>' for name in
                    [*(["cover.xhtml"] if book.cover else []), first, "nav.xhtml", *rest])
    metadata = "".join(f"\n    {line}" for line in _metadata(book))
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{work.language}" dir="auto">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}
  </metadata>
  <manifest>{manifest}
  </manifest>
  <spine>{spine}
  </spine>
</package>
"""


def identifier(work: Work) -> str:
    """The book's name among all books: the same for every build of an edition, another for the next."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{publication.key(work)} {work.publisher} {work.edition} {work.modified}')}"


def _metadata(book: Book) -> Iterator[str]:
    work = book.work
    yield f'<dc:identifier id="id">{identifier(work)}</dc:identifier>'
    yield f"<dc:title>{escape(work.title)}</dc:title>"
    yield f"<dc:language>{work.language}</dc:language>"
    named = {"creator": work.names, "publisher": [work.publisher], "description": [work.description],
             "subject": list(work.keywords), "date": [work.modified], "rights": [work.licence_url or work.licence]}
    for name, texts in named.items():
        yield from (f"<dc:{name}>{escape(text)}</dc:{name}>" for text in texts if text)
    yield f'<meta property="dcterms:modified">{work.modified or "1980-01-01"}T00:00:00Z</meta>'
    for name, words in _accessibility(book):
        yield f'<meta property="schema:{name}">{escape(words)}</meta>'


def _accessibility(book: Book) -> Iterator[tuple[str, str]]:
    """How the book can be read, by the vocabulary of schema.org."""
    yield "accessMode", "textual"
    if book.pictures:
        yield "accessMode", "visual"
    yield "accessModeSufficient", "textual"
    features = ["alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    if any("mathml" in content.properties for content in book.contents):
        features.append("MathML")
    for feature in sorted(features):
        yield "accessibilityFeature", feature
    yield "accessibilityHazard", "none"
    yield "accessibilitySummary", str(_(
        "Headings, lists, tables and notes are marked as such; every picture has an alternative text, "
        "and the data of every chart stands beside it as a table. The book holds no sound, no film and no script."))


# -- the way through the book --------------------------------------------------------------------------------------------


def _navigation(book: Book) -> bytes:
    entries = "".join(_entry(content) for content in book.contents)
    marks = [("cover", "cover.xhtml", _("Cover"))] if book.cover else []
    marks += [("toc", "nav.xhtml#toc", _("Contents"))]
    marks += [("bodymatter", content.name, _("Begin reading")) for content in book.contents[:1]]
    marks += [("bibliography", content.name, content.page.work.title) for content in book.contents if content.page.has_list][:1]
    landmarks = "".join(f'<li><a epub:type="{kind}" href="{escape(href)}">{escape(words)}</a></li>' for kind, href, words in marks)
    title = _("Contents")
    return document(book.work.language, title, "", (
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title"><h1 id="toc-title">{title}</h1><ol>{entries}</ol></nav>\n'
        f'<nav epub:type="landmarks" hidden="hidden" aria-label="{_("Landmarks")}"><ol>{landmarks}</ol></nav>'), "frontmatter")


def _entry(content: Content) -> str:
    page = content.page
    title = f"{page.work.number} {page.work.title}" if page.work.number else page.work.title
    below = "".join(f'<li><a href="{escape(content.name)}#{escape(anchor)}">{escape(words)}</a></li>' for anchor, words in page.sections)
    return f'<li><a href="{escape(content.name)}">{escape(title)}</a>{f"<ol>{below}</ol>" if below else ""}</li>\n'
