"""The difference of two records, without a book."""

from __future__ import annotations

from typing import Any

import pytest

from briefbook.editions.account import account, lines
from briefbook.editions.difference import difference
from briefbook.editions.record import EditionRecord, parse, text_of
from briefbook.editions.words import changes, compared, is_repair

BASE: dict[str, Any] = {
    "edition": "2026-11", "title": "Book", "date": "2026-11-22",
    "judgments": {"RIV-1": {"statement": "Boats will {likelihood|likely} stay.", "likelihood": "likely", "confidence": "low", "facts": ["RIV-001"],
                            "page": "one#j-riv-1"}},
    "facts": {"RIV-001": {"statement": "Roe counts 20,000 boats, barges aside.", "grade": "B2", "sources": ["roe2020"], "page": "ev#riv-001",
                          "values": {"boats": {"printed": "20,000 boats", "raw": 20000}}}},
    "sources": {"roe2020": {"reference": "Roe, Jane. 2020. On rivers.", "grade": "B"}},
    "passages": {"one#one": ["Rivers", "Roe counts {RIV-001.boats|20,000} boats.", "The river is long and wide, says she."],
                 "one#j-riv-1": ["Confidence low: one count."], "two#two": ["Lakes", "A lake is {likelihood|likely} ({ref:j-riv-1|RIV-1})."]},
    "addresses": ["one", "one#one", "two"]}


def record(*, without: tuple[str, ...] = (), **changed: Any) -> EditionRecord:
    """The record with other parts: a dictionary is laid over what stands."""
    data = {key: ({name: item for name, item in (value | changed.get(key, {})).items() if name not in without}
                  if isinstance(value, dict) else changed.get(key, value)) for key, value in BASE.items()}
    return EditionRecord.model_validate(data | {key: value for key, value in changed.items() if key not in BASE})


def told(new: EditionRecord, old: EditionRecord | None = None) -> list[str]:
    return [line.strip() for line in lines(account(difference(old or record(), new))) if line]


def test_a_record_is_read_back_and_nothing_changed() -> None:
    assert parse(text_of(record()), "x.json") == record()
    assert difference(record(), record()).is_empty


def test_a_value_is_told_once() -> None:
    fact = BASE["facts"]["RIV-001"] | {"statement": "Roe counts 21,000 boats, barges aside.", "values": {"boats": {"printed": "21,000 boats", "raw": 21000}}}
    found = told(record(facts={"RIV-001": fact}, passages={"one#one": [
        "Rivers", "Roe counts {RIV-001.boats|21,000} boats.", "The river is long and wide, says she."]}))
    assert found == ["Corrections (1)", "RIV-001: boats: 20,000 boats → 21,000 boats.", "No entry of ledger/changes says why."]


def test_a_passage_is_told_by_words_without_the_value() -> None:
    fact = BASE["facts"]["RIV-001"] | {"values": {"boats": {"printed": "21,000 boats", "raw": 21000}}, "statement": "Roe counts 21,000 boats, barges aside."}
    found = told(record(facts={"RIV-001": fact}, passages={"one#one": [
        "Rivers", "Roe counts {RIV-001.boats|21,000} small boats.", "The river is long and wide, says she."]}))
    assert found[3:] == ["Passages rewritten (1)", "Rivers (one#one)", "Roe counts 21,000 {+small+} boats."]


def test_a_likelihood_follows_its_judgment_and_no_other() -> None:
    moved = BASE["judgments"]["RIV-1"] | {"likelihood": "unlikely", "statement": "Boats will {likelihood|unlikely} stay.", "moved": "Fewer."}
    passage = {"two#two": ["Lakes", "A lake is {likelihood|unlikely} ({ref:j-riv-1|RIV-1})."]}
    assert told(record(judgments={"RIV-1": moved}, passages=passage)) == [
        "Judgments that moved (1)", "RIV-1: was likely, now unlikely.", "Why it moved: Fewer.", "Boats will unlikely stay."]
    assert told(record(passages=passage)) == ["Passages rewritten (1)", "Lakes (two#two)", "A lake is [-likely-] {+unlikely+} (RIV-1)."]


def test_a_judgment_reworded_and_a_section_renamed_and_gone() -> None:
    new = record(judgments={"RIV-1": BASE["judgments"]["RIV-1"] | {"statement": "All boats will {likelihood|likely} stay."}},
                 passages={"one#streams": ["Streams", *BASE["passages"]["one#one"][1:]], "three#new": ["Seas", "Seas are deep."]},
                 without=("one#one", "two#two"))
    assert told(new) == [
        "Judgments reworded without moving (1)", "RIV-1:", "[-Boats-] {+All boats+} will likely stay.",
        "Passages rewritten (1)", "Streams (one#streams)", "[-Rivers-] {+Streams+}",
        "New passages (1)", "Seas (three#new): 4 words",
        "Passages removed (1)", "two#two:", "[-Lakes-]", "[-A lake is likely (RIV-1).-]"]


def test_a_new_source_and_a_letter_that_moved() -> None:
    new = record(sources={"roe2020": {"reference": "Roe, Jane. 2020a. On rivers.", "grade": "C"}, "roe2020b": {"reference": "Roe, Jane. 2020b. On fords."}},
                 facts={"RIV-001": BASE["facts"]["RIV-001"] | {"sources": ["roe2020", "roe2020b"]}})
    assert told(new) == ["New sources (1)", "roe2020b: Roe, Jane. 2020b. On fords. Under RIV-001.",
                         "Sources regraded or described anew (1)", "roe2020: grade B, now C"]


def test_an_entry_makes_a_repair_of_a_rewording() -> None:
    fact = BASE["facts"]["RIV-001"] | {"statement": "Roe counts 20,000 boats, not counting barges."}
    entry = {"barges": {"id": "barges", "kind": "repair", "date": "2026-12-01", "of": ["RIV-001"], "why": "Clearer."}}
    assert told(record(facts={"RIV-001": fact}, changes=entry)) == ["Repairs (1)", "RIV-001: [-barges aside-] {+not counting barges+} Clearer."]


@pytest.mark.parametrize(("old", "new", "repair"), [
    ("The treatty was signed.", "The treaty was signed.", True), ("They recieved it.", "They received it.", True),
    ("Nothing, he said", "Nothing he said", True), ("It is likely.", "It is unlikely.", False), ("over 10 men", "over 100 men", False),
    ("A million men", "A billion men", False), ("He did now.", "He did not.", False), ("It is legal here", "It is illegal here", False),
    ("a typical case", "an atypical case", False), ("the boat left", "the boats left", False), ("He came", "He came late", False)])
def test_what_a_repair_is(old: str, new: str, repair: bool) -> None:  # noqa: FBT001
    assert is_repair(compared(old, new), frozenset({"boat", "boats"})) is repair


def test_gaps_stay_and_parts_of_a_judgment_have_its_name() -> None:
    new = record(passages={"one#j-riv-1": ["Confidence low: one count, and one man."], "one#one": [
        "Rivers", "Roe counts {RIV-001.boats|20,000} boats.", "The river is long, deep, says she."]})
    assert told(new) == ["Passages rewritten (2)", "Rivers (one#one)", "The river is long [-and wide-] {+, deep+}, says she.",
                         "Judgment RIV-1 (one#j-riv-1)", "Confidence low: one count{+, and one man+}."]


def test_changes_with_a_short_word_between_are_one() -> None:
    assert list(changes(compared("He sold the red boat to Ann then", "He sold a blue boat to Ann then"))) == [("the red", "a blue")]
    assert list(changes(compared("one two three four five", "one 2 three 4 five"))) == [("two three four", "2 three 4")]
