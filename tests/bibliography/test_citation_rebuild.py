"""Building again: twice in one process, after an edit, in parallel, from the cache; always as a clean build would."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from citeproject import BIBLIOGRAPHY, Built, Project, entry, pages

from briefbook.bibliography import cache
from briefbook.bibliography.domain import CACHE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {
    "index.md": "# T\n\n```{toctree}\none\ntwo\nthree\nrefs\n```\n", "one.md": "# One\n\n{cite:p}`y1`\n",
    "two.md": "# Two\n\n{cite:p}`lee`\n", "three.md": "# Three\n\nNothing.\n", "refs.md": f"# Sources\n{BIBLIOGRAPHY}",
    "refs.bib": entry("lee") + entry("y1", "{Yonhap}", "B") + entry("y2", "{Yonhap}", "A")}


@pytest.fixture
def book(project: Callable[..., Project]) -> Project:
    return project(FILES)


def rebuilt(book: Project, **files: str) -> tuple[set[str], Built]:
    """Edit *files* after a first build, and build again; gives the pages that were written."""
    first = book.build()
    before = {path.stem: path.stat().st_mtime_ns for path in first.folder.glob("*.html")}
    book.write({name.replace("__", "."): text for name, text in files.items()})
    second = book.build()
    changed = {path.stem for path in second.folder.glob("*.html") if path.stat().st_mtime_ns != before.get(path.stem)}
    result = pages(second.folder)
    assert result == pages(book.build(out="clean", fresh=True).folder), "differs from a clean build"
    return changed - {"genindex", "search"}, second


def test_a_document_resolved_twice_has_each_entry_once(book: Project) -> None:
    built = book.build()
    trees = [built.resolved("refs") for _ in range(3)]
    assert trees[0].astext() == trees[1].astext() == trees[2].astext()
    assert trees[2].astext().count("Lee, Ann") == 1


def test_two_builders_in_turn_print_alike(book: Project) -> None:
    book.build()
    text = book.build("text")
    assert (text.folder / "refs.txt").read_text(encoding="utf-8").count("Lee, Ann") == 1


def test_no_edit_writes_nothing(book: Project) -> None:
    assert rebuilt(book)[0] == set()


def test_a_new_citation_brings_its_entry_and_moves_letters(book: Project) -> None:
    changed, built = rebuilt(book, two__md="# Two\n\n{cite:p}`lee,y2`\n")
    assert changed == {"two", "one", "refs", "index"}  # a page with a toctree follows those in it
    assert "(Yonhap 2024b)" in built.text("one")
    assert len(built.listed()) == 3


def test_an_edited_source_is_printed_anew_where_it_is_cited(book: Project) -> None:
    changed, built = rebuilt(book, refs__bib=FILES["refs.bib"].replace("Lee, Ann", "Lee, Bo"))
    assert changed == {"two", "refs", "index"}
    assert built.body("two").xpath("//span/a/@title")[0].startswith("Lee, Bo.")


def test_a_citation_taken_out_takes_its_entry_away(book: Project) -> None:
    changed, built = rebuilt(book, two__md="# Two\n\nNothing.\n")
    assert {"two", "refs"} <= changed
    assert len(built.listed()) == 1


def test_a_file_added_to_the_options_is_read(book: Project) -> None:
    book.write({"more.bib": entry("new", "Zola, E.")})
    book.write({"two.md": "# Two\n\n{cite:p}`new`\n"})
    assert "[new?]" in book.build().text("two")
    book.options["bibtex_bibfiles"] = ["refs.bib", "more.bib"]
    _, built = rebuilt(book)
    assert built.messages == []
    assert "(Zola 2024)" in built.text("two")


def test_a_file_taken_from_the_options_is_forgotten(book: Project) -> None:
    book.write({"more.bib": entry("new", "Zola, E."), "two.md": "# Two\n\n{cite:p}`new`\n"})
    book.options["bibtex_bibfiles"] = ["refs.bib", "more.bib"]
    book.build()
    book.options["bibtex_bibfiles"] = ["refs.bib"]
    built = book.build()
    assert len(built.listed()) == 1


def test_parallel_reading_gives_the_same_book(project: Callable[..., Project]) -> None:
    files = {f"c{number}.md": f"# C\n\n{{cite:p}}`k{number}` {{cite:t}}`k{number - 1}`\n" for number in range(1, 12)}
    toctree = "\n".join(sorted(name[:-3] for name in files))
    bib = "".join(entry(f"k{number}", "{Yonhap}", f"T{number % 3}") for number in range(12))
    book = project({**files, "index.md": f"# T\n\n```{{toctree}}\n{toctree}\nrefs\n```\n", "refs.bib": bib,
                    "refs.md": f"# Sources\n{BIBLIOGRAPHY}"})
    serial = pages(book.build().folder)
    parallel = book.build(out="parallel", fresh=True, parallel=2)
    assert pages(parallel.folder) == serial
    assert parallel.messages == []


# -- the cache ---------------------------------------------------------------------------------------------------


def test_a_warm_build_formats_nothing(book: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pages(book.build().folder)
    monkeypatch.setattr(cache, "_memory", {})
    monkeypatch.setattr(cache, "entry_text", lambda *_: pytest.fail("formatted again"))
    book.write({"three.md": "# Three\n\nSomething.\n"})
    second = book.build()
    assert second.listed() == ["Lee, Ann. 2024. “Arms.” 19 June 2024. https://x.org/lee.",
                               "Yonhap. 2024. “B.” 19 June 2024. https://x.org/y1."]
    assert pages(second.folder)["refs.html"] == first["refs.html"]


@pytest.mark.parametrize("content", [
    "", "{", "[]", "null", '{"version": "old", "texts": {}}', '{"version": "now", "texts": [1]}',
    '{"version": "now", "texts": {"a": 1}}', '{"version": "now", "texts": {"a": [["x", "q", ""]]}}',
    '{"version": "now", "texts": {"a": [["x", "", "", "too", "many"]]}}', '{"version": "now", "texts": {"a": [[1]]}}',
    '{"version": "now"}', "[" * 100_000, "\x00\xff"])
def test_a_damaged_cache_is_passed_over(book: Project, content: str) -> None:
    first = pages(book.build().folder)
    path = book.folder / "doctrees" / CACHE_FILE
    path.write_text(content.replace('"now"', json.dumps(cache.version())), encoding="utf-8")
    cache._memory.clear()
    book.write({"three.md": "# Three\n\nNothing.\n"})
    assert pages(book.build().folder) == first
    assert set(json.loads(path.read_text(encoding="utf-8"))) == {"version", "texts"}


def test_the_cache_is_the_same_file_and_holds_what_is_cited(book: Project) -> None:
    path = book.folder / "doctrees" / CACHE_FILE
    book.build()
    first = path.read_bytes()
    assert len(json.loads(first)["texts"]) == 2
    book.build(fresh=True)
    assert path.read_bytes() == first
    book.write({"two.md": "# Two\n"})
    book.build()
    assert len(json.loads(path.read_bytes())["texts"]) == 1
    assert [item.name for item in path.parent.glob(f"{CACHE_FILE}*")] == [CACHE_FILE]
