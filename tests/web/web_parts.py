"""The parts of the press that these tests need, as one extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbook import config, web
from briefbook.directives import boxes, charts, judgments, likelihood

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (config, likelihood, judgments, boxes, charts, web):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
