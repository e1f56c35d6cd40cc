"""From a Typst message back to the chapter's line, and what a PDF depends on."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from briefbook.typst.assemble import Assembly, look_table, timestamp
from briefbook.typst.documents import Document
from briefbook.typst.printing import Printer, write_support

SOURCE = """\
#import "/press/briefbook.typ": *
// @ chapters/one.md:3
First.

// @ chapters/one.md:9
Second
goes on.
// @ chapters/two.md:1
Third."""


def assembly(source: str = SOURCE, name: str = "book") -> Assembly:
    fields = {"source": source, "docnames": [], "cited": [], "title": "T", "links": [], "heading_count": 0}
    known = Assembly.__dataclass_fields__
    document = Document("index", name, "", "", "book")
    return Assembly(document, **{key: value for key, value in fields.items() if key in known})  # type: ignore[arg-type]


def printer(folder: Path, **settings: Any) -> Printer:
    config = SimpleNamespace(**{"brief_pdf_standards": ["ua-1"], "brief_attach_evidence": True, "brief_edition_date": "2026-01-31"} | settings)
    (folder / "work" / "images").mkdir(parents=True, exist_ok=True)
    return Printer(config, Path("/book"), folder / "work", folder / "out", ())  # type: ignore[arg-type]


def diagnostic(line: int, name: str = "book.typ") -> str:
    return f"error: panicked\n  \u250c\u2500 {name}:{line}:1\n  \u2502\n{line} \u2502 x\n"


@pytest.mark.parametrize(("line", "place"), [
    (3, "chapters/one.md:3"), (6, "chapters/one.md:9"), (7, "chapters/one.md:9"), (9, "chapters/two.md:1")])
def test_nearest_marker_above_names_the_place(tmp_path: Path, line: int, place: str) -> None:
    assert printer(tmp_path)._source_place(assembly(), diagnostic(line)) == str(Path("/book") / place)


def test_line_above_every_marker_has_no_place(tmp_path: Path) -> None:
    assert printer(tmp_path)._source_place(assembly(), diagnostic(1)) == ""


def test_error_in_the_template_is_placed_where_a_chapter_called_it(tmp_path: Path) -> None:
    called = "error: boom\n  \u250c\u2500 briefbook.typ:80:3\nhelp: error occurred in this call\n" + diagnostic(6)
    assert printer(tmp_path)._source_place(assembly(), called) == str(Path("/book/chapters/one.md:9"))


def test_windows_paths_are_understood(tmp_path: Path) -> None:
    found = printer(tmp_path)._source_place(assembly(), diagnostic(6, "..\\work\\book.typ"))
    assert found == str(Path("/book/chapters/one.md:9"))


def digest(folder: Path, source: str = SOURCE, **settings: Any) -> str:
    return printer(folder, **settings)._inputs(assembly(source))


def test_pdf_depends_on_source_standards_and_date(tmp_path: Path) -> None:
    same = digest(tmp_path)
    others = {digest(tmp_path, SOURCE + "."), digest(tmp_path, brief_pdf_standards=["ua-1", "a-2a"]),
              digest(tmp_path, brief_edition_date="2026-02-01")}
    assert digest(tmp_path) == same and same not in others and len(others) == 3


def test_pdf_depends_on_the_bytes_of_its_pictures(tmp_path: Path) -> None:
    source = '#picture("/images/a.svg", alt: "A")'
    printer(tmp_path)
    picture = tmp_path / "work" / "images" / "a.svg"
    picture.write_text("<svg/>", encoding="utf-8")
    before = digest(tmp_path, source)
    picture.write_text("<svg></svg>", encoding="utf-8")
    assert digest(tmp_path, source) != before


def test_state_that_cannot_be_read_is_no_state(tmp_path: Path) -> None:
    printer(tmp_path)
    for text in ("", "{", "[]"):
        (tmp_path / "work" / "printed.json").write_text(text, encoding="utf-8")
        assert printer(tmp_path)._state == {}


def _times(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*.*")}


def test_support_is_written_once(tmp_path: Path) -> None:
    write_support(tmp_path)
    before = _times(tmp_path)
    write_support(tmp_path)
    assert set(before) == {"press/briefbook.typ", "press/look.json"}
    assert _times(tmp_path) == before


@pytest.mark.parametrize(("date", "epoch", "seconds"), [
    ("1970-01-02", "", 86400), ("2026-01-31", "", 1769817600), ("2026-01-31", "86400", 1769817600),
    ("", "1769817600", 1769817600), ("", "1769817601", 1769817600)])
def test_date_is_the_editions_or_the_environments(
    monkeypatch: pytest.MonkeyPatch, date: str, epoch: str, seconds: int,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert timestamp(SimpleNamespace(brief_edition_date=date)) == seconds  # type: ignore[arg-type]


def test_look_table_has_what_the_template_reads() -> None:
    table = look_table()
    assert set(table) >= {"colours", "sizes", "fonts"} and table["fonts"]["serif"][0] == "Source Serif 4"
