"""The note of what a build warned about, between two builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbook.press.warned import recalled, remember
from briefbook.typst.failures import Warned


def test_what_was_noted_is_recalled(tmp_path: Path) -> None:
    remember(tmp_path / "note", {"chapters/two", "chapters/one"})
    assert recalled(tmp_path / "note") == {"chapters/one", "chapters/two"}


def test_build_without_a_warning_leaves_no_note(tmp_path: Path) -> None:
    remember(tmp_path / "note", {"index"})
    remember(tmp_path / "note", set())
    assert not (tmp_path / "note").exists() and recalled(tmp_path / "note") == set()


@pytest.mark.parametrize("text", ["", "{", "\udcff", "7"])
def test_note_that_cannot_be_read_means_everything(tmp_path: Path, text: str) -> None:
    (tmp_path / "note").write_text(text, encoding="utf-8", errors="surrogateescape")
    assert recalled(tmp_path / "note") == {Warned.EVERYTHING}
