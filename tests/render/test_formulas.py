"""Formulas: what TeX of amsmath becomes in a PDF, and what is refused rather than set wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from briefbook.formulas import FormulaError, display_tex, to_mathml
from briefbook.typst.formulas import typst_formula

SET = {
    r"x": "x",
    r"x + y = 10": r"x \u{2b} y \u{3d} 10",
    r"1{,}5": r'1 "," 5',
    r"\frac{a}{b}": "frac(a, b)",
    r"\binom{n}{k}": "binom(n, k)",
    r"\sqrt{x} + \sqrt[3]{y}": r"sqrt(x) \u{2b} root(3, y)",
    r"x_i^2": "attach(x, b: i, t: 2)",
    r"{}_a x": 'attach("", b: a) x',
    r"f'(x)": r"attach(f, t: \u{2032}) \u{28} x \u{29}",
    r"\sum_{i=1}^n x_i": r"attach(limits(\u{2211}), b: i \u{3d} 1, t: n) attach(x, b: i)",
    r"\lim_{x \to 0} x": r'attach(op("lim", limits: #true), b: x \u{2192} 0) x',
    r"\sin x": 'op("sin") x',
    r"\operatorname*{argmax}_x f": 'attach(op("argmax", limits: #true), b: x) f',
    r"\left( \frac{a}{b} \right]": r"lr(\u{28} frac(a, b) \u{5d})",
    r"\left. \frac{a}{b} \right|_0": r"attach(lr( frac(a, b) \u{7c}), b: 0)",
    r"\bigl( x \bigr)": r"lr(\u{28}, size: #1.2em) x lr(\u{29}, size: #1.2em)",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}": 'mat(delim: #("(", ")"), a, b; c, d)',
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}":
        r'mat(delim: #("{", none), align: #left, 1, x \u{3e} 0; 0, "else")',
    r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}":
        "mat(delim: #(none, none), augment: #(vline: (1,), hline: (1,)), a, b; c, d)",
    r"\begin{align} a &= b \\ c &= d \end{align}": r"a & \u{3d} b \ c & \u{3d} d",
    r"\begin{equation} x \label{eq} \end{equation}": "x",
    r"\begin{gather} a \\ b \end{gather}": r"a \ b",
    "a &= b \\\\ c &= d": r"a & \u{3d} b \ c & \u{3d} d",
    r"\hat{x} \vec{y} \bar{z} \dot{w}": "hat(x) arrow(y) overline(z) dot(w)",
    r"\underbrace{a + b}_n": r"attach(limits(underbrace(a \u{2b} b)), b: n)",
    r"\mathrm{kg} \mathbb{R} \mathbf{x}": r"upright(k) upright(g) \u{211d} \u{1d431}",
    r"\text{if } x": '"if\N{NO-BREAK SPACE}" x',
    r"a \quad b \, c \! d": "a #h(1em) b #h(0.167em) c #h(-0.167em) d",
    r"\cancel{x} \phantom{y}": 'cancel(x) #hide(math.equation(alt: " ", $y$))',
    r"\boxed{x}": '#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, math.equation(alt: " ", $x$))',
    r"a \neq b \not= c": r"a \u{2260} b \u{2260} c",
    r"\# \$ \% \_ a / b ; c": r"\u{23} \u{24} \u{25} \u{5f} a \u{2f} b \u{3b} c",
}

REFUSED = {
    r"\unknown{x}": r"'\\\\unknown' is not understood",
    r"\frac{a": "its braces do not match",
    r"\frac a": "a fraction lacks a part",
    r"x \vspace{1cm}": r"'\\\\vspace' is not understood",
    "a & b": "outside an environment",
}


@pytest.mark.parametrize(("tex", "source"), SET.items())
def test_formula(tex: str, source: str) -> None:
    assert typst_formula(to_mathml(display_tex(tex), block=True)) == source


@pytest.mark.parametrize(("tex", "reason"), REFUSED.items())
def test_refused(tex: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        typst_formula(to_mathml(tex, block=False))


def test_a_refusal_is_a_formula_error() -> None:
    with pytest.raises(FormulaError):
        to_mathml(r"\unknown", block=False)


def test_typst_takes_every_formula(tmp_path: Path) -> None:
    formulas = [typst_formula(to_mathml(display_tex(tex), block=True)) for tex in SET]
    calls = [f'#math.equation(block: true, alt: "x", $ {formula} $)' for formula in formulas]
    source = tmp_path / "formulas.typ"
    source.write_text("\n".join(['#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))', *calls]),
                      encoding="utf-8")
    assert typst.compile(str(source), pdf_standards=["ua-1", "a-3a"], timestamp=0, format="pdf")
