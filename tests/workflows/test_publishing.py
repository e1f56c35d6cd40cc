"""``make publish``, ``make releases`` and ``make pages``, with a stand-in for the code host's command."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Keeps what it was asked, and answers like ``gh``: a release's files stand in the folder ``host``.
GH = """#!{python}
import json, pathlib, shutil, sys
here = pathlib.Path({folder!r})
with open(here / "asked", "a") as file:
    print(json.dumps(sys.argv[1:]), file=file)
kind, what = sys.argv[1], sys.argv[2]
if what == "list":
    names = sorted(path.name for path in (here / "host").iterdir())
    print(json.dumps([{{"tagName": name, "isDraft": name == "2026-12"}} for name in names]))
elif what == "download":
    for path in (here / "host" / sys.argv[3]).iterdir():
        shutil.copy(path, sys.argv[sys.argv.index("--dir") + 1])
elif what == "create" and (here / "host" / sys.argv[3]).exists():
    sys.exit("a release with the same tag name already exists")
"""


def release(folder: Path, text: str) -> None:
    """A release with a site of one page."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "site.zip", "w") as archive:
        archive.writestr("index.html", text)
    digest = hashlib.sha256((folder / "site.zip").read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  book.pdf\n{digest}  site.zip\n", encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder to work in, with ``gh`` on its path and two editions, a draft and another release on its host."""
    (tmp_path / "gh").write_text(GH.format(python=sys.executable, folder=str(tmp_path)), encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    for name in ("2026-11.2", "2026-11", "2026-12", "v0.1.0"):
        release(tmp_path / "host" / name, f"<p>{name}</p>")
    return tmp_path


def make(place: Path, verb: str, *more: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PATH": f"{place}:{os.environ['PATH']}"}
    for name in ("tools", "Makefile"):
        (place / name).exists() or (place / name).symlink_to(ROOT / name)
    return subprocess.run(["make", "--no-print-directory", verb, f"PYTHON={sys.executable}", *more], cwd=place, env=env, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def test_all_releases_become_one_site(place: Path) -> None:
    assert make(place, "releases").returncode == 0
    done = make(place, "pages")
    assert done.stdout == "build/pages: 2026-11, 2026-11.2, latest is 2026-11.2\n"
    site = place / "build" / "pages"
    assert {path.parent.name: path.read_text(encoding="utf-8") for path in site.glob("*/index.html")} == {
        "2026-11": "<p>2026-11</p>", "2026-11.2": "<p>2026-11.2</p>", "latest": "<p>2026-11.2</p>"}
    assert 'url=latest/' in (site / "index.html").read_text(encoding="utf-8")
    assert json.loads((site / "editions.json").read_text(encoding="utf-8"))["latest"] == "2026-11.2"


def test_a_site_that_is_not_the_released_one_is_not_published(place: Path) -> None:
    make(place, "releases")
    (place / "dist" / "2026-11" / "site.zip").write_bytes(b"another")
    done = make(place, "pages")
    assert done.returncode != 0 and "2026-11/site.zip is not the file that SHA256SUMS names" in done.stdout
    assert not (place / "build" / "pages").exists()


def test_a_release_is_published_once_with_all_its_files(place: Path) -> None:
    release(place / "dist" / "2027-01", "<p>new</p>")
    assert make(place, "publish", "EDITION=2027-01").stdout == "2027-01: 2 files published\n"
    asked = json.loads((place / "asked").read_text(encoding="utf-8"))
    assert asked[:4] == ["release", "create", "2027-01", "--verify-tag"]
    assert asked[-2:] == ["dist/2027-01/SHA256SUMS", "dist/2027-01/site.zip"]
    release(place / "host" / "2027-01", "<p>old</p>")
    assert "publish: gh release create failed" in make(place, "publish", "EDITION=2027-01").stdout


@pytest.mark.parametrize(("verb", "more", "said"), [
    ("publish", ["EDITION=2027-02"], "dist/2027-02 holds no release"), ("publish", [], "'' is no edition"),
    ("publish", ["EDITION=../x"], "'../x' is no edition"), ("pages", [], "dist holds no release")])
def test_what_cannot_be_published_is_explained(place: Path, verb: str, more: list[str], said: str) -> None:
    done = make(place, verb, *more)
    assert done.returncode != 0 and said in done.stdout and "Traceback" not in done.stdout
