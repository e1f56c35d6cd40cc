"""Likelihood scales: their words and ranges."""

from __future__ import annotations

import pytest

from briefbook.analysis.likelihood import CONFIDENCE, SCALES, Scale

EVERY = pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.name)


@EVERY
def test_ranges_lie_within_a_hundred_and_rise(scale: Scale) -> None:
    assert all(0 <= term.low < term.high <= 100 for term in scale.terms)
    middles = [term.low + term.high for term in scale.terms]
    assert middles == sorted(set(middles))


@EVERY
def test_a_word_names_one_rung(scale: Scale) -> None:
    assert len(set(scale.words)) == len(scale.words)
    assert all(scale.find(word) is not None for word in scale.words)


@EVERY
def test_scale_finds_itself_by_name(scale: Scale) -> None:
    assert SCALES[scale.name] is scale


@pytest.mark.parametrize(("scale", "word", "range_text"), [
    ("ICD 203", "very likely", "80\N{EN DASH}95%"),
    ("ICD 203", "Highly  Probable", "80\N{EN DASH}95%"),
    ("ICD 203", "almost no chance", "1\N{EN DASH}5%"),
    ("PHIA", "realistic possibility", "40\N{EN DASH}50%"),
    ("IPCC", "virtually certain", "99\N{EN DASH}100%"),
])
def test_word_has_the_range_of_its_standard(scale: str, word: str, range_text: str) -> None:
    term = SCALES[scale].find(word)
    assert term is not None and term.range_text == range_text


@pytest.mark.parametrize("word", ["", "possible", "may", "very", "likely likely"])
def test_word_off_the_scale_is_not_found(word: str) -> None:
    assert SCALES["ICD 203"].find(word) is None


def test_confidence_has_three_levels() -> None:
    assert CONFIDENCE == ("low", "moderate", "high")
