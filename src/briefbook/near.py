"""What somebody probably meant: the nearest of the known words."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``"; did you mean 'lee2024'?"``, or nothing when no known word is near."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    matches = get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return f"; did you mean {folded[matches[0]]!r}?" if matches else ""
