"""Visitors for pictures and figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docutils import nodes

from briefbook.problems import Problem
from briefbook.typst import markup

#: Endings that Typst can place on a page.
FORMATS = {".svg", ".png", ".jpg", ".jpeg", ".webp"}
PLACES = ("left", "center", "right")
_LENGTH = re.compile(r"([0-9.]+)\s*(px|pt|cm|mm|in|em|ex|pc|rem|ch|%|)")
_UNITS = {"": ("pt", 0.75), "px": ("pt", 0.75), "pc": ("pt", 12), "ex": ("em", 0.5), "rem": ("em", 1), "ch": ("em", 0.5)}


def length(argument: str) -> str | None:
    """A docutils length as a Typst one; CSS pixels are 0.75 pt. ``None`` where it cannot be read."""
    match = _LENGTH.fullmatch(str(argument).strip())
    if not match or match[1].count(".") > 1 or match[1] == ".":
        return None
    unit, factor = _UNITS.get(match[2], (match[2], 1))
    return f"{float(match[1]) * factor:g}{unit}"


def inks(path: Path) -> int | None:
    """The number of colour components of a JPEG file, from its frame header (ITU-T T.81, B.2.2); ``None`` for others."""
    data = path.read_bytes()
    at = 2
    while data.startswith(b"\xff\xd8") and at + 9 < len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2:at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return data[at + 9]
        at += 1 if marker == 0xFF else 2 + size
    return None


class Media:
    """Images, figures, captions, legends."""

    def figure_number(self: Any, kind: str, node: nodes.Element) -> str:
        """``Figure 2.1`` and a gap, as Sphinx numbers it; empty without ``numfig``."""
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        for node_id in node["ids"]:
            if node_id in numbers:
                number = ".".join(str(part) for part in numbers[node_id])
                pattern = self.config.numfig_format.get(kind, "%s")
                return f"#fig-number[{markup.text(pattern % number)}];"
        return ""

    # -- figures ---------------------------------------------------------------------------------------------------

    def visit_figure(self: Any, node: nodes.figure) -> None:
        captions = [child for child in node.children if isinstance(child, nodes.caption)]
        legends = [child for child in node.children if isinstance(child, nodes.legend)]
        self.emit("\n\n")
        self.emit_anchors([name for part in (node, *captions, *legends) for name in part["ids"]])
        number = self.figure_number(self.builder.env.domains.standard_domain.get_enumerable_node_type(node) or "figure",
                                    node)
        title = "".join(self.content(caption) for caption in captions)
        subtitles = [part for legend in legends for part in legend.children if "chart-subtitle" in part["classes"]]
        legend = "\n\n".join(self.children(part, subtitles) for part in legends)
        options = [markup.string("chart" if "chart" in node["classes"] else "figure"),
                   f"[{number}{title}]" if number or title else "none", f"[{legend}]" if legend else "none"]
        if subtitles:
            options.append(f"subtitle: [{''.join(self.content(part) for part in subtitles)}]")
        if node.get("align") in PLACES:
            options.append(f"place: {node['align']}")
        if node.get("width") and length(node["width"]):
            options.append(f"width: {length(node['width'])}")
        body = self.children(node, [*captions, *legends])
        self.block(f"#illustration({', '.join(options)})[{body}];", node)
        raise nodes.SkipNode

    def visit_caption(self: Any, node: nodes.caption) -> None:
        """A caption outside a figure."""
        self.anchored(f"#rubric[{self.content(node)}];", node)
        raise nodes.SkipNode

    # -- pictures --------------------------------------------------------------------------------------------------

    def visit_image(self: Any, node: nodes.image) -> None:
        self.emit_anchors(node["ids"])
        source = self._image(node)
        if not source:
            self._words_instead(node)
        elif self._in_line(node):
            self.emit(f"#box({source});")
        else:
            self.block(f"#{source};", node)
        raise nodes.SkipNode

    def _words_instead(self: Any, node: nodes.image) -> None:
        """What the picture would have shown, or its address; a picture of the web keeps its link."""
        uri = node["uri"]
        words = markup.text(node.get("alt", "").strip() or ("" if uri.startswith("data:") else uri))
        linked = "://" in uri and not isinstance(node.parent, nodes.reference)
        body = f"#weblink({markup.string(uri)})[{words}];" if linked else words
        if self._in_line(node):
            self.emit(body)
        else:
            self.block(body, node)

    @staticmethod
    def _in_line(node: nodes.image) -> bool:
        """Whether the picture stands in a line of text, perhaps as a link."""
        parent = node.parent
        while isinstance(parent, nodes.reference):
            parent = parent.parent
        return isinstance(parent, (nodes.TextElement, nodes.Inline))

    def _image(self: Any, node: nodes.image) -> str:
        """The call that places the image, or nothing where it cannot be placed (reported)."""
        path = self._image_file(node)
        if path is None:
            return ""
        alt = node.get("alt", "").strip()
        if not alt:
            self.fault(Problem.MISSING_ALT, f"the image {node['uri']!r} has no alternative text", node)
        elif alt != "decorative":
            self.check_characters(alt, node)
        arguments = [markup.string("/" + path), f"alt: {markup.value(alt or None)}"]
        arguments += [f"{name}: {length(node[name])}" for name in ("width", "height")
                      if name in node and length(node[name])]
        if "scale" in node:
            arguments.append(f"scale: {node['scale']}%")
        if node.get("align") in PLACES and not self._in_line(node):
            arguments.append(f"place: {node['align']}")
        size = self.builder.image_size(node["uri"])
        if size:
            arguments.append(f"natural: ({size[0] * 0.75:g}pt, {size[1] * 0.75:g}pt)")
        return f"picture({', '.join(arguments)})"

    def _is_picture(self: Any, uri: str) -> bool:
        """Whether the file begins as a picture does; an SVG is read to its end."""
        if Path(uri).suffix.lower() != ".svg":
            return self.builder.image_size(uri) is not None
        try:
            return bool(ElementTree.parse(Path(self.builder.srcdir) / uri).getroot().tag.endswith("svg"))
        except ElementTree.ParseError:
            return False

    def _image_file(self: Any, node: nodes.image) -> str | None:
        """The image's path under the output folder."""
        uri = node["uri"]
        if "://" in uri or uri.startswith("data:"):
            self.fault(Problem.MISSING_IMAGE, f"the image {uri!r} is not a file of the book", node)
        elif not (Path(self.builder.srcdir) / uri).is_file():
            if uri not in self.builder.failures.unreadable_images:  # else Sphinx has said so
                self.fault(Problem.MISSING_IMAGE, f"the image {uri!r} cannot be read", node)
        elif Path(uri).suffix.lower() not in FORMATS:
            self.fault(Problem.IMAGE_FORMAT, f"the image {uri!r} is of a format that a PDF cannot hold", node)
        elif self.config.brief_pdf_standards and inks(Path(self.builder.srcdir, uri)) == 4:
            self.fault(Problem.IMAGE_FORMAT, f"the image {uri!r} is in CMYK colours, which PDF/A refuses", node)
        elif not self._is_picture(uri):
            self.fault(Problem.MISSING_IMAGE, f"the image {uri!r} is not what its ending says, or is damaged", node)
        else:
            self.fragment.images.append(uri)
            return f"images/{self.builder.place_image(uri)}"
        return None
