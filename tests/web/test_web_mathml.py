"""Formulas as MathML."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbook.web import mathml

FORMULAS = [
    r"a^2 + b^2 = c^2",
    r"\frac{1}{2}",
    r"\begin{aligned}a &= b\\c &= d\end{aligned}",
    r"\begin{align}a &= b\\c &= d\end{align}",
    r"\begin{gather}a\\b\end{gather}",
    r"\begin{cases}1 & x > 0\\0 & \text{else}\end{cases}",
    r"\sum_{i=1}^n x_i",
    r"80\,\%",
    "a < b",
]
FAULTS = {
    r"\foo x": r"'\\foo' is not understood",
    r"\frac{1}{": "its braces do not match",
    "x & y": "outside an environment",
    r"a \\ b": "a line ends outside",
    "x }": "its braces do not match",
}


@pytest.mark.parametrize("tex", FORMULAS)
def test_amsmath_is_understood(tex: str) -> None:
    made = mathml.to_mathml(tex, block=True)
    assert made.startswith("<math")
    assert "\\" not in made
    assert " style=" not in made


@pytest.mark.parametrize(("tex", "reason"), FAULTS.items())
def test_a_fault_names_its_reason(tex: str, reason: str) -> None:
    with pytest.raises(mathml.FormulaError, match=reason.replace("\\\\", r"\\\\")):
        mathml.to_mathml(tex, block=False)


def test_the_converter_numbers_nothing() -> None:
    assert "(1)" not in mathml.to_mathml(r"\begin{align}a &= b\end{align}", block=True)


def test_a_grouped_number_is_not_spaced() -> None:
    assert "<mtext>,</mtext>" in mathml.to_mathml("28{,}000", block=False)


@pytest.mark.parametrize(("text", "tex"), [
    ("a = b", "a = b"),
    ("a &= b \\\\\nc &= d", "\\begin{align*}a &= b \\\\\nc &= d\\end{align*}"),
    ("a\n\nb", r"\begin{align*}a\\b\end{align*}"),
    (r"\begin{cases}a\\b\end{cases}", r"\begin{cases}a\\b\end{cases}"),
])
def test_lines_of_a_display_are_aligned(text: str, tex: str) -> None:
    assert mathml.display_tex(text) == tex


PAGE = """\
# Title

Inline {math}`x^2`, see {eq}`sum`.

```{math}
:label: sum
a = b
```
"""


def test_equations_are_numbered_and_linked_without_a_script(build) -> None:
    page = build({"index.md": PAGE}).page()
    assert page.xpath("//span[contains(@class, 'math')]/math[@display='inline']")
    block, = page.xpath("//div[@id='equation-sum']")
    assert block.xpath("./math[@display='block']")
    assert block.xpath("string(./span[@class='eqno']/text())") == "(1)"
    assert page.xpath("//a[@href='#equation-sum']")
    assert not page.xpath("//script[contains(@src, 'mathjax')]")


def test_a_failing_formula_is_one_located_warning_and_prints_its_source(build) -> None:
    site = build({"index.md": "# Title\n\nText\n\n{math}`\\foo`\n"}, quiet=False)
    line, = site.warnings.splitlines()
    assert "index.md:5: WARNING: B112 the formula" in line
    assert site.page().xpath("string(//span[contains(@class, 'math')]/code)") == r"\foo"


def test_another_theme_keeps_its_renderer(build) -> None:
    site = build({"index.md": PAGE}, html_theme="alabaster")
    assert not site.page().xpath("//math")


def test_another_theme_may_ask_for_it(build) -> None:
    site = build({"index.md": PAGE}, html_theme="alabaster", html_math_renderer="mathml")
    assert site.page().xpath("//math")


def test_a_project_may_choose_another_renderer(build) -> None:
    assert not build({"index.md": PAGE}, html_math_renderer="mathjax").page().xpath("//math")


def test_formulas_are_set_without_inline_styles(build) -> None:
    text = Path(build({"index.md": PAGE}).out / "index.html").read_text("utf-8")
    assert " style=" not in text
