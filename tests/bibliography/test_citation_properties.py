"""Whatever text comes: dates, TeX, names and .bib files are read without an exception, and nothing is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bibcases import sources
from hypothesis import given
from hypothesis import strategies as st

from briefbook.bibliography import bibfile, dates, datetext
from briefbook.bibliography.bibentry import MONTH_STRINGS, read_entry
from briefbook.bibliography.entrytext import entry_text
from briefbook.bibliography.labels import assign, collate, letter
from briefbook.bibliography.latex import convert
from briefbook.bibliography.names import normalised, parse_people, problems_of
from briefbook.bibliography.punctuation import dashes, educate, nest, quoted, stop
from briefbook.bibliography.reading import read_files
from briefbook.bibliography.rich import Span, concat, from_data, join, plain, rich, to_data
from briefbook.bibliography.source import Source

BIB_PIECES = st.sampled_from([
    "@online{", "@string{", "@comment{", "@article(", "@", "key", ",", "\n", "  title = ", "{", "}", '"', "#", "=",
    ")", "year = 2024", "jun", "\\'e", "%", "\n@book{b,\n title = {B},\n}\n", " and ", "\\", "crossref={key}",
    "date={2024}"])
BIB_TEXT = st.lists(BIB_PIECES, max_size=40).map("".join) | st.text(max_size=80)
TEX = st.text(alphabet="ab {}\\$~`'\"^_-%&é中\n1", max_size=60) | st.text(max_size=60)
SPAN = st.builds(Span, st.text(max_size=5), st.sampled_from(["", "i", "bi"]), st.sampled_from(["", "u:"]))
SPANS = st.lists(SPAN).map(tuple)


@given(st.text(alphabet="0123456789-/.?~%XyTZ:+", max_size=24) | st.text(max_size=24))
def test_dates_never_fail(text: str) -> None:
    date = dates.parse(text)
    assert datetext.year(date)
    assert datetext.full(date)


@given(st.text(max_size=12), st.text(max_size=12))
def test_years_and_months_never_fail(year: str, month: str) -> None:
    dates.parse_year_month(year, month)


@given(st.dates(), st.dates())
def test_every_day_is_read_and_printed(one: object, two: object) -> None:
    early, late = sorted([one, two], key=str)
    date = dates.parse(f"{early}/{late}")
    assert date is not None
    assert (date.start.year, date.start.month, date.start.day) == (early.year, early.month, early.day)
    assert str(late.day) in datetext.full(date)
    if early < late:
        assert dates.parse(f"{late}/{early}") is None


@given(TEX)
def test_tex_never_fails(text: str) -> None:
    converted = convert(text)
    assert not re.search(r"[ \t\n]{2}", plain(converted.text))


@given(st.text(alphabet="abc é中,.()", max_size=40))
def test_text_without_signs_stays(text: str) -> None:
    assert plain(convert(text).text) == " ".join(text.split(" ")).strip() or "  " in text


@given(BIB_TEXT)
def test_blocks_joined_are_the_file(text: str) -> None:
    blocks = bibfile.split(text)
    assert "".join(block.text for block in blocks) == text
    for block, before in zip(blocks[1:], blocks, strict=False):
        assert block.line == before.line + before.text.count("\n")


@given(BIB_TEXT)
def test_bib_files_never_fail(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.bib")
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        read = read_files({path: "x.bib"}, "utf-8-sig", check=True)
    lines = text.count("\n") + text.count("\r") + 1
    assert all(finding.path == "x.bib" and 0 <= finding.line <= lines for finding in read.findings)


@given(st.dictionaries(st.sampled_from(["title", "note", "year", "abstract"]),
                       st.text(alphabet=st.characters(exclude_characters="{}\\", exclude_categories=["C", "Z"]))))
def test_fields_come_back_as_written(fields: dict[str, str]) -> None:
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    (block,) = bibfile.split(f"@online{{key,\n{body}\n}}")
    entry = read_entry(block, dict(MONTH_STRINGS))
    assert not entry.faults
    assert entry.fields == fields
    assert list(entry.lines.values()) == list(range(2, 2 + len(fields)))


@given(TEX)
def test_names_never_fail(text: str) -> None:
    people = parse_people(text)
    problems_of(text)
    normalised(text)
    if people:
        assert people.listed() is not None
        assert people.cited() is not None


@given(SPANS, SPANS)
def test_styled_text_keeps_its_characters(one: tuple, two: tuple) -> None:
    assert plain(concat(one, two)) == plain(one) + plain(two)
    assert plain(join("|", [one, two])) in (plain(one) + "|" + plain(two), plain(one) + plain(two))
    assert from_data(json.loads(json.dumps(to_data(one)))) == one
    assert plain(stop(one)).replace(".", "") == plain(one).replace(".", "")
    assert stop(stop(one)) == stop(one)


@given(st.text(max_size=40))
def test_quotation_marks_change_character_for_character(text: str) -> None:
    assert len(educate(text)) == len(text) == len(nest(educate(text)))
    assert '"' not in educate(text)
    assert len(plain(quoted(rich(text)))) == (len(text) + 2 if text else 0)
    dashes(text)
    collate(text)


def test_letters_go_on_after_z() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["a", "z", "aa", "az", "ba", "zz", "aaa"]


@given(st.permutations(range(6)))
def test_labels_do_not_depend_on_the_order_of_the_file(order: list[int]) -> None:
    entries = [f"@online{{k{number}, author = {{{{Yonhap}}}}, title = {{T{number // 2}}}, date = {{2024}}}}"
               for number in range(6)]
    straight = assign(sources("\n".join(entries)).values())
    shuffled = assign(sources("\n".join(entries[number] for number in order)).values())
    assert straight == shuffled
    assert list(straight) == list(shuffled)
    assert len({str(label) for label in straight.values()}) == 6


@pytest.mark.parametrize("type_", ["online", "report", "article", "book", "incollection", "inproceedings", "thesis",
                                   "dataset", "legislation", "jurisdiction", "patent", "periodical", "misc", "letter"])
@given(fields=st.dictionaries(st.sampled_from([
    "author", "editor", "title", "subtitle", "journaltitle", "booktitle", "publisher", "institution", "organization",
    "number", "volume", "pages", "date", "urldate", "url", "doi", "note", "edition", "type", "series", "eventtitle",
    "chapter", "pubstate", "version", "language", "eprint", "translator", "maintitle", "location", "origdate"]),
    st.text(alphabet="ab 1,.-&\\'中{}", max_size=12)))
def test_any_entry_is_printed(type_: str, fields: dict[str, str]) -> None:
    folded = {name: " ".join(value.split()) for name, value in fields.items() if value.strip()}
    text = plain(entry_text(Source("k", type_, type_, folded)))
    assert text
    assert "  " not in text
    assert ".." not in text.replace("...", "") or any("." in value for value in fields.values())
