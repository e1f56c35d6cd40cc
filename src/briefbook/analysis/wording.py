"""Words of estimate and confidence in a sentence: what the editorial standard (sections 3 and 5) lets them do.

Every function takes the plain text of a sentence, without quotations, and yields ``(offset, words)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbook.analysis.likelihood import CONFIDENCE, Scale, foreign_to, occurrences

Hit = tuple[int, str]

_LEVEL = "|".join((*CONFIDENCE, "medium"))
#: Confidence of others than analysts: a public's, a market's.
_OTHERS = r"(?:public|popular|voters?|consumers?|business|investors?|markets?)(?:['’]s?)?\s+"
_CONFIDENCE = re.compile(
    rf"\b(?:{_LEVEL})(?:[- ]level)?\s+(?:of\s+)?confidence\b(?!-)|\b(?:high|moderate|low)ly\s+confident\b"
    rf"|(?<!\w)confidence\s*(?:level\s*)?(?:is|was|remains|stays|:|,|=|\()\s*(?:{_LEVEL})\b", re.IGNORECASE)

_AMOUNT = (r"(?:(?:\d+(?:[.,]\d+)?(?:\s?[-–]\s?|\s+to\s+))?\d+(?:[.,]\d+)?|\b(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
           r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|\bone hundred)\s?(?:%|per\s?cent\b)")
#: In statistics "95% confidence interval" and its like are names of a method.
_METHOD = r"(?!\s+(?:intervals?|levels?|limits?|bounds?|bands?|regions?)\b)"
_PERCENT = re.compile(
    rf"{_AMOUNT}\s+(?:confiden(?:ce\b{_METHOD}|t\b)|(?:sure|certain)\b)"
    rf"|\bconfiden(?:ce|t)(?:\s+levels?)?(?:\s+in\s+(?:\w+\s+){{1,4}}?(?:is|was|at))?"
    rf"(?:\s+(?:of|at|is|was|to|stands\s+at|about|around|some|nearly|in\s+this)|\s*[:=,(])*\s*"
    rf"(?:{_AMOUNT}|0\.\d+)", re.IGNORECASE)

_HEDGE = re.compile(
    r"\b(?:quite|very|rather|fairly|somewhat|pretty|extremely|highly|increasingly|reasonably|relatively|particularly|"
    r"really|exceedingly|overwhelmingly|perhaps|maybe|possibly|most|not)\s+$", re.IGNORECASE)
#: "the most likely route" compares; "will most likely go" hedges.
_COMPARED = re.compile(r"\b(?:the|a|an|its|their|his|her|our|whose|one of)\s+most\s+$", re.IGNORECASE)

_VAGUE = re.compile(
    r"\b(?:might|could|possibly|possible)\b|\b(?:can(?:\s?not|['’]t)|could(?:\s+not|n['’]t))\s+(?:yet\s+)?(?:be\s+)?rule[d]?\s+out\b"
    r"|\b(?:is|are)(?:\s+not|n['’]t)\s+ruled\s+out\b", re.IGNORECASE)
#: Strength: "military might", "the might of an army".
_STRENGTH = re.compile(r"\b(?:the|its|their|his|her|our|of|all|full|sheer|military|naval|air|economic|industrial|financial|"
                       r"political|nuclear|imperial|combined|whose|['’]s|s['’])\s+$", re.IGNORECASE)
#: What was feasible, not what may be: "as soon as possible", "made it possible", "every possible means".
_FEASIBLE_BEFORE = re.compile(
    r"\b(?:as\b[^.;,]*\bas|if|where|wherever|when|whenever|whatever|not|longer|hardly|best|worst|widest|fullest|earliest|latest|"
    r"least|highest|lowest|shortest|largest|every|all|only|any|became|become|becomes)\s+$"
    r"|\b(?:make|makes|made|making)\b[^.;,]{0,40}$", re.IGNORECASE)
_FEASIBLE_AFTER = re.compile(r"\s+(?:to\b|only\b|by\b|through\b|thanks\b)", re.IGNORECASE)
#: What was or was not within somebody's power: "could not be verified", "so that it could be checked".
_ABLE_BEFORE = re.compile(
    r"\b(?:so\s+(?:that|it|they|he|she|we)\b[^,;]*|as\s+\w+\s+as\s+\w+|nobody|no\s+one|none|neither\b[^,;]*|"
    r"(?:what|whatever|how|ways?|whether)(?:\s+[\w'’-]+){1,6}|when(?:\s+\w+){1,2}|(?:all|everything|best|before|until)\s+\w+)\s+$",
    re.IGNORECASE)
_ABLE_AFTER = re.compile(
    r"(?:\s+not\b|n['’]t\b|\s+(?:no\s+longer|never|only|neither|barely|hardly)\b|"
    r"\s+(?:see|hear|speak|read|afford|feel|remember|understand)\b)",
    re.IGNORECASE)
#: "nobody who could know": whether somebody was in a position to.
_WITNESS_BEFORE = re.compile(r"\b(?:who|that|which)\s+$", re.IGNORECASE)
_WITNESS_AFTER = re.compile(r"\s+(?:know|see|say|tell|observe|confirm|verify|check|count)\b", re.IGNORECASE)
#: Whoever is cited in the sentence said it with this verb.
SAYING = (
    r"said|says|told|wrote|writes|warn(?:s|ed)|report(?:s|ed)|estimat(?:es|ed)|argu(?:es|ed)|believ(?:es|ed)|claim(?:s|ed)|"
    r"assess(?:es|ed)|judg(?:es|ed)|expect(?:s|ed)|suggest(?:s|ed)|not(?:es|ed)|add(?:s|ed)|calculat(?:es|ed)|conclud(?:es|ed)|"
    r"finds?|found|thinks?|thought|ask(?:s|ed)|puts?|spoke|speaks|spoken|announc(?:es|ed)|admit(?:s|ted)|acknowledg(?:es|ed)|listed|"
    r"lists|counted|counts|gives?|gave|reads?|saw|sees|view(?:s|ed)|call(?:s|ed)|describ(?:es|ed)")
SAID = re.compile(rf"\b(?:{SAYING}|according\s+to)\b", re.IGNORECASE)


def confidence_levels(plain: str) -> Iterator[Hit]:
    """Levels of analytic confidence."""
    for match in _CONFIDENCE.finditer(plain):
        if not re.search(_OTHERS + r"(?:\w+\s+)?$", plain[:match.start()], re.IGNORECASE):
            yield match.start(), match[0]


def confidence_percentages(plain: str) -> Iterator[Hit]:
    """Confidence given as a percentage."""
    for match in _PERCENT.finditer(plain):
        if not re.search(_OTHERS + "$", plain[:match.start()], re.IGNORECASE):
            yield match.start(), match[0]


def declared_terms(plain: str, scale: Scale) -> Iterator[Hit]:
    """Words of the book's own scale."""
    return ((found.start, found.word) for found in occurrences(plain) if scale.find(found.word))


def foreign_terms(plain: str, scale: Scale) -> Iterator[tuple[int, str, str]]:
    """Words of other scales, each with the name of its scale."""
    foreign = foreign_to(scale)
    return ((found.start, found.word, foreign[found.word]) for found in occurrences(plain) if found.word in foreign)


def hedged_terms(plain: str, scale: Scale) -> Iterator[Hit]:
    """Words of the scale with a hedge before them."""
    for found in occurrences(plain):
        before = plain[:found.start]
        hedge = _HEDGE.search(before)
        if not hedge or not scale.find(found.word) or _COMPARED.search(before):
            continue
        if hedge[0].strip().lower() != "not" or found.word.startswith(("un", "im")):
            yield hedge.start(), f"{hedge[0].strip()} {found.word}"


def vague_words(plain: str, *, cites: bool) -> Iterator[Hit]:
    """Vague estimates that are the book's own: where the sentence *cites*, what its speaker said is the speaker's."""
    if plain.rstrip().endswith("?"):
        return
    said = SAID.search(plain) if cites else None
    for match in _VAGUE.finditer(plain):
        before, after = plain[:match.start()], plain[match.end():]
        if not (_is_other_sense(match[0].lower(), before, after) or (said and said.start() < match.start())):
            yield match.start(), match[0]


def _is_other_sense(word: str, before: str, after: str) -> bool:
    """Whether a word is no estimate here: strength, ability, feasibility."""
    if word == "might":
        return bool(_STRENGTH.search(before) or re.match(r"\s+(?:and\s+main|of|(?:is|makes|was)\s+right)\b", after))
    if word == "could":
        if _WITNESS_BEFORE.search(before) and _WITNESS_AFTER.match(after):
            return True
        return bool(_ABLE_BEFORE.search(before) or _ABLE_AFTER.match(after)) and not re.match(r"\s+not\s+(?:be\s+)?rule", after)
    if word == "possible":
        return bool(_FEASIBLE_BEFORE.search(before) or _FEASIBLE_AFTER.match(after))
    return False
