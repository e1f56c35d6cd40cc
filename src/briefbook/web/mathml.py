"""The HTML math renderer ``mathml``: formulas as MathML, which browsers set themselves, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from docutils import nodes
from sphinx.locale import _
from sphinx.util.math import get_node_equation_number

from briefbook.formulas import FormulaError, display_tex, to_mathml
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

NAME = "mathml"


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


#: For formulas in a line, and for those in lines of their own.
VISITORS = ((visit_math, None), (visit_displaymath, None))


def choose_renderer(app: Sphinx, config: Config) -> None:
    """Offer the renderer where it is wanted, and make it our theme's default.

    It is not registered otherwise: Sphinx chooses by counting renderers, so that one more would change other themes.
    """
    if config.html_math_renderer is None and config.html_theme == "briefbook":
        config.html_math_renderer = NAME
    if config.html_math_renderer == NAME:
        app.add_html_math_renderer(NAME, *VISITORS)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", choose_renderer)
