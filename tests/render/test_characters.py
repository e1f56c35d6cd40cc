"""Every character that the press accepts comes out of a PDF as it went in, alone and once, in every face."""

from __future__ import annotations

import json
import shutil
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import typst

from briefbook.typst import fonts, markup
from briefbook.typst.assemble import look_table
from pdfreader import Pdf

TEMPLATE = Path(markup.__file__).parent / "templates" / "briefbook.typ"
COVERAGE = fonts.coverage(())
HEAD = """\
#import "/briefbook.typ": *
#set std.document(title: "Characters", date: datetime(year: 2026, month: 1, day: 31))
#set page(width: 60cm, height: 300cm, columns: 30)
#set par(spacing: 2pt)
#show: constructs
"""


def accepted(char: str) -> bool:
    return (unicodedata.is_normalized("NFC", char) and unicodedata.category(char)[0] not in "CZ"
            and char not in markup.IGNORABLE and not any(markup.forbidden(char, COVERAGE)))


#: Latin, Greek, Cyrillic, Hebrew, Arabic and the general signs; a sample of the others.
POINTS = [*range(0x21, 0x250), *range(0x2B0, 0x530), *range(0x590, 0x700), *range(0x1E00, 0x2270),
          *range(0x2300, 0x2330), *range(0x2500, 0x2600, 3), *range(0x2E80, 0xFFFE, 61), *range(0x10000, 0x30000, 997)]


@cache
def characters() -> list[str]:
    return [chr(point) for point in POINTS if accepted(chr(point))]


@pytest.mark.parametrize(("family", "style", "weight"), [
    ("serif", "normal", 400), ("serif", "italic", 600), ("sans", "normal", 600), ("mono", "italic", 400)])
def test_characters(tmp_path: Path, family: str, style: str, weight: int) -> None:
    shutil.copy(TEMPLATE, tmp_path)
    (tmp_path / "look.json").write_text(json.dumps(look_table()), encoding="utf-8")
    lines = [f"#par[{markup.text(f'a{char}b')}];" for char in characters()]
    head = f'{HEAD}#set text(font: {family}, style: "{style}", weight: {weight}, size: 6pt, lang: "en")\n'
    (tmp_path / "all.typ").write_text(head + "\n".join(lines), encoding="utf-8")
    compiler = typst.Compiler(root=str(tmp_path), font_paths=fonts.load(()), ignore_system_fonts=True)
    compiler.compile(input=str(tmp_path / "all.typ"), output=str(tmp_path / "all.pdf"), format="pdf",
                     pdf_standards=["ua-1", "a-3a"], timestamp=0)
    found = [tag.raw.strip("\n") for tag in Pdf(tmp_path / "all.pdf").tree.find("P")]
    assert len(characters()) > 2500
    assert [text for text, char in zip(found, characters(), strict=True) if text != f"a{char}b"] == []
