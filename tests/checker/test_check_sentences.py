"""Where sentences end, and what is said of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.analysis.passages import Passage
from briefbook.analysis.sentences import OBJECT, split

#: Texts with a bar where a sentence ends.
CASES = [
    "The U.S. Army moved.| Mr. Kim met Lt. Gen. Ri on Jan. 5, 2024.| It cost approx. 3.5 million.",
    "See No. 5 of Art. 4, e.g. the ban, vs. the cap.| He said no.| They left.",
    "J. K. Smith said so.| Lady R. Smith too.",
    "He went ... and came back.| It ended…| And so on.",
    "On 19 June 2024.| Then 1,000.5 tonnes came.",
    f"He said it {OBJECT}.| She did.{OBJECT}| Then it rained. {OBJECT}| All was {OBJECT}, he said.",
    'He called it "huge."| The rest came (late.)| "Was it?"| Yes!',
    "He left the U.S.| The ship sailed.| The U.S. ship sailed at 5 p.m.| It sank.",
    "See https://example.org/a.b?c=1.| Next one?| Yes.",
    "no stop here", "• Ships, banks and insurers", "Kim (b. 1984) met Ri et al. in May.| So what?",
    "Two ships (one listed, the other not) sailed.| North Korea denied it.",
    "The team's second report, p. 12, says so.| Its third came in Dec. 2025.",
    "It grew by 4.2 per cent.\nExports fell.".replace("\n", "|\n"),
    "He met Gov. Smith, Rep. Lee and Sen. Cha at St. Petersburg Ave. in Mt. Kumgang.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_they_end(case: str) -> None:
    wanted = [part.strip() for part in case.split("|")]
    text = case.replace("|", "")
    assert [text[start:end] for start, end in split(text)] == wanted


TEXTS = st.lists(st.sampled_from([*"aB. !?…\"”’)(1,\n", OBJECT, " Mr", " U.S", " The"]), max_size=30).map("".join)


@given(TEXTS)
def test_sentences_hold_every_word_once_and_in_order(text: str) -> None:
    spans = split(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@given(st.lists(st.text("abcde ,", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=6))
def test_plain_sentences_are_found_one_by_one(words: list[str]) -> None:
    sentences = [f"The {' '.join(part.split())} came." for part in words]
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text)] == sentences


@given(st.text(max_size=80))
def test_blotting_keeps_every_place(text: str) -> None:
    passage = Passage(text)
    assert len(passage.plain) == len(text)
    assert all(plain in (char, OBJECT) for plain, char in zip(passage.plain, text, strict=True))


@pytest.mark.parametrize(("text", "hidden"), [
    ("He said “it might” so.", "“it might”"), ('He said "it might" so.', '"it might"'), ("He said 'it might' so.", "'it might'"),
    ("He said ‘it might’ so.", "‘it might’"), ("Kim's army and states' arms", ""), ("The ’90s and states’ arms", ""),
    ("the governments' and the '90s' end", ""),
])
def test_quotations_are_hidden_and_apostrophes_not(text: str, hidden: str) -> None:
    assert text.replace(hidden or "\0", OBJECT * len(hidden)) == Passage(text).plain
