"""What rests on what: judgment -> facts -> sources, and back from a source to all that falls with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefbook.ledger.records import Fact, Ledger


@dataclass(frozen=True)
class Outcome:
    """What came of a forecast."""

    result: str  #: ``occurred``, ``did not occur`` or ``not scored``
    date: str  #: ISO 8601, of the day on which it was known
    facts: tuple[str, ...] = ()  #: what shows it
    why: str = ""  #: why it is not scored, or a remark


@dataclass(frozen=True)
class JudgmentEntry:
    """A judgment as the registers, ``recall`` and ``trace`` name it."""

    ident: str
    docname: str
    anchor: str
    line: int
    statement: str
    likelihood: str
    confidence: str
    facts: tuple[str, ...]
    review: str = ""  #: ISO 8601
    resolves: str = ""  #: ISO 8601; of a forecast
    previous: str = ""  #: its likelihood in the edition before, or ``new``
    moved: str = ""  #: why it moved
    outcome: Outcome | None = None  #: of a forecast whose day has passed


@dataclass(frozen=True)
class ChartEntry:
    """A chart and the sources and facts its data come from."""

    name: str
    docname: str
    line: int
    title: str
    sources: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """A line of the text that cites facts or sources; ``sources`` are those it names itself."""

    path: str
    line: int
    text: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """What the authors wrote on a page, with marks such as ``{MIL-127.containers|20,000}`` for what is filled in.

    Both are by anchor: the paragraphs of each section and of the parts of each judgment, and the judgments' statements.
    """

    sections: Mapping[str, tuple[str, ...]]
    statements: Mapping[str, str]


@dataclass(frozen=True)
class Book:
    """The ledger and all that rests on it."""

    ledger: Ledger
    judgments: Sequence[JudgmentEntry] = ()
    charts: Sequence[ChartEntry] = ()
    sentences: Sequence[Sentence] = ()
    references: Mapping[str, str] = field(default_factory=dict)  #: each source as the reference list prints it


@dataclass(frozen=True)
class Recalled:
    """One thing that a withdrawal touches: it falls, or stands on what is left."""

    kind: str  #: ``facts``, ``judgments``, ``charts``, ``sentences``
    name: str
    text: str
    left: str  #: what it still stands on; empty when it falls

    @property
    def falls(self) -> bool:
        return not self.left


def recall(book: Book, key: str) -> list[Recalled]:
    """Everything that the withdrawal of a source or of a fact touches, what falls before what is weakened."""
    touched = _facts(book.ledger, key)
    gone = {item.name for item in touched if item.falls}
    weak = {item.name for item in touched} - gone
    found = [*touched, *_judgments(book, gone, weak), *_charts(book, key, gone, weak), *_sentences(book, key, gone, weak)]
    kinds = ("facts", "judgments", "charts", "sentences")
    return sorted(found, key=lambda item: (kinds.index(item.kind), not item.falls))


def _facts(ledger: Ledger, key: str) -> list[Recalled]:
    if key in ledger.facts:
        return [Recalled("facts", key, ledger.facts[key].statement, "")]
    return [Recalled("facts", fact.id, fact.statement, _left("source", [other for other in fact.sources if other != key]))
            for fact in ledger.facts.values() if key in fact.sources]


def _judgments(book: Book, gone: set[str], weak: set[str]) -> Iterator[Recalled]:
    for entry in book.judgments:
        if gone.intersection(entry.facts) or weak.intersection(entry.facts):
            yield Recalled("judgments", entry.ident, entry.statement, _standing(book.ledger, entry.facts, gone, weak))


def _charts(book: Book, key: str, gone: set[str], weak: set[str]) -> Iterator[Recalled]:
    for entry in book.charts:
        if key in entry.sources or (gone | weak).intersection(entry.facts):
            sources = [other for other in entry.sources if other != key]
            left = _standing(book.ledger, entry.facts, gone, weak) or _left("source", sources)
            yield Recalled("charts", entry.name, entry.title, left)


def _sentences(book: Book, key: str, gone: set[str], weak: set[str]) -> Iterator[Recalled]:
    for sentence in book.sentences:
        named = key in sentence.sources
        if not (named or gone.intersection(sentence.facts) or (weak.intersection(sentence.facts) and not sentence.sources)):
            continue
        facts = [ident for ident in sentence.facts if ident not in gone]
        sources = [other for other in sentence.sources if other != key]
        left = _left("source", sources) if named else _left("fact", facts)
        yield Recalled("sentences", f"{sentence.path}:{sentence.line}", sentence.text, left)


def _standing(ledger: Ledger, idents: Sequence[str], gone: set[str], weak: set[str]) -> str:
    """On how many facts and origins something still stands, and which facts it loses or finds weaker."""
    left = [ident for ident in idents if ident not in gone]
    if not left:
        return ""
    origins = len(ledger.origins(left))
    lost = [f"without {', '.join(sorted(gone.intersection(idents)))}"] if gone.intersection(idents) else []
    weaker = [f"weaker: {', '.join(sorted(weak.intersection(idents)))}"] if weak.intersection(idents) else []
    return "; ".join([f"{_counted(len(left), 'fact')} left, of {_counted(origins, 'origin')}", *lost, *weaker])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _left(noun: str, names: Sequence[str]) -> str:
    return f"{_counted(len(names), noun)} left: {', '.join(names)}" if names else ""


def trace(book: Book, ident: str) -> list[str]:
    """The line of sight of a judgment or a fact as the lines of a tree; empty when nothing has that id."""
    fact = book.ledger.facts.get(ident)
    if fact:
        return [_fact_line(fact), *_branches(book, fact.sources)]
    entry = next((entry for entry in book.judgments if entry.ident == ident), None)
    if entry is None:
        return []
    origins = book.ledger.origins(entry.facts)
    lines = [f"{entry.ident}  {entry.statement}",
             f"({entry.likelihood}; confidence {entry.confidence}; {_counted(len(entry.facts), 'fact')} of {_counted(len(origins), 'origin')})"]
    known = [book.ledger.facts[name] for name in entry.facts if name in book.ledger.facts]
    for index, fact in enumerate(known):
        last = index == len(known) - 1
        lines.append(f"{'`-' if last else '|-'} {_fact_line(fact)}")
        lines += [f"{'  ' if last else '| '} {line}" for line in _branches(book, fact.sources)]
    return lines


def _fact_line(fact: Fact) -> str:
    return f"{fact.id}  {fact.grade}  {fact.statement} [{fact.origin}]"


def _branches(book: Book, keys: Sequence[str]) -> list[str]:
    return [f"{'`-' if index == len(keys) - 1 else '|-'} {key}  {book.references.get(key, '')}".rstrip()
            for index, key in enumerate(keys)]
