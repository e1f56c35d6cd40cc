"""TeX formulas as MathML, for both editions: what neither can set is refused by name."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert

#: Environments of amsmath under the names that the converter knows. ``align`` itself would be numbered by the
#: converter, from 1 in every formula; Sphinx numbers equations.
_ENVIRONMENTS = {
    "aligned": "split", "align": "align*", "eqnarray": "align*", "eqnarray*": "align*", "flalign": "align*",
    "flalign*": "align*", "alignat": "align*", "alignat*": "align*",
    "gather": "matrix", "gather*": "matrix", "gathered": "matrix", "multline": "matrix", "multline*": "matrix",
}
_NAMES = "|".join(map(re.escape, sorted(_ENVIRONMENTS, key=len, reverse=True)))
_ENVIRONMENT = re.compile(rf"\\(begin|end)\{{({_NAMES})\}}")
#: What says nothing to a reader: an equation's own environment, names and numbers, the width of ``alignat``.
_SILENT = re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}|\\(?:nonumber|notag)\b|\\label\{[^{}]*\}"
                     r"|(?<=\\begin\{alignat\})\{\d+\}|(?<=\\begin\{alignat\*\})\{\d+\}")
#: ``28{,}000``: in TeX the braces keep the comma from being spaced as an operator.
_GROUPED = re.compile(r"(?<=\d)\{,\}(?=\d)")
#: Commands that the converter takes for something else, under the names that it knows.
_RENAMED = {r"\\operatorname\*": r"\\operatorname", r"\\not\s*=": r"\\neq "}
_WHOLE_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)


class FormulaError(ValueError):
    """A formula that cannot be converted; the text says why."""


def to_mathml(tex: str, *, block: bool) -> str:
    """Convert *tex* to a ``<math>`` element, or raise ``FormulaError``."""
    braces = re.sub(r"\\\\.", "", tex)
    if braces.count("{") != braces.count("}"):
        raise FormulaError("its braces do not match")
    for command, name in _RENAMED.items():
        tex = re.sub(command, name, tex)
    known = _ENVIRONMENT.sub(lambda match: rf"\{match[1]}{{{_ENVIRONMENTS[match[2]]}}}", _SILENT.sub("", tex))
    known = _GROUPED.sub(r"\\text{,}", known)
    try:
        made = convert(known, display="block" if block else "inline")
        root = ElementTree.fromstring(made)
    except ElementTree.ParseError:
        raise FormulaError("'&' or '<' stands outside an environment with columns") from None
    except Exception as error:  # the converter raises bare subclasses of Exception, and IndexError on odd input
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()
        raise FormulaError(str(error) or words) from None
    for element in root.iter():
        if element.text and element.text.startswith("\\"):
            raise FormulaError(f"{element.text!r} is not understood")
        if element.text == "\u29f8":
            raise FormulaError("\\not is not understood before this sign; write the sign itself")
        if element.get("linebreak"):
            raise FormulaError("a line ends outside an environment with lines, or in one that is not understood")
    return made


def display_tex(text: str) -> str:
    """TeX of a display: blank lines part equations, and lines broken by a double backslash are aligned at ``&``."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    if len(parts) > 1 or (parts and r"\\" in _WHOLE_ENVIRONMENT.sub("", parts[0])):
        return r"\begin{align*}" + r"\\".join(parts) + r"\end{align*}"
    return parts[0] if parts else ""
