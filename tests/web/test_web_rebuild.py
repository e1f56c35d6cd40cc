"""The same bytes from any folder, warm or clean, in one process or in several; other themes untouched."""

from __future__ import annotations

import os

import pytest
from web_book import BOOK, EDITION

NO_WEB = ["myst_parser", "web_parts_without_theme"]


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_two_folders_give_the_same_bytes(build) -> None:
    first, second = build(name="here", **EDITION), build(name="quite/elsewhere", **EDITION)
    assert len(first.contents()) > 20
    assert not differing(first.contents(), second.contents())


def test_no_page_names_the_folder_it_was_built_in(build, tmp_path) -> None:
    for name, content in build().contents().items():
        assert str(tmp_path).encode() not in content, name


def test_several_processes_give_the_same_bytes(build) -> None:
    many = BOOK | {f"chapters/more{index}.md": f"---\norphan: true\n---\n# More {index}\n" for index in range(8)}
    assert not differing(build(many, name="one").contents(), build(many, name="many", jobs=3).contents())


CHANGES = {
    "a title": {"chapters/two.md": "# Another title\n"},
    "a short title": {"chapters/one.md": BOOK["chapters/one.md"].replace("The first\n", "Renamed\n")},
    "a deck": {"chapters/one.md": BOOK["chapters/one.md"].replace("A deck", "Some deck")},
    "the order": {"index.md": BOOK["index.md"].replace("chapters/one\nchapters/two", "chapters/two\nchapters/one")},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_warm_build_equals_a_clean_one(build, change: dict[str, str]) -> None:
    build(name="warm")
    warm = build(BOOK | change, name="warm")
    assert not differing(warm.contents(), build(BOOK | change, name="clean").contents())


def test_a_page_that_another_builder_read_is_written_again(build) -> None:
    first = build(name="warm")
    source = first.out.parent / "source" / "chapters" / "two.md"
    before = source.stat()
    build(BOOK | {"chapters/two.md": BOOK["chapters/two.md"] + "More.\n"}, name="warm", builder="dummy")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    warm = build(BOOK | {"chapters/two.md": BOOK["chapters/two.md"] + "More.\n"}, name="warm")
    assert "More." in warm.page("chapters/two").text_content()


@pytest.mark.parametrize("option", [
    {"brief_edition": "March 2027"}, {"brief_cutoff": "2026-12-31"}, {"brief_draft": True},
    {"typst_documents": [("chapters/two", "two")], "html_theme_options": {"pdf_dir": "../pdf"}},
])
def test_a_warm_build_follows_the_options(build, option) -> None:
    build(name="warm")
    warm = build(name="warm", **option)
    assert not differing(warm.contents(), build(name="clean", **option).contents())


def test_a_build_without_changes_writes_no_page(build) -> None:
    first = build()
    before = {path: path.stat().st_mtime_ns for path in first.pages()}
    after = {path: path.stat().st_mtime_ns for path in build().pages()}
    written = {path.name for path in before if before[path] != after[path]}
    assert written <= {"search.html", "genindex.html"}  # Sphinx writes these two every time


def test_another_theme_is_not_touched(build) -> None:
    files = {"index.md": "# Title\n\nText {math}`x`\n\n| A | B |\n| - | - |\n| 1 | 2 |\n"}
    without = build(files, name="without", extensions=NO_WEB, html_theme="alabaster")
    loaded = build(files, name="with", html_theme="alabaster")
    assert not differing(without.contents(), loaded.contents())


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml"])
def test_the_other_page_builders_work(build, builder: str) -> None:
    site = build(name=builder, builder=builder)
    assert "briefbook-look.css" in (site.out / "index.html").read_text("utf-8")
