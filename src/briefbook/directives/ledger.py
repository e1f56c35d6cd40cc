"""The domain of the ledger: its facts, and where the book prints them, rests on them and lists them.

A document is read again when a fact changes that it prints, and for no other change of the ledger: each keeps a digest
of every fact it used. Whoever prints a fact asks :func:`use_fact` for the link to its entry in the register.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from briefbook.ledger.graph import ChartEntry, JudgmentEntry, Written
from briefbook.ledger.reading import Reading, check_sources, read_ledger, stamp_of
from briefbook.near import did_you_mean
from briefbook.problems import Problem, report, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.docutils import SphinxDirective, SphinxRole
    from sphinx.util.typing import ExtensionMetadata

    from briefbook.ledger.changes import Change
    from briefbook.ledger.records import Ledger

NAME = "ledger"
#: After the bibliography has been read (400), which says whether a fact's sources are there.
READ_LEDGER = 450
#: Stands for the whole ledger among the facts that a document uses.
ALL = "*"


def fact_anchor(ident: str) -> str:
    """The anchor of a fact's entry in the evidence register: ``mil-127``."""
    return ident.lower()


def use_anchor(ident: str) -> str:
    """The anchor of the first place where a document prints a fact: its id, or one of its values."""
    return f"cites-{ident.lower()}"


def collection_key(kind: str, name: str) -> str:
    """What stands for a series, a matrix or all events among the things that a document uses."""
    return f"{kind}:{name}"


class LedgerDomain(Domain):
    """Facts, what rests on them, and the registers that list them."""

    name = NAME
    label = "Ledger"
    data_version = 3
    object_types = {"fact": ObjType("fact", "fact")}  # noqa: RUF012
    initial_data = {  # noqa: RUF012
        "read": None, "uses": {}, "printed": {}, "judgments": {}, "charts": {}, "registers": {}, "written": {}, "context": None}

    # -- the ledger --------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the ledger if its files changed, and tell all that is wrong with it, on every run until it is mended."""
        source = Path(self.env.srcdir)
        stamp = stamp_of(source)
        if self.data["read"] is None or self.data["read"][0] != stamp:
            self.data["read"] = stamp, read_ledger(source)
        for finding in [*self.reading.findings, *check_sources(self.reading, self.source_keys)]:
            tell(finding)

    @property
    def reading(self) -> Reading:
        return self.data["read"][1] if self.data["read"] else Reading()

    @property
    def ledger(self) -> Ledger:
        return self.reading.ledger

    @property
    def is_kept(self) -> bool:
        """Whether the book keeps a ledger at all."""
        return bool(self.ledger.facts or self.reading.findings)

    @property
    def source_keys(self) -> Any:
        """The entries of the bibliography by key; empty without one."""
        return self.env.domains["cite"].bibdata.data.entries if "cite" in self.env.domains else {}

    def digest(self, ident: str) -> str:
        """A digest of a fact and of whether its sources are there; of the whole ledger for ``ALL``."""
        if ident == ALL:
            return _digest([*map(self.digest, self.ledger.facts), self.ledger.terms.model_dump_json()])
        kind, colon, name = ident.partition(":")
        if colon:
            records = getattr(self.reading.collected, kind)
            wanted = [record for key, record in records.items()
                      if name in (ALL, key) or kind == "changes" and (record.kind == "retired" or name in self.concerned(record))]
            return _digest([record.model_dump_json() for record in wanted])
        fact = self.ledger.facts.get(ident)
        missing = [key for key in fact.sources if key not in self.source_keys] if fact else []
        return _digest([fact.model_dump_json() if fact else "", *missing, str(ident in self.ledger.broken)])

    # -- what documents do with it -----------------------------------------------------------------------------------

    def note_use(self, docname: str, ident: str, *, printed: bool) -> bool:
        """Note that *docname* uses a fact; whether it is the first time that it prints it."""
        self.data["uses"].setdefault(docname, {})[ident] = self.digest(ident)
        before = self.data["printed"].setdefault(docname, {})
        first = printed and ident not in before
        if first:
            before[ident] = None
        return first

    def note_judgment(self, entry: JudgmentEntry) -> None:
        self.data["judgments"][entry.ident] = entry
        for ident in entry.facts:
            self.note_use(entry.docname, ident, printed=False)

    def note_chart(self, entry: ChartEntry) -> None:
        self.data["charts"].setdefault(entry.docname, []).append(entry)

    def note_written(self, docname: str, written: Written) -> None:
        self.data["written"][docname] = written

    @property
    def written(self) -> dict[str, Written]:
        """What the authors wrote on each page, in the order of names."""
        return dict(sorted(self.data["written"].items()))

    def note_register(self, kind: str, docname: str) -> None:
        self.data["registers"][kind] = docname
        self.note_use(docname, ALL, printed=False)

    def concerned(self, change: Change) -> list[str]:
        """The pages that a correction concerns: those it names, those that print its facts or judge by them, the registers aside."""
        order = {docname: index for index, docname in enumerate(reading_order(self.env))}
        named = {target.partition("#")[0] for target in change.of}
        judged = {entry.docname for entry in self.judgments if entry.ident in named}
        using = {docname for docname, used in self.data["uses"].items() if named & used.keys()} - set(self.data["registers"].values())
        found = using | judged | named & self.env.found_docs
        return sorted(found, key=lambda docname: (order.get(docname, -1), docname))

    @property
    def judgments(self) -> list[JudgmentEntry]:
        return [self.data["judgments"][ident] for ident in sorted(self.data["judgments"])]

    @property
    def charts(self) -> list[ChartEntry]:
        return [entry for docname in sorted(self.data["charts"]) for entry in self.data["charts"][docname]]

    def register(self, kind: str) -> str | None:
        """The document with the register ``evidence``, ``sources`` or ``judgments``, or with the account of ``changes``."""
        return self.data["registers"].get(kind)

    def printing(self, ident: str) -> list[str]:
        """The documents that print a fact, in the order of the book."""
        order = {docname: index for index, docname in enumerate(reading_order(self.env))}
        found = [docname for docname, idents in self.data["printed"].items() if ident in idents]
        return sorted(found, key=lambda docname: (order.get(docname, -1), docname))

    def facts_in(self, docnames: Iterable[str]) -> list[str]:
        """The facts that documents use, in the order of the ledger."""
        used = {ident for docname in docnames for ident in self.data["uses"].get(docname, ())}
        return [ident for ident in self.ledger.facts if ident in used or ALL in used]

    def outdated(self) -> Iterator[str]:
        """Documents that used a fact which has changed since."""
        digests: dict[str, str] = {}
        for docname, used in self.data["uses"].items():
            for ident in used:
                digests.setdefault(ident, self.digest(ident))
            if any(digests[ident] != digest for ident, digest in used.items()):
                yield docname

    def context(self, docname: str) -> str:
        """What a page takes from the rest of the book when it is written: empty for all but the registers."""
        if docname not in self.data["registers"].values():
            return ""
        cited = [(ref.docname, [target.key for target in ref.targets])
                 for ref in self.env.domains["cite"].citation_refs] if "cite" in self.env.domains else []
        text = repr(self.written) if docname == self.register("changes") else ""
        return _digest([text, repr([asdict(entry) for entry in self.judgments]), repr(self.charts), repr(sorted(cited)),
                        repr(sorted((name, sorted(idents)) for name, idents in self.data["printed"].items()))])

    # -- Sphinx's questions ------------------------------------------------------------------------------------------

    def clear_doc(self, docname: str) -> None:
        for kind in ("uses", "printed", "charts", "written"):
            self.data[kind].pop(docname, None)
        judgments: dict[str, JudgmentEntry] = self.data["judgments"]
        self.data["judgments"] = {ident: entry for ident, entry in judgments.items() if entry.docname != docname}
        self.data["registers"] = {kind: name for kind, name in self.data["registers"].items() if name != docname}

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for kind in ("uses", "printed", "charts", "written"):
            self.data[kind].update({name: found for name, found in otherdata[kind].items() if name in docnames})
        for ident, entry in otherdata["judgments"].items():
            if entry.docname in docnames:
                self.data["judgments"][ident] = entry
        for kind, name in otherdata["registers"].items():
            if name in docnames:
                self.data["registers"][kind] = name

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str,
        node: pending_xref, contnode: nodes.Element,
    ) -> nodes.Element | None:
        """A link to the fact's entry in the register, to a correction in the errata, or to a place by its address; where
        there is none, the words alone."""
        if typ != "fact":
            place = f"{self.register('errata')}#errata-{target}" if typ == "errata" else target
            docname, _hash, anchor = place.partition("#")
            return make_refnode(builder, fromdocname, docname, anchor, contnode) if docname in env.all_docs else contnode
        register = self.register("evidence")
        if register is None or target not in self.ledger.facts:
            return contnode
        link = make_refnode(builder, fromdocname, register, fact_anchor(target), contnode, self._title(target))
        link["classes"].append("fact-link")
        link["fact"] = target
        return link

    def _title(self, ident: str) -> str:
        return self.ledger.facts[ident].statement

    def resolve_any_xref(self, *_args: Any) -> list[tuple[str, nodes.Element]]:
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        register = self.register("evidence")
        for ident in self.ledger.facts if register else ():
            yield ident, ident, "fact", register or "", fact_anchor(ident), 1


def use_fact(asker: SphinxDirective | SphinxRole, ident: str, place: Any, *, printed: bool) -> nodes.Node:
    """The link to a fact's entry in the register; an unknown id stays visible, and is reported at *place* if there is one."""
    domain = ledger_of(asker.env)
    first = domain.note_use(asker.env.docname, ident, printed=printed)
    known = domain.ledger.facts
    if ident in known or ident in domain.ledger.broken or not (domain.is_kept or printed):
        words = nodes.inline("", ident, classes=["fact-id"], ids=[use_anchor(ident)] if first else [])
        return addnodes.pending_xref(
            "", words, refdomain=NAME, reftype="fact", reftarget=ident, refdoc=asker.env.docname, refwarn=False)
    asker.env.note_reread()
    if place is not None:
        report(Problem.FACT_UNKNOWN, f"the ledger has no fact {ident!r}" + did_you_mean(ident, known), location=place)
    return nodes.strong(ident, f"[{ident}?]")


def ledger_of(env: BuildEnvironment) -> LedgerDomain:
    return env.domains[NAME]  # type: ignore[return-value]


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def reading_order(env: BuildEnvironment) -> list[str]:
    """Documents as the toctrees have them, from the root."""
    found: dict[str, None] = {}
    waiting = [env.config.root_doc]
    while waiting:
        docname = waiting.pop(0)
        if docname not in found:
            found[docname] = None
            waiting = [*env.toctree_includes.get(docname, ()), *waiting]
    return list(found)


def _outdated(_app: Sphinx, env: BuildEnvironment, *_docnames: Set[str]) -> list[str]:
    return sorted(set(ledger_of(env).outdated()) & env.found_docs)


def _registers_to_write(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The registers, if anything they take from other documents has changed."""
    domain = ledger_of(env)
    registers = sorted(set(domain.data["registers"].values()))
    before, domain.data["context"] = domain.data["context"], [domain.context(docname) for docname in registers]
    return [] if before in (None, domain.data["context"]) else registers


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_domain(LedgerDomain)
    app.connect("builder-inited", lambda app: ledger_of(app.env).load(), priority=READ_LEDGER)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _registers_to_write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
