"""The generated style sheets: the book's look as CSS custom properties, its font faces, and classes for sizes.

What does not depend on ``look`` is written by hand in ``theme/static/briefbook.css``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

from briefbook import look
from briefbook.web.fonts import DISPLAY_FAMILY, Face

#: The largest length, in rem, for which there is a class; longer ones fill the column anyway.
LONGEST = 60

_GENERIC = {
    "serif": 'Georgia, "Times New Roman", serif',
    "sans": 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif',
    "mono": "ui-monospace, Consolas, monospace",
}


def _block(selector: str, lines: Iterable[str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {line};\n" for line in lines) + "}\n"


def _families() -> list[str]:
    stacks = {use: ", ".join([f'"{name}"' for name in names] + [_GENERIC[use]]) for use, names in look.FONTS.items()}
    stacks["display"] = f'"{DISPLAY_FAMILY}", {stacks["serif"]}'
    return [f"--{use}: {stack}" for use, stack in stacks.items()]


def _colours(colours: Mapping[str, str], scheme: str) -> list[str]:
    return [f"color-scheme: {scheme}", *(f"--{name}: {value}" for name, value in colours.items())]


def properties() -> str:
    """Custom properties: fonts, sizes, widths, and the colours of the light and the dark screen.

    Dark follows the system unless the reader chose a theme; paper is always light. ``--sheet`` is the ground of
    pictures, which are drawn in ink on a dark page too.
    """
    sizes = [f"--size-{name}: {value:g}rem" for name, value in look.SCREEN_SIZES.items()]
    widths = [f"--width-{name}: {value:g}rem" for name, value in look.SCREEN_WIDTHS.items()]
    dark = [*_colours(look.DARK, "dark"), "--sheet: var(--ink)", "--sheet-space: 0.75rem"]
    return "\n".join([
        _block(":root", [*_families(), *sizes, *widths, "--sheet: var(--paper)", "--sheet-space: 0",
                         *_colours(look.COLOURS, "light")]),
        "@media screen and (prefers-color-scheme: dark) {",
        _block(':root:not([data-theme="light"])', dark) + "}",
        "@media screen {",
        _block(':root[data-theme="dark"]', dark) + "}",
    ]) + "\n"


def font_faces(fonts: Mapping[Face, bytes]) -> str:
    """One ``@font-face`` for each font; its address changes with its bytes, so that no browser shows an old one."""
    return "".join(
        _block("@font-face", [
            f'font-family: "{face.family}"',
            f"font-style: {face.style}",
            f"font-weight: {face.css_weight}",
            "font-display: swap",
            f'src: url("fonts/{face.name}.woff2?v={zlib.crc32(content):08x}") format("woff2")',
            f"unicode-range: {face.ranges}",
        ])
        for face, content in fonts.items()
    )


def sizes() -> str:
    """Classes for the widths that authors give to tables and pictures; a policy without inline styles needs them."""
    shares = "".join(f".w-{share} {{ width: {share}%; }}\n" for share in range(1, 101))
    return shares + "".join(f".rem-{length} {{ width: {length}rem; }}\n" for length in range(1, LONGEST + 1))


def look_css(fonts: Mapping[Face, bytes]) -> str:
    """The whole style sheet ``briefbook-look.css``."""
    return f"/* Made from briefbook/look.py; do not edit. */\n{properties()}\n{font_faces(fonts)}\n{sizes()}"


def scripts_css(fonts: Mapping[Face, bytes]) -> str:
    """The style sheet ``briefbook-scripts.css``: faces for the characters that the text faces lack."""
    return f"/* Faces for the Hangul, Han and other characters on these pages. */\n{font_faces(fonts)}"
