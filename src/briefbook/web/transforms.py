"""Post-transforms that shape a page for our theme: where the page's furniture stands, tables that scroll, sizes
without inline styles, and the strip under a judgment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefbook.analysis.likelihood import SCALES, Scale, Term
from briefbook.directives.judgments import judgment
from briefbook.web.assets import shapes_pages
from briefbook.web.stylesheet import LONGEST

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: After references and citations are resolved (at most 200), so that these find the tree as authors wrote it.
SHAPING = 800

#: What stands in the page's HTML where the template puts deck, reading time and companion.
SLOT = "<!-- briefbook: furniture -->"

#: From so many columns on, a table scrolls on a telephone; a smaller one wraps its cells.
MANY_COLUMNS = 4

#: Characters of a cell, on average, that make a smaller table as hard to set as one of many columns.
WORDY = 40

#: CSS pixels to a unit of length.
PIXELS = {"px": 1.0, "": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4,
          "em": 18.0, "rem": 16.0, "ex": 9.0, "ch": 9.0}


class furniture_slot(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """The place under a page's title."""


class table_region(nodes.General, nodes.Element):  # noqa: N801
    """A region that scrolls when its table is wider than the page. Attributes: label; columns, the names of a table
    whose rows a telephone shows as cards."""


class data_details(nodes.General, nodes.Element):  # noqa: N801
    """The data of a chart as a table, folded up. Attribute: summary."""


class likelihood_strip(nodes.General, nodes.Element):  # noqa: N801
    """A drawn scale with one range marked. Attributes: low, high, bounds (percentages)."""


class FurnitureSlot(SphinxPostTransform):
    """Mark the place under the page's title."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        section = next(self.document.findall(nodes.section), None)
        if section is not None:
            section.insert(section.first_child_matching_class(nodes.title) + 1, furniture_slot())


class TableRegions(SphinxPostTransform):
    """Wrap every table, so that a wide one scrolls by itself and the page never does; no two regions share a name."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        labels: Counter[str] = Counter()
        for table in list(self.document.findall(nodes.table)):
            if not _inside(table, nodes.table):
                title = next((child for child in table if isinstance(child, nodes.title)), None)
                label = title.astext() if title else table.get("label") or _("Table")
                labels[label] += 1
                name = f"{label} ({labels[label]})" if labels[label] > 1 else label
                region = table_region(label=name, columns=stacked_columns(table))
                if max((group["cols"] for group in table.findall(nodes.tgroup)), default=0) >= MANY_COLUMNS:
                    table["classes"].append("many-columns")
                if region["columns"]:
                    table["classes"].append("stacked")
                table.parent.replace(table, region)
                region += table


def stacked_columns(table: nodes.table) -> list[str]:
    """The names of the columns, if the rows of *table* can stand as cards under each other, each cell with its column's
    name: one row of names, nothing that spans, and more words than a narrow screen sets side by side."""
    heads = [row for head in table.findall(nodes.thead) for row in head.findall(nodes.row)]
    cells = list(table.findall(nodes.entry))
    columns = [cell.astext() for cell in heads[0]] if len(heads) == 1 else []
    body = [len(cell.astext()) for cell in cells[len(columns):]]
    plain = not any("morecols" in cell or "morerows" in cell for cell in cells) and not any(
        "cell-name" in node.get("classes", ()) or isinstance(node, nodes.table) for cell in cells for node in cell.findall(nodes.Element))
    many = len(columns) >= MANY_COLUMNS or len(columns) == MANY_COLUMNS - 1 and sum(body) > WORDY * len(body)
    return columns if all(columns) and body and many and plain and "chart-data" not in table["classes"] else []


class ChartData(SphinxPostTransform):
    """Fold up the table with a chart's data: it is there for those who want it or cannot see the picture."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        for box in list(self.document.findall(nodes.container)):
            lead = next((child for child in box if "chart-data-title" in child.get("classes", ())), None)
            if lead is not None:
                details = data_details("", *(child for child in box if child is not lead), summary=lead.astext())
                box.parent.replace(box, details)


class Sizes(SphinxPostTransform):
    """Turn widths into classes or plain attributes: the policy of our pages forbids inline styles."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        for node in self.document.findall(lambda node: isinstance(node, (nodes.table, nodes.figure))):
            if "width" in node:
                node["classes"] += _size_class(node.attributes.pop("width"))
        for image in self.document.findall(nodes.image):
            _size_image(image)
        for group in self.document.findall(nodes.tgroup):
            _size_columns(group)
        for fields in self.document.findall(nodes.field_list):
            fields["classes"] = [name for name in fields["classes"] if not name.startswith("field-indent-")]


def _inside(node: nodes.Node, kind: type[nodes.Node]) -> bool:
    return node.parent is not None and (isinstance(node.parent, kind) or _inside(node.parent, kind))


def _pixels(length: str) -> float | None:
    """CSS pixels of a docutils length; None for a share such as ``50%``."""
    value, unit = nodes.parse_measure(length)
    return None if unit == "%" else value * PIXELS.get(unit, 1.0)


def _size_class(length: str) -> list[str]:
    pixels = _pixels(length)
    if pixels is None:
        return [f"w-{min(100, max(1, round(float(length.rstrip('%')))))}"]
    rem = round(pixels / 16)
    return [f"rem-{max(1, rem)}"] if rem <= LONGEST else []


def _size_image(image: nodes.image) -> None:
    """Shares become classes; lengths become pixels, which docutils prints as plain attributes."""
    for name in ("width", "height"):
        if name not in image:
            continue
        pixels = _pixels(image[name])
        if pixels is not None:
            image[name] = str(round(pixels))
        elif name == "width":
            image["classes"] += _size_class(image.attributes.pop(name))
        else:
            del image[name]  # a share of the page's height means nothing on a page that scrolls


def _size_columns(group: nodes.tgroup) -> None:
    """Put the width of each column on the cells of the first row, and keep docutils from styling the columns."""
    table = group.parent
    if "colwidths-given" not in table["classes"]:
        return
    table["classes"] = [name for name in table["classes"] if name != "colwidths-given"] + ["colwidths-auto", "sized"]
    shares = [column["colwidth"] for column in group.findall(nodes.colspec)]
    first = next(group.findall(nodes.row))
    for cell, share in zip(_single_cells(first), shares, strict=False):
        cell["classes"] += _size_class(f"{100 * share / sum(shares)}%")


def _single_cells(row: nodes.row) -> Iterator[nodes.entry]:
    """The cells up to the first that spans columns."""
    for cell in row:
        if cell.get("morecols"):
            return
        yield cell


class Enumerators(SphinxPostTransform):
    """Keep the brackets around the numbers of a list, which docutils leaves out of a page."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        for numbers in self.document.findall(nodes.enumerated_list):
            if numbers.get("suffix") == ")":
                numbers["classes"].append("brackets" if numbers.get("prefix") else "bracket")


class Tasks(SphinxPostTransform):
    """Print the box of a task as a sign, as on paper: the form element of MyST's has no name and nothing to fill in."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        for raw in list(self.document.findall(nodes.raw)):
            if "task-list-item-checkbox" in raw.astext():
                done = "checked=" in raw.astext()
                raw.parent.replace(raw, nodes.Text("\N{BALLOT BOX WITH CHECK} " if done else "\N{BALLOT BOX} "))


class Sources(SphinxPostTransform):
    """Tell the entries of a bibliography, which names and years announce, from citations of docutils' own."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        for entry in self.document.findall(nodes.citation):
            if "bibkey" in entry:
                entry["classes"].append("bib-entry")


class RepeatedTitles(SphinxPostTransform):
    """Drop the title of a box that opens a section of the same name: a page would say it twice in two lines."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        for box in self.document.findall(nodes.admonition):
            titles = [child for child in box if isinstance(child, nodes.title)]
            section = box.parent
            if titles and isinstance(section, nodes.section) and _first_after_title(section) is box \
                    and section[0].astext() == titles[0].astext():
                box.remove(titles[0])


def _first_after_title(section: nodes.section) -> nodes.Node | None:
    return next((child for child in section[1:] if not isinstance(child, (nodes.comment, furniture_slot))), None)


class LikelihoodStrips(SphinxPostTransform):
    """Draw, under the sentence of a judgment, where its likelihood stands on the scale."""

    default_priority = SHAPING

    def run(self, **kwargs: Any) -> None:
        scale = SCALES.get(getattr(self.config, "brief_scale", ""))
        for node in self.document.findall(judgment):
            term = scale.find(node.get("likelihood") or "") if scale else None
            statement = [child for child in node if "judgment-statement" in child.get("classes", ())]
            if term and statement:
                node.insert(node.index(statement[-1]) + 1, _strip(scale, term))


def _strip(scale: Scale, term: Term) -> likelihood_strip:
    bounds = sorted({bound for rung in scale.terms for bound in (rung.low, rung.high)} - {0, 100})
    return likelihood_strip(low=term.low, high=term.high, bounds=bounds)


def visit_slot(self: Any, node: furniture_slot) -> None:
    self.body.append(SLOT)
    raise nodes.SkipNode


def visit_region(self: Any, node: table_region) -> None:
    attributes = {"role": "region", "tabindex": "0", "aria-label": node["label"]}
    self.body.append(self.starttag(node, "div", CLASS="table-region", **attributes))
    node["start"] = len(self.body)


def depart_region(self: Any, node: table_region) -> None:
    if node["columns"]:
        self.body[node["start"]:] = [named_cells("".join(self.body[node["start"]:]), node["columns"])]
    self.body.append("</div>\n")


def named_cells(html: str, columns: Sequence[str]) -> str:
    """A table whose cells carry the names of their columns, for the style sheet.

    No roles: ARIA in HTML forbids them in a table, and browsers keep a table's meaning when its display is changed.
    """
    head, body, rows = html.partition("<tbody")
    column = 0

    def named(match: re.Match[str]) -> str:
        nonlocal column
        column = 0 if match[1] == "tr" else column + 1
        return f'{match[0]} data-label="{escape(columns[column - 1])}"' if column > 1 else match[0]

    return head + body + re.sub(r"<(tr|td|th)\b", named, rows)


def visit_details(self: Any, node: data_details) -> None:
    self.body.append(self.starttag(node, "details", CLASS="chart-data"))
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>\n")


def depart_details(self: Any, node: data_details) -> None:
    self.body.append("</details>\n")


def visit_strip(self: Any, node: likelihood_strip) -> None:
    """Hidden from screen readers: word and range stand in the sentence above it."""
    ticks = "".join(f'<path class="strip-tick" d="M{bound} 0v4"/>' for bound in node["bounds"])
    self.body.append(
        '<svg class="strip" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="strip-track" width="100" height="4"/>{ticks}'
        f'<rect class="strip-range" x="{node["low"]}" width="{node["high"] - node["low"]}" height="4"/></svg>\n')
    raise nodes.SkipNode


def visit_citation(self: Any, node: nodes.citation) -> None:
    """An entry of a list; docutils gives it a role that is withdrawn, and that no list may hold."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<div role="list" class="citation-list">\n')
    role = "listitem" if shapes_pages(self.builder) else "doc-biblioentry"
    self.body.append(self.starttag(node, "div", CLASS="citation", role=role))


def depart_citation(self: Any, node: nodes.citation) -> None:
    self.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</div>\n")


def pass_on(self: Any, node: nodes.Element) -> None:
    """Another builder, should it meet one of these nodes, prints what is in it."""


#: The visitors of a node that only our pages hold.
ELSEWHERE = {name: (pass_on, pass_on) for name in ("latex", "text", "man", "texinfo", "typst")}

#: Our nodes and their visitors for HTML: only pages in our theme hold them.
NODES: dict[type[nodes.Element], tuple[Any, Any]] = {
    furniture_slot: (visit_slot, None),
    table_region: (visit_region, depart_region),
    data_details: (visit_details, depart_details),
    likelihood_strip: (visit_strip, None),
}

TRANSFORMS: tuple[type[SphinxPostTransform], ...] = (
    FurnitureSlot, TableRegions, ChartData, Sizes, Enumerators, Tasks, Sources, RepeatedTitles, LikelihoodStrips)


def add_transforms(app: Sphinx) -> None:
    """Shape our pages; no other theme and no other builder sees the transforms."""
    if shapes_pages(app.builder):
        for transform in TRANSFORMS:
            app.add_post_transform(transform)


def setup(app: Sphinx) -> None:
    for node, visitors in NODES.items():
        app.add_node(node, html=visitors, **ELSEWHERE)
    # Not by add_node, which at the end of a build would take docutils' own visitor away.
    app.registry.add_translation_handlers(nodes.citation, html=(visit_citation, depart_citation))
    app.connect("builder-inited", add_transforms)
