"""Messages: file and line, what is wrong, what was meant; and never a traceback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from citeproject import BIBLIOGRAPHY, Project, entry

from briefbook.bibliography.reading import read_files
from briefbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

EVIDENCE = Path(__file__).parents[3] / "shared" / "evidence" / "sources.bib"


def page(text: str, bib: str = "") -> dict[str, str]:
    return {"index.md": f"# Title\n\nWords.\n\n{text}\n{BIBLIOGRAPHY}", "refs.bib": bib or entry("lee2024")}


def test_an_unknown_key_is_told_with_its_place_and_stays_on_the_page(project: Callable[..., Project]) -> None:
    built = project(page("{cite:p}`lee2042,lee2024` {cite:p}`quite_other`")).build()
    told = [line for line in built.messages if "S202" in line]
    assert len(told) == 2
    assert told[0].startswith("index.md:5: WARNING: S202 no source has the key 'lee2042'; did you mean 'lee2024'?")
    assert "did you mean" not in told[1]
    assert "(Lee 2024)[lee2042?] [quite_other?]" in built.text()


def test_a_key_of_another_case_is_a_near_one(project: Callable[..., Project]) -> None:
    built = project(page("{cite:p}`Lee2024`")).build()
    assert any("no source has the key 'Lee2024'; did you mean 'lee2024'?" in line for line in built.messages)


def test_a_source_that_no_list_prints_is_told_with_where_it_stands(project: Callable[..., Project]) -> None:
    built = project({"index.md": "# T\n\n{cite:p}`lee2024`\n", "refs.bib": "\n" + entry("lee2024")}).build()
    assert any(line.startswith("index.md:3: WARNING: S202 the source 'lee2024' (refs.bib:2) is cited, but no ")
               for line in built.messages)


@pytest.mark.parametrize("target", [
    "lee2024{", "a{b}{c}", "{see}", "a b", "", ",", "lee2024,,lee2024", "a" + ",a" * 3000])
def test_a_citation_that_cannot_be_read_is_told_once(project: Callable[..., Project], target: str) -> None:
    built = project(page(f"{{cite:p}}`{target}`")).build()
    told = [line for line in built.messages if line.startswith("index.md:5: WARNING: C2")]
    assert len(told) <= 1
    assert all("C21" in line for line in built.messages if "WARNING" in line)


def test_every_fault_of_the_files_is_told_in_one_run_and_again(project: Callable[..., Project]) -> None:
    bib = entry("good") + '@online{bad1, title = "A, url = {https://x.y}}\n@reprot{bad2, title = {A}}\n' + entry("good")
    book = project(page("{cite:p}`good,bad1,bad2`", bib))
    for _ in range(2):
        built = book.build()
        assert [line.split(" ")[0] + " " + line.split(" ")[2] for line in built.messages] == [
            "refs.bib:2: C201", "refs.bib:3: C202", "refs.bib:4: C205"]
    assert len(built.listed("index")) == 3
    book.write({"refs.bib": entry("good") + entry("bad1") + entry("bad2")})
    assert book.build().messages == []


def test_a_missing_file_and_a_file_in_another_encoding(project: Callable[..., Project]) -> None:
    book = project(page("{cite:p}`lee2024`"), bibtex_bibfiles=["refs.bib", "gone.bib", "latin.bib"])
    (book.source / "latin.bib").write_bytes("\n@online{b, title = {Übung}, url = {https://x.y}}".encode("latin-1"))
    built = book.build()
    assert [line.split(";")[0] for line in built.messages] == [
        "gone.bib:1: WARNING: C209 cannot read gone.bib: No such file or directory",
        "latin.bib:2: WARNING: C209 latin.bib is not written in utf-8-sig"]
    assert "(Lee 2024)" in built.text()


def test_no_bib_files_at_all(project: Callable[..., Project]) -> None:
    book = project({"index.md": "# T\n"})
    del book.options["bibtex_bibfiles"]
    assert book.build().messages == []


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the dossier is not beside this checkout")
def test_the_dossier_of_the_book_goes_through(project: Callable[..., Project]) -> None:
    text = EVIDENCE.read_text(encoding="utf-8")
    book = project({"index.md": "# T\n\n```{bibliography}\n:all:\n```\n", "refs.bib": text})
    built = book.build()
    assert len(built.listed("index")) == text.count("\n@") + 1
    assert len(built.messages) > 100
    assert all(line.startswith("refs.bib:") and (" C210 " in line or " C203 " in line) for line in built.messages)


def test_findings_name_every_code_they_can(tmp_path: Path) -> None:
    path = tmp_path / "all.bib"
    path.write_text(
        '@online{a, title = "A}\n@reprot{b, title={A}}\n@book{c}\n@book{d, title={A}, date={x}}\n@book{d, title={A}}\n'
        "@book{e, title=foo}\n@book{f, title={A}, author={A,B,C,D}}\n@inbook{g, title={A}, crossref={z}}\n"
        "@book{h, title={\\foo}}\n", encoding="utf-8")
    read = read_files({path: "all.bib", tmp_path / "gone": "gone"}, "utf-8", check=True)
    codes = {finding.code for finding in read.findings}
    assert codes == {problem.code for problem in Problem if problem.code.startswith("C2")} - {
        Problem.CITED_KEY.code, Problem.CITATION.code}
