"""Acronyms in running text, and whether a reader has been told what each stands for.

Told means: ``United Nations (UN)``, ``UN (United Nations)``, ``the military intelligence, the HUR,`` or the role ``abbr``.
No acronyms are: Roman numerals, units and currency codes, designations with a hyphen and digits (KN-23), ids of the
ledger, what stands in quotation marks, and the words of :data:`KNOWN`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from briefbook.analysis.passages import Passage, without

_ACRONYM = re.compile(
    r"(?<![\w$€£@#./-])(?:[A-Z]{2,}\d{0,2}|[A-Z]&[A-Z]|[A-Z]\d[A-Z]+\d?|(?:[A-Z]\.){2,})"
    r"(?=s?(?![\w])|['’])(?!-?\d|/[A-Z\d])")
_ROMAN = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
#: Units, currencies, countries and words that no reader of a policy brief asks about.
KNOWN = frozenset("""
US USA UK OK TV PC IT AI ID AM PM BC AD GMT UTC KST MSK ISO USD EUR GBP JPY CNY RMB KRW KPW RUB UAH HKD CHF AUD CAD
HTML PDF CSV JSON URL XML YAML SARIF DOI ISBN ISSN CC BY CEO PhD MP MW GW KW MHZ GHZ
""".split())


def acronyms(passage: Passage, names: Collection[str] = ()) -> Iterator[tuple[int, str]]:
    """Every acronym of a passage, quotations, citations and *names* left out; dots and plural endings are dropped."""
    plain = without(passage.plain, names)
    for match in _ACRONYM.finditer(plain):
        word = match[0].replace(".", "")
        if not _ROMAN.fullmatch(word) and word not in KNOWN and not re.match(r"-[A-Z]?\d", plain[match.end():]):
            yield match.start(), word


def is_spelled_out(passage: Passage, word: str, start: int) -> bool:
    """Whether the passage says at *start* what *word* stands for."""
    text, end = passage.text, start + len(word)
    if any(word in mark.names for mark in passage.marks if mark.kind == "spelled"):
        return True
    before, after = text[:start], text[end:]
    if before.rstrip("s").endswith("(") or re.search(r"\((?:[^()]{0,40}[,;:]\s*|the\s+|or\s+)$", before):
        return bool(re.search(r"\w\W*$", before.rpartition("(")[0]))
    if re.match(r"s?\s+\([A-Za-z]\w+(?:[\s-]\w+)+", after) and _begins_alike(word, after):
        return True
    return bool(re.search(r"[,—–]\s*(?:the|or(?:\s+the)?|known\s+as(?:\s+the)?|called(?:\s+the)?)\s+$", before)
                and re.match(r"s?\s*[,.;:)—–]", after))


def _begins_alike(word: str, after: str) -> bool:
    """Whether the bracket that follows begins with the acronym's first letter, in words of its own."""
    words = after.partition("(")[2].removeprefix("the ")
    return words[:1].upper() == word[0]


def unexplained(passages: Iterable[Passage], names: Collection[str]) -> Iterator[tuple[Passage, int, str]]:
    """The first use of each acronym that was not spelled out by then; *passages* are those of a chapter, in order.

    A term of a definition list is told by its definition.
    """
    told: set[str] = set()
    for passage in passages:
        for start, word in acronyms(passage, names):
            if word not in told:
                told.add(word)
                if passage.kind != "term" and not is_spelled_out(passage, word, start):
                    yield passage, start, word
