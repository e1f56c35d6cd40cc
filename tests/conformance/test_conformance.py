"""Whatever an author may write, every PDF is PDF/UA-1 and PDF/A-3a; two validators other than Typst say so."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from briefbook.release.conformance import page_alarms
from validators import PROFILES

FILES = ("everything", "blocks", "objects", "line")
EVERY_FILE = pytest.mark.parametrize("name", FILES)
EVERY_PROFILE = pytest.mark.parametrize("profile", PROFILES)


@EVERY_PROFILE
@EVERY_FILE
def test_page_validation_finds_no_fault(made: Path, name: str, profile: str) -> None:
    assert page_alarms(made / "a4" / f"{name}.pdf", profile) == []


@EVERY_PROFILE
@EVERY_FILE
def test_verapdf_finds_no_fault(verdicts: dict[str, list[str]], name: str, profile: str) -> None:
    assert verdicts[f"a4-{name}.pdf {profile}"] == []


@EVERY_PROFILE
@EVERY_FILE
def test_letter_paper_in_another_language_conforms(made: Path, name: str, profile: str) -> None:
    assert page_alarms(made / "letter-korean" / f"{name}.pdf", profile) == []


@EVERY_PROFILE
def test_letter_paper_in_another_language_conforms_for_verapdf(verdicts: dict[str, list[str]], profile: str) -> None:
    assert verdicts[f"letter-korean-line.pdf {profile}"] == []


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_another_standard_is_met_where_it_is_asked_for(made: Path, profile: str) -> None:
    assert page_alarms(made / "without-attachments" / "everything.pdf", profile) == []


@EVERY_FILE
def test_pdf_says_which_standards_it_meets(made: Path, name: str) -> None:
    with pikepdf.open(made / "a4" / f"{name}.pdf") as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")


@EVERY_FILE
def test_every_font_is_embedded(made: Path, name: str) -> None:
    with pikepdf.open(made / "a4" / f"{name}.pdf") as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)
                 and item.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert [str(font.FontName) for font in fonts if not {"/FontFile2", "/FontFile3"} & set(font.keys())] == []


@EVERY_PROFILE
def test_page_validation_can_tell(made: Path, profile: str) -> None:
    assert page_alarms(made / "plain.pdf", profile)


@EVERY_PROFILE
def test_verapdf_can_tell(verdicts: dict[str, list[str]], profile: str) -> None:
    assert verdicts[f"plain.pdf {profile}"]
