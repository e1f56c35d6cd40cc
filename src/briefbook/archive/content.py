"""What a page says, as one hash: another advert, menu or counter around the text is no change of the text."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import version

import trafilatura

HTML = frozenset({"text/html", "application/xhtml+xml"})
#: More of a page than this, in bytes, is not searched for its text.
LONGEST = 8 * 2**20

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
        extractor = f"trafilatura {'.'.join(version('trafilatura').split('.')[:2])}"
        page = _decoded(body, content_type)
        if main := trafilatura.extract(page, include_comments=False, include_tables=True, deduplicate=False):
            return Content(media_type or "text/html", _words(main), f"main text by {extractor}")
        if whole := trafilatura.html2txt(page):
            return Content(media_type or "text/html", _words(whole), f"all text by {extractor}")
    return Content(media_type, hashlib.sha256(body).hexdigest(), "bytes")


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
