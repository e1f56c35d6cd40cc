"""The account of a difference in words: one for the page, the PDF, the feed and the terminal.

A heading has items, an item has paragraphs, a paragraph has spans: words, words that went or came, links to places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from sphinx.locale import _

from briefbook.editions.difference import Correction, Difference, FactChange, Moved
from briefbook.editions.passages import Rewritten, Section
from briefbook.editions.record import Address, EditionRecord, Fact, Gone, Judgment, Outcome, plain
from briefbook.editions.words import Pieces, changes, shortened
from briefbook.ledger.dates import spoken

_ARROW = " \N{RIGHTWARDS ARROW} "


class Span(NamedTuple):
    """Words; ``place`` is where they lead, empty where they do not."""

    text: str
    kind: Literal["same", "gone", "new"] = "same"
    place: Address = ""


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Item:
    """One change. ``name`` is its id, which a feed can keep; ``day`` is ISO 8601."""

    name: str
    lines: tuple[Line, ...]
    day: str = ""


@dataclass(frozen=True)
class Heading:
    """Changes of one kind."""

    kind: str
    title: str
    items: tuple[Item, ...] = field(default=())


def account(found: Difference) -> list[Heading]:
    """All that *found* holds, under headings; those without items are left out."""
    new, retired = found.new, found.retired
    headings = [
        Heading("moved", _("Judgments that moved"), tuple(_moved(change, new.date) for change in found.moved)),
        Heading("reworded", _("Judgments reworded without moving"), tuple(_moved(change, new.date) for change in found.reworded)),
        Heading("judgments", _("New judgments"), tuple(
            _listed(ident, item.page, f"{plain(item.statement)}", new.date) for ident, item in found.judgments.new.items())),
        Heading("outcomes", _("Forecasts with an outcome"), tuple(
            _outcome(ident, new.judgments[ident].page, outcome) for ident, outcome in found.outcomes.items())),
        Heading("corrections", _("Corrections"), tuple(map(_correction, found.corrections))),
        Heading("facts", _("New facts"), tuple(_listed(ident, fact.page, fact.statement, new.date) for ident, fact in found.facts.new.items())),
        Heading("supported", _("Facts with another grade or with further sources"), tuple(
            Item(change.ident, tuple(_fact(change)), new.date) for change in found.supported)),
        Heading("retired", _("Retired"), tuple(_retired(found, ident, gone) for ident, gone in retired.items())),
        Heading("missing", _("Gone without an account"), tuple(_missing(found))),
        Heading("sources", _("New sources"), tuple(_source(new, key, source.reference) for key, source in found.sources.new.items())),
        Heading("withdrawn", _("Sources withdrawn"), tuple(
            _listed(key, "", f"{source.reference} {new.sources[key].withdrawn if key in new.sources else ''}".strip(), new.date)
            for key, source in found.sources.gone.items() if key not in retired and key in new.sources)),
        Heading("regraded", _("Sources regraded or described anew"), tuple(_regraded(found))),
        Heading("passages", _("Passages rewritten"), tuple(_rewritten(_titled(change, new), new.date) for change in found.rewritten)),
        Heading("sections", _("New passages"), tuple(
            _section(place, section, new.date) for place, section in found.sections.new.items())),
        Heading("removed", _("Passages removed"), tuple(
            _removed(place, section, new.date) for place, section in found.sections.gone.items())),
        Heading("repairs", _("Repairs"), tuple(
            Item(repair.place, (_line(_named(repair.place, _place(new, repair.place)), ": ", *_changes(repair.words), _because(repair.why)),), new.date)
            for repair in found.repairs)),
    ]
    return [heading for heading in headings if heading.items]


# -- parts ---------------------------------------------------------------------------------------------------------------


def _line(*spans: Span | str) -> Line:
    return tuple(span if isinstance(span, Span) else Span(str(span)) for span in spans if span)


def _place(record: EditionRecord, name: str) -> Address:
    """Where the judgment, the fact or the place *name* stands; empty where it is none of these."""
    found: Judgment | Fact | None = record.judgments.get(name) or record.facts.get(name)
    return found.page if found else name if name in record.addresses or name in record.passages else ""


def _named(ident: str, page: Address) -> Span:
    return Span(ident, place=page)


def _pieces(pieces: Pieces) -> Iterator[Span]:
    return (Span(piece.text, piece.kind) for piece in shortened(pieces))


def _changes(pieces: Pieces) -> Iterator[Span]:
    """What changed and nothing around it."""
    for index, (gone, new) in enumerate(changes(pieces)):
        yield from (span for span in (Span("; " if index else ""), Span(gone, "gone"), Span(" " if gone and new else ""), Span(new, "new")) if span.text)


def _because(why: str) -> str:
    return f" {why}" if why else ""


def _listed(ident: str, page: Address, text: str, day: str) -> Item:
    return Item(ident, (_line(_named(ident, page), f": {text}"),), day)


def _moved(change: Moved, day: str) -> Item:
    said = []
    for name, label in (("likelihood", _("was %(was)s, now %(now)s")), ("confidence", _("confidence was %(was)s, now %(now)s")),
                        ("resolves", _("resolved on %(was)s, now on %(now)s"))):
        if name in change.now:
            was, now = (spoken(found[name]) if name == "resolves" else found[name] for found in (change.was, change.now))
            said.append(label % {"was": was or _("none"), "now": now or _("none")})
    for facts, label in ((change.added, _("rests on %s too")), (change.dropped, _("no longer rests on %s"))):
        if facts:
            said.append(label % ", ".join(facts))
    head = f": {'; '.join(said)}." if said else ":"
    text = _line(*_pieces(change.words)) if change.words else _line(change.statement)
    why = (_line(_("Why it moved: %s") % change.why),) if change.why and change.has_moved else ()
    return Item(change.ident, (_line(_named(change.ident, change.page), head), *why, text), day)


def _outcome(ident: str, page: Address, outcome: Outcome) -> Item:
    shown = f" ({', '.join(outcome.facts)})" if outcome.facts else ""
    day = f", {spoken(outcome.date)}" if outcome.date else ""
    return Item(ident, (_line(_named(ident, page), f": {_(outcome.result)}{day}{shown}.{_because(outcome.why)}"),), outcome.date)


def _correction(change: Correction) -> Item:
    entry = change.entry
    if entry is None:
        return Item(change.facts[0].ident, (*_fact(change.facts[0]), _line(_("No entry of ledger/changes says why."))))
    head = f"{spoken(entry.date)}. {entry.why}" + (f" {_('Noticed by %s.') % entry.noticed}" if entry.noticed else "")
    told = {fact.ident for fact in change.facts} | {text.address for text in change.passages} | {
        text.address.partition("#")[0] for text in change.passages}
    rest = tuple(_line(f"{target}.") for target in entry.of if target not in told)
    lines = [line for fact in change.facts for line in _fact(fact)]
    lines += [line for text in change.passages for line in _rewritten(text, entry.date).lines]
    was = tuple(_line(Span(words, kind)) for words, kind in ((entry.was, "gone"), (entry.now, "new")) if words)  # type: ignore[arg-type]
    return Item(change.ident, (_line(head), *lines, *rest, *was), entry.date)


def _fact(change: FactChange) -> Iterator[Line]:
    said = [f"{name}: {before or _('none')}{_ARROW}{now or _('none')}" for name, before, now in change.values]
    if change.grades:
        said.append(_("grade %(was)s, now %(now)s") % dict(zip(("was", "now"), change.grades, strict=True)))
    for keys, label in ((change.added, _("further sources: %s")), (change.dropped, _("no longer taken from %s"))):
        if keys:
            said.append(label % ", ".join(keys))
    yield _line(_named(change.ident, change.page), f": {'; '.join(said)}." if said else ": ", *(_pieces(change.words) if not said else ()))
    if said and change.words:
        yield _line(*_pieces(change.words))


def _retired(found: Difference, ident: str, gone: Gone) -> Item:
    old = found.old
    text = {"judgment": lambda: plain(old.judgments[ident].statement), "fact": lambda: old.facts[ident].statement,
            "source": lambda: old.sources[ident].reference, "page": lambda: ""}[gone.kind]()
    instead = (f" {_('Instead:')} ", _named(gone.instead, _place(found.new, gone.instead)), ".") if gone.instead else ()
    place = gone.pages[0] if gone.pages else ""
    head = _line(_named(ident, place), f": {_('retired on %s') % spoken(gone.date)}. {gone.why}", *instead)
    return Item(ident, (head, *((_line(Span(text, "gone")),) if text else ())), gone.date)


def _missing(found: Difference) -> Iterator[Item]:
    old, told = found.old, {*found.retired, *found.new.sources}
    for ident, judgment in found.judgments.gone.items():
        if ident not in told:
            yield _listed(ident, "", plain(judgment.statement), "")
    for ident, fact in found.facts.gone.items():
        if ident not in told:
            yield _listed(ident, "", fact.statement, "")
    for key, source in found.sources.gone.items():
        if key not in told:
            yield _listed(key, "", source.reference, "")
    known = {place for ident in (*found.judgments.gone, *found.facts.gone) for place in [
        old.judgments[ident].page if ident in old.judgments else old.facts[ident].page]}
    for place in found.lost:
        if place not in known and not place.partition("#")[2].startswith(("source-", "ref-")):
            yield Item(place, (_line(place),))


def _source(new: EditionRecord, key: str, reference: str) -> Item:
    facts = [ident for ident, fact in new.facts.items() if key in fact.sources]
    under = f" {_('Under %s.') % ', '.join(facts)}" if facts else ""
    anchors = [place for place in new.addresses if place.endswith((f"#source-{key}", f"#ref-{key}"))]
    return Item(key, (_line(_named(key, anchors[0] if anchors else ""), f": {reference}{under}"),), new.date)


def _regraded(found: Difference) -> Iterator[Item]:
    for change in found.regraded:
        said = []
        for pair, label in ((change.grades, _("grade %(was)s, now %(now)s")), (change.descriptors, _("was: %(was)s now: %(now)s"))):
            if pair:
                said.append(label % {"was": pair[0] or _("none"), "now": pair[1] or _("none")})
        lines = [_line(_named(change.key, ""), f": {'; '.join(said) or change.reference}")]
        yield Item(change.key, (*lines, *((_line(*_pieces(change.words)),) if change.words else ())), found.new.date)


def _rewritten(change: Rewritten, day: str) -> Item:
    return Item(change.address, (_line(_named(change.title or change.address, change.address), f" ({change.address})"),
                                 *(_line(*_pieces(pieces)) for pieces in change.paragraphs)), day)


def _titled(change: Rewritten, record: EditionRecord) -> Rewritten:
    """The parts of a judgment under its name, for they have no title of their own."""
    ident = next((ident for ident, judgment in record.judgments.items() if judgment.page == change.address), "")
    return replace(change, title=f"{_('Judgment')} {ident}") if ident else change


def _section(place: Address, section: Section, day: str) -> Item:
    count = sum(len(text.split()) for text in section.paragraphs)
    return Item(place, (_line(_named(section.title or place, place), f" ({place}): {_('%d words') % count}"),), day)


def _removed(place: Address, section: Section, day: str) -> Item:
    return Item(place, (_line(f"{place}:"), *(_line(Span(text, "gone")) for text in section.paragraphs)), day)


# -- plain text ----------------------------------------------------------------------------------------------------------


def parted(text: str) -> tuple[str, str, str]:
    """The gap before *text*, its words, the gap after it: gaps are neither struck out nor underlined."""
    body = text.strip()
    lead = text[:len(text) - len(text.lstrip())]
    return lead, body, text[len(lead) + len(body):]


def spelled(line: Iterable[Span]) -> str:
    """A line for those who see no colour: ``[-what went-] {+what came+}``."""
    signs: Mapping[str, tuple[str, str]] = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
    text = ""
    for span in line:
        before, after = signs[span.kind]
        lead, body, trail = parted(span.text) if before else ("", span.text, "")
        text += f"{lead}{before}{body}{after}{trail}"
    return text


def lines(headings: Iterable[Heading]) -> Iterator[str]:
    """The account as lines for a terminal."""
    for heading in headings:
        yield f"{heading.title} ({len(heading.items)})"
        for item in heading.items:
            first, *rest = map(spelled, item.lines)
            yield f"  {first}"
            yield from (f"      {line}" for line in rest)
        yield ""
