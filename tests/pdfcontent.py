"""The text in a PDF page's content stream, glyph by glyph, by marked-content sequence."""

from __future__ import annotations

import re
from typing import Any

import pikepdf


_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LEFTWARD_RUN = re.compile(f"[{_LEFTWARD}](?:[{_LEFTWARD} ]*[{_LEFTWARD}])?")


def squeeze(text: str) -> str:
    """White space as HTML collapses it; a no-break space is a character, not white space."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")


def logical(text: str) -> str:
    """Glyphs stand in a file from left to right; runs of Hebrew and Arabic are turned into reading order."""
    return _LEFTWARD_RUN.sub(lambda run: run[0][::-1], text)


class Font:
    """Codes to text, by the font's ToUnicode map."""

    def __init__(self, font: pikepdf.Dictionary) -> None:
        self.step = 2 if font.get("/Subtype") == "/Type0" else 1
        self.map = _unicode_map(font.ToUnicode.read_bytes().decode("latin-1")) if "/ToUnicode" in font else {}

    def decode(self, raw: bytes) -> str:
        codes = (int.from_bytes(raw[at:at + self.step], "big") for at in range(0, len(raw), self.step))
        return "".join(self.map.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)


_HEX = r"<([0-9A-Fa-f]+)>\s*"


def _unicode_map(cmap: str) -> dict[int, str]:
    found = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(_HEX + r"<([0-9A-Fa-f]*)>", section):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for section in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, first in re.findall(_HEX * 3, section):
            for offset in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + offset] = chr(int(first, 16) + offset)
    return found


class Reader:
    """Walks one page's operators and collects text under the marked-content id it belongs to."""

    def __init__(self, page: pikepdf.Dictionary) -> None:
        self.page = page
        self.found: dict[int, str] = {}
        self._open: list[tuple[int | None, bool]] = []  # of each open sequence: its id, whether it says its text itself
        self._fonts: dict[str, Font] = {}
        self._font: Font | None = None

    def read(self) -> dict[int, str]:
        for operands, operator in pikepdf.parse_content_stream(self.page):
            match str(operator):
                case "BDC":
                    self._begin(operands[1])
                case "BMC":
                    self._open.append((None, False))
                case "EMC":
                    self._open.pop()
                case "Tf":
                    self._select(str(operands[0]))
                case "Tj":
                    self._show([operands[0]])
                case "TJ":
                    self._show(operands[0])
        return self.found

    def _begin(self, properties: Any) -> None:
        if isinstance(properties, pikepdf.Name):
            properties = self.page.Resources.Properties[str(properties)]
        spoken = properties.get("/ActualText")
        nested = any(says for _mcid, says in self._open)
        self._open.append((int(properties["/MCID"]) if "/MCID" in properties else None, spoken is not None))
        if spoken is not None and not nested:
            self._add(str(spoken))

    def _select(self, name: str) -> None:
        if name not in self._fonts:
            self._fonts[name] = Font(self.page.Resources.Font[name])
        self._font = self._fonts[name]

    def _show(self, parts: Any) -> None:
        if self._font and not any(says for _mcid, says in self._open):
            self._add("".join(self._font.decode(bytes(part)) for part in parts if isinstance(part, pikepdf.String)))

    def _add(self, text: str) -> None:
        mcid = next((item for item, _says in reversed(self._open) if item is not None), None)
        if mcid is not None:
            self.found[mcid] = self.found.get(mcid, "") + text


def marked_text(page: pikepdf.Dictionary) -> dict[int, str]:
    """The text of every marked-content sequence of a page; ``/ActualText`` stands for what it covers."""
    return Reader(page).read()
