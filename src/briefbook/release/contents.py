"""The files of a release, gathered from what a build has made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from briefbook import publication
from briefbook.directives.chartdata import FOLDER as CHART_DATA
from briefbook.directives.ledger import ledger_of
from briefbook.release import fontlist, lockfile, manifest, packing, pdfs, sbom, tables
from briefbook.release.manifest import SUMS, File, Manifest
from briefbook.release.preparing import CITATION, Tree
from briefbook.release.verifying import SITE
from briefbook.typst.evidence import standards_of
from briefbook.web.bookdata import FILE as BOOK
from briefbook.web.bookdata import SCHEMA
from briefbook.web.downloads import REFERENCES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DATA = "chart-data.zip"


@dataclass(frozen=True)
class About:
    """What the book does not know of its release: its name, the version of the press, the commit and the book's folder in it."""

    edition: str
    press: str
    commit: str
    folder: str


def assemble(folder: Path, made: Path, app: Sphinx, tree: Tree, about: About) -> None:
    """Put every file of the release into the new *folder*, from what was *made* of the book that *app* has read."""
    folder.mkdir()
    day = app.config.brief_edition_date
    html, printed = made / "html", sorted((made / "pdf").glob("*.pdf"))
    for path in (*printed, *sorted((made / "epub").glob("*.epub")), *(html / name for name in (BOOK, SCHEMA))):
        shutil.copyfile(path, folder / path.name)
    for path in sorted((html / REFERENCES).parent.glob(f"{Path(REFERENCES).name}.*")):
        shutil.copyfile(path, folder / path.name)
    if charts := packing.files_below(html / CHART_DATA):
        packing.pack(folder / DATA, charts, day)
    packing.pack(folder / SITE, packing.files_below(html) | {f"pdf/{path.name}": path for path in printed}, day)
    for name, text in (*_ledger(app, html / BOOK), *_citation(app, tree)):
        (folder / name).write_bytes(text.encode())
    work = publication.book(app.config, app.env)
    told = Manifest(book=work.title, edition=about.edition, printed_as=work.edition, date=day, cutoff=work.cutoff,
                    press=about.press, commit=about.commit, folder=about.folder, files=())
    lock = tree.file(lockfile.FILE)
    assert lock is not None
    extra = [tree.book / name for name in app.config.brief_fonts]
    fonts = fontlist.embedded(printed, sorted(html.rglob("*.woff2")), extra)
    pins = lockfile.read(lock.read_text(encoding="utf-8"))
    (folder / sbom.FILE).write_bytes(sbom.text(told, work.licence, pins, fonts).encode())
    listed = tuple(_listed(path, about.commit, app) for path in sorted(folder.iterdir()))
    (folder / manifest.FILE).write_bytes(told.model_copy(update={"files": listed}).text().encode())
    (folder / SUMS).write_bytes(manifest.sums_text(folder.iterdir()).encode())
    for path in folder.iterdir():
        path.chmod(0o644)


def _ledger(app: Sphinx, book: Path) -> Iterator[tuple[str, str]]:
    """Every table as JSON and CSV."""
    reading = ledger_of(app.env).reading
    for name, rows in tables.tables(json.loads(book.read_text(encoding="utf-8")), reading.ledger, reading.collected).items():
        yield f"{name}.json", tables.as_json(rows)
        yield f"{name}.csv", tables.as_csv(tables.COLUMNS[name], rows)


def _citation(app: Sphinx, tree: Tree) -> Iterator[tuple[str, str]]:
    """``CITATION.cff`` as committed, but of the final edition: no longer a draft."""
    path = tree.file(CITATION)
    assert path is not None
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    found["preferred-citation"] = publication.citation_cff(publication.book(app.config, app.env))
    yield CITATION, yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=120)


def _listed(path: Path, commit: str, app: Sphinx) -> File:
    pdf = pdfs.described(path, standards_of(app.config)) if path.suffix == ".pdf" else None
    return File(path=path.name, sha256=manifest.digest(path), bytes=path.stat().st_size, media_type=manifest.media_type(path.name),
                commit=commit, pdf=pdf)
