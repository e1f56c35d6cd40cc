"""An alarm of page-validation is set aside only where the file at hand proves it false."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pikepdf
import pytest

from briefbook.release.conformance import Alarm, glyph_widths_are_right, is_false_alarm, page_alarms, stream_length_is_right


def ending_in_carriage_return() -> bytes:
    """Deflated data that ends in a carriage return, as one stream in 256 does."""
    return next(data for data in (zlib.compress(b"%d" % number) for number in range(100_000)) if data.endswith(b"\r"))


def stream(data: bytes, length: int | None = None, end: bytes = b"\nendstream") -> bytes:
    size = len(data) if length is None else length
    return b"%%PDF-1.7\n1 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % size + data + end + b"\nendobj\n"


def test_length_that_counts_the_carriage_return_is_right() -> None:
    assert stream_length_is_right(stream(ending_in_carriage_return()), 1)


@pytest.mark.parametrize(("offset", "end"), [
    (-1, b"\nendstream"), (1, b"\nendstream"), (0, b"\n\nendstream"), (0, b"endstream"), (0, b" \nendstream")])
def test_length_that_is_off_is_not_excused(offset: int, end: bytes) -> None:
    data = ending_in_carriage_return()
    assert not stream_length_is_right(stream(data, len(data) + offset, end), 1)


def test_carriage_return_that_does_not_belong_to_the_data_is_not_excused() -> None:
    data = zlib.compress(b"some text")
    assert not stream_length_is_right(stream(data + b"\r"), 1)


def test_data_that_does_not_end_so_needs_no_excuse() -> None:
    data = next(data for data in (zlib.compress(b"%d" % number) for number in range(99)) if not data.endswith(b"\r"))
    assert not stream_length_is_right(stream(data), 1)


def test_another_object_is_not_taken_for_the_one_named() -> None:
    assert not stream_length_is_right(stream(ending_in_carriage_return()), 2)


def test_where_no_stream_is_named_all_of_them_are_looked_at() -> None:
    right, wrong = ending_in_carriage_return(), zlib.compress(b"some text")
    assert stream_length_is_right(stream(right) + stream(wrong), 0)
    assert not stream_length_is_right(stream(right) + stream(wrong, len(wrong) - 1), 0)
    assert not stream_length_is_right(stream(wrong), 0), "nothing there explains the alarm"


def test_unknown_alarm_stands() -> None:
    assert not is_false_alarm(stream(ending_in_carriage_return()), Alarm("PDFUA1-METADATA-TITLE-001", "no title", 1))


def with_wrong_width(path: Path, target: Path) -> Path:
    """A copy whose first font declares its glyphs twice as wide as they are."""
    with pikepdf.open(path) as pdf:
        font = next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)
                    and item.get("/Subtype") == "/CIDFontType2")
        for index in range(2, len(font.W), 3):  # Typst writes triples: first, last, width
            font.W[index] = int(font.W[index]) * 2
        pdf.save(target, deterministic_id=True)
    return target


def test_widths_of_our_fonts_are_right(made: Path) -> None:
    assert glyph_widths_are_right((made / "a4" / "blocks.pdf").read_bytes())


def test_wrong_width_is_an_alarm_that_stands(made: Path, tmp_path: Path) -> None:
    spoilt = with_wrong_width(made / "a4" / "line.pdf", tmp_path / "spoilt.pdf")
    assert not glyph_widths_are_right(spoilt.read_bytes())
    assert [alarm.rule for alarm in page_alarms(spoilt, "3a") if re.search("GLYPH-WIDTH", alarm.rule)]


def test_pdf_without_composite_fonts_proves_nothing(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "blank.pdf")
    assert not glyph_widths_are_right((tmp_path / "blank.pdf").read_bytes())
