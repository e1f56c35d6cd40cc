"""Words of estimate, figures, acronyms and speakers in single sentences: what is found, what only looks like it."""

from __future__ import annotations

import pytest

from briefbook.analysis.acronyms import unexplained
from briefbook.analysis.attribution import Speaker, is_attributed
from briefbook.analysis.figures import counted, figures, full_dates
from briefbook.analysis.likelihood import SCALES
from briefbook.analysis.passages import Passage
from briefbook.analysis.wording import (
    confidence_levels, confidence_percentages, foreign_terms, hedged_terms, vague_words)

ICD, PHIA = SCALES["ICD 203"], SCALES["PHIA"]


@pytest.mark.parametrize("text", [
    "Its military might grew.", "With all its might.", "Might makes right.", "They met in May.", "It could not be verified.",
    "It couldn't see.", "Nobody could tell.", "He did what he could.", "so that it could be checked", "so it could be checked",
    "until it could land", "who could know it", "He could speak Russian.", "as soon as possible", "as many of the ships as possible",
    "It made the swap possible.", "where possible", "It is possible to count them.", "no longer possible", "impossible", "Could it?",
    "What a ministry of transport could order came.", "Three ways it could go", "when Moscow could present a success"])
def test_word_in_another_sense_is_not_vague(text: str) -> None:
    assert list(vague_words(text, cites=False)) == []


@pytest.mark.parametrize(("text", "words"), [
    ("It might come.", ["might"]), ("Ships could come and may.", ["could"]), ("A possible swap.", ["possible"]),
    ("It is possible that he comes.", ["possible"]), ("It cannot be ruled out.", ["cannot be ruled out"]),
    ("We can't rule out a swap.", ["can't rule out"]), ("It could not be ruled out.", ["could"]), ("Possibly so.", ["Possibly"]),
    ("So more ships could come.", ["could"]), ("When the war ends, Russia could leave.", ["could"])])
def test_vague_words(text: str, words: list[str]) -> None:
    assert [word for _offset, word in vague_words(text, cites=False)] == words


def test_what_a_cited_speaker_said_is_the_speakers() -> None:
    assert list(vague_words("Kirby said that more could come.", cites=True)) == []
    assert len(list(vague_words("More could come, Kirby said.", cites=True))) == 1
    assert len(list(vague_words("Kirby said that more could come.", cites=False))) == 1


@pytest.mark.parametrize(("text", "wanted"), [
    ("with high confidence", True), ("a moderate-confidence call", False), ("our confidence is low", True), ("medium confidence", True),
    ("highly confident", True), ("consumer confidence is low", False), ("confidence-building", False), ("a vote of confidence", False)])
def test_confidence_levels(text: str, wanted: bool) -> None:
    assert bool(list(confidence_levels(text))) == wanted


@pytest.mark.parametrize(("text", "wanted"), [
    ("80% confidence", True), ("70-80 per cent confident", True), ("eighty-five per cent confident", True), ("confidence of 0.8", True),
    ("confidence level of 80%", True), ("Confidence in this judgment is 70%", True), ("90% sure", True), ("95% confidence interval", False),
    ("at the 95% confidence level", False), ("public confidence at 45%", False), ("45% of voters had confidence", False)])
def test_confidence_percentages(text: str, wanted: bool) -> None:
    assert bool(list(confidence_percentages(text))) == wanted


def test_terms_of_other_scales_are_foreign_and_shared_words_are_not() -> None:
    text = "virtually certain, highly likely, a realistic possibility, about as likely as not, unlikely, likely, remote"
    assert [word for _offset, word, _scale in foreign_terms(text, ICD)] == [
        "virtually certain", "highly likely", "realistic possibility", "about as likely as not"]
    assert [word for _offset, word, _scale in foreign_terms("very likely, highly likely, probable", PHIA)] == ["very likely"]


@pytest.mark.parametrize(("text", "wanted"), [
    ("quite likely", ["quite likely"]), ("very probable", ["very probable"]), ("very likely", []), ("the most likely port", []),
    ("will most likely", ["most likely"]), ("not unlikely", ["not unlikely"]), ("less likely", []), ("unlikely", [])])
def test_hedges(text: str, wanted: list[str]) -> None:
    assert [words for _offset, words in hedged_terms(text, ICD)] == wanted


@pytest.mark.parametrize(("text", "wanted"), [
    ("Some 20,000 containers and 3.5 tonnes", ["20,000", "3.5"]), ("$34 million, 87.7 per cent", ["34 million", "87.7"]),
    ("4.2 to 5.8 million", ["4.2", "5.8"]), ("between 4.2 and 5.8 million", ["4.2", "5.8"]),
    ("half a million, twenty per cent", ["half a million", "twenty per cent"]), ("2000 soldiers in 2000", ["2000"]),
    ("In May 2025 12 ships", ["12"]), ("In 2024, 2025-26 and the 1990s", []), ("resolutions 1718 (2006), 1874 and 2397", []),
    ("Articles 4 and 5, Chapter 6, p. 12, Room 39, Section 5(b)", []), ("KN-23, 152 mm, Hwasong-11, T-62, 9K720, G7, COVID-19", []),
    ("the 16th, 2,000th and 1st", []), ("a 24-hour, 11-member team", []), ("S/2024/215 and SC/15755", []), ("at 10:30 or 17.45 hours", []),
    ("9 October, 3-4 May, May 5", []), ("38 North counted 4", ["4"]), ("the 1718 Committee", [])])
def test_figures(text: str, wanted: list[str]) -> None:
    assert [figure.text for figure in figures(text, frozenset({"soldiers"}), ("38 North",))] == wanted


def test_full_dates_in_every_form() -> None:
    text = "19 June 2024, June 20, 2024, 21st June 2024, 2024-06-22, 3-4 July 2024, June 2024, 5 June"
    assert [date.iso for date in full_dates(text)] == ["2024-06-19", "2024-06-20", "2024-06-21", "2024-06-22", "2024-07-03"]


def test_number_words_count_before_their_unit() -> None:
    assert [figure.text for figure in counted("seven cargo ships and two ports", "ships")] == ["seven cargo ships"]


@pytest.mark.parametrize(("texts", "wanted"), [
    (["The United Nations (UN) met; the UN voted."], []), (["The MSMT met."], ["MSMT"]), (["NATO (the North Atlantic Treaty Organization)"], []),
    (["Ukraine's intelligence, the HUR, said so."], []), (["the agency (IAEA, in Vienna)"], []), (["ICBMs flew.", "missiles (ICBMs)"], ["ICBM"]),
    (["World War II, XIV, KN-23, 5 USD, the U.S. and AK-47"], []), (['He wrote "DMZ".'], []), (["NK Pro, RUS-1, SC/15755"], [])])
def test_acronyms(texts: list[str], wanted: list[str]) -> None:
    assert [word for _passage, _start, word in unexplained([Passage(text) for text in texts], ["NK Pro"])] == wanted


SPEAKERS = (Speaker(("NIS", "South Korea's intelligence service"), ("Seoul", "South Korea"), True),
            Speaker(("US National Security Council", "White House"), ("Washington",), True))


@pytest.mark.parametrize(("by", "text", "wanted"), [
    ("NIS (via Rep. Lee)", "The NIS said 600.", True), ("NIS", "South Korea’s intelligence service put it at 600.", True),
    ("NIS", "Seoul put it at 600.", True), ("NIS", "By Seoul's count 600.", True), ("NIS", "About 600 (South Korea)", True),
    ("NIS", "Some 600 fell far from Seoul.", False), ("NIS", "Some 600 fell.", False), ("US National Security Council (John Kirby)", "Kirby spoke of 1,000.", True),
    ("US National Security Council", "The White House spoke of 1,000.", True), ("HUR, via Interfax", "Interfax has 600.", False),
    ("Global Corp, relayed by RBC-Ukraine", "Ukraine said 600.", False), ("NIS", "In May it said 600.", True), ("NIS", "It rained on 600.", False),
    ("NIS", "The same report put it at 600.", True), ("NIS", "Officials said 600.", False), ("NIS", "| Losses | Seoul | 600", True)])
def test_attribution(by: str, text: str, wanted: bool) -> None:
    assert is_attributed(by, SPEAKERS, text) == wanted
