"""What each type of entry says between its title and its address: one function a shape, one sentence an item."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefbook.bibliography import parts
from briefbook.bibliography.punctuation import comma_inside, quoted
from briefbook.bibliography.rich import EMPTY, Rich, concat, first_upper, join, rich, toggle

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefbook.bibliography.creators import Head
    from briefbook.bibliography.source import Source


def body(source: Source, head: Head) -> list[Rich]:
    """The sentences between title and address; a type without a shape of its own is printed as a miscellany."""
    return SHAPES.get(source.type, general)(source, head)


def general(source: Source, head: Head, word: str = "") -> list[Rich]:
    """Web pages, reports, data and the like: a publisher and a day; *word* names the medium if ``type`` does not."""
    details = [
        *_contributions(source, head), first_upper(parts.edition(source)), first_upper(parts.volume(source)),
        *parts.numbered(source), parts.version(source), rich("" if source.has("type") else word), parts.event(source),
        source.text("howpublished")]
    return [*_ending(source, details, join(", ", [_carrier(source), parts.imprint(source, head)])), _extent(source)]


def article(source: Source, head: Head) -> list[Rich]:
    """Journals as ``Journal 12 (3): 45–67``; magazines and newspapers, which count no volumes, by their day."""
    name = _carrier(source)
    if not name:
        return general(source, head)
    series = source.words("series")
    series = f"{parts.ordinal(int(series))} ser." if series.isascii() and series.isdigit() else series
    numbers = _volume_and_number if source.has("volume") else _number_or_day
    return [*_contributions(source, head), concat(_issue(source), numbers(source, join(", ", [name, series])))]


def book(source: Source, head: Head) -> list[Rich]:
    """Books and collections: edition, volume, series, place and publisher; the year stands at the head."""
    return [
        *_contributions(source, head), first_upper(parts.edition(source)), first_upper(parts.volume(source)),
        *parts.numbered(source), parts.version(source), parts.event(source), source.text("howpublished"),
        join(", ", [parts.imprint(source, head), _cited_part(source)]), _extent(source)]


def chapter(source: Source, head: Head) -> list[Rich]:
    """``In`` *Book*, ``2nd ed., edited by X, 45–67``, or ``Chap. 3 in``; a paper without a book names its event."""
    host, in_main = toggle(source.title("book"), "i") or _carrier(source), True
    addon = source.text("booktitleaddon")
    people = [rich(phrase) for phrase in parts.contributors(source, head)]
    writer = source.people("bookauthor")
    by = rich(f"by {writer.running()}") if writer and writer != source.people("author") else EMPTY
    if not host:
        if source.type == "inproceedings":
            return _presented(source, head)
        host, in_main = toggle(source.title("main"), "i"), False
    inside = join(", ", [join(". ", [host, addon]), by, parts.edition(source),
                         parts.volume(source, main=in_main), *people, parts.pages(source)])
    where = concat(parts.ranged(source, "chapter", "Chap. "), " in ") if source.has("chapter") else "In "
    return [concat(where, inside) if inside else EMPTY, *parts.numbered(source), parts.event(source),
            source.text("howpublished"), parts.imprint(source, head)]


def _presented(source: Source, head: Head) -> list[Rich]:
    """A paper that was given and not printed."""
    place = parts.event(source)
    details = [*_contributions(source, head), concat("Paper presented at ", place) if place else EMPTY,
               *parts.numbered(source)]
    return _ending(source, details, parts.imprint(source, head))


def thesis(source: Source, head: Head) -> list[Rich]:
    """``PhD diss., University``."""
    kinds = {"phdthesis": "PhD diss.", "mastersthesis": "Master’s thesis"}
    kind = parts.keyword(source, "type") or rich(kinds.get(source.written_type, "Thesis"))
    where = join(", ", [parts.publisher(source, head), source.text("location")])
    return [*_contributions(source, head), join(", ", [kind, source.text("number"), where]), _extent(source)]


def law(source: Source, head: Head) -> list[Rich]:
    """Statutes, resolutions and treaties: number, gazette, issuing body and day in one sentence."""
    gazette = source.text("journaltitle") if source.has("volume") else _carrier(source)
    where = join(" " if source.has("volume") else ", ", [source.text("volume"), gazette, parts.pages(source)])
    way = source.text("howpublished")
    line = join(", ", [*parts.numbered(source), where, parts.imprint(source, head)])
    return [*_contributions(source, head), way if line else EMPTY, join(", ", [line or way, parts.day(source)])]


def judgment(source: Source, head: Head) -> list[Rich]:
    """``123 F.3d 45 (2d Cir., 28 June 2024)``."""
    report = join(" ", [source.text("volume"), source.text("journaltitle"), parts.pages(source)])
    court = join(", ", [parts.publisher(source, head), source.text("location"), parts.day(source)])
    where = concat("(", court, ")") if court else EMPTY
    return [*_contributions(source, head), join(" ", [join(", ", [report, *parts.numbered(source)]), where])]


def patent(source: Source, head: Head) -> list[Rich]:
    """``US Patent 4,586,960, issued 6 May 1986``; the holder, if another, as the one it is assigned to."""
    number = parts.numbered(source)[0]
    holder = source.people("holder")
    issued = parts.day(source)
    return [*_contributions(source, head),
            join(", ", [number, source.text("location"), f"issued {issued}" if issued else "",
                        f"assigned to {holder.running()}" if holder else ""])]


def periodical(source: Source, head: Head) -> list[Rich]:
    """A whole issue: its number and, if it has one, its own title."""
    count = join(", ", [parts.volume(source), parts.ranged(source, "number", "no. "), source.text("issue")])
    return [first_upper(count), quoted(source.title("issue")), *_contributions(source, head),
            join(", ", [parts.imprint(source, head), parts.day(source)])]


def _contributions(source: Source, head: Head) -> list[Rich]:
    return [first_upper(rich(phrase)) for phrase in parts.contributors(source, head)]


def _carrier(source: Source) -> Rich:
    """The journal, newspaper or site in which a piece stands; the agency whose copy it is in parentheses."""
    name = toggle(source.title("journal"), "i")
    agency = source.words("organization") if name and not source.has("publisher") else ""
    return concat(name, f" ({agency})" if agency and source.has("author") else "")


def _issue(source: Source) -> Rich:
    """``“Arms and the Gulf,” special issue,`` before the journal's name."""
    title = source.title("issue")
    return concat(comma_inside(quoted(title)), " special issue, ") if title else EMPTY


def _volume_and_number(source: Source, name: Rich) -> Rich:
    number = parts.ranged(source, "number") or source.text("issue")
    both = concat(name, ", " if source.has("series") else " ", parts.ranged(source, "volume"),
                  concat(" (", number, ")") if number else "")
    return join(": ", [join(", ", [both, parts.ranged(source, "part", "pt. ")]), parts.pages(source)])


def _number_or_day(source: Source, name: Rich) -> Rich:
    return join(", ", [name, parts.ranged(source, "number", "no. "), source.text("issue"), parts.day(source),
                       parts.pages(source)])


def _cited_part(source: Source) -> Rich:
    """Chapter and pages of a larger work."""
    return join(", ", [parts.ranged(source, "chapter", "chap. "), parts.pages(source)])


def _extent(source: Source) -> Rich:
    """``320 pp.``"""
    total = source.words("pagetotal")
    return rich(f"{total} pp." if total.isascii() and total.isdigit() else total)


def _ending(source: Source, details: list[Rich], publisher: Rich) -> list[Rich]:
    """Put the day after the publisher or, without one, after the last thing said."""
    filled = [detail for detail in details if detail]
    last = publisher or (filled.pop() if filled else EMPTY)
    return [*filled, join(", ", [last, parts.day(source), _cited_part(source)])]


#: Shape by type; the types' aliases are in ``source.TYPE_ALIASES``.
SHAPES: dict[str, Callable[[Source, Head], list[Rich]]] = {
    "article": article, "book": book, "collection": book, "proceedings": book, "inbook": chapter,
    "incollection": chapter, "inproceedings": chapter, "thesis": thesis, "legislation": law, "legal": law,
    "jurisdiction": judgment, "patent": patent, "periodical": periodical, "online": general, "report": general,
    "standard": general, "letter": general, "misc": general,
    "dataset": partial(general, word="Dataset"), "software": partial(general, word="Software"),
    "image": partial(general, word="Image"), "audio": partial(general, word="Audio"),
    "video": partial(general, word="Video"), "movie": partial(general, word="Film"),
    "music": partial(general, word="Music"), "performance": partial(general, word="Performance"),
    "unpublished": partial(general, word="Unpublished manuscript"),
}
