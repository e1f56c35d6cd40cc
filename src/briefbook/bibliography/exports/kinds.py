"""What kind of thing a source is, in the words of CSL and of RIS.

biblatex has fewer types than either; its ``entrysubtype`` and, for articles, volume and day tell the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from briefbook.bibliography import datetext
from briefbook.bibliography.source import Source

#: CSL type by biblatex type; types that our style prints alike (``bibliography.source.TYPE_ALIASES``) have a line of
#: their own where CSL tells them apart.
CSL: Mapping[str, str] = MappingProxyType({
    "article": "article-journal", "audio": "song", "book": "book", "booklet": "pamphlet", "collection": "book",
    "dataset": "dataset", "image": "graphic", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "inreference": "entry-encyclopedia", "jurisdiction": "legal_case",
    "legal": "treaty", "legislation": "legislation", "letter": "personal_communication", "misc": "document",
    "movie": "motion_picture", "music": "song", "online": "webpage", "patent": "patent", "performance": "performance",
    "periodical": "periodical", "proceedings": "book", "report": "report", "review": "review", "software": "software",
    "standard": "standard", "thesis": "thesis", "unpublished": "manuscript", "video": "motion_picture",
})

#: CSL type by ``entrysubtype``, which comes before the type.
SUBTYPES: Mapping[str, str] = MappingProxyType({
    "newspaper": "article-newspaper", "magazine": "article-magazine", "blog": "post-weblog", "post": "post",
    "bill": "bill", "treaty": "treaty", "regulation": "regulation", "hearing": "hearing", "speech": "speech",
    "interview": "interview", "broadcast": "broadcast", "map": "map", "figure": "figure",
})

#: RIS type by CSL type. RIS has no treaty and no regulation: both are ``LEGAL``; what it does not know is ``GEN``.
RIS: Mapping[str, str] = MappingProxyType({
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "bill": "BILL", "book": "BOOK",
    "broadcast": "VIDEO", "chapter": "CHAP", "dataset": "DATA", "document": "GEN", "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE", "graphic": "ART", "hearing": "HEAR", "interview": "PCOMM", "legal_case": "CASE",
    "legislation": "STAT", "manuscript": "UNPB", "map": "MAP", "motion_picture": "VIDEO", "pamphlet": "PAMP",
    "paper-conference": "CPAPER", "patent": "PAT", "performance": "GEN", "periodical": "JFULL",
    "personal_communication": "PCOMM", "post": "ELEC", "post-weblog": "BLOG", "regulation": "LEGAL", "report": "RPRT",
    "review": "JOUR", "software": "COMP", "song": "SOUND", "speech": "GEN", "standard": "STAND", "thesis": "THES",
    "treaty": "LEGAL", "webpage": "ELEC",
})


def csl_type(source: Source) -> str:
    """The CSL type of *source*."""
    if subtype := SUBTYPES.get(source.raw("entrysubtype").strip().lower()):
        return subtype
    if source.type == "article" and source.written_type != "review" and _is_news(source):
        return "article-newspaper"
    return CSL.get(source.written_type) or CSL.get(source.type, "document")


def ris_type(source: Source) -> str:
    """The RIS type of *source*."""
    if source.type == "collection":
        return "EDBOOK"
    if source.type == "proceedings":
        return "CONF"
    return RIS[csl_type(source)]


def _is_news(source: Source) -> bool:
    """Newspapers count no volumes and have a day, as our style prints them too."""
    date = source.date()
    counted = source.has("volume", "number", "issue", "doi", "issn")
    return not counted and datetext.has_month(date) and bool(date and date.first and date.first.day)
