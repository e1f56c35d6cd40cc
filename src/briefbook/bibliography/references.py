"""The style ``briefbook`` for citations in the text, for ``bibtex_reference_style``.

The words are found by ``briefbook.bibliography.citing``; this module hands them to sphinxcontrib-bibtex as its plugin
mechanism wants them, with a link for every key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pybtex.richtext import Text
from pybtex.style.template import node
from sphinxcontrib.bibtex.style.referencing import BaseReferenceStyle
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo, SphinxReferenceText

from briefbook.bibliography.citing import ROLES, Cited, arrange
from briefbook.bibliography.labels import label_of
from briefbook.bibliography.source import Source
from briefbook.bibliography.style import to_pybtex

if TYPE_CHECKING:
    from pybtex.richtext import BaseText
    from pybtex.style.template import Node


@dataclass
class BriefbookReferenceStyle(BaseReferenceStyle):
    """Author-date citations, parenthetical and narrative."""

    def role_names(self) -> list[str]:
        return list(ROLES)

    def inner(self, role_name: str) -> Node:
        """Take up one reference; it is put into words together with its neighbours."""
        return _taken_up

    def outer(self, role_name: str, children: list[Cited]) -> Node:
        """Put all references of a role into words."""
        return _worded(role=role_name)[children]


@node
def _taken_up(children: list[Any], data: dict[str, Any]) -> Cited:
    info = data["reference_info"]
    formatted = data["formatted_entry"]
    label = formatted.cited if hasattr(formatted, "cited") else label_of(Source.of(data["entry"]))
    return Cited(label, info, info.pre_text, info.post_text)


@node
def _worded(children: list[Cited], data: dict[str, Any] | None, role: str) -> BaseText:
    return Text(*(
        SphinxReferenceText(piece.target, to_pybtex(piece.text))
        if isinstance(piece.target, SphinxReferenceInfo) else to_pybtex(piece.text)
        for piece in arrange(role, children)))
