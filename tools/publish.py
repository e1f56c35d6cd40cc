"""Put a release on the code host, fetch all releases from there, and lay their sites out as one site; run by ``make publish``,
``make releases`` and ``make pages``.

Needs Python and the code host's command ``gh``. The releases are the only store: the site of all editions is made from them anew
each time, and nothing is kept on a branch.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

DIST, PAGES = Path("dist"), Path("build/pages")
SITE, SUMS = "site.zip", "SHA256SUMS"
#: The name of an edition: year and month, and which of that month if there is more than one.
EDITION = re.compile(r"(\d{4})-(\d\d)(?:\.(\d+))?")
INDEX = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Latest edition</title>
<meta http-equiv="refresh" content="0; url=latest/">
<link rel="canonical" href="latest/">
<p><a href="latest/">The latest edition</a></p>
<ul>
{editions}
</ul>
</html>
"""


class Refused(Exception):
    """What cannot be published; the message says why."""


def order(edition: str) -> tuple[int, ...]:
    """Editions sort by year, month and number."""
    match = EDITION.fullmatch(edition)
    if not match:
        raise Refused(f"{edition!r} is no edition: year and month, as 2026-11, or 2026-11.2 for a second one")
    return tuple(int(part or 1) for part in match.groups())


def publish(edition: str) -> None:
    """Make a release of ``dist/EDITION`` on the code host, at the tag of that name. One that is there is never changed."""
    order(edition)
    files = sorted(str(path) for path in (DIST / edition).glob("*") if path.is_file())
    if not files:
        raise Refused(f"{DIST / edition} holds no release: make release EDITION={edition}")
    _gh("release", "create", edition, "--verify-tag", "--notes-from-tag", "--title", f"Edition {edition}", *files)
    print(f"{edition}: {len(files)} files published")


def fetch() -> None:
    """The site of every edition that is released on the code host, into ``dist``."""
    listed = json.loads(_gh("release", "list", "--json", "tagName,isDraft", "--limit", "1000"))
    editions = sorted((item["tagName"] for item in listed if not item["isDraft"] and EDITION.fullmatch(item["tagName"])), key=order)
    if not editions:
        raise Refused("nothing is released yet")
    for edition in editions:
        folder = DIST / edition
        folder.mkdir(parents=True, exist_ok=True)
        _gh("release", "download", edition, "--dir", str(folder), "--pattern", SITE, "--pattern", SUMS, "--clobber")
        print(folder)


def pages() -> None:
    """``build/pages``: each edition's site under its name, the newest as ``latest`` too, and a page that leads there."""
    editions = sorted((folder.name for folder in DIST.glob("*") if EDITION.fullmatch(folder.name)), key=order)
    if not editions:
        raise Refused(f"{DIST} holds no release: make releases fetches them, make release EDITION=... makes one")
    for edition in editions:
        _verify(DIST / edition)
    work = PAGES.with_name(f"{PAGES.name}.making")
    for folder in (work, PAGES):
        shutil.rmtree(folder, ignore_errors=True)
    for edition in editions:
        with zipfile.ZipFile(DIST / edition / SITE) as archive:
            archive.extractall(work / edition)
    shutil.copytree(work / editions[-1], work / "latest")
    items = "\n".join(f'<li><a href="{edition}/">{edition}</a></li>' for edition in reversed(editions))
    (work / "index.html").write_text(INDEX.format(editions=items), encoding="utf-8", newline="\n")
    (work / "editions.json").write_text(json.dumps({"latest": editions[-1], "editions": editions}) + "\n", encoding="utf-8")
    (work / ".nojekyll").touch()  # names that begin with an underscore are left alone
    work.replace(PAGES)
    print(f"{PAGES}: {', '.join(editions)}, latest is {editions[-1]}")


def _verify(folder: Path) -> None:
    """Hold the site's archive to the sums that were released with it."""
    try:
        digest = hashlib.sha256((folder / SITE).read_bytes()).hexdigest()
        sums = (folder / SUMS).read_text(encoding="utf-8")
    except OSError as error:
        raise Refused(f"{error.filename}: {error.strerror}") from error
    if not re.search(rf"^{digest} [ *]{re.escape(SITE)}$", sums, re.MULTILINE):
        raise Refused(f"{folder / SITE} is not the file that {SUMS} names")


def _gh(*arguments: str) -> str:
    try:
        done = subprocess.run(["gh", *arguments], check=True, text=True, stdout=subprocess.PIPE)
    except FileNotFoundError as error:
        raise Refused("the code host's command gh is not installed") from error
    except subprocess.CalledProcessError as error:
        raise Refused(f"gh {' '.join(arguments[:2])} failed") from error
    return done.stdout


def main(arguments: list[str]) -> int:
    """Do one of the three; the exit status is 1 where it was refused."""
    try:
        {"publish": publish, "releases": fetch, "pages": pages}[arguments[0]](*arguments[1:])
    except Refused as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
