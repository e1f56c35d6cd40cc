"""Code in the colours of its language: the lexers of the web edition, with shades for print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from pygments.formatter import Formatter
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, Token
from sphinx.highlighting import PygmentsBridge

from briefbook.typst import markup

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.config import Config

#: Kinds of token that print in a shade of their own; a kind passes its shade on to the kinds below it.
SHADES = {
    Comment: "comment", Comment.Preproc: "name", Keyword: "keyword", Operator.Word: "keyword", String: "string",
    String.Doc: "comment", Number: "number", Name.Function: "name", Name.Class: "name", Name.Decorator: "name",
    Name.Tag: "keyword", Name.Builtin.Pseudo: "keyword", Generic.Prompt: "comment", Generic.Output: "comment",
    Generic.Traceback: "comment", Generic.Heading: "keyword", Generic.Subheading: "keyword",
    Generic.Deleted: "deleted", Generic.Inserted: "inserted", Generic.Strong: "keyword", Generic.Emph: "comment",
}

#: A line with a run of this many characters and no space may break anywhere.
_UNBROKEN = re.compile(r"\S{56,}")
_PIECE = re.compile(r".{1,12}", re.DOTALL)

Run = tuple[str, str]  #: shade (or "") and text
Line = tuple[str, str]  #: plain text, and its runs as a Typst array


def shade(kind: Any) -> str:
    """The shade of a kind of token, or of the nearest kind above it."""
    while kind is not Token:
        if kind in SHADES:
            return SHADES[kind]
        kind = kind.parent
    return ""


class _Runs(Formatter[str]):
    """Writes tokens as JSON, a list of ``[shade, text]``."""

    def format(self, tokensource: Iterable[tuple[Any, str]], outfile: TextIO) -> None:
        json.dump([(shade(kind), text) for kind, text in tokensource], outfile)


class Highlighter(PygmentsBridge):
    """Sphinx's bridge to Pygments, with its rules for lexers and its warnings."""

    html_formatter = _Runs  # type: ignore[assignment]

    def __init__(self, config: Config) -> None:
        super().__init__("html", "none")
        self.config = config

    def lines(self, raw: str, node: nodes.Element) -> list[Line]:
        """*raw* line by line, tabs expanded; blank lines at either end are left out."""
        language = node.get("language", "default")
        options = self.config.highlight_options.get(language, {})
        found = self.highlight_block(raw.expandtabs(8), language, opts=options, force=node.get("force", False),
                                     location=node)
        lines = [_line(runs) for runs in _split(json.loads(found))]
        while lines and not lines[-1][0].strip():
            lines.pop()
        return lines


def _split(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs by line."""
    line: list[Run] = []
    for kind, text in runs:
        first, *others = text.split("\n")
        line.append((kind, first))
        for other in others:
            yield line
            line = [(kind, other)]
    yield line


def _line(runs: list[Run]) -> Line:
    plain = "".join(text for _kind, text in runs)
    if _UNBROKEN.search(plain):
        pieces = [("break " + kind, piece) for kind, text in runs for piece in _PIECE.findall(text)]
    else:
        pieces = [(kind, text) for kind, text in runs if text]
    items = [markup.string(text) if not kind else f"({markup.string(kind)}, {markup.string(text)})"
             for kind, text in pieces]
    return plain, f"({''.join(f'{item}, ' for item in items)})"
