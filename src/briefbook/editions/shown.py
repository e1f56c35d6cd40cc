"""What pages and PDFs show of editions: the directives ``changes`` and ``errata``, the note of a correction at the top of the
page concerned, and what stands where something was retired or moved from.

The account depends on the whole book, so that it is put in when a page is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from briefbook.directives.ledger import ALL, collection_key, ledger_of
from briefbook.directives.registers import linked, typeset
from briefbook.editions.account import Line, Span, account, parted, spelled
from briefbook.editions.difference import difference
from briefbook.editions.record import FOLDER, RecordError, read, records
from briefbook.editions.recording import edition_of, last_edition, record_of, retired
from briefbook.ledger.dates import spoken

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from briefbook.editions.account import Heading
    from briefbook.editions.record import EditionRecord
    from briefbook.ledger.changes import Change

#: Before what the authors wrote is taken down (900), which leaves these notes out.
_NOTES = 850


class gone_words(nodes.Inline, nodes.TextElement):  # noqa: N801 - docutils names nodes in lower case
    """Words that went."""


class new_words(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Words that came."""


class edition_changes(nodes.General, nodes.Element):  # noqa: N801
    """The account since the last edition; a post-transform puts it in."""


class edition_errata(nodes.General, nodes.Element):  # noqa: N801
    """All corrections; a post-transform puts them in."""


def before(env: BuildEnvironment) -> EditionRecord | None:
    """The last edition; ``None`` too where its record cannot be read, which the check reports."""
    try:
        return last_edition(env)
    except RecordError:
        return None


def accounted(env: BuildEnvironment) -> list[Heading]:
    """The account since the last edition; empty for a first one."""
    last = before(env)
    return account(difference(last, record_of(env, before=last))) if last else []


class Changes(SphinxDirective):
    """``{changes}``: what changed since the last edition."""

    node: type[nodes.Element] = edition_changes
    kind = "changes"

    def run(self) -> list[nodes.Node]:
        domain = ledger_of(self.env)
        domain.note_register(self.kind, self.env.docname)
        domain.note_use(self.env.docname, collection_key("changes", ALL), printed=False)
        for path in records(Path(self.env.srcdir)):
            self.env.note_dependency(str(path))
        for name in getattr(self.config, "bibtex_bibfiles", ()):
            self.env.note_dependency(str(Path(self.env.app.confdir, name)))
        node = self.node()
        self.set_source_info(node)
        return [node]


class Errata(Changes):
    """``{errata}``: every correction of every edition, the newest first."""

    node, kind = edition_errata, "errata"


class Fill(SphinxPostTransform):
    """Put the account and the errata in."""

    #: before references are resolved (10), for it makes some
    default_priority = 6

    def run(self, **_options: Any) -> None:
        for place in list(self.document.findall(edition_changes)):
            place.replace_self(self._changes())
        for place in list(self.document.findall(edition_errata)):
            place.replace_self(self._errata())

    def _changes(self) -> list[nodes.Node]:
        last = before(self.env)
        if last is None:
            return [nodes.paragraph("", _("This is the first edition: there is none before it to compare."))]
        found = accounted(self.env)
        head = _("Compared with the edition %(name)s of %(day)s.") % {"name": last.name, "day": spoken(last.date)}
        if not found:
            head += " " + _("Nothing has changed.")
        body: list[nodes.Node] = [nodes.paragraph("", head)]
        for heading in found:
            items = nodes.bullet_list(classes=["account"])
            items += [nodes.list_item("", *(nodes.paragraph("", "", *self._line(line)) for line in item.lines)) for item in heading.items]
            body += [nodes.rubric("", heading.title), items]
        return body

    def _errata(self) -> list[nodes.Node]:
        corrections = [(ident, change) for ident, change in ledger_of(self.env).reading.collected.changes.items()
                       if change.kind == "correction"]
        if not corrections:
            return [nodes.paragraph("", _("There are none so far."))]
        told = _told(self.env)
        entries = nodes.definition_list(classes=["register", "errata"])
        for ident, change in reversed(corrections):
            term = nodes.term("", spoken(change.date), ids=[errata_anchor(ident)])
            lines = told.get(ident) or [(Span(f"{change.why}"),), (Span(f"{', '.join(change.of)}."),)]
            body = [nodes.paragraph("", "", *self._line(line)) for line in lines]
            pages = [name for name in ledger_of(self.env).concerned(change) if name in self.env.all_docs]
            if pages:
                links = [part for index, name in enumerate(pages) for part in (
                    [nodes.Text(", ")] if index else []) + [linked(self, name, "", self.env.titles[name].astext())]]
                body.append(nodes.paragraph("", "", nodes.strong("", _("On:")), nodes.Text(" "), *links))
            entries += nodes.definition_list_item("", term, nodes.definition("", *body))
        return [entries]

    def _line(self, line: Line) -> Iterator[nodes.Node]:
        for span in line:
            if span.kind != "same":
                lead, words, trail = parted(span.text)
                kind = gone_words if span.kind == "gone" else new_words
                yield from (nodes.Text(lead), kind("", "", typeset(self.config, words)), nodes.Text(trail))
            elif span.place:
                yield self._link(span)
            else:
                yield typeset(self.config, span.text)

    def _link(self, span: Span) -> nodes.Node:
        docname, _hash, anchor = span.place.partition("#")
        if docname not in self.env.all_docs:
            return nodes.Text(span.text)
        return linked(self, docname, anchor, span.text)


def _told(env: BuildEnvironment) -> dict[str, list[Line]]:
    """The account of each correction, by its id, from the two editions between which it came; its date is told elsewhere."""
    folder = Path(env.srcdir)
    waiting = {ident for ident, change in ledger_of(env).reading.collected.changes.items() if change.kind == "correction"}
    found: dict[str, list[Line]] = {}
    newer: EditionRecord | None = None
    try:
        older = [path for path in reversed(records(folder)) if path.stem < edition_of(env.config)]
        for path in older:
            if not waiting:
                break
            last = read(path, f"{FOLDER}/{path.name}")
            newer = newer or record_of(env, before=last)
            for correction in difference(last, newer).corrections:
                if correction.ident in waiting:
                    item, = [item for heading in account(difference(last, newer)) if heading.kind == "corrections"
                             for item in heading.items if item.name == correction.ident]
                    found[correction.ident] = [_undated(item.lines[0]), *item.lines[1:]]
                    waiting.discard(correction.ident)
            newer = last
    except RecordError:
        pass  # the check reports it
    return found


def _undated(line: Line) -> Line:
    """The first line of a correction without its date."""
    return (Span(line[0].text.partition(". ")[2]), *line[1:])


def errata_anchor(ident: str) -> str:
    """The address of a correction in the errata."""
    return f"errata-{ident}"


# -- notes on the pages concerned ----------------------------------------------------------------------------------------


def add_notes(app: Sphinx, document: nodes.document) -> None:
    """The note of a correction under the title, and at the end what was retired or has moved from here."""
    env, domain = app.env, ledger_of(app.env)
    docname = env.docname
    last = before(env)
    domain.note_use(docname, collection_key("changes", docname), printed=False)
    section = next(document.findall(nodes.section), document)
    notes = [_note(env.config, docname, ident, change) for ident, change in domain.reading.collected.changes.items()
             if change.kind == "correction" and docname in domain.concerned(change) and not (last and ident in last.changes)]
    at = next((index + 1 for index, child in enumerate(section.children) if isinstance(child, nodes.title)), 0)
    section[at:at] = notes
    section.extend(_former(docname, [*_retired_here(env, last), *_moved_from_here(env)]))


def _note(config: Config, docname: str, ident: str, change: Change) -> nodes.admonition:
    title = nodes.title("", _("Corrected on %s") % spoken(change.date))
    named = ", ".join(target for target in change.of if target.partition("#")[0] != docname)
    body = nodes.paragraph(classes=["note-text"])  # with a class, it gets no number
    body += [typeset(config, f"{change.why} ({named}{'; ' if named else ''}"), _reference("ledger", "errata", ident, _("errata"), docname), nodes.Text(")")]
    return nodes.admonition("", title, body, classes=["note-of-change"])


def _reference(domain: str, kind: str, target: str, words: str, docname: str) -> addnodes.pending_xref:
    return addnodes.pending_xref("", nodes.inline("", words), refdomain=domain, reftype=kind, reftarget=target, refdoc=docname,
                                 refwarn=False, refexplicit=True)


Former = tuple[str, str, list[nodes.Node]]  # the anchor, the name, what is said


def _retired_here(env: BuildEnvironment, last: EditionRecord | None) -> Iterator[Former]:
    domain, docname = ledger_of(env), env.docname
    for ident, gone in sorted(retired(env, last).items()):
        anchors = [place.partition("#")[2] for place in gone.pages if place.partition("#")[0] == docname and "#" in place]
        said: list[nodes.Node] = [nodes.Text(_("Retired on %s.") % spoken(gone.date) + " "), typeset(env.config, gone.why)]
        if gone.instead:
            said += [nodes.Text(f" {_('Instead:')} "), _named(env, gone.instead), nodes.Text(".")]
        if anchors or gone.kind == "judgment" and domain.register("judgments") == docname:
            yield anchors[0] if anchors else "", ident, said


def _named(env: BuildEnvironment, name: str) -> nodes.Node:
    """A link to the fact or the place *name*; what is neither stays words."""
    domain = ledger_of(env)
    kind = "fact" if name in domain.ledger.facts else "place"
    place = domain.data["judgments"][name] if name in domain.data["judgments"] else None
    return _reference("ledger", kind, f"{place.docname}#{place.anchor}" if place else name, name, env.docname)


def _moved_from_here(env: BuildEnvironment) -> Iterator[Former]:
    moved: dict[str, str] = env.config.brief_moved
    for old, new in moved.items():
        page, _hash, anchor = old.partition("#")
        if page == env.docname and anchor:
            yield anchor, anchor, [nodes.Text(_("Moved to ")), _reference("ledger", "place", new, new, page), nodes.Text(".")]


def _former(docname: str, found: Iterable[Former]) -> Sequence[nodes.Node]:
    entries = nodes.definition_list(classes=["register", "former"])
    for anchor, name, said in found:
        term = nodes.term("", name, ids=[anchor] if anchor else [])
        entries += nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", "", *said)))
    return [nodes.rubric("", _("No longer here"), classes=["note-of-change"]), entries] if entries.children else []


# -- printing ------------------------------------------------------------------------------------------------------------


def _html(tag: str, said: str) -> tuple[Any, Any]:
    """``<del>`` and ``<ins>`` with a word for those who hear the page."""
    def visit(self: Any, node: nodes.Element) -> None:
        self.body.append(f'<{tag}><span class="spoken">{said} </span>')

    def depart(self: Any, node: nodes.Element) -> None:
        self.body.append(f'<span class="spoken">;</span></{tag}>')

    return visit, depart


def _typst(shape: str, kind: str) -> tuple[Any, Any]:
    signs = spelled([Span("x", kind)]).split("x")  # type: ignore[arg-type]

    def visit(self: Any, node: nodes.Element) -> None:
        self.emit(f"#{shape}[\\{signs[0][0]}\\{signs[0][1]}")

    def depart(self: Any, node: nodes.Element) -> None:
        self.emit(f"\\{signs[1][0]}\\{signs[1][1]}];")

    return visit, depart


def _plain(kind: str) -> dict[str, tuple[Any, Any]]:
    opening, closing = spelled([Span("x", kind)]).split("x")  # type: ignore[arg-type]
    text = (lambda self, node: self.add_text(opening), lambda self, node: self.add_text(closing))
    body = (lambda self, node: self.body.append(opening), lambda self, node: self.body.append(closing))
    latex = (lambda self, node: self.body.append(self.encode(opening)), lambda self, node: self.body.append(self.encode(closing)))
    return {"text": text, "man": body, "texinfo": body, "latex": latex}


def setup(app: Sphinx) -> None:
    app.setup_extension("briefbook.directives.ledger")
    app.add_node(gone_words, html=_html("del", _("removed:")), typst=_typst("strike", "gone"), **_plain("gone"))
    app.add_node(new_words, html=_html("ins", _("added:")), typst=_typst("underline", "new"), **_plain("new"))
    for node in (edition_changes, edition_errata):
        app.add_node(node)  # the post-transform leaves none for a builder to print
    app.add_directive("changes", Changes)
    app.add_directive("errata", Errata)
    app.add_post_transform(Fill)
    app.connect("doctree-read", add_notes, priority=_NOTES)
