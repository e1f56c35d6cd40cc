"""Formulas as Typst mathematics, from the same MathML that the web edition prints.

Both editions so understand the same TeX, and refuse the same. Every sign but a letter or a digit is written as an
escape, so that none has Typst's meaning; ``frac(a, b)`` and its like are the only syntax.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, fromstring

from briefbook.typst import markup

_SPACES = {
    "veryverythinmathspace": 1, "verythinmathspace": 2, "thinmathspace": 3, "mediummathspace": 4, "thickmathspace": 5,
    "verythickmathspace": 6, "veryverythickmathspace": 7}
_LENGTH = re.compile(r"([+-]?[0-9.]+)(em|ex|pt|px|cm|mm|in)")
#: Words over and under which limits stand in a display.
_LIMITS = {"lim", "max", "min", "sup", "inf", "limsup", "liminf", "argmax", "argmin", "det", "gcd", "Pr"}
_FENCES = "([{|)]}\u2016\u27e8\u27e9\u230a\u230b\u2308\u2309\u2225"
#: Signs over or under a base, and the function that sets them.
_OVER = {
    "^": "hat", "~": "tilde", "\u00af": "overline", "\u2015": "overline", "_": "overline", "\u2192": "arrow",
    "\u20d7": "arrow", ".": "dot", "\u02d9": "dot", "\u00a8": "dot.double", "\u02d8": "breve", "\u02c7": "caron",
    "\u00b4": "acute", "`": "grave", "\u02da": "circle", "\u23de": "overbrace", "\u23b4": "overbracket"}
_UNDER = {
    "_": "underline", "\u2015": "underline", "\u0332": "underline", "\u23df": "underbrace", "\u23b5": "underbracket"}


def typst_formula(mathml: str) -> str:
    """The inside of a Typst formula that prints *mathml*, a ``<math>`` element."""
    root = fromstring(re.sub(r' xmlns="[^"]*"', "", mathml, count=1))
    inner = _only(root)
    if inner.tag == "mtable" and (_is_aligned(inner) or all(len(row) == 1 for row in inner)):
        return " \\ ".join(" & ".join(_row(cell) for cell in row) for row in inner)
    return _row(root)


def _only(element: Element) -> Element:
    """The innermost element that is all there is in *element*."""
    while len(element) == 1 and element.tag in ("math", "mrow", "mstyle"):
        element = element[0]
    return element


# -- signs -------------------------------------------------------------------------------------------------------------


def _signs(text: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else f"\\u{{{ord(char):x}}}" for char in text)


def _identifier(element: Element) -> str:
    text = (element.text or "").strip()
    if len(text) > 1 and text.isalpha() and text.isascii():
        return _word(text)
    return f"upright({_signs(text)})" if element.get("mathvariant") == "normal" and text else _signs(text)


def _number(element: Element) -> str:
    text = (element.text or "").strip()
    return text if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else markup.string(text)


def _operator(element: Element) -> str:
    text = (element.text or "").strip()
    if len(text) > 1 and text.isalpha():
        return _word(text)
    size = _LENGTH.fullmatch(element.get("minsize", ""))
    return f"lr({_signs(text)}, size: #{size[0]})" if size else _signs(text)


def _word(text: str) -> str:
    return f"op({markup.string(text)}{', limits: #true' if text in _LIMITS else ''})"


def _space(element: Element) -> str:
    width = element.get("width", "")
    name = width.removeprefix("negative")
    if name in _SPACES:
        return f"#h({'-' if name != width else ''}{_SPACES[name] / 18:.3f}em)"
    found = _LENGTH.fullmatch(width)
    return f"#h({found[1].lstrip('+')}{found[2].replace('px', 'pt').replace('ex', 'em')})" if found else ""


# -- rows --------------------------------------------------------------------------------------------------------------


def _row(element: Element) -> str:
    """The children of *element* side by side; fences grow with what stands between them."""
    children = list(element)
    found: list[str] = []
    at = 0
    while at < len(children):
        source, used = _fenced(children[at:])
        found.append(source)
        at += used
    return " ".join(part for part in found if part)


def _fenced(children: Sequence[Element]) -> tuple[str, int]:
    """The first of *children* as source, with how many of them it took: a table or a pair of numbers takes its fences."""
    first = children[0]
    opening = _fence(first)
    if first.get("form") == "prefix" and not opening and len(children) > 1:
        return _stretched(children)  # an open end: \\left.
    if opening and len(children) > 1:
        closing = _fence(children[2]) if len(children) > 2 else ""
        inner = children[1]
        if inner.tag == "mtable":
            return _table(inner, opening, closing), 3 if closing else 2
        if inner.tag == "mfrac" and inner.get("linethickness") == "0" and closing:
            return f"binom({_args(inner)})", 3
        if first.get("form") == "prefix":
            return _stretched(children)
    return _source(first), 1


def _fence(element: Element) -> str:
    text = (element.text or "").strip()
    return text if element.tag == "mo" and text in _FENCES else ""


def _stretched(children: Sequence[Element]) -> tuple[str, int]:
    """What stands between ``\\left`` and ``\\right``."""
    end = next((at for at, child in enumerate(children) if child.tag == "mo" and child.get("form") == "postfix"),
               len(children) - 1)
    inner = Element("mrow")
    inner.extend(children[1:end])
    last = children[end]
    closing = _signs((last.text or "").strip()) if last.get("form") == "postfix" else _source(last)
    return f"lr({_signs((children[0].text or '').strip())} {_row(inner)} {closing})", end + 1


# -- scripts -----------------------------------------------------------------------------------------------------------


def _scripted(element: Element) -> str:
    """Sub- and superscripts, beside the base also where Typst would set limits."""
    base, *scripts = element
    source = _source(base) or '""'
    if base.tag == "mo" and len((base.text or "").strip()) == 1:
        source = f"scripts({source})"
    return f"attach({source}, {_named(element.tag, scripts)})"


def _named(tag: str, scripts: Sequence[Element]) -> str:
    names = {"msub": "b", "munder": "b", "msup": "t", "mover": "t", "msubsup": "bt", "munderover": "bt"}[tag]
    return ", ".join(f"{name}: {_source(script)}" for name, script in zip(names, scripts, strict=True))


def _stacked(element: Element) -> str:
    """What stands over or under a base: an accent, a brace, a line, limits."""
    base, *others = element
    sign = (others[0].text or "").strip() if others[0].tag in ("mo", "mi") and len(others) == 1 else ""
    table = _OVER if element.tag == "mover" else _UNDER
    if sign in table and base.tag != "mo":
        return f"{table[sign]}({_source(base)})"
    return f"attach(limits({_source(base)}), {_named(element.tag, others)})"


# -- tables ------------------------------------------------------------------------------------------------------------


def _is_aligned(table: Element) -> bool:
    """Whether the columns are those of ``align``: right and left in turn."""
    sides = [cell.get("columnalign") for cell in table[0]] if len(table) else []
    return len(sides) > 1 and all(side == ("right", "left")[at % 2] for at, side in enumerate(sides))


def _table(table: Element, opening: str = "", closing: str = "") -> str:
    delimiters = f'#({markup.string(opening) if opening else "none"}, {markup.string(closing) if closing else "none"})'
    options = [f"delim: {delimiters}"]
    if _is_aligned(table):
        return f"mat({', '.join(options)}, {'; '.join(' & '.join(_row(cell) for cell in row) for row in table)})"
    side = next((cell.get("columnalign") for cell in table.iter("mtd")), None)
    if side in ("left", "right"):
        options.append(f"align: #{side}")
    lines = _ruled("vline", table.get("columnlines", "")) + _ruled("hline", table.get("rowlines", ""))
    if lines:
        options.append(f"augment: #({', '.join(lines)})")
    return f"mat({', '.join(options)}, {'; '.join(', '.join(_row(cell) for cell in row) for row in table)})"


def _ruled(name: str, lines: str) -> list[str]:
    at = [str(index) for index, kind in enumerate(lines.split(), start=1) if kind == "solid"]
    return [f"{name}: ({', '.join(at)},)"] if at else []


# -- every element -----------------------------------------------------------------------------------------------------


def _args(element: Element) -> str:
    return ", ".join(_source(child) or '""' for child in element)


def _style(element: Element) -> str:
    name = {"true": "display", "false": "inline"}.get(element.get("displaystyle", ""))
    return f"{name}({_row(element)})" if name else _row(element)


def _enclosed(element: Element) -> str:
    inner = _row(element)
    if "strike" in element.get("notation", ""):
        return f"cancel({inner})"
    return f'#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, math.equation(alt: " ", ${inner}$))'


def _fraction(element: Element) -> str:
    if element.get("linethickness") == "0":
        return f"mat(delim: #none, {'; '.join(_source(child) for child in element)})"
    if len(element) != 2:
        raise ValueError("a fraction lacks a part")
    return f"frac({_args(element)})"


_ELEMENTS: dict[str, Callable[[Element], str]] = {
    "mi": _identifier, "mn": _number, "mo": _operator, "mspace": _space,
    "mtext": lambda element: markup.string(element.text or "") if element.text else "",
    "msub": _scripted, "msup": _scripted, "msubsup": _scripted,
    "mover": _stacked, "munder": _stacked, "munderover": _stacked,
    "mfrac": _fraction, "msqrt": lambda element: f"sqrt({_row(element)})",
    "mroot": lambda element: f"root({_source(element[1])}, {_source(element[0])})",
    "mtable": _table, "mstyle": _style, "menclose": _enclosed,
    "mphantom": lambda element: f'#hide(math.equation(alt: " ", ${_row(element)}$))',
    "mrow": _row, "mpadded": _row, "mtd": _row, "math": _row,
}


def _source(element: Element) -> str:
    """*element* as Typst source; raises ``ValueError`` for an element that is not known."""
    if element.tag not in _ELEMENTS:
        raise ValueError(f"<{element.tag}> is not understood")
    return _ELEMENTS[element.tag](element)
