"""Reading the ledger: what is right becomes records, what is wrong a message with its line and cure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ledger_book import FACTS, TERMS

from briefbook.ledger.charted import unlike
from briefbook.ledger.reading import check_sources, read_ledger
from briefbook.ledger.schema import MODELINE, schema_texts

BOOK = Path(__file__).parents[2]
SOURCES = {"roe2020": 1, "doe2021": 1, "moe2022": 1}


def messages(folder: Path, facts: str = FACTS, terms: str | None = TERMS) -> list[str]:
    (folder / "ledger" / "facts").mkdir(parents=True, exist_ok=True)
    (folder / "ledger" / "facts" / "all.yaml").write_text(facts, encoding="utf-8")
    if terms is not None:
        (folder / "ledger" / "terms.yaml").write_text(terms, encoding="utf-8")
    reading = read_ledger(folder)
    return [str(finding) for finding in (*reading.findings, *check_sources(reading, SOURCES))]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_ledger_is_read(tmp_path: Path) -> None:
    assert messages(tmp_path) == []
    ledger = read_ledger(tmp_path).ledger
    assert list(ledger.facts) == ["LAK-001", "RIV-001", "RIV-002"]
    fact = ledger.facts["RIV-001"]
    assert (fact.event_date, fact.as_of, str(fact.grade)) == ("2019-01/2019-12", "2019-12-31", "B2")
    assert ledger.facts["LAK-001"].as_of == "2022"
    assert ledger.places["RIV-002"] == ("ledger/facts/all.yaml", line_of(FACTS, "- id: RIV-002"))


def test_book_without_ledger_has_no_faults(tmp_path: Path) -> None:
    reading = read_ledger(tmp_path)
    assert (dict(reading.ledger.facts), reading.findings) == ({}, ())


def test_one_origin_counts_once(tmp_path: Path) -> None:
    messages(tmp_path, FACTS.replace("origin: Doe's survey", "origin: ROE'S count of 2019"))
    assert len(read_ledger(tmp_path).ledger.origins(["RIV-001", "RIV-002", "LAK-001", "LAK-999"])) == 2


#: what is typed, what in its place, the line it stands on by its text, and the message
FAULTS = [
    ("  as_of: 2021-05-04\n", "", "- id: RIV-002", "S204 RIV-002 has no 'as_of'"),
    ("origin: Doe's survey", "origin:", "origin:\n", "E402 RIV-002 has no 'origin'"),
    ("[doe2021, roe2020]", "[]", "sources: []", "S204 RIV-002 has no 'sources'"),
    ("as_of: 2021-05-04", "as_of: 2021-05-34", "as_of: 2021-05-34", "E404 'as_of' of RIV-002 is '2021-05-34'"),
    ("event_date: 2021", "event_date: May 2021", "event_date: May", "E404 'event_date' of RIV-002 is 'May 2021'"),
    ("date: 2026-01-02", "date: soon", "  checked", "E404 'checked.date' of RIV-002 is 'soon'"),
    ("{reliability: C", "{reliability: G", "  grade: {reliability: G", "E405 'grade.reliability' of RIV-002 is 'G'"),
    ("credibility: 3", "credibility: 7", "  grade: {reliability: C", "E405 'grade.credibility' of RIV-002 is 7"),
    ("unit: km", "unit: kms", "unit: kms", "E406 RIV-002.length has the unit 'kms'; did you mean 'km'"),
    ("id: LAK-001", "id: LAX-001", "id: LAX", "E406 LAX-001 has the subject 'LAX'"),
    ("id: LAK-001", "id: RIV-002", "- id: RIV-002\n  statement: Moe", "E407 RIV-002 stands in ledger/facts/all.yaml:13 too"),
    ("name: toll", "name: boats", "label: toll", "E407 RIV-001 has two values of the name 'boats'"),
    ("sources: [roe2020]", "sources: [rao2020]", "[rao2020]",
     "E408 RIV-001 names the source 'rao2020', which no bibliography holds; did you mean 'roe2020'"),
    ("contradicts: [RIV-002]", "contradicts: [RIV-020]", "contradicts", "E409 LAK-001 contradicts 'RIV-020'"),
    ("seen: full text", "seen: fulltext", "seen: fulltext", "E403 'seen' of RIV-002 is 'fulltext', not one of full text"),
    ("qualifier: about", "qualifier: abot", "length,", "E403 'values[1].qualifier' of RIV-002 is 'abot', not one of about"),
    ("value: 20000", "value: twenty", "boats,", "E403 'values[1].value' of RIV-001 is no number: write digits alone"),
    ("value: 20000,", "", "boats,", "E403 'values[1]' of RIV-001 has neither a value nor both low and high"),
    ("low: 4.2", "low: 6.2", "toll,", "E403 'values[2]' of RIV-001 has a low that is not below its high"),
    ("name: length", "name: The Length", "name: The", "E403 'values[1].name' of RIV-002 is 'The Length', which does not"),
    ("notes:", "note:", "note:", "E403 RIV-002 has the unknown key 'note'; did you mean 'notes'"),
    ("statement: Doe gives the river's length.", "statement: [1]", "statement: [1]", "E403 'statement' of RIV-002 is [1], not a text"),
    ("id: RIV-001", "id: riv-1", "- id: riv-1", "E403 'id' of riv-1 is 'riv-1', which does not have the form"),
    ("  seen: full text\n", "  seen: full text\n  seen: excerpt\n", "seen: excerpt\n  grade: {reliability: C", "E401 the key 'seen' stands here twice"),
    ("  statement: Roe", "  statement: 'Roe", "", "E401 the file is not YAML"),
]


@pytest.mark.parametrize(("old", "new", "where", "message"), FAULTS,
                         ids=[fault[3][:40] for fault in FAULTS])
def test_fault_has_one_message_with_line_and_cure(tmp_path: Path, old: str, new: str, where: str, message: str) -> None:
    text = FACTS.replace(old, new, 1)
    assert text != FACTS
    found = messages(tmp_path, text)
    assert len(found) == 1, found
    place, _space, said = found[0].partition(": ")
    assert said.startswith(message) and "; " in said
    if where:
        assert place == f"ledger/facts/all.yaml:{line_of(text, where)}"
    assert place.startswith("ledger/facts/all.yaml:")


def test_all_faults_are_told_in_one_run(tmp_path: Path) -> None:
    text = FACTS
    for old, new in (("unit: km", "unit: kms"), ("reliability: B", "reliability: Z"), ("origin: Moe's report", "")):
        text = text.replace(old, new)
    assert [message.split(" ")[1] for message in messages(tmp_path, text)] == ["E405", "E406", "E402"]


@pytest.mark.parametrize(("terms", "message"), [
    (None, "ledger/terms.yaml: E401 the ledger has facts, but no list of its subjects and units"),
    ("subjects: {RIV: Rivers}\n", "ledger/terms.yaml:1: E402 terms.yaml has no 'units'"),
    ("- x\n", "ledger/terms.yaml:1: E403 '' of terms.yaml")])
def test_terms_are_needed(tmp_path: Path, terms: str | None, message: str) -> None:
    found = messages(tmp_path, terms=terms)
    assert len(found) == 1 and found[0].startswith(message)


def test_file_that_is_no_list(tmp_path: Path) -> None:
    assert messages(tmp_path, "id: RIV-001\n")[0].startswith(
        "ledger/facts/all.yaml:1: E401 the file is not a list of records")


def test_schemas_in_the_book_are_those_of_the_code() -> None:
    texts = schema_texts(read_ledger(BOOK).ledger.terms)
    assert {name: (BOOK / "ledger" / name).read_text(encoding="utf-8") for name in texts} == texts, "run `briefbook schema`"
    assert "percent" in json.loads(texts["schema.json"])["$defs"]["Value"]["properties"]["unit"]["enum"]


@pytest.mark.parametrize(("folder", "schema"), [
    ("facts", "schema.json"), ("events", "events.schema.json"), ("series", "series.schema.json")])
def test_every_file_of_the_book_names_its_schema(folder: str, schema: str) -> None:
    paths = list((BOOK / "ledger" / folder).glob("*.yaml"))
    assert paths
    first = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in paths}
    assert first == dict.fromkeys(first, MODELINE.format(schema))


@pytest.mark.parametrize(("row", "message"), [
    ({"fact": "RIV-001", "low": 20000, "high": None, "date": "2019"}, ""),
    ({"fact": "RIV-001", "low": 4.2, "high": 5.8}, ""),
    ({"fact": None, "low": 7}, ""),
    ({"low": 7}, ""),
    ({"fact": "RIV-001", "low": 20001}, "data.csv:3: E412 low is 20,001, and the numbers of RIV-001 are 4.2, 5.8, 20,000"),
    ({"fact": "LAK-001", "low": 1}, "data.csv:3: E412 low is 1, and the numbers of LAK-001 are none"),
    ({"fact": "RIV-003", "low": 1}, "data.csv:3: E409 the ledger has no fact 'RIV-003'; did you mean 'RIV-00"),
])
def test_chart_has_the_numbers_of_the_ledger(tmp_path: Path, row: dict[str, object], message: str) -> None:
    messages(tmp_path)
    rows: list[dict[str, object]] = [{"fact": "RIV-002", "low": 1200}, row]
    found = [str(finding) for finding in unlike(read_ledger(tmp_path).ledger, rows, "data.csv")]
    assert len(found) == bool(message)
    assert not message or found[0].startswith(message)
