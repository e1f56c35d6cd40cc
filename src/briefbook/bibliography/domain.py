"""The domain of citations: sphinxcontrib-bibtex's own, with its faults mended and the whole book's labels.

Mended for every style: an entry is formatted once a build and not twice; a document whose sources changed elsewhere is
written again; a key cited twice in one role keeps both its places; a key that nobody knows is told with what was
probably meant, and stays visible on the page. Only for the style ``briefbook``: one assignment of labels for all lists
of the book, and the cache of formatted entries.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from pybtex.backends.plaintext import Backend as PlainText
from pybtex.exceptions import PybtexError
from pybtex.plugin import find_plugin
from sphinxcontrib.bibtex.citation_target import CitationTarget, parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation, get_docnames
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

from briefbook.bibliography.cache import TextCache
from briefbook.bibliography.check import HOLDERS
from briefbook.bibliography.entries import Entry as ListedSource
from briefbook.bibliography.labels import assign
from briefbook.bibliography.references import BriefbookReferenceStyle
from briefbook.bibliography.roles import CiteRole
from briefbook.bibliography.style import NAME, expanded, listed
from briefbook.bibliography.titles import citing_titles, name_titles
from briefbook.near import did_you_mean
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set
    from typing import Any

    from pybtex.database import Entry
    from pybtex.style import FormattedEntry
    from pybtex.style.formatting import BaseStyle
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.directives import BibliographyKey

    from briefbook.bibliography.source import Source

#: The file in the doctree folder that keeps formatted entries.
CACHE_FILE = "briefbook-citations.json"

_EVERY_CITED = ast.dump(ast.parse("cited"))


class _Printed(NamedTuple):
    """One item of a list as the latest run printed it, to see what changed since."""

    docname: str
    key: str
    anchor: str
    digest: str


class CitationDomain(BibtexDomain):
    """Citations and the lists they lead to."""

    data_version = 1001 + BibtexDomain.data_version
    initial_data = {
        **BibtexDomain.initial_data, "findings": None, "places": {}, "options": None, "order": [], "printed": None,
        "titles": {}}
    roles = {name: CiteRole() for name in BibtexDomain._role_names}

    # -- titles ------------------------------------------------------------------------------------------------

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note which titles of a document cite."""
        if found := list(citing_titles(document)):
            self.data["titles"][docname] = found

    def clear_doc(self, docname: str) -> None:
        super().clear_doc(docname)
        self.data["titles"].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        super().merge_domaindata(docnames, otherdata)
        self.data["titles"].update({name: found for name, found in otherdata["titles"].items() if name in docnames})

    # -- lists -------------------------------------------------------------------------------------------------

    def env_updated(self) -> Iterable[str]:
        """Decide what stands in which list, and name the documents that must be written again for it."""
        docnames = list(get_docnames(self.env))
        places = {docname: index for index, docname in enumerate(docnames)}
        # read in parallel, the lists arrive in any order
        self.data["bibliographies"] = dict(sorted(
            self.bibliographies.items(),
            key=lambda item: (places.get(item[0].docname, len(places)), item[1].line, item[0].id_)))
        self._cache = TextCache(Path(self.env.doctreedir) / CACHE_FILE)
        self._sources = {key: dict(self._sources_of(key)) for key in self.bibliographies}
        self._labels = assign({source.key: source for sources in self._sources.values()
                               for source in sources.values()}.values())
        super().env_updated()
        self._cache.save()
        self.data["order"] = list(self._labels)
        for name in ("listed", "sources", "_items"):
            self.__dict__.pop(name, None)
        outdated = self._outdated()
        renamed = bool(self._labels) and name_titles(self.env, self.data["titles"], self._labels)
        return sorted(self.env.found_docs) if renamed else outdated

    def get_filtered_entries(self, bibliography_key: BibliographyKey) -> Iterable[tuple[str, Entry]]:
        """The entries of a list; for the usual list of all that is cited without asking every citation about each."""
        bibliography = self.bibliographies[bibliography_key]
        if ast.dump(bibliography.filter_) != _EVERY_CITED:
            yield from super().get_filtered_entries(bibliography_key)
            return
        cited = {target.key for ref in self.citation_refs for target in ref.targets}
        for entry in self.get_entries(bibliography.bibfiles):
            key = bibliography.keyprefix + (entry.key or "")
            if key in cited or entry.key in bibliography.keys:
                yield key, entry

    def get_formatted_entries(
        self, bibliography_key: BibliographyKey, docnames: list[str], tooltips: bool, tooltips_style: str,
    ) -> Iterable[tuple[Entry, FormattedEntry, FormattedEntry | None]]:
        """The formatted entries of a list in their order, each with the text that a link to it shows on hovering."""
        if self.bibliographies[bibliography_key].style == NAME:
            yield from self._our_entries(bibliography_key, tooltips_style if tooltips else None)
        elif tooltips and not tooltips_style:
            for entry, formatted, _ in super().get_formatted_entries(bibliography_key, docnames, False, ""):
                yield entry, formatted, formatted
        else:
            yield from super().get_formatted_entries(bibliography_key, docnames, tooltips, tooltips_style)

    def _sources_of(self, bibliography_key: BibliographyKey) -> Iterator[tuple[str, Source]]:
        """The sources of a list in our style, by entry key; those that only hold fields for others are left out."""
        if self.bibliographies[bibliography_key].style == NAME:
            for _, entry in self.get_filtered_entries(bibliography_key):
                if entry.type not in HOLDERS:
                    yield entry.key or "", expanded(entry, self.bibdata.data)

    def _our_entries(
        self, bibliography_key: BibliographyKey, tooltips_style: str | None,
    ) -> Iterator[tuple[Entry, FormattedEntry, FormattedEntry | None]]:
        prefix = self.bibliographies[bibliography_key].labelprefix
        sources = self._sources[bibliography_key]
        other = find_plugin("pybtex.style.formatting", tooltips_style)() if tooltips_style else None
        for key, label in self._labels.items():
            if key in sources:
                entry = self.bibdata.data.entries[key]
                formatted = listed(sources[key], label, self._cache.text(sources[key], label.year), f"{prefix}{label}")
                tooltip = _in_style(other, formatted, entry) if other else formatted
                yield entry, formatted, None if tooltips_style is None else tooltip

    def _outdated(self) -> list[str]:
        """Compare with the latest run: documents with a list that changed, and those that cite what changed."""
        printed = [_Printed(citation.bibliography_key.docname, citation.key, citation.citation_id, _digest(citation))
                   for citation in self.citations]
        before, self.data["printed"] = self.data.get("printed"), printed
        if before is None or before == printed:
            return []
        lists = {docname for docname in {item.docname for item in (*before, *printed)}
                 if [item for item in before if item.docname == docname]
                 != [item for item in printed if item.docname == docname]}
        keys = {item.key for item in set(before) ^ set(printed)}
        citing = {ref.docname for ref in self.citation_refs if any(target.key in keys for target in ref.targets)}
        return sorted((lists | citing) & self.env.found_docs)

    # Every page asks for these, and each goes through all lists: they are made once after every reading.

    @cached_property
    def listed(self) -> dict[str, ListedSource]:
        """All entries of all lists by key, in the order of one list for the whole book."""
        first: dict[str, ListedSource] = {}
        order = {key: index for index, key in enumerate(self.data["order"])}
        for citation in sorted(self.citations, key=lambda citation: order.get(citation.entry.key, len(order))):
            if citation.key not in first:
                formatted = citation.formatted_entry
                first[citation.key] = ListedSource(
                    citation.key, formatted.label, citation.entry.type, len(first), formatted)
        return first

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources of all lists by the key that a list gives them, complete with what they inherit."""
        by_key = {citation.key: citation.entry for citation in self.citations}
        return {key: replace(expanded(by_key[key], self.bibdata.data), key=key) for key in self.listed}

    @cached_property
    def _items(self) -> dict[str, list[tuple[int, Citation]]]:
        """The items of the lists that roles lead to, by key, each with its place among all items."""
        found = defaultdict(list)
        for place, citation in enumerate(self.citations):
            if self.bibliographies[citation.bibliography_key].list_ == "citation":
                found[citation.key].append((place, citation))
        return found

    # -- citations ---------------------------------------------------------------------------------------------

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str,
        node: pending_xref, contnode: nodes.Element,
    ) -> nodes.Element:
        """Replace a role by its words, with a link for each key."""
        targets = list(parse_citation_targets(target))
        known = self._citations_for(fromdocname, targets)
        found = [(known[item.key], item) for item in targets if item.key in known]
        if not isinstance(self.reference_style, BriefbookReferenceStyle):
            found.sort(key=lambda pair: list(known).index(pair[0].key))  # other styles print in the lists' order
        missing = list(dict.fromkeys(item.key for item in targets if item.key not in known))
        for key in missing:
            report(Problem.CITED_KEY, self._unknown(key), location=node)
        result = nodes.inline(rawsource=target, classes=["bibtex-citation"])
        if found:
            references = [(citation.entry, citation.formatted_entry, _info(builder, fromdocname, citation, item))
                          for citation, item in found]
            result += format_references(self.reference_style, typ, references).render(self.backend)
        result += [nodes.strong(key, f"[{key}?]") for key in missing]
        _mark(result, [citation for citation, _ in found], typ)
        return result

    def _citations_for(self, docname: str, targets: Sequence[CitationTarget]) -> dict[str, Citation]:
        """The list items that *targets* lead to: those on the same page first, each group in the order of the lists."""
        here: dict[str, Citation] = {}
        elsewhere: dict[str, Citation] = {}
        items = [item for key in {target.key for target in targets} for item in self._items.get(key, ())]
        for _place, citation in sorted(items, key=lambda item: item[0]):
            (here if citation.bibliography_key.docname == docname else elsewhere)[citation.key] = citation
        return here | {key: citation for key, citation in elsewhere.items() if key not in here}

    def _unknown(self, key: str) -> str:
        place = self.data["places"].get(key)
        if place and key in self.bibdata.data.entries:
            return f"the source {key!r} ({place.path}:{place.line}) is cited, but no bibliography of the book lists it"
        return f"no source has the key {key!r}" + did_you_mean(key, self.bibdata.data.entries)


def _in_style(style: BaseStyle, formatted: FormattedEntry, entry: Entry) -> FormattedEntry:
    """The entry in another style; in ours if that one does not know the type or misses a field."""
    try:
        return style.format_entry(formatted.label, entry)
    except (PybtexError, AttributeError):
        return formatted


def _info(builder: Builder, docname: str, citation: Citation, target: CitationTarget) -> SphinxReferenceInfo:
    tooltip = citation.tooltip_entry
    return SphinxReferenceInfo(
        builder=builder, fromdocname=docname, todocname=citation.bibliography_key.docname,
        citation_id=citation.citation_id,
        title=tooltip.text.render(PlainText()).replace("\\url ", "") if tooltip else None,
        pre_text=target.pre, post_text=target.post)


def _mark(result: nodes.Element, citations: list[Citation], role: str) -> None:
    """Note on each link, and for a silent citation on the whole, which source it leads to."""
    keys = {citation.citation_id: citation.key for citation in citations}
    for reference in result.findall(nodes.reference):
        anchor = reference.get("refid") or reference.get("refuri", "").rpartition("#")[2]
        if anchor in keys:
            reference["bibkey"] = keys[anchor]
    if role == "empty":
        result["bibkeys"] = [citation.key for citation in citations]


def _digest(citation: Citation) -> str:
    fields = citation.entry.fields
    content = repr((citation.formatted_entry.label, citation.formatted_entry.text, citation.tooltip_entry
                    and citation.tooltip_entry.text, fields.get("archiveurl"), fields.get("archivedate")))
    return blake2b(content.encode(), digest_size=16).hexdigest()
