"""Editions: the record of each, what changed from one to the next, and what must not be lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    from briefbook.editions import shown

    shown.setup(app)  # directives: changes, errata; notes of corrections, and what was retired or has moved
