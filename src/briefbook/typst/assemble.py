"""One PDF's Typst document, put together from the fragments of its chapters."""

from __future__ import annotations

import calendar
import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx.locale import _

from briefbook import look
from briefbook.config import edition_line, imprint_rows, long_date
from briefbook.publication import Work, part
from briefbook.typst import markup
from briefbook.typst.documents import Document
from briefbook.typst.evidence import Evidence, attachment
from briefbook.typst.links import label_of
from briefbook.typst.fragment import Fragment, Toctree

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_HEADING = re.compile(r"^(?:#reference-list\[)?#(?:section-heading|document-title|heading-at)\(", re.MULTILINE)
_NO_TITLE = re.compile(r"^#let document-title = no-title$", re.MULTILINE)


@dataclass
class Assembly:
    """What goes into one PDF."""

    document: Document
    source: str          #: main file, Typst source
    docnames: list[str]  #: documents in it, in reading order
    cited: list[str]     #: keys of its reference list
    title: str
    links: list[str]     #: labels that its links lead to
    heading_count: int
    evidence: str = ""   #: what is attached, as JSON

    @property
    def evidence_file(self) -> str:
        """The name of the file with the evidence, beside the main file."""
        return f"{self.document.name}.evidence.json"


def look_table() -> dict[str, Any]:
    """Colours, sizes and fonts for the template."""
    return {"colours": dict(look.COLOURS), "sizes": dict(look.PRINT_SIZES),
            "fonts": {use: list(families) for use, families in look.FONTS.items()}}


class Assembler:
    """Puts fragments together; one for all PDFs of a build."""

    def __init__(self, config: Config, env: BuildEnvironment, fragment: Callable[[str], Fragment],
                 entries: Mapping[str, str]) -> None:
        self.config = config
        self.env = env
        self.fragment = fragment
        self.evidence = Evidence(config, env)
        self.entries = entries  #: key -> formatted entry as markup, in the order of the reference list

    # -- one PDF ---------------------------------------------------------------------------------------------------

    def assemble(self, document: Document) -> Assembly:
        docnames: list[str] = []
        body = self._body(document, document.start, docnames, 0)
        fragments = [self.fragment(name) for name in docnames]
        cited = self._cited(fragments)
        listed = {key for part in fragments for key in part.listed}
        places = self._places(fragments)
        work = part(self.config, self.env, document.start, document.title, document.author)
        title = work.title
        evidence = self.evidence.of(title, docnames, cited)
        source = "\n".join([
            '#import "/press/briefbook.typ": *',
            f"#let xref = xref-in.with({markup.value(places)})",
            f"#let bib-entry = bib-entry-in.with({markup.value(dict.fromkeys(cited, True))})",
            f"#show: document.with({markup.value(self._settings(document, work))})",
            *([attachment(f"/{document.name}.evidence.json")] if evidence else []),
            body,
            self._references(cited, listed, self._list_level(document, body)),
        ])
        links = sorted(set(places.values()) | {f"source:{key}" for key in cited})
        return Assembly(document, source, docnames, cited, title, links, self._heading_count(source), evidence)

    def _body(self, document: Document, docname: str, seen: list[str], offset: int) -> str:
        """The fragment of *docname*, with the documents of its toctrees in their places."""
        seen.append(docname)
        fragment = self.fragment(docname)
        # The front door of a book bears the book's name, which the cover prints: its own heading is left out, and
        # what stands below it moves up a level.
        is_front = document.layout == "book" and docname == document.start and bool(fragment.toctrees)
        own = offset - 1 if is_front and fragment.title else offset
        # Where a hidden toctree stands means nothing to a reader: on a front door its documents follow the text.
        parts: list[str] = []
        after: list[str] = []
        for part in fragment.parts():
            if isinstance(part, Toctree):
                apart = is_front and part.hidden
                level = 0 if apart else own + part.depth
                (after if apart else parts).append(self._slot(document, part, seen, level))
            elif part.strip():
                parts.append(_scope(part, own, is_front))
        return "\n".join([*parts, *after])

    def _slot(self, document: Document, toctree: Toctree, seen: list[str], level: int) -> str:
        """The documents of a toctree, their titles at *level* (0: chapters)."""
        own_page = document.layout == "book" and level == 0
        caption = (f"\n#part-title({markup.value(toctree.caption)}, own-page: {markup.value(own_page)});\n"
                   if toctree.caption else "")
        inner = [self._body(document, name, seen, level) for name in toctree.docnames if name not in seen]
        return caption + "\n".join(inner)

    @staticmethod
    def _heading_count(source: str) -> int:
        """Headings in the PDF; text that looks like a call of ours never begins a line."""
        return len(_HEADING.findall(source)) - len(_NO_TITLE.findall(source))

    # -- what it cites and links to --------------------------------------------------------------------------------

    def _cited(self, fragments: list[Fragment]) -> list[str]:
        """Keys the PDF cites, in the order of the reference list."""
        keys = {key for fragment in fragments for key in fragment.cited}
        return [key for key in self.entries if key in keys]

    @staticmethod
    def _places(fragments: list[Fragment]) -> dict[str, str]:
        """Every label that a link of this PDF may lead to, with the label that stands for it."""
        targets = {label: stands for fragment in fragments for label, stands in fragment.targets.items()}
        here = {fragment.docname for fragment in fragments}
        places = {}
        for fragment in fragments:
            for docname, node_id in fragment.links:
                label = label_of(docname, node_id)
                if label in targets:
                    places[label] = targets[label]
                elif docname in here:
                    places[label] = targets[label_of(docname, "")]
        return dict(sorted(places.items()))

    def _list_level(self, document: Document, body: str) -> int:
        """The level of the reference list's heading: beside a book's chapters, or the sections of a brief.

        Where the text has no heading this is the first one, and the first must be of level 1.
        """
        return 1 if document.layout == "book" or not self._heading_count(body) else 2

    def _references(self, cited: list[str], listed: set[str], level: int) -> str:
        """The reference list, of what is cited and no bibliography of the PDF prints."""
        missing = [key for key in cited if key not in listed]
        if not missing:
            return ""
        entries = "\n\n".join(f"#bib-entry({markup.string(key)})[{self.entries[key]}];" for key in missing)
        heading = f"#heading-at(0, {level}, none)[{markup.text(_('References'))}];"
        return f"\n\n#reference-list[{heading}\n\n{entries}];\n"

    # -- settings --------------------------------------------------------------------------------------------------

    def _settings(self, document: Document, work: Work) -> dict[str, Any]:
        config, title = self.config, work.title
        lang, _sep, region = (config.language or "en").replace("_", "-").partition("-")
        meta = self.env.metadata.get(document.start, {})
        day = edition_day(config)
        book = config.project
        return {
            "layout": document.layout, "paper": config.brief_paper, "title": title, "subtitle": meta.get("deck") or None,
            "author": ", ".join(work.names), "authors": work.names, "description": work.description or None,
            "keywords": list(work.keywords), "date": {"year": day.year, "month": day.month, "day": day.day},
            "lang": lang, "region": region or None, "draft": _("Draft") if config.brief_draft else None,
            "edition": edition_line(self.config), "cutoff-note": _cover_note(config), "dateline": self._dateline(),
            "kicker": book,
            "running-head": title if document.layout != "book" else book,
            "running-foot": book if document.layout != "book" else edition_line(config),
            "words": {"book": _("A briefing book"), "contents": _("Contents"), "of": _("of"), "chapter": _("Chapter brief") if document.layout == "brief" else _("Chapter")},
            "imprint": imprint_rows(config),
        }

    def _dateline(self) -> str:
        cutoff = long_date(self.config.brief_cutoff)
        known = _("information to %s") % cutoff if cutoff else ""
        return " \N{MIDDLE DOT} ".join(part for part in (edition_line(self.config), known) if part)


def edition_day(config: Config) -> dt.date:
    """The date of the PDFs: the edition's; else that of ``SOURCE_DATE_EPOCH``; else today, UTC, as other builders do."""
    if config.brief_edition_date:
        return dt.date.fromisoformat(config.brief_edition_date)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.now(dt.UTC)
    return moment.date()


def timestamp(config: Config) -> int:
    """The date of the PDFs in seconds since 1970, UTC."""
    return calendar.timegm(edition_day(config).timetuple())


def _cover_note(config: Config) -> str:
    """The cut-off and why it is not the edition's date, in a sentence or two."""
    known = _("Information to %s.") % long_date(config.brief_cutoff) if config.brief_cutoff else ""
    return " ".join(part for part in (known, config.brief_cutoff_note) if part)


def _scope(source: str, offset: int, is_front: bool) -> str:
    """*source* in a scope of its own, in which headings are shifted by *offset* levels."""
    binds = [f"#let section-heading = heading-at.with({offset})"]
    if is_front:
        binds += ["#let document-title = no-title", "#let deck = nothing"]
    else:
        binds.append(f"#let document-title = heading-at.with({offset})")
    return "\n".join(["#[", *binds, source, "]", ""])
