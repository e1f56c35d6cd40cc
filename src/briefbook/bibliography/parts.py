"""The building blocks of an entry after its head: contributors, volume, imprint, numbers, addresses.

Each function gives styled text without a closing stop, empty when the source lacks the fields.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefbook.bibliography import datetext
from briefbook.bibliography.creators import EDITOR_KINDS
from briefbook.bibliography.punctuation import dashes
from briefbook.bibliography.rich import EMPTY, Rich, concat, join, plain, rich, toggle
from briefbook.bibliography.source import encode, with_subtitle

if TYPE_CHECKING:
    from briefbook.bibliography.creators import Head
    from briefbook.bibliography.names import People
    from briefbook.bibliography.source import Source

#: What biblatex's keywords for ``type`` and ``pubstate`` say.
KEYWORDS = {
    "techreport": "Technical Report", "resreport": "Research Report", "phdthesis": "PhD diss.",
    "mathesis": "Master’s thesis", "mastersthesis": "Master’s thesis", "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis", "software": "Software", "datacd": "Data CD", "audiocd": "Audio CD",
    "patent": "Patent", "patentde": "German Patent", "patenteu": "European Patent", "patentfr": "French Patent",
    "patentuk": "British Patent", "patentus": "US Patent", "patreq": "Patent Request",
    "patreqde": "German Patent Request", "patreqeu": "European Patent Request", "patreqfr": "French Patent Request",
    "patrequk": "British Patent Request", "patrequs": "US Patent Request", "inpreparation": "in preparation",
    "submitted": "submitted", "forthcoming": "forthcoming", "inpress": "in press", "prepublished": "prepublished",
}

LANGUAGES = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "de": "German", "el": "Greek",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "mn": "Mongolian",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}
_ENGLISH = {"en", "eng", "english", "american", "british", "usenglish", "ukenglish", "canadian", "australian",
            "newzealand"}
_EDITORS = (("editor", "editortype"), ("editora", "editoratype"), ("editorb", "editorbtype"),
            ("editorc", "editorctype"))
#: Types in which an organization beside a publisher is the agency whose copy was published.
_NEWS = frozenset({"online", "article", "misc", "image", "audio", "video"})
_CONTRIBUTIONS = {"translator": "translated by", "commentator": "with commentary by", "annotator": "annotated by",
                  "introduction": "introduction by", "foreword": "foreword by", "afterword": "afterword by"}


def contributors(source: Source, head: Head) -> list[str]:
    """``edited by X``, ``translated by Y``, ``edited and translated by Z``: everybody who does not head the entry."""
    work: dict[People, list[str]] = {}
    for role, kind in _EDITORS:
        if role != head.role and (people := source.people(role)):
            work.setdefault(people, []).append(_verb(source.raw(kind) or ("editor" if role == "editor" else "none")))
    for role, verb in _CONTRIBUTIONS.items():
        if role != head.role and (people := source.people(role)):
            work.setdefault(people, []).append(verb)
    return [f"{_verbs(verbs)} {people.running()}" for people, verbs in work.items()]


def _verb(kind: str) -> str:
    return EDITOR_KINDS[kind][2] if kind in EDITOR_KINDS else f"{kind}:"


def _verbs(verbs: list[str]) -> str:
    """``edited by`` and ``translated by`` as ``edited and translated by``."""
    return " and ".join([*(verb.removesuffix(" by") for verb in verbs[:-1]), verbs[-1]])


def edition(source: Source) -> Rich:
    """``2nd ed.``, ``rev. ed.``, or the edition's own words."""
    words = source.words("edition")
    if words.casefold() == "revised":
        return rich("rev. ed.")
    if words.isascii() and words.isdigit():
        return rich(f"{ordinal(int(words))} ed.")
    if not words or re.search(r"\bed(ition|n)?\b", words, re.IGNORECASE):
        return source.text("edition")
    return concat(source.text("edition"), " ed.")


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``11th``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def volume(source: Source, *, main: bool = True) -> Rich:
    """``vol. 2, pt. 1 of`` *the whole work*, or how many volumes there are."""
    number = join(", ", [ranged(source, "volume", "vol. "), ranged(source, "part", "pt. ")])
    whole = with_subtitle(source.text("maintitle"), source.text("mainsubtitle")) if main else EMPTY
    whole = join(". ", [toggle(whole, "i"), source.text("maintitleaddon")])
    count = concat(source.text("volumes"), " vols.") if source.has("volumes") else EMPTY
    if number and whole:
        return concat(number, " of ", whole)
    return join(", ", [number, whole, count if not number else EMPTY])


def ranged(source: Source, field: str, before: str = "") -> Rich:
    """A field of numbers, ranges with an en dash, after the word *before*."""
    if not source.has(field):
        return EMPTY
    return rich(before + dashes(source.words(field)))


def pages(source: Source) -> Rich:
    """Page numbers without ``p.``, or the article number that stands for them."""
    words = re.sub(r"^pp?\.\s*", "", source.words("pages"))
    return rich(dashes(words)) if words else source.text("eid")


def numbered(source: Source) -> list[Rich]:
    """``Series 12`` or ``Type 12``: with a series the number counts in it, and the type stands alone."""
    kind, number, series = keyword(source, "type"), source.text("number"), source.text("series")
    if series:
        return [join(" ", [series, number]), kind]
    if number and not kind and plain(number).isdigit():
        return [concat("No. ", number)]
    return [join(" ", [kind, number])]


def keyword(source: Source, field: str) -> Rich:
    """A field that may hold one of biblatex's keywords."""
    word = KEYWORDS.get(source.raw(field).strip().lower())
    return rich(word) if word else source.text(field)


def version(source: Source) -> Rich:
    """``Version 2.1``, also for what was written as ``v2.1``; other words stay."""
    number = re.fullmatch(r"[vV]?\.?\s*(\d.*)", source.words("version"))
    return rich(f"Version {number[1]}") if number else source.text("version")


def event(source: Source) -> Rich:
    """Name, place and date of a conference or the like."""
    name = join(". ", [source.title("event"), source.text("eventtitleaddon")])
    date = datetext.full(source.date("eventdate")) if source.date("eventdate") else ""
    return join(", ", [name, source.text("venue"), date])


def imprint(source: Source, head: Head) -> Rich:
    """``Place: Publisher``; no place without a publisher when a body heads the entry, for it is that body's seat."""
    name = publisher(source, head)
    placed = name or head.first or head.role == "title"
    return join(": ", [source.text("location") if placed else EMPTY, name])


def day(source: Source) -> str:
    """The full date if it says more than the year."""
    date = source.date()
    return datetext.full(date) if datetext.has_month(date) else ""


def publisher(source: Source, head: Head) -> Rich:
    """Who brought it out, unless the same name heads the entry; an agency's copy as ``Al Arabiya (Reuters)``."""
    order = ("publisher", "institution", "organization")
    if source.type in ("report", "thesis", "standard", "legislation"):
        order = ("institution", "publisher", "organization")
    names: list[Rich] = []
    for field in order:
        name = source.text(field)
        same = plain(name).casefold() in head.names or any(plain(name) == plain(other) for other in names)
        if name and not same:
            names.append(name)
    agency = source.text("organization") if source.type in _NEWS else EMPTY
    outlet = join(", ", names[:-1]) or source.text("publisher")
    if agency and outlet and names and plain(names[-1]) == plain(agency) and source.has("publisher"):
        return concat(outlet, " (", agency, ")")
    return join(", ", names)


def language(source: Source) -> Rich:
    """``In Korean``, for what is not in English."""
    names = [LANGUAGES.get(word.lower()[:2] if re.fullmatch(r"[A-Za-z]{2}([-_]\w+)?", word) else "", word)
             for word in re.split(r"\s+and\s+|\s*[,;]\s*", source.words("language")) if word]
    foreign = [name for name in names if name.lower().partition("-")[0] not in _ENGLISH]
    return rich("In " + " and ".join(name[:1].upper() + name[1:] for name in names)) if foreign else EMPTY


def eprint(source: Source) -> Rich:
    """An archive's number, linked where the archive is known."""
    number, kind = source.address("eprint"), source.raw("eprinttype").strip()
    if not number:
        return EMPTY
    if kind.lower() == "arxiv":
        number = re.sub(r"^arxiv:", "", number, flags=re.IGNORECASE)
        suffix = f" [{source.words('eprintclass')}]" if source.has("eprintclass") else ""
        return concat(rich(f"arXiv:{number}", href=encode(f"https://arxiv.org/abs/{number}")), suffix)
    known = {"jstor": ("JSTOR", "https://www.jstor.org/stable/"), "pubmed": ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/"),
             "hdl": ("hdl", "https://hdl.handle.net/"), "googlebooks": ("Google Books", "https://books.google.com/books?id=")}
    if kind.lower() in known:
        name, base = known[kind.lower()]
        return rich(f"{name}:{number}" if name == "hdl" else f"{name} {number}", href=encode(base + number))
    return rich(f"{kind}:{number}" if kind else number, href=encode(number) if number.startswith("http") else "")


def address(source: Source) -> list[Rich]:
    """The DOI, or else the web address and when it was read, or else the number in the trade."""
    if doi := re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", source.address("doi"), flags=re.IGNORECASE):
        return [rich(f"https://doi.org/{doi}", href=encode(f"https://doi.org/{doi}"))]
    if url := source.address("url"):
        read = source.date("urldate")
        return [link(url), *([rich(f"Accessed {datetext.full(read)}")] if read else [])]
    return [concat(field.upper(), " ", source.text(field)) for field in ("isbn", "issn") if source.has(field)]


def link(url: str) -> Rich:
    """An address as text and link; without a scheme it gets one, and with an odd one it stays text."""
    if re.match(r"(https?|ftp)://", url, re.IGNORECASE):
        return rich(url, href=encode(url))
    if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", url):
        return rich(f"https://{url}", href=encode(f"https://{url}"))
    return rich(url)


