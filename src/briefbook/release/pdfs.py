"""What a release tells of a PDF, and the evidence that is attached inside."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from briefbook.release.manifest import Attached, Pdf
from briefbook.typst.evidence import FILE
from briefbook.typst.inspection import bookmarks


def described(path: Path, standards: Sequence[str]) -> Pdf:
    """*path* as the manifest tells it; *standards* are those it was set under."""
    with pikepdf.open(path) as pdf:
        return Pdf(pages=len(pdf.pages), title=str(pdf.docinfo.get("/Title", "")), language=str(pdf.Root.get("/Lang", "")),
                   bookmarks=bookmarks(pdf), standards=tuple(standards), evidence=_attached(pdf))


def evidence(path: Path) -> bytes:
    """The attached evidence; empty where there is none."""
    with pikepdf.open(path) as pdf:
        return _content(pdf)


def _content(pdf: pikepdf.Pdf) -> bytes:
    return pdf.attachments[FILE].get_file().read_bytes() if FILE in pdf.attachments else b""


def _attached(pdf: pikepdf.Pdf) -> Attached | None:
    data = _content(pdf)
    return Attached(name=FILE, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data)) if data else None
