"""Projects that use sphinxcontrib-bibtex with styles of their own go on as before; only its faults are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from citeproject import BIBLIOGRAPHY, Project, entry, pages

if TYPE_CHECKING:
    from collections.abc import Callable

BIB = ("@article{lee, author = {Lee, Ann and Kim, Bo}, title = {Arms and {NATO}}, journal = {Survival}, volume = 3,"
       " pages = {1--9}, year = 2024}\n"
       '@book{roe, author = {Roe, Jane}, title = {G{\\"o}del}, publisher = {P}, year = 2023}\n')
FILES = {"index.md": "# T\n\n{cite:p}`roe,lee` {cite:t}`lee{p. 3}` {cite:author}`roe`\n\n```{toctree}\nrefs\n```\n",
         "refs.md": f"# Sources\n{BIBLIOGRAPHY}", "refs.bib": BIB}


@pytest.mark.parametrize(("default", "reference", "tooltips"), [
    ("plain", "label", True), ("alpha", "author_year", True), ("unsrt", "super", False), ("unsrtalpha", "label", True)])
def test_pages_are_those_of_sphinxcontrib_bibtex(
    project: Callable[..., Project], default: str, reference: str, tooltips: bool,
) -> None:
    book = project(FILES, bibtex_default_style=default, bibtex_reference_style=reference, bibtex_cite_id="x-{key}",
                   bibtex_tooltips=tooltips)
    ours = pages(book.build().folder)
    book.options["extensions"] = ["myst_parser", "sphinxcontrib.bibtex"]
    assert pages(book.build(out="theirs", fresh=True).folder) == ours


def test_options_of_the_project_stand(project: Callable[..., Project]) -> None:
    built = project(FILES, bibtex_default_style="plain", bibtex_cite_id="s-{key}").build()
    assert built.app.config.bibtex_default_style == "plain"
    assert built.app.config.bibtex_reference_style == "briefbook"
    assert built.body("refs").xpath('//div[@class="citation"]/@id') == ["s-lee", "s-roe"]
    assert "(Lee and Kim 2024; Roe 2023)" in built.text()


def test_entries_are_checked_only_for_our_style(project: Callable[..., Project]) -> None:
    built = project(FILES | {"refs.bib": BIB + "@misc{x, date = {y}}\n@odd{z, title = {A}}\n@book{lee, title = {B}}\n"},
                    bibtex_default_style="plain").build()
    assert [line.split(" ")[2] for line in built.messages] == ["C205"]


def test_tooltips_of_another_style_or_none(project: Callable[..., Project]) -> None:
    reports = (entry("lee") + entry("roe")).replace("@online", "@report")  # a type that unsrt does not know
    book = project(FILES | {"refs.bib": reports}, bibtex_tooltips_style="unsrt")
    assert book.build().body().xpath("//span/a/@title")[0].startswith("Lee, Ann. 2024a.")
    book.write({"refs.bib": BIB})
    assert book.build().body().xpath("//span/a/@title")[0].startswith("Ann Lee and Bo Kim.")
    book.options["bibtex_tooltips"] = False
    assert book.build(fresh=True).body().xpath("//span[@class='bibtex-citation']/a/@title") == []


def test_the_style_works_in_pybtex_alone() -> None:
    from pybtex.database import parse_string
    from pybtex.style.formatting import BaseStyle

    from briefbook.bibliography.style import BriefbookStyle

    style = BriefbookStyle()
    assert isinstance(style, BaseStyle)
    data = parse_string(BIB + '@book{b, author = "Roe, Jane", title = "A", publisher = "P", year = 2023}\n'
                        '@inbook{c, author = "Doe, X.", title = "C", crossref = "b"}', "bibtex")
    formatted = list(style.format_bibliography(data, ["lee", "roe", "b"]))
    assert [entry.label for entry in formatted] == ["Lee and Kim 2024", "Roe 2023a", "Roe 2023b"]
    assert formatted[1].text.render_as("html") == "Roe, Jane. 2023a. <em>A</em>. P."
    inherited = style.format_entry("", data.entries["c"], data)
    assert inherited.text.render_as("text") == "Doe, X. 2023. “C.” In A, by Jane Roe. P."
