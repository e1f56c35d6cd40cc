"""A finished PDF is looked at before it gets its final name: each thing that may be missing is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from briefbook.typst.inspection import inspect

STANDARDS = ("ua-1", "a-3a")


def whole() -> pikepdf.Pdf:
    """A PDF with all that an inspection asks for: two pages, two bookmarks, a link to the web and one inside."""
    pdf = pikepdf.new()
    for _page in range(2):
        pdf.add_blank_page()
    pdf.Root.Lang = String("en-GB")
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.docinfo["/Title"] = "A title"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"] = "3", "A", "1"
    with pdf.open_outline() as outline:
        first = pikepdf.OutlineItem("One", 0)
        first.children.append(pikepdf.OutlineItem("One below", 1))
        outline.root.append(first)
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([
        String("here"), Array([pdf.pages[1].obj, Name.XYZ, 0, 0, 0])])))
    pdf.pages[0].obj.Annots = Array([
        link(pdf, A=Dictionary(S=Name.URI, URI=String("https://example.org"))), link(pdf, Dest=String("here"))])
    return pdf


def link(pdf: pikepdf.Pdf, **entries: object) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], **entries))


def faults(pdf: pikepdf.Pdf, folder: Path, headings: int = 2, language: str = "en") -> tuple[str, ...]:
    path = folder / "a.pdf"
    pdf.save(path)
    return inspect(path, "A title", language, headings, STANDARDS).faults


def test_whole_pdf_passes_and_its_pages_are_counted(tmp_path: Path) -> None:
    assert faults(whole(), tmp_path) == ()
    assert inspect(tmp_path / "a.pdf", "A title", "en", 2, STANDARDS).pages == 2


def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def other_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another"


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def one_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].children.clear()


def no_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.clear()


def not_accessible(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["pdfuaid:part"]


def lower_level(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:conformance"] = "B"


def link_without_target(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots = Array([link(pdf)])


def link_to_unknown_name(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots = Array([link(pdf, Dest=String("there"))])


def action_to_unknown_name(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots = Array([link(pdf, A=Dictionary(S=Name.GoTo, D=String("there")))])


def link_to_removed_page(pdf: pikepdf.Pdf) -> None:
    gone = pdf.make_indirect(Dictionary(Type=Name.Page))
    pdf.pages[1].obj.Annots = Array([link(pdf, Dest=Array([gone, Name.Fit]))])


def name_of_removed_page(pdf: pikepdf.Pdf) -> None:
    gone = pdf.make_indirect(Dictionary(Type=Name.Page))
    pdf.Root.Names.Dests.Names[1] = Array([gone, Name.Fit])


@pytest.mark.parametrize(("spoil", "words"), [
    (no_title, "its title is '', not 'A title'"),
    (other_title, "its title is 'Another', not 'A title'"),
    (no_language, "its language is '', not 'en'"),
    (no_tags, "it is not tagged"),
    (one_bookmark, "it has 1 bookmarks for 2 headings"),
    (no_bookmark, "it has 0 bookmarks for 2 headings"),
    (not_accessible, "it does not claim PDF/UA-1"),
    (lower_level, "it does not claim PDF/A-3a"),
    (link_without_target, "a link on page 2 leads nowhere"),
    (link_to_unknown_name, "a link on page 2 leads to 'there', which is not in the file"),
    (action_to_unknown_name, "a link on page 2 leads to 'there', which is not in the file"),
    (link_to_removed_page, "a link on page 2 leads to a page that is not in the file"),
    (name_of_removed_page, "a link on page 1 leads to a page that is not in the file"),
])
def test_what_is_missing_is_named(tmp_path: Path, spoil: Callable[[pikepdf.Pdf], None], words: str) -> None:
    pdf = whole()
    spoil(pdf)
    assert faults(pdf, tmp_path) == (words,)


def test_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    assert "it has no pages" in faults(pdf, tmp_path, headings=0)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"<html></html>"])
def test_file_that_is_no_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    found = inspect(tmp_path / "a.pdf", "A title", "en", 0, STANDARDS)
    assert found.pages == 0 and len(found.faults) == 1 and "cannot be opened" in found.faults[0]


def test_truncated_pdf_is_refused(tmp_path: Path) -> None:
    whole().save(tmp_path / "a.pdf")
    data = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(data[: len(data) // 2])
    assert inspect(tmp_path / "a.pdf", "A title", "en", 2, STANDARDS).faults


def test_a_project_that_asks_for_no_standard_needs_no_claim(tmp_path: Path) -> None:
    pdf = whole()
    not_accessible(pdf)
    pdf.save(tmp_path / "a.pdf")
    assert inspect(tmp_path / "a.pdf", "A title", "en", 2, ()).faults == ()
