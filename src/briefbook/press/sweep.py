"""What an earlier build left in the web stage and a clean build would not make: pages, pictures, downloads."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def sweep(app: Sphinx) -> None:
    """Have what belongs to removed documents, pictures and downloads removed once the sources are read.

    Sphinx itself leaves them. Without an environment of an earlier build nobody knows what is left: all of it goes.
    """
    folder = Path(app.outdir)
    if not app.env.all_docs:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return
    before = _made_of(app)
    app.connect("env-updated", lambda *_args: _remove(folder, before - _made_of(app)))


def _made_of(app: Sphinx) -> set[str]:
    """Files below the output folder that the environment stands for."""
    docs = {f"{docname}{app.builder.out_suffix}" for docname in app.env.all_docs}
    sources = {f"_sources/{docname}{suffix}.txt" for docname in app.env.all_docs
               for suffix in ("", *app.config.source_suffix)}
    images = {f"_images/{name}" for _docnames, name in app.env.images.values()}
    downloads = {f"_downloads/{name}" for _docnames, name in app.env.dlfiles.values()}
    return docs | sources | images | downloads


def _remove(folder: Path, names: set[str]) -> None:
    for path in sorted(folder / name for name in names):
        path.unlink(missing_ok=True)
        while path.parent != folder and path.parent.is_dir() and not any(path.parent.iterdir()):
            path = path.parent
            path.rmdir()
