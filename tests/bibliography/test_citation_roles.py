"""Roles and lists in built pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from citeproject import BIBLIOGRAPHY, Project, entry

from briefbook.bibliography import cited_keys, formatted_entries

if TYPE_CHECKING:
    from collections.abc import Callable

TWO = entry("lee") + entry("y1", "{Yonhap}", "A") + entry("y2", "{Yonhap}", "B")
INDEX = "# Title\n\n{text}\n\n```{{toctree}}\nrefs\n```\n"


def pages(text: str, bib: str = TWO, **more: str) -> dict[str, str]:
    return {"index.md": INDEX.format(text=text), "refs.md": f"# Sources\n{BIBLIOGRAPHY}", "refs.bib": bib, **more}


@pytest.mark.parametrize(("role", "expected"), [
    ("{cite:p}`lee`", "(Lee 2024)"), ("{cite}`lee`", "(Lee 2024)"), ("{cite:t}`lee{p. 12}`", "Lee (2024, 12)"),
    ("{cite:p}`{see}lee{p. 12}`", "(see Lee 2024, 12)"), ("{cite:p}`y2,y1,lee`", "(Lee 2024; Yonhap 2024a, 2024b)"),
    ("{cite:p}`lee{p. 1},lee{p. 3}`", "(Lee 2024, 1; Lee 2024, 3)"), ("{cite:year}`y1`", "2024a"),
    ("{cite:yearpar}`y1`", "(2024a)"), ("{cite:author}`lee`", "Lee"), ("{cite:label}`y2`", "Yonhap 2024b"),
    ("{cite:empty}`lee`x", "x"), ("{cite:alp}`lee`", "Lee 2024"), ("{cite:ct}`lee`", "Lee (2024)"),
    ("{any}`lee`", "(Lee 2024)"),
])
def test_role(project: Callable[..., Project], role: str, expected: str) -> None:
    built = project(pages(f"See {role} now. {{cite:empty}}`lee,y1,y2`")).build()
    assert f"See {expected} now." in built.text()
    assert built.messages == []


def test_each_key_is_a_link_of_its_own_to_an_anchor_named_by_it(project: Callable[..., Project]) -> None:
    built = project(pages("{cite:p}`y2,y1,lee`")).build()
    links = built.body().xpath('//span[@class="bibtex-citation"]/a')
    assert [(link.text_content(), link.get("href")) for link in links] == [
        ("Lee 2024", "refs.html#ref-lee"), ("Yonhap 2024a", "refs.html#ref-y1"), ("2024b", "refs.html#ref-y2")]
    assert links[0].get("title") == "Lee, Ann. 2024. “Arms.” 19 June 2024. https://x.org/lee."
    assert built.body("refs").xpath('//div[@class="citation"]/@id') == ["ref-lee", "ref-y1", "ref-y2"]


def test_addresses_are_links(project: Callable[..., Project]) -> None:
    built = project(pages("{cite:p}`lee`", entry("lee").replace("/lee}", "/a_b?c={d}\\&e}"))).build()
    (link,) = built.body("refs").xpath('//div[@class="citation"]//a[@class="reference external"]')
    assert link.text_content() == "https://x.org/a_b?c={d}&e"
    assert link.get("href") == "https://x.org/a_b?c=%7Bd%7D&e"


def test_letters_are_those_of_the_whole_book(project: Callable[..., Project]) -> None:
    files = {"index.md": "# T\n\n```{toctree}\none\ntwo\n```\n", "refs.bib": TWO,
             "one.md": "# One\n\n{cite:p}`y2`\n\n```{bibliography}\n:filter: docname in docnames\n```\n",
             "two.md": "# Two\n\n{cite:p}`y1`\n\n```{bibliography}\n:filter: docname in docnames\n```\n"}
    built = project(files).build()
    assert "(Yonhap 2024b)" in built.text("one")
    assert [text[:13] for text in built.listed("one")] == ["Yonhap. 2024b"]
    assert [text[:13] for text in built.listed("two")] == ["Yonhap. 2024a"]
    assert built.messages == []


def test_two_lists_on_a_page(project: Callable[..., Project]) -> None:
    lists = "".join(f'\n```{{bibliography}}\n:filter: cited and key {sign} "lee"\n```\n' for sign in ("==", "!="))
    built = project(pages("{cite:p}`lee,y1`") | {"refs.md": f"# Sources\n{lists}"}).build()
    assert built.messages == []
    assert [link.get("href") for link in built.body().xpath('//span[@class="bibtex-citation"]/a')] == [
        "refs.html#ref-lee", "refs.html#ref2-y1"]


@pytest.mark.parametrize("options", ["list: bullet", "list: enumerated"])
def test_lists_of_other_kinds(project: Callable[..., Project], options: str) -> None:
    refs = f"# Sources\n\n```{{bibliography}}\n:{options}\n:all:\n```\n{BIBLIOGRAPHY}"
    built = project(pages("{cite:p}`lee`") | {"refs.md": refs}).build()
    assert len(built.body("refs").xpath("//li")) == 3
    assert len(built.listed()) == 1


def test_label_prefix_and_key_prefix(project: Callable[..., Project]) -> None:
    refs = "# Sources\n\n```{bibliography}\n:labelprefix: A\n:keyprefix: a-\n```\n"
    built = project(pages("{cite:p}`a-lee`") | {"refs.md": refs}).build()
    assert "(Lee 2024)" in built.text()
    assert built.body("refs").xpath('string(//span[@class="label"])') == "[ALee 2024]"


def test_holders_of_shared_data_are_not_listed(project: Callable[..., Project]) -> None:
    bib = entry("lee").replace("title", "xdata = {x}, title") + "@xdata{x, publisher = {Yonhap}}\n"
    built = project(pages("x", bib) | {"refs.md": "# S\n\n```{bibliography}\n:all:\n```\n"}).build()
    assert built.listed() == ["Lee, Ann. 2024. “Arms.” Yonhap, 19 June 2024. https://x.org/lee."]


def test_footnote_citations_use_the_style(project: Callable[..., Project]) -> None:
    built = project(pages("A{footcite}`lee`.\n\n```{footbibliography}\n```\n")).build()
    assert "Lee, Ann. 2024. “Arms.” 19 June 2024." in built.text()


def test_what_builders_ask(project: Callable[..., Project]) -> None:
    text = "{cite:p}`y2`\n\n```{only} latex\n{cite:p}`lee`\n```\n\n{cite:t}`y1{p. 3}` {cite:p}`y2` {cite:empty}`z`"
    built = project(pages(text, TWO + entry("z", "Zola, E."))).build()
    assert cited_keys(built.resolved()) == ["y2", "y1", "z"]
    entries = formatted_entries(built.app.env)
    assert [(entry.key, entry.label, entry.position, entry.type) for entry in entries.values()] == [
        ("lee", "Lee 2024", 0, "online"), ("y1", "Yonhap 2024a", 1, "online"), ("y2", "Yonhap 2024b", 2, "online"),
        ("z", "Zola 2024", 3, "online")]
    first, second = entries["y1"].nodes, entries["y1"].nodes
    assert "".join(node.astext() for node in first) == "Yonhap. 2024a. “A.” 19 June 2024. https://x.org/y1."
    assert first[0] is not second[0]
    assert all(node.parent is None for node in first)


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man", "texinfo", "xml", "singlehtml", "gettext"])
def test_every_builder_prints_citations(project: Callable[..., Project], builder: str) -> None:
    settings = {"conf.py": "epub_copyright = epub_publisher = 'x'\nversion = '1'"}
    built = project(pages("{cite:p}`y2,lee{p. 3}`") | settings).build(builder)
    assert [line for line in built.messages if "bib" in line.lower()] == []
    if builder == "text":
        assert "(Lee 2024, 3; Yonhap 2024)" in (built.folder / "index.txt").read_text(encoding="utf-8")
