"""The same parts without the web edition, for a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbook import config
from briefbook.directives import boxes, judgments, likelihood

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (config, likelihood, judgments, boxes):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
