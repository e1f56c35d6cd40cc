"""Numbers and dates in running text, and which digits are neither: years, ordinals, names, references.

A figure is a number in digits, or a number word before per cent, hundred, thousand, million or billion. No figures are: years,
months, parts of dates, ordinals, numbers of resolutions, articles, chapters and pages, calibres (152 mm), names (KN-23,
Room 39, 38 North) and compounds that count nothing (a 24-hour watch).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from briefbook.analysis.passages import blotted, without

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")
_MONTH = "(?:" + "|".join(_MONTHS) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_FULL_DATE = re.compile(rf"\b(?P<day>{_DAY})(?:(?:\s?[-–]\s?|\s+(?:to|and|or)\s+){_DAY})?\s+(?P<month>{_MONTH}),?\s+(?P<year>{_YEAR})\b"
                        rf"|\b(?P<month2>{_MONTH})\s+(?P<day2>{_DAY}),?\s+(?P<year2>{_YEAR})\b"
                        rf"|(?<![\w-])(?P<iso>{_YEAR}-\d\d-\d\d)(?![\w-])")
_LABELS = r"""(?:chapters?|ch\.|sections?|sec\.|articles?|art\.|resolutions?|figures?|fig\.|tables?|annex(?:es)?|appendix|
paragraphs?|paras?\.?|parts?|pages?|pp?\.|no\.|nos\.|numbers?|notes?|footnotes?|box|options?|steps?|phases?|items?|clauses?|
rules?|room|office|bureau|unit|division|group|levels?|tiers?|versions?|volumes?|vol\.|issue|act|titles?|directive|regulation|
decree|orders?|law|routes?|line|camp|plant|factory|shop|type|mark|mk|model|class|site|pier|berth|hwasong|pukguksong|hwasal|iskander|
project|protocol|scenario|question|lesson|point|indicator|judgment|layer|cluster|round|day|week|grades?|
categor(?:y|ies)|stages?|batch|channel|highway)"""
_NUMBER_AND_YEAR = r"\(?\d+(?:[.:]\d+)*\)?(?:\s\(\d{4}\))?"
_NUMBERS = rf"{_NUMBER_AND_YEAR}(?:(?:\s?,\s?|\s?[-–]\s?|,?\s+(?:and|or|to)\s+){_NUMBER_AND_YEAR})*"
_EXEMPT = (
    re.compile(rf"\b{_DAY}(?:(?:\s?[-–,]\s?|\s+(?:and|to|or)\s+){_DAY})*\s+{_MONTH}\b(?!\s+\d{{3}},)"),
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?!\d)(?![,.]\d)(?!\s+(?:per|million|thousand|billion))"),
    re.compile(rf"\b{_MONTH}\s+{_YEAR}\b"),
    re.compile(rf"\b{_LABELS}\s+{_NUMBERS}".replace("\n", ""), re.IGNORECASE),
    re.compile(r"\b\d{3,4}\s+(?:[Ss]anctions\s+)?(?:[Cc]ommittee|[Pp]anel)\b"),
    re.compile(r"\b\d+(?:\.\d+)?[ \u00a0-]?(?:mm|cal(?:ibre|iber)?)\b"),
    re.compile(r"\b\d{1,2}:\d\d\b|\b\d{1,2}\.\d\d\s?(?:[ap]\.?m\b|hours\b|local\b|GMT|UTC|KST|MSK)"),
    re.compile(r"\b[Gg]roup of \d+\b"),
    re.compile(r"\b\d[\d,]*(?:st|nd|rd|th)s?\b|['’]?\b\d{2,4}s\b"),
    re.compile(r"\b\d+-(?:hour|day|week|month|year|member|nation|state|country|party|point|page|way|sided?|part|power|man|person|stage|"
               r"round|star|seat|minute|mile|foot)(?:-\w+)?\b"),
    re.compile(r"^\s*\(?\d{1,2}[.)]\s|\((?:\d|1\d|[ivx]+)\)"),
    re.compile(r"[\w/.-]*[A-Za-z/][-–/]?\d[\w/.-]*|\d+/\d+"),
)
_LONE_YEAR = re.compile(rf"(?<![\w.,$€£¥₩-]){_YEAR}(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))?(?![\w%]|[.,]\d|\s?(?:per\s?cent|%))")
_DATING = re.compile(r"\b(?:in|since|by|from|until|during|before|after|for|late|early|mid|year)[\s-]+$", re.IGNORECASE)
#: Heads of columns whose numbers are names.
_LABEL_HEAD = re.compile(r"\b(?:years?|resolutions?|nos?|articles?|dates?|ranks?|chapters?|pages?|ids?|rungs?|items?|steps?)\b", re.IGNORECASE)
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "m": 10**6, "bn": 10**9}
_DIGIT = re.compile(r"\d")
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?"
_SCALE = r"(?:[ \u00a0-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|m)\b)?"
_NUMBER = re.compile(rf"(?<![\w.,])(?P<low>{_DIGITS})(?:(?:\s?[-–]\s?|\s+(?:to|and|or)\s+)[$€£]?(?P<high>{_DIGITS}))?{_SCALE}")
_WORDS = {word: number for number, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve".split())} | {"a": 1, "twenty": 20, "thirty": 30, "forty": 40,
                                                                       "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SPELLED = re.compile(rf"\b(?P<word>{'|'.join(_WORDS)}|half a|several)(?:\s+(?P<scale>hundred|thousand|million|billion)\b"
                      r"|(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?\s+per\s?cent\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A number in a text; ``numbers`` are what it may stand for, with and without its scale word."""

    start: int
    text: str
    numbers: frozenset[Decimal]


@dataclass(frozen=True)
class FullDate:
    """A day with its year."""

    start: int
    text: str
    iso: str


def full_dates(plain: str) -> Iterator[FullDate]:
    """Every full date."""
    for match in _FULL_DATE.finditer(plain):
        if match["iso"]:
            yield FullDate(match.start(), match[0], match["iso"])
            continue
        day, month = match["day"] or match["day2"], match["month"] or match["month2"]
        number = next(index for index, name in enumerate(_MONTHS, start=1) if name.startswith(month[:3]))
        yield FullDate(match.start(), match[0], f"{match['year'] or match['year2']}-{number:02}-{int(re.sub('[a-z]', '', day)):02}")


@cache
def figures(plain: str, units: frozenset[str] = frozenset(), names: tuple[str, ...] = ()) -> tuple[Figure, ...]:
    """Every figure. A year is one before one of *units* ("2000 soldiers"); nothing in *names* is ("38 North").

    Three rules ask for those of a sentence, hence the memory.
    """
    spelled = [Figure(match.start(), match[0], _spelled(match)) for match in _SPELLED.finditer(plain)]
    text = _without_exempt(without(plain, names), units) if _DIGIT.search(plain) else ""
    return (*spelled, *(figure for match in _NUMBER.finditer(text) for figure in _figures(plain, match)))


def _figures(plain: str, match: re.Match[str]) -> Iterator[Figure]:
    """The one or two figures of a number or a range."""
    scale = _SCALES.get(match["scale"] or "", 1)
    for end in ("low", "high"):
        if match[end]:
            number = Decimal(re.sub(r"[,\u00a0\u202f]", "", match[end]))
            text = match[end] if match["high"] else plain[match.start():match.end()]
            yield Figure(match.start(end), text.strip(), frozenset({number, number * scale}))


def is_label(head: str) -> bool:
    """Whether the numbers under the head of a column name things: years, resolutions, articles."""
    return bool(_LABEL_HEAD.search(head))


def counted(plain: str, unit: str) -> Iterator[Figure]:
    """Number words before the word *unit*: "seven ships", "seven cargo ships"."""
    words = "|".join(word for word in _WORDS if word != "a")
    for match in re.finditer(rf"\b({words})\s+(?:[a-z-]+\s+)?{re.escape(unit)}\b", plain, re.IGNORECASE):
        yield Figure(match.start(), match[0], frozenset({Decimal(_WORDS[match[1].lower()])}))


def _spelled(match: re.Match[str]) -> frozenset[Decimal]:
    if not match["scale"]:
        return frozenset()
    scale, word = _SCALES[match["scale"].lower()], match["word"].lower()
    number = Decimal("0.5") if word == "half a" else Decimal(_WORDS.get(word, 0))
    return frozenset({number * scale}) if number else frozenset()


def _without_exempt(text: str, units: Collection[str]) -> str:
    """*text* with all that holds digits and is no figure blotted out."""
    for pattern in (_FULL_DATE, *_EXEMPT):
        text = blotted(text, [match.span() for match in pattern.finditer(text)])
    years = [match.span() for match in _LONE_YEAR.finditer(text)
             if _DATING.search(text[:match.start()]) or not _counts(text[match.end():], units)]
    return blotted(text, years)


def _counts(after: str, units: Collection[str]) -> bool:
    """Whether what follows a year makes a number of it."""
    word = re.match(r"\s+([A-Za-z]+)", after)
    return bool(word) and word[1].lower() in units
