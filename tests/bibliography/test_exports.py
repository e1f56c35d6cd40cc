"""Sources as BibTeX, RIS and CSL-JSON: every type, names, dates, accents, and each file read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bibcases import CASES, sources

from briefbook.bibliography.check import HOLDERS, KNOWN_TYPES
from briefbook.bibliography.exports import FORMATS, bibtex, csl, kinds, ris
from briefbook.bibliography.exports.kinds import csl_type, ris_type
from briefbook.bibliography.reading import read_files
from briefbook.bibliography.source import FIELD_ALIASES, Source

BIB = CASES / "exports.bib"
#: What csl-data.json of CSL 1.0.2 allows, as far as we write it: names, dates and the rest, which is text.
CSL_NAMES = {"author", "editor", "translator", "container-author"}
CSL_DATES = {"issued", "accessed", "original-date", "event-date"}
CSL_TEXTS = {
    "id", "type", "title", "title-short", "container-title", "collection-title", "collection-number", "volume",
    "number-of-volumes", "issue", "number", "edition", "chapter-number", "part", "number-of-pages", "page", "version",
    "publisher", "publisher-place", "event", "event-place", "medium", "genre", "authority", "archive",
    "archive_location", "status", "DOI", "URL", "ISBN", "ISSN", "abstract", "keyword", "language", "note", "annote"}
CSL_TYPES = {
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure",
    "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage"}
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")


@cache
def every() -> dict[str, Source]:
    return sources(BIB.read_text(encoding="utf-8"))


@cache
def items() -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in json.loads(csl.text(every().values()))}


def read_ris(text: str) -> Iterator[dict[str, list[str]]]:
    """The records of a file; every line is a tag and a value, and a record begins with TY and ends with ER."""
    for block in text.removesuffix("\r\n\r\n").split("\r\n\r\n"):
        lines = block.split("\r\n")
        assert all(RIS_LINE.fullmatch(line) for line in lines), lines
        pairs = [(match[1], match[2]) for line in lines if (match := RIS_LINE.fullmatch(line))]
        assert (pairs[0][0], pairs[-1]) == ("TY", ("ER", ""))
        yield {tag: [value for name, value in pairs if name == tag] for tag, _ in pairs}


@cache
def records() -> dict[str, dict[str, list[str]]]:
    return {record["ID"][0]: record for record in read_ris(ris.text(every().values()))}


# -- types ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "as_csl", "as_ris"), [
    ("msmt", "report", "RPRT"), ("journal", "article-journal", "JOUR"), ("news", "article-newspaper", "NEWS"),
    ("page", "webpage", "ELEC"), ("post", "post-weblog", "BLOG"), ("law", "legislation", "STAT"),
    ("treaty", "treaty", "LEGAL"), ("bill", "bill", "BILL"), ("case", "legal_case", "CASE"), ("data", "dataset", "DATA"),
    ("book", "book", "BOOK"), ("part", "chapter", "CHAP"), ("whole", "book", "EDBOOK"),
    ("paper", "paper-conference", "CPAPER"), ("thesis", "thesis", "THES"), ("patent", "patent", "PAT"),
    ("letter", "personal_communication", "PCOMM"), ("draft", "manuscript", "UNPB"), ("tool", "software", "COMP"),
    ("norm", "standard", "STAND"), ("film", "motion_picture", "VIDEO"), ("photo", "graphic", "ART"),
    ("guide", "report", "RPRT"), ("thing", "document", "GEN"), ("issue", "periodical", "JFULL"),
    ("entry", "entry-encyclopedia", "ENCYC"), ("rule", "regulation", "LEGAL"), ("talk", "speech", "GEN")])
def test_every_type_has_its_counterpart(key: str, as_csl: str, as_ris: str) -> None:
    assert (items()[key]["type"], records()[key]["TY"]) == (as_csl, [as_ris])


def test_no_type_is_left_without_a_kind() -> None:
    for written in KNOWN_TYPES - HOLDERS:
        source = next(iter(sources(f"@{written}{{key, title = {{A}}}}").values()))
        assert csl_type(source) in CSL_TYPES, written
        assert ris_type(source) in {*kinds.RIS.values(), "EDBOOK", "CONF"}
        if written != "misc" and written not in ("commentary",):
            assert csl_type(source) != "document", f"{written} is nothing in particular"
    assert {*kinds.CSL.values(), *kinds.SUBTYPES.values()} <= CSL_TYPES & set(kinds.RIS)


# -- BibTeX --------------------------------------------------------------------------------------------------------------


def test_bibtex_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "exported.bib"
    path.write_text(bibtex.text(every().values()), encoding="utf-8")
    read = read_files({path: path.name}, "utf-8", check=True)
    assert read.findings == []
    again = {key: Source.of(entry) for key, entry in read.data.data.entries.items()}
    assert list(again) == list(every())
    for key, source in every().items():
        kept = {name: value for name, value in source.fields.items() if name not in ("crossref", *FIELD_ALIASES)}
        assert (again[key].written_type, again[key].fields) == (source.written_type, kept)
        assert (again[key].people("author"), again[key].date()) == (source.people("author"), source.date())


def test_what_is_inherited_stands_in_the_entry() -> None:
    text = bibtex.entry(every()["part"])
    assert re.search(r"booktitle\s+= \{The Whole\}", text) and "crossref" not in text


def test_other_dialects_come_out_in_biblatex() -> None:
    source, = sources("@article{a, author={Lee, Ann}, title={T}, journal={J}, year=2020, month=jun, pdf={/home/me.pdf}}").values()
    text = bibtex.entry(source)
    assert "journaltitle" in text and "journal " not in text and "/home" not in text


# -- CSL-JSON ------------------------------------------------------------------------------------------------------------


def test_items_hold_what_the_schema_allows() -> None:
    assert len(items()) == len(every()) > 25
    for item in items().values():
        assert {"id", "type"} <= set(item) <= CSL_NAMES | CSL_DATES | CSL_TEXTS
        assert all(isinstance(item[name], str) for name in set(item) & CSL_TEXTS)
        assert item["type"] in CSL_TYPES
        for name in set(item) & CSL_NAMES:
            assert all(part and set(part) <= {"family", "given", "non-dropping-particle", "suffix", "literal"} for part in item[name])
        for name in set(item) & CSL_DATES:
            assert item[name] and set(item[name]) <= {"date-parts", "season", "circa", "literal"}
            parts = item[name].get("date-parts", [[1]])
            assert 1 <= len(parts) <= 2 and all(1 <= len(part) <= 3 for part in parts)


def test_names_keep_their_parts() -> None:
    assert items()["journal"]["author"] == [
        {"family": "Cruz", "given": "Ana María", "non-dropping-particle": "de la", "suffix": "Jr."},
        {"family": "van den Berg", "given": "Jan"}, {"literal": "others"}]
    assert items()["msmt"]["author"] == [{"literal": "Multilateral Sanctions Monitoring Team"}]
    assert items()["page"]["author"] == [{"family": "김", "given": "정은"}]
    assert items()["part"]["editor"] == [{"family": "Page", "given": "Tim"}, {"family": "Lee", "given": "Ann"}]


@pytest.mark.parametrize(("key", "issued"), [
    ("msmt", {"date-parts": [[2025, 5, 29]]}),
    ("page", {"date-parts": [[2024, 6]], "circa": True}),
    ("post", {"date-parts": [[2024, 6, 19], [2024, 6, 21]]}),
    ("data", {"literal": "2020–"}),
    ("book", {"date-parts": [[1950]], "circa": True}),
    ("whole", {"date-parts": [[2001]], "season": 1}),
    ("paper", {"literal": "1990s"}),
    ("draft", {"literal": "in press"}),
    ("ancient", {"date-parts": [[-44]]}),
    ("thing", None)])
def test_dates_say_what_is_known_and_no_more(key: str, issued: dict[str, Any] | None) -> None:
    assert items()[key].get("issued") == issued


def test_texts_lose_their_tex_and_keep_their_letters() -> None:
    report = items()["msmt"]
    assert report["title"] == "Unlawful Military Cooperation: Łódź and État: A first report"
    assert (report["number"], report["genre"], report["language"]) == ("MSMT/2025/1", "Report", "ko")
    assert report["URL"] == "https://example.org/msmt_1?a=b&c=d"
    assert items()["journal"]["DOI"] == "10.1000/xyz_1"
    assert (items()["journal"]["issue"], items()["journal"]["page"]) == ("2", "45–67")
    assert (items()["book"]["collection-title"], items()["book"]["collection-number"]) == ("Papers", "7")


# -- RIS -----------------------------------------------------------------------------------------------------------------


def test_records_say_who_what_when_and_where() -> None:
    assert records()["journal"]["AU"] == ["de la Cruz, Ana María, Jr.", "van den Berg, Jan", "others"]
    assert (records()["journal"]["SP"], records()["journal"]["EP"], records()["journal"]["IS"]) == (["45"], ["67"], ["2"])
    assert records()["msmt"]["AU"] == ["Multilateral Sanctions Monitoring Team"]
    assert (records()["msmt"]["SN"], records()["msmt"]["Y2"]) == (["MSMT/2025/1"], ["2026/04/30/"])
    assert records()["part"]["A2"] == ["Page, Tim", "Lee, Ann"] and records()["part"]["T2"] == ["The Whole"]
    assert records()["thing"]["KW"] == ["one", "two"]


@pytest.mark.parametrize(("key", "day"), [
    ("msmt", "2025/05/29/"), ("page", "2024/06//uncertain"), ("post", "2024/06/19/to 2024-06-21"),
    ("data", "2020///and later"), ("book", "1950///circa"), ("whole", "2001///spring")])
def test_what_a_date_of_ris_cannot_say_stands_behind_it(key: str, day: str) -> None:
    assert records()[key]["DA"] == [day]


def test_no_line_break_ends_a_value_early() -> None:
    source = Source("key", "misc", "misc", {"title": "One\nER  - \nTY  - BOOK", "abstract": "a\n\nb"})
    record, = read_ris(ris.record(source))
    assert record["AB"] == ["a b"]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_no_sources_make_an_empty_file(form: Any) -> None:
    assert form.write([]) in ("", "[]\n")
