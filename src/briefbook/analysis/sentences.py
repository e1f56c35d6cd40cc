"""Finds sentences: a full stop ends one unless it belongs to an abbreviation, an initial, a number or an omission."""

from __future__ import annotations

import re

#: Stands for a citation, which is no word of the sentence.
OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"

#: Where a sentence may end: the sign, closing quotation marks and brackets, and citations set after the full stop.
_END = re.compile(rf"(?:[.!?]+|…)[’”\"'»)\]]*(?:[ \t\u00a0]*{OBJECT})*[.]?(?=\s|$)")
_WORD_BEFORE = re.compile(r"[^\s(\[“\"‘«—–]+$")
_NEXT_WORD = re.compile(rf"[\s{OBJECT}(\[“\"‘'«]*(\w[\w’']*)?")

#: Never the end of a sentence, since a name, a number or an example follows.
_BOUND = frozenset("""
mr mrs ms dr prof st mt ft lt gen maj col capt cmdr cdr sgt cpl adm brig rear hon rep reps sen gov pres amb messrs rev
no nos art arts para paras sec secs ch chap fig figs tab vol vols p pp ed eds cf e.g i.e eg ie viz vs v ca c approx est
al op cit res resp dept jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
""".split())
#: Of these, the ones that are words too, and abbreviations only before a number or with a capital.
_WORDS = frozenset("no nos art arts fig figs sat sun mon wed mar ed sec ch rear hon".split())
#: The end of a sentence only if a word follows that begins sentences.
_OPEN = frozenset("u.s u.k u.n e.u u.s.a u.s.s.r d.c a.m p.m etc inc ltd co corp jr sr ph.d b.c a.d dprk".split())
_STARTERS = frozenset("""
the a an it its this that these those he she they we his her their our in on at by from to of for with after before
since when while as if but and or so yet nor however some many most few no none both each all another other there here
what who why how where neither either not one two three moreover still then thus under over between during despite
although though because until without
""".split())


def split(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of *text*, in order, without the space around them."""
    spans = []
    start = 0
    for match in _END.finditer(text):
        if _ends(text, match):
            spans.append((start, match.end()))
            start = match.end()
    spans.append((start, len(text)))
    return [span for span in (_stripped(text, *span) for span in spans) if span[0] < span[1]]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence ends where *match* has the sign that may end one."""
    follows = _NEXT_WORD.match(text, match.end())
    word = (follows and follows[1]) or ""
    if not word:
        return True
    if word[0].islower():
        return False
    sign = match[0].lstrip()
    if sign.startswith(("...", "…")):
        return not text[match.start() - 1:match.start()].isspace()
    if not sign.startswith(".") or sign.startswith((".\"", ".”", ".’", ".'")):
        return True
    before = _WORD_BEFORE.search(text, 0, match.start())
    return not before or _closes(before[0].lower(), before[0], word.lower())


def _closes(folded: str, word: str, follows: str) -> bool:
    """Whether a full stop after *word* ends a sentence when *follows* comes next."""
    if folded in _BOUND:
        return folded in _WORDS and word.islower() and not follows[0].isdigit()
    if folded in _OPEN or len(word) == 1 and word.isalpha() or re.fullmatch(r"(?:\w\.)+\w", word):
        return follows in _STARTERS  # an initial, or an abbreviation that can close a sentence
    return True
