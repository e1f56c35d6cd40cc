"""Pictures in every format a PDF can hold, their sizes, and tables that run over pages."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pikepdf
import pytest

from pdfreader import Pdf
from support import SVG, Project, built_pdf

PICTURES = {
    "png": b64decode("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAIAAAA8r+mnAAAAFElEQVR4nGPME1FmwAaYsIqSJQEAQWkArXCBd/oAAAAASUVORK5CYII="),
    "jpg": b64decode(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////"
        "////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAEAAgD"
        "ASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAQP/xAAUEQEA"
        "AAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCcAKP/2Q=="),
    "webp": b64decode("UklGRiwAAABXRUJQVlA4ICAAAABwAQCdASoIAAQADMDOJaACsAFAAAD+5eNZwZbbBAAAAA=="),
    "svg": SVG.encode(),
}
GIF = b64decode("R0lGODdhCAAEAIEAAG4UIwAAAAAAAAAAACwAAAAACAAEAAAIDAABCBxIsKDBgwQDAgA7")


def widths(pdf: Pdf) -> list[float]:
    """Of every ``Figure``, the width of its box in points."""
    found = []

    def walk(element: pikepdf.Object) -> None:
        if not isinstance(element, pikepdf.Dictionary):
            return
        if element.get("/S") == "/Figure":
            attributes = element.A if isinstance(element.A, pikepdf.Array) else [element.A]
            box = next(item.BBox for item in attributes if "/BBox" in item)
            found.append(float(box[2]) - float(box[0]))
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            walk(kid)

    walk(pdf.file.Root.StructTreeRoot)
    return found


@pytest.mark.parametrize("suffix", PICTURES)
def test_format(tmp_path: Path, suffix: str) -> None:
    pdf = built_pdf(tmp_path, f"# Book\n\n![A picture](it.{suffix})\n", {f"it.{suffix}": PICTURES[suffix]})
    assert [tag.alt for tag in pdf.tree.find("Figure")] == ["A picture"]


def test_gif_is_refused_by_name(tmp_path: Path) -> None:
    built = Project(tmp_path, {"index.md": "# Book\n\n![A film](film.gif)\n", "film.gif": GIF}).build()
    assert built.status != 0
    assert built.warnings == [
        "index.md:3: WARNING: B106 the image 'film.gif' is of a format that a PDF cannot hold; "
        "convert the image to SVG, PNG, JPEG or WebP [briefbook.B106]"]


def test_jpeg_in_cmyk_is_refused_by_name(tmp_path: Path) -> None:
    """A frame of four components is all that is read."""
    frame = bytes.fromhex("ffd8 ffe0000400 00 ffc00014 08 0004 0008 04") + bytes(16)
    built = Project(tmp_path, {"index.md": "# Book\n\n![Inks](inks.jpg)\n", "inks.jpg": frame}).build()
    assert built.status != 0
    assert [message.partition(";")[0] for message in built.warnings] == [
        "index.md:3: WARNING: B106 the image 'inks.jpg' is in CMYK colours, which PDF/A refuses"]


def test_without_standards_words_stand_for_a_missing_picture(tmp_path: Path) -> None:
    source = ("# Book\n\n![A port](https://example.org/port.png)\n\n![](https://example.org/rail.png)\n\n"
              "![A film](film.gif)\n\nIn a line ![A lost map](lost.png).\n")
    built = Project(tmp_path, {"index.md": source, "film.gif": GIF}, brief_pdf_standards=[]).build()
    assert built.status == 0 and len(built.warnings) == 4
    pdf = built.pdf()
    assert [tag.text for tag in pdf.tree.find("P")][-4:] == [
        "A port", "https://example.org/rail.png", "A film", "In a line A lost map."]
    assert [link.uri for link in pdf.links if link.uri] == ["https://example.org/port.png", "https://example.org/rail.png"]


def test_the_best_of_several_formats_is_taken(tmp_path: Path) -> None:
    files = {"it.gif": GIF, "it.png": PICTURES["png"], "it.svg": SVG}
    pdf = built_pdf(tmp_path, "# Book\n\n```{image} it.*\n:alt: A picture\n```\n", files)
    assert [round(width) for width in widths(pdf)] == [60]  # the SVG: 80 CSS pixels


@pytest.mark.parametrize(("option", "points"), [
    ("", 60), (":width: 2cm", 56.7), (":width: 100", 75), (":width: 40px", 30), (":scale: 50", 30), (":height: 1in", 144),
    (":width: 40cm", "measure"), (":width: 50%", "half")])
def test_size(tmp_path: Path, option: str, points: float | str) -> None:
    source = (f"# Book\n\n```{{image}} it.svg\n:alt: A picture\n{option}\n```\n\n"
              "```{image} it.svg\n:alt: x\n:width: 100%\n```\n")
    width, measure = widths(built_pdf(tmp_path, source, {"it.svg": SVG}))
    wanted = {"measure": measure, "half": measure / 2}.get(str(points), points)
    assert width == pytest.approx(wanted, abs=0.6)


def test_a_long_table_repeats_its_header(tmp_path: Path) -> None:
    rows = "\n".join(f"| row {number} | value |" for number in range(120))
    pdf = built_pdf(tmp_path, f"# Book\n\n| Head[^n] | {{term}}`word` |\n|---|---|\n{rows}\n\n[^n]: A note.\n\n"
                              "```{glossary}\nword\n  Meaning.\n```\n")
    with_rows = [page for page in pdf.pages if "row " in page]
    assert len(with_rows) > 2
    assert all("Head1" in page and "word" in page for page in with_rows)
    assert [tag.text for tag in pdf.tree.find("TH")] == ["Head1 1A note.", "word"]
    assert len(list(pdf.tree.find("TR"))) == 121
