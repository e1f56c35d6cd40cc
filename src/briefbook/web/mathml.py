"""The HTML math renderer ``mathml``: formulas as MathML, which browsers set themselves, without any script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn
from xml.etree import ElementTree

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.locale import _
from sphinx.util.math import get_node_equation_number

from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

NAME = "mathml"

#: Environments of amsmath under the names that the converter knows. ``align`` itself would be numbered by the
#: converter, from 1 in every formula; Sphinx numbers equations.
_ENVIRONMENTS = {
    "aligned": "split", "align": "align*",
    "gather": "matrix", "gather*": "matrix", "gathered": "matrix", "multline": "matrix", "multline*": "matrix",
}
_NAMES = "|".join(map(re.escape, sorted(_ENVIRONMENTS, key=len, reverse=True)))
_ENVIRONMENT = re.compile(rf"\\(begin|end)\{{({_NAMES})\}}")
#: ``28{,}000``: in TeX the braces keep the comma from being spaced as an operator.
_GROUPED = re.compile(r"(?<=\d)\{,\}(?=\d)")
_WHOLE_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)


class FormulaError(ValueError):
    """A formula that cannot be converted; the text says why."""


def _is_stray_brace(element: ElementTree.Element) -> bool:
    """A brace that is a letter; one that opens ``cases`` is an operator."""
    return element.tag.endswith("}mi") and element.text in ("{", "}")


def to_mathml(tex: str, *, block: bool) -> str:
    """Convert *tex* to a ``<math>`` element, or raise ``FormulaError``."""
    known = _ENVIRONMENT.sub(lambda match: rf"\{match[1]}{{{_ENVIRONMENTS[match[2]]}}}", tex)
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
        if element.text and (element.text.startswith("\\") or _is_stray_brace(element)):
            raise FormulaError(f"{element.text!r} is not understood")
        if element.get("linebreak"):
            raise FormulaError("a line ends outside an environment with lines, or in one that is not understood")
    return made


def display_tex(text: str) -> str:
    """TeX of a display: blank lines part equations, and lines broken by a double backslash are aligned at ``&``."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    if len(parts) > 1 or (parts and r"\\" in _WHOLE_ENVIRONMENT.sub("", parts[0])):
        return r"\begin{align*}" + r"\\".join(parts) + r"\end{align*}"
    return parts[0] if parts else ""


def _converted(self: Any, node: nodes.math | nodes.math_block, tex: str, *, block: bool) -> str:
    """MathML, or after a warning the TeX itself: a reader sees what was meant."""
    try:
        return to_mathml(tex, block=block)
    except FormulaError as error:
        report(Problem.MATH, f"the formula {tex!r} cannot be converted to MathML: {error}", location=node)
        return f"<code>{self.encode(tex)}</code>"


def visit_math(self: Any, node: nodes.math) -> NoReturn:
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(_converted(self, node, node.astext(), block=False) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self: Any, node: nodes.math_block) -> NoReturn:
    attributes = {"role": "group", "tabindex": "0", "aria-label": _("Formula")}
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight", **attributes))
    text = node.astext()
    tex = text if node.get("no-wrap", node.get("nowrap")) else display_tex(text)
    self.body.append(_converted(self, node, tex, block=True))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def choose_renderer(app: Sphinx, config: Config) -> None:
    """Offer the renderer where it is wanted, and make it our theme's default.

    It is not registered otherwise: Sphinx chooses by counting renderers, so that one more would change other themes.
    """
    if config.html_math_renderer is None and config.html_theme == "briefbook":
        config.html_math_renderer = NAME
    if config.html_math_renderer == NAME:
        app.add_html_math_renderer(NAME, (visit_math, None), (visit_displaymath, None))


def setup(app: Sphinx) -> None:
    app.connect("config-inited", choose_renderer)
