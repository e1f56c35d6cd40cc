"""Sources in the formats that reference managers read: BibTeX in biblatex's dialect, RIS, CSL-JSON.

Pure: each writer takes sources and gives a whole file. A file stands alone: what an entry inherits is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from briefbook.bibliography.exports import bibtex, csl, ris
from briefbook.bibliography.source import Source

__all__ = ["FORMATS", "Format", "bibtex", "csl", "ris"]


@dataclass(frozen=True)
class Format:
    """One format: the ending of its files, its name, its media type and its writer."""

    ending: str
    name: str
    media_type: str
    write: Callable[[Iterable[Source]], str]


#: All formats, in the order in which pages offer them.
FORMATS: tuple[Format, ...] = (
    Format("bib", "BibTeX", "application/x-bibtex", bibtex.text),
    Format("ris", "RIS", "application/x-research-info-systems", ris.text),
    Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl.text),
)
