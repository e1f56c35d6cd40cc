"""TeX formulas as Typst mathematics."""

from __future__ import annotations

import re

from tex2typst import tex2typst

_WHOLE_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)


class FormulaError(ValueError):
    """A formula that cannot be converted; the text says why."""


def display_tex(text: str) -> str:
    """TeX of a display: blank lines part equations, and lines broken by a double backslash are aligned at ``&``."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    if len(parts) > 1 or (parts and r"\\" in _WHOLE_ENVIRONMENT.sub("", parts[0])):
        return r"\begin{aligned}" + r"\\".join(parts) + r"\end{aligned}"
    return parts[0] if parts else ""


def to_typst(tex: str) -> str:
    """*tex* as the inside of a Typst formula, or raise ``FormulaError``."""
    try:
        formula = str(tex2typst(tex.strip())).strip()
    except Exception as error:  # the converter raises bare exceptions of many kinds
        raise FormulaError(str(error).split("\n")[0] or type(error).__name__) from None
    if not formula:
        raise FormulaError("it is empty")
    return formula
