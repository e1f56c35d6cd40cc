"""Folders take the place of older ones whole, or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from briefbook.press.publish import publish_trees, recover


def fill(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def held(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*")) if path.is_file()}


def test_copy_replaces_what_stood_there(tmp_path: Path) -> None:
    stage, final = fill(tmp_path / "stage", a="new", deep__b="b"), fill(tmp_path / "final", a="old", gone="x")
    assert publish_trees({stage: final}) == [final]
    assert held(final) == {"a": "new", "deep/b": "b"}


def test_nothing_is_touched_when_nothing_differs(tmp_path: Path) -> None:
    stage, final = fill(tmp_path / "stage", a="1"), tmp_path / "final"
    publish_trees({stage: final})
    before = final.stat().st_ino
    assert publish_trees({stage: final}) == []
    assert final.stat().st_ino == before


def test_notes_of_sphinx_are_left_out(tmp_path: Path) -> None:
    stage, final = fill(tmp_path / "stage", a="1", **{".buildinfo": "x", "deep__.buildinfo": "kept"}), tmp_path / "final"
    publish_trees({stage: final}, frozenset({".buildinfo"}))
    assert held(final) == {"a": "1", "deep/.buildinfo": "kept"}


def test_nothing_else_is_left_beside_it(tmp_path: Path) -> None:
    stage, final = fill(tmp_path / "stage", a="1"), fill(tmp_path / "final", a="0")
    publish_trees({stage: final})
    assert sorted(os.listdir(tmp_path)) == ["final", "stage"]


def test_full_disk_leaves_every_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second folder cannot be copied: the first is not published either."""
    one, two = fill(tmp_path / "stage" / "one", a="new"), fill(tmp_path / "stage" / "two", b="new")
    finals = {one: fill(tmp_path / "one", a="old"), two: fill(tmp_path / "two", b="old")}
    copy = shutil.copy2

    def fails(source: Path, target: Path) -> None:
        if Path(source).name == "b":
            raise OSError(28, "No space left on device", str(target))
        copy(source, target)

    monkeypatch.setattr(shutil, "copy2", fails)
    with pytest.raises(OSError, match="No space left"):
        publish_trees(finals)
    assert [held(final) for final in finals.values()] == [{"a": "old"}, {"b": "old"}]


def test_build_killed_between_two_names_loses_nothing(tmp_path: Path) -> None:
    fill(tmp_path / ".final.old", a="old")
    fill(tmp_path / ".final.new", a="new")
    recover(tmp_path / "final")
    assert held(tmp_path) == {"final/a": "old"}


def test_leftovers_do_not_mix_with_what_is_published(tmp_path: Path) -> None:
    stage, final = fill(tmp_path / "stage", a="new"), fill(tmp_path / "final", a="old")
    fill(tmp_path / ".final.new", stray="x")
    publish_trees({stage: final})
    assert held(final) == {"a": "new"}


def test_empty_folder_is_published_empty(tmp_path: Path) -> None:
    (tmp_path / "stage").mkdir()
    publish_trees({tmp_path / "stage": fill(tmp_path / "final", a="old")})
    assert held(tmp_path / "final") == {}


def test_file_in_the_folders_place_is_not_overwritten(tmp_path: Path) -> None:
    stage, final = fill(tmp_path / "stage", a="1"), tmp_path / "final"
    final.write_text("somebody's", encoding="utf-8")
    with pytest.raises(NotADirectoryError):
        publish_trees({stage: final})
    assert final.read_text(encoding="utf-8") == "somebody's"
