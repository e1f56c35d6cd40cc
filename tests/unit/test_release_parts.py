"""The parts of a release that need no book: lock files, tables, archives, sums."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from briefbook.release import lockfile, packing, preparing, tables
from briefbook.release.manifest import media_type, read_sums

LOCK = f"""\
# Made by hand.
pyyaml=={version("pyyaml")} \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
colorama==0.4.6 ; sys_platform == 'nowhere' \\
    --hash=sha256:{"c" * 64}
no-such-package==1.0 --hash=sha256:{"d" * 64}
sphinx==0.1
"""


def test_lock_file_is_read_with_hashes_and_markers() -> None:
    pins = {pin.name: pin for pin in lockfile.read(LOCK)}
    assert list(pins) == ["pyyaml", "colorama", "no-such-package", "sphinx"]
    assert pins["pyyaml"].hashes == ("a" * 64, "b" * 64) and pins["pyyaml"].applies
    assert (pins["colorama"].marker, pins["colorama"].applies) == ("sys_platform == 'nowhere'", False)


def test_environment_is_held_to_the_lock_file() -> None:
    assert list(lockfile.differences(lockfile.read(LOCK))) == [
        "no-such-package is not installed, the lock file has 1.0", f"sphinx is {version('sphinx')}, the lock file has 0.1"]


def test_two_spellings_of_a_version_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockfile, "version", lambda _name: "4.004")
    assert list(lockfile.differences(lockfile.read("face==4.4\n"))) == []
    assert len(list(lockfile.differences(lockfile.read("face==4.5\n")))) == 1


def test_no_cell_of_a_table_is_a_formula() -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "plain"]
    rows = [{"id": text, "n": -3, "list": ["a", "b"], "deep": {"er": 'say "x", ü'}} for text in texts]
    text = tables.as_csv(("id", "n", "list", "deep.er", "deep.no"), rows)
    assert text.startswith("\ufeffid,n,list,deep.er,deep.no\r\n")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]
    assert [row[0] for row in found] == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "plain"]
    assert {tuple(row[1:]) for row in found} == {("-3", "a; b", 'say "x", ü', "")}


def test_archive_is_the_same_whatever_the_files_look_like(tmp_path: Path) -> None:
    made = []
    for name, mode, time in (("one", 0o600, 0), ("two", 0o755, 10**9)):
        folder = tmp_path / name
        (folder / "sub").mkdir(parents=True)
        for path in (folder / "sub" / "b", folder / "a"):
            path.write_bytes(b"x")
            path.chmod(mode)
            os.utime(path, (time, time))
        packing.pack(tmp_path / f"{name}.zip", dict(reversed(packing.files_below(folder).items())), "2026-11-22")
        made.append((tmp_path / f"{name}.zip").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["a", "sub/b"] and archive.testzip() is None
    packing.unpack(tmp_path / "one.zip", tmp_path / "out")
    assert list(packing.files_below(tmp_path / "out")) == ["a", "sub/b"]


def test_sums_are_read_strictly() -> None:
    line = "a" * 64 + "  book.pdf\n"
    assert read_sums(line + "b" * 64 + " *two words.pdf\n") == {"book.pdf": "a" * 64, "two words.pdf": "b" * 64}
    for wrong in (line + line, "a" * 63 + "  x\n", "a" * 64 + "  ../x\n", "a" * 64 + "  ..\n", "a" * 64 + "  /etc/x\n", "\n"):
        with pytest.raises(ValueError, match="line"):
            read_sums(wrong)


def test_media_types_know_the_longer_ending() -> None:
    assert [media_type(name) for name in ("sbom.cdx.json", "references.json", "x.json", "x.pdf", "x")] == [
        "application/vnd.cyclonedx+json", "application/vnd.citationstyles.csl+json", "application/json", "application/pdf",
        "application/octet-stream"]


@pytest.mark.parametrize(("text", "ok"), [
    ("## 2026-11\n\n- New.\n", True), ("## [2026-11] (22 November 2026)\n- New.\n", True),
    ("## 2026-11: first\nNew.\n## 2026-10\n", True), ("## 2026-11\n\n## 2026-10\n\n- Old.\n", False),
    ("## 2026-11.2\n- New.\n", False), ("# 2026-11\n- New.\n", False), ("", False)])
def test_changelog_has_an_entry_with_something_in_it(tmp_path: Path, text: str, ok: bool) -> None:
    (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8")
    assert (list(preparing._changelog(preparing.Tree(tmp_path, tmp_path), "2026-11")) == []) is ok
