"""A whole entry: head, year, title, what its type adds, addresses; one sentence each.

After Chicago's author-date list (17th edition) in the manner of policy institutes: news, reports, data and web pages
print their day, the address and when it was read; books and journal articles print the year alone. A DOI stands in
place of the address, ISBN and ISSN where there is neither. Keywords, abstracts, files and related entries are not
printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbook.bibliography import datetext, parts
from briefbook.bibliography.creators import dressed, head_of
from briefbook.bibliography.punctuation import stop
from briefbook.bibliography.rich import EMPTY, Rich, first_upper, join, plain, rich
from briefbook.bibliography.shapes import body

if TYPE_CHECKING:
    from briefbook.bibliography.source import Source


def entry_text(source: Source, year: str = "") -> Rich:
    """Format *source*; *year* is the year with its letter, as the labels have it."""
    head = head_of(source)
    title = dressed(source.title(), source.type)
    year = year or printed_year(source)
    dated = rich(year[:1].upper() + year[1:] if year.startswith(("forth", "in p", "sub", "prep")) else year)
    opening = [head.text, dated, title] if head.text else [title, dated]
    sentences = [*opening, source.text("titleaddon"), *body(source, head), *_closing(source)]
    return join(" ", [stop(sentence) for sentence in sentences if sentence])


def printed_year(source: Source) -> str:
    """The year as head and text print it: ``2024``, ``2023–24``, ``[1943] 2026``, ``forthcoming``, ``n.d.``

    What stands in ``year`` and is no date, ``1980s`` or ``in press``, is printed as it is.
    """
    date = source.date()
    if date is not None:
        year = datetext.year(date)
    else:
        year = source.words("year") or plain(parts.keyword(source, "pubstate")).lower() or datetext.NO_DATE
    original = datetext.year(source.date("origdate")) if source.date("origdate") else ""
    return f"[{original}] {year}" if original and original != year else year


def _closing(source: Source) -> list[Rich]:
    """State of publication, note, language, archive number, address, addendum."""
    state = parts.keyword(source, "pubstate") if source.date() is not None else EMPTY
    return [first_upper(state), first_upper(source.text("note")), parts.language(source), parts.eprint(source),
            *parts.address(source), first_upper(source.text("addendum"))]
