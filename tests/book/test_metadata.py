"""Web edition, PDFs and CITATION.cff of the real book say the same of it, for all take it from one place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from lxml import html

from briefbook.bibliography.reading import read_files
from briefbook.web.bookdata import BookData

ROOT = Path(__file__).parents[2]
#: Every PDF with its page.
PAGES = {"book": "index", "bottom-line": "bottom-line"} | {
    path.stem: f"chapters/{path.stem}" for path in (ROOT / "chapters").glob("*.md")}


def described(made: Path, page: str) -> dict[str, Any]:
    """What a page says of itself in JSON-LD, under the names used here."""
    tree = html.document_fromstring((made / "html" / f"{page}.html").read_text("utf-8"))
    found = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))
    return {"title": found["name"], "authors": [author["name"] for author in found["author"]], "description": found["description"],
            "keywords": found["keywords"], "language": found["inLanguage"], "date": found["dateModified"]}


def of_pdf(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the document information of a PDF says of it, and what its XMP says."""
    with pikepdf.open(path) as pdf, pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        info = {name: str(pdf.docinfo.get(f"/{name}", "")) for name in ("Title", "Author", "Keywords", "Subject", "CreationDate")}
        language = str(pdf.Root.Lang)
        day = info["CreationDate"].removeprefix("D:")[:8]
        # Typst parts authors and keywords by commas in the information, and lists them in XMP.
        one = {"title": info["Title"], "authors": [info["Author"]], "description": info["Subject"],
               "keywords": info["Keywords"].split(", "), "language": language, "date": f"{day[:4]}-{day[4:6]}-{day[6:]}"}
        two = {"title": xmp["dc:title"], "authors": list(xmp["dc:creator"]), "description": xmp["dc:description"],
               "keywords": str(xmp["pdf:Keywords"]).split(", "), "language": list(xmp["dc:language"])[0],
               "date": str(xmp["xmp:CreateDate"])[:10]}
    return one, two


@pytest.mark.parametrize("name", PAGES)
def test_page_and_pdf_say_the_same(made: Path, name: str) -> None:
    page = described(made, PAGES[name])
    information, xmp = of_pdf(made / "pdf" / f"{name}.pdf")
    assert page["title"] and page["authors"] and page["keywords"] and page["date"]
    assert xmp == page
    assert information == page


def test_citation_file_says_the_same(made: Path) -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["preferred-citation"]
    page = described(made, "index")
    book = BookData.model_validate(_data(made)).book
    assert {"title": cff["title"], "authors": [author["name"] for author in cff["authors"]], "description": cff["abstract"],
            "keywords": cff["keywords"], "language": cff["languages"][0], "date": str(cff["date-released"])} == page
    assert (cff["license"], cff["edition"], cff["year"], cff["month"]) == (
        book.licence, book.edition, int(book.modified[:4]), int(book.modified[5:7]))
    assert cff["notes"] == f"{'draft; ' if book.draft else ''}information cut-off {book.cutoff}"


def test_data_hold_every_judgment_fact_and_source(made: Path) -> None:
    found = BookData.model_validate(_data(made))
    assert len(found.judgments) > 20 and len(found.facts) > 200 and len(found.sources) > 200
    facts, sources = {fact.id for fact in found.facts}, {source.key for source in found.sources}
    assert {ident for judgment in found.judgments for ident in judgment.facts} <= facts
    assert {key for page in found.pages for key in page.sources} <= sources


def test_every_page_offers_its_sources_to_reference_managers(made: Path) -> None:
    for page in (page for page in BookData.model_validate(_data(made)).pages if page.sources):
        path = made / "html" / "data" / "references" / f"{page.page.removesuffix('.html')}.bib"
        read = read_files({path: path.name}, "utf-8", check=True)
        assert read.findings == [] and sorted(read.data.data.entries) == sorted(page.sources)


def _data(made: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made / "html" / "data" / "book.json").read_text("utf-8"))
    found.pop("$schema")
    return found
