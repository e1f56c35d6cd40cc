"""Where things stand on the page, which no structure tells: at which side, how wide, beneath what."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pdfreader import Pdf
from support import SVG, built_pdf

ARABIC = "\u0647\u0630\u0647 \u062c\u0645\u0644\u0629"


def sides(pdf: Pdf, words: str) -> tuple[float, float]:
    """Left and right edge of *words* on the first page that has them, in points."""
    for page in pypdfium2.PdfDocument(pdf.path):
        text = page.get_textpage()
        found = text.search(words).get_next()
        if found:
            boxes = [text.get_charbox(at) for at in range(found[0], sum(found)) if text.get_text_range(at, 1).strip()]
            return min(box[0] for box in boxes), max(box[2] for box in boxes)
    raise AssertionError(f"no page has {words!r}")


def test_a_paragraph_that_begins_in_arabic_begins_at_the_right(tmp_path: Path) -> None:
    pdf = built_pdf(tmp_path, f"# Book\n\n{ARABIC}.\n\n{'word ' * 40}\n\nLatin, then {ARABIC}.\n")
    (left, _), (_, right) = sides(pdf, "Book"), sides(pdf, "word word word word word word word word word word")
    page = pypdfium2.PdfDocument(pdf.path)[0].get_textpage()
    boxes = [page.get_rect(at) for at in range(page.count_rects())]
    arabic = next(box for box in boxes if "\u062c" in page.get_text_bounded(*box))
    assert arabic[0] > left + 100 and arabic[2] > right - 20
    assert sides(pdf, "Latin, then")[0] == pytest.approx(left, abs=2)


def test_terms_of_one_entry_stand_below_each_other(tmp_path: Path) -> None:
    pdf = built_pdf(tmp_path, "# Book\n\n:::{glossary}\nherring\nmackerel\n  Meaning.\n:::\n")
    herring, mackerel, meaning = (sides(pdf, word)[0] for word in ("herring", "mackerel", "Meaning"))
    assert herring == pytest.approx(mackerel, abs=1) and meaning > herring + 10


def test_columns_share_the_width_as_they_are_told(tmp_path: Path) -> None:
    table = ":::{list-table}\n:widths: 20 30 50\n\n* - herring\n  - mackerel\n  - sardine\n:::\n"
    one, two, three = (sides(built_pdf(tmp_path, f"# Book\n\n{table}"), word)[0] for word in ("herring", "mackerel", "sardine"))
    assert (three - two) / (two - one) == pytest.approx(30 / 20, abs=0.05)


@pytest.mark.parametrize(("align", "at_left"), [("left", True), ("right", False)])
def test_a_figure_is_as_wide_as_it_is_told_and_its_caption_with_it(tmp_path: Path, align: str, at_left: bool) -> None:
    caption = "herring mackerel sardine anchovy herring mackerel sardine anchovy"
    figure = f":::{{figure}} dot.svg\n:alt: A box\n:figwidth: 5cm\n:align: {align}\n\n{caption}\n:::\n"
    pdf = built_pdf(tmp_path, f"# Book\n\n{figure}", {"dot.svg": SVG})
    left, right = sides(pdf, "herring mackerel")
    assert right - left < 5 / 2.54 * 72
    assert (left == pytest.approx(sides(pdf, "Book")[0], abs=2)) == at_left


def test_numbers_of_lines_are_seen_and_not_read(tmp_path: Path) -> None:
    code = "```{code-block} text\n:lineno-start: 7\n\nherring\nmackerel\n```\n"
    pdf = built_pdf(tmp_path, f"# Book\n\n{code}")
    assert sides(pdf, "8")[1] < sides(pdf, "mackerel")[0]
    assert "8" not in " ".join(tag.text for tag in pdf.tree.find("Code"))
