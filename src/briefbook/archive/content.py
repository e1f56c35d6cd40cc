"""What a page says, as one hash: another advert, menu or counter around the text is no change of the text."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import version

import trafilatura

HTML = frozenset({"text/html", "application/xhtml+xml"})
#: More of a page than this, in bytes, is not searched for its text.
LONGEST = 4 * 2**20

#: With its version, as far as that may change what it extracts.
EXTRACTOR = f"trafilatura {'.'.join(version('trafilatura').split('.')[:2])}"

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read, we say ourselves


@dataclass(frozen=True)
class Content:
    """``of`` says what was hashed, and by which extractor: hashes of different things are never compared."""

    media_type: str
    sha256: str
    of: str


def content_of(body: bytes, content_type: str) -> Content:
    """The hash of *body*: of its main text if it is a page, of its words if it is another text, else of its bytes."""
    media_type = content_type.partition(";")[0].strip().lower()
    if (media_type in HTML or not media_type and body.lstrip()[:1] == b"<") and len(body) <= LONGEST:
        page = _decoded(body, content_type)
        for what, extract in (("main text", _main_text), ("all text", trafilatura.html2txt)):
            if text := _taken(extract, page):
                return Content(media_type or "text/html", _words(text), f"{what} by {EXTRACTOR}")
    return Content(media_type, hashlib.sha256(body).hexdigest(), "bytes")


def _main_text(page: str | bytes) -> str | None:
    return trafilatura.extract(page, include_comments=False, include_tables=True, deduplicate=False)


def _taken(extract: Callable[[str | bytes], str | None], page: str | bytes) -> str:
    """The text; nothing of a page that the extractor stumbles over, for one page must not end a round of hundreds."""
    try:
        return extract(page) or ""
    except Exception:  # it says nothing of what it raises
        return ""


def _decoded(body: bytes, content_type: str) -> str | bytes:
    """The page in the encoding that its server names; else as it came, for the extractor to guess, from what it declares."""
    charset = Message()
    charset["Content-Type"] = content_type or "text/html"
    try:
        return body.decode(charset.get_content_charset() or "", "replace")
    except LookupError:
        return body


def _words(text: str) -> str:
    """The hash of the words in *text*; how they are laid out in lines does not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
