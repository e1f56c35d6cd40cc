"""The examples of the guide: every fence of ``docs/`` that an author may copy, taken out of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md"))

_FENCE = re.compile(r"^(?P<marks>`{3,}|:{3,})(?P<info>markdown|\{press-example\})\n(?P<body>.*?)^(?P=marks)$", re.M | re.S)


@dataclass(frozen=True)
class Example:
    """One fence: ``press-example`` if the page prints it too, ``markdown`` if it stands there as source alone."""

    page: str
    line: int
    info: str
    source: str

    @property
    def docname(self) -> str:
        """A document beside its page, so that paths in it lead to the same files."""
        return f"{self.page}-{self.line}"


def examples(page: str) -> list[Example]:
    """The examples of a page of ``docs/``, in its order."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    return [Example(page, text.count("\n", 0, match.start()) + 1, match["info"].strip("{}"), match["body"])
            for match in _FENCE.finditer(text)]


# -- what an example says ----------------------------------------------------------------------------------------------

#: Directives whose argument is not a text to print.
_UNSAID = {"chart", "code-block", "csv-table-file", "estimates", "figure", "figure-md", "highlight", "image", "include", "index",
           "judgment", "literalinclude", "matrix", "only", "option", "productionlist", "program", "raw", "rst-class", "rst:directive", "container"}
#: Roles whose text is a name of something else.
_NAMES = {"any", "cite:p", "cite:t", "confval", "cve", "cwe", "doc", "envvar", "eq", "fact", "math", "math:numref",
          "numref", "option", "pep", "py:func", "ref", "rfc", "term", "token", "value", "external+other:ref"}
_OPENING = re.compile(r"^\s*(?:`{3,}|:{3,}|~{3,}|\.\. )(?P<name>\{[\w:+-]+\}|[\w:+-]+(?:::))?(?P<rest>.*)$")
_OPTION = re.compile(r"^\s*:[\w-]+:(?: .*)?$")
_ROLE = re.compile(r"(?<!`)\{(?P<name>[\w:+-]+)\}`(?P<text>[^`]*)`")
_TITLED = re.compile(r"^(?P<words>.*?)\s*<[^>]*>$", re.S)
_WORD = re.compile(r"[^\W\d_]{3,}")


def said(source: str) -> set[str]:
    """The words of *source* that a reader must find in print: its text without markup, options, names and formulas."""
    text = re.sub(r"\A---\n.*?^---\n", "", source, flags=re.M | re.S)
    text = re.sub(r"\{\{.*?\}\}|\|\w+\|", " ", text)
    text = re.sub(r'^\{attribution="(.*)"\}$', r"\1", text, flags=re.M)
    text = re.sub(r"^:(?:param [^:]+|type \w+|returns|raises \w+):", "", text, flags=re.M)
    text = re.sub(r"\$\$.*?\$\$(?: \([\w-]+\))?|\$[^$\n]+\$|\\begin\{.*?\\end\{\w+\}", " ", text, flags=re.S)
    text = re.sub(r"^(?P<marks>`{3,}|:{3,})\{(?:math|raw|toctree|only)\}.*?^(?P=marks)$", " ", text, flags=re.M | re.S)
    lines = "\n".join(_lines(text))
    lines = _ROLE.sub(_spoken_role, lines)
    lines = re.sub(r"!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?|\[\^?[^\]]*\]: https?:\S+|\[\^[\w-]+\]:?", " ", lines)
    lines = re.sub(r"\]\([^)]*\)|\]\[[^\]]*\]|\{[#.][^}]*\}|<https?:[^>]*>|&\w+;", " ", lines)
    return words(lines.replace("\\", " "))


def words(text: str) -> set[str]:
    """The words of three letters and more; the text of a page and that of a PDF differ in signs and spaces."""
    return set(_WORD.findall(text))


def _lines(text: str) -> Iterator[str]:
    """The lines that print: no comments, no options, of directives the argument where that is a title."""
    heading = False  # whether the lines above opened a directive
    for line in text.split("\n"):
        opening = _OPENING.match(line)
        if opening:
            heading = bool(opening["name"])
            if not heading or opening["name"].strip("{}:") not in _UNSAID:
                yield opening["rest"] if heading or line.startswith(".. [") else ""
        elif heading and _OPTION.match(line):
            continue
        elif not line.startswith(("% ", "+++", "(")):
            heading = False
            yield line


def _spoken_role(match: re.Match[str]) -> str:
    titled = _TITLED.match(match["text"])
    if titled:
        return re.sub(r"\{\w+\}|%s", " ", titled["words"])
    return " " if match["name"] in _NAMES else match["text"]
