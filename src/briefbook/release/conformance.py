"""Conformance of a PDF by a validator that shares no code with the writer: page-validation, where it is installed.

It is young and has two known false alarms; see :func:`is_false_alarm`.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

#: What page-validation must have checked at least, lest it pass a file that it has not looked at.
_LEAST_RULES = 90


@dataclass(frozen=True)
class Alarm:
    """A fault that a validator names."""

    rule: str
    message: str
    number: int = 0  #: object number, 0 where the validator names none


def is_installed() -> bool:
    return importlib.util.find_spec("page") is not None


def profile_of(standard: str) -> str:
    """page-validation's name of one of ours: ``ua-1`` is ``ua1``, ``a-3a`` is ``3a``."""
    return "ua1" if standard == "ua-1" else standard.removeprefix("a-")


def page_alarms(path: Path, profile: str) -> list[Alarm]:
    """What page-validation says against *path*; alarms proven false on this very file are left out."""
    report = importlib.import_module("page").validate_pdf(path, profile=profile)
    if report.rules.total <= _LEAST_RULES:
        return [Alarm("page-validation", f"checked {report.rules.total} rules, which is next to nothing")]
    alarms = [Alarm(item.rule_id, item.message, item.object_id.object_number if item.object_id else 0)
              for item in report.failures]
    if report.is_compliant != (not alarms):
        return [Alarm("page-validation", "contradicts itself: its verdict is not that of its findings")]
    return [alarm for alarm in alarms if not is_false_alarm(path.read_bytes(), alarm)]


def is_false_alarm(data: bytes, alarm: Alarm) -> bool:
    """Whether the file itself proves the alarm wrong."""
    if alarm.rule.endswith("STREAM-LENGTH-001"):
        return stream_length_is_right(data, alarm.number)
    if "FONT-GLYPH-WIDTH" in alarm.rule:
        return glyph_widths_are_right(data)
    return False


def stream_length_is_right(data: bytes, number: int) -> bool:
    """Whether /Length of stream *number* is the length of its data, which ends in a carriage return.

    page-validation takes that carriage return for a part of the line end before ``endstream``. Proof: exactly one line
    feed stands between /Length bytes and ``endstream``, and these bytes, none more and none fewer, are one whole
    deflate stream (its checksum included). Where the validator names no stream (*number* 0), every stream of the file
    must have its line feed there, and at least one must be such a one.
    """
    if number:
        head = re.search(_HEAD % number, data, re.DOTALL)
        return bool(head) and _ends_in_carriage_return(data, head)
    heads = list(re.finditer(_HEAD.replace(b"%d", rb"\d+"), data, re.DOTALL))
    return (all(_line_feed_follows(data, head) for head in heads)
            and any(_ends_in_carriage_return(data, head) for head in heads))


#: A stream's dictionary, and the word after which its data begins.
_HEAD = rb"(?:^|[\r\n])%d 0 obj\b((?:(?!endobj).)*?)\bstream(?:\r\n|\n)"


def _data_of(data: bytes, head: re.Match[bytes]) -> bytes | None:
    """As many bytes as /Length says; none where it is not a number of its own."""
    length = re.search(rb"/Length (\d+)(?! \d+ R)", head[1])
    return data[head.end():head.end() + int(length[1])] if length else None


def _line_feed_follows(data: bytes, head: re.Match[bytes]) -> bool:
    raw = _data_of(data, head)
    return raw is not None and data.startswith(b"\nendstream", head.end() + len(raw))


def _ends_in_carriage_return(data: bytes, head: re.Match[bytes]) -> bool:
    raw = _data_of(data, head)
    if raw is None or b"/FlateDecode" not in head[1] or not raw.endswith(b"\r") or not _line_feed_follows(data, head):
        return False
    inflate = zlib.decompressobj()
    try:
        inflate.decompress(raw)
    except zlib.error:
        return False
    return inflate.eof and not inflate.unused_data


def glyph_widths_are_right(data: bytes) -> bool:
    """Whether every width that a composite font declares is that of the glyph in the embedded font program."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)
                 and str(item.get("/Subtype", "")).startswith("/CIDFontType")]
        return bool(fonts) and all(_widths_are_right(font) for font in fonts)


def _widths_are_right(font: pikepdf.Dictionary) -> bool:
    """Numbers of glyphs are those of the program: Typst writes an identity map."""
    widths = _true_widths(font.FontDescriptor)
    declared = dict(_declared_widths(font.get("/W", [])))
    identity = str(font.get("/CIDToGIDMap", "/Identity")) == "/Identity"
    return identity and bool(declared) and all(
        number < len(widths) and abs(widths[number] - width) <= 1 for number, width in declared.items())


def _true_widths(descriptor: pikepdf.Dictionary) -> list[float]:
    """The width of every glyph of the embedded program, in thousandths of an em."""
    if "/FontFile2" in descriptor:
        glyphs = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
        scale = 1000 / glyphs["head"].unitsPerEm
        return [glyphs["hmtx"][name][0] * scale for name in glyphs.getGlyphOrder()]
    program = CFFFontSet()
    program.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None)
    top = program[0]
    scale = top.FontMatrix[0] * 1000
    widths = []
    for name in top.charset:
        outline = top.CharStrings[name]
        outline.draw(NullPen())  # the width is known once the outline is drawn
        widths.append(outline.width * scale)
    return widths


def _declared_widths(array: Sequence[object]) -> Iterator[tuple[int, float]]:
    """Glyph number and width from ``/W``: ``first [w w w]`` or ``first last w``."""
    items = list(array)
    while items:
        first, second = int(items.pop(0)), items.pop(0)  # type: ignore[call-overload]
        if isinstance(second, pikepdf.Array):
            yield from ((first + offset, float(width)) for offset, width in enumerate(second))
        else:
            width = float(items.pop(0))  # type: ignore[arg-type]
            yield from ((number, width) for number in range(first, int(second) + 1))  # type: ignore[call-overload]
