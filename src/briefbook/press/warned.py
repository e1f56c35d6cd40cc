"""Which documents a build warned about, so that the next build reads them again and says so again.

Sphinx warns about a document only when it reads it; without this, a second run over the same faults would pass.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from briefbook.typst.failures import Warned

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

def remember(path: Path, docnames: set[str]) -> None:
    """Write *docnames* to *path*, or remove it when there are none."""
    if docnames:
        path.write_text(json.dumps(sorted(docnames)), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def recalled(path: Path) -> set[str]:
    """The documents that the last build warned about; everything when the note cannot be read."""
    try:
        return set(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, TypeError):
        return {Warned.EVERYTHING}


def reread(app: Sphinx, docnames: set[str]) -> None:
    """Have Sphinx read *docnames* again."""
    def outdated(_app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
        return sorted(docnames & env.found_docs - added - changed)

    app.connect("env-get-outdated", outdated)
