"""Rules on length and acronyms: T401, T402, T403."""

from __future__ import annotations

from collections.abc import Iterator

from briefbook.analysis.acronyms import acronyms, unexplained
from briefbook.analysis.passages import Sentence
from briefbook.checker.book import Book
from briefbook.checker.rule import rule
from briefbook.problems import Finding, Problem

#: The most words of a sentence: in what is read before a meeting, and anywhere.
SHORT, LONG = 25, 40
#: Documents that are such a layer as a whole.
_BRIEF = ("bottom-line", "executive-summary", "summary")


def _words(number: int) -> str:
    return "The ships " + " ".join(["sail"] * (number - 2)) + "."


@rule(
    Problem.LONG_SENTENCE,
    bad=[_words(41), f":::{{bottom-line}}\n{_words(26)}\n:::"],
    good=[_words(40), f":::{{bottom-line}}\n{_words(25)}\n:::"])
def long_sentence(book: Book) -> Iterator[Finding]:
    """Words are counted as printed, values included, citations and ranges left out. Documents named bottom-line,
    executive-summary and summary are held to 25 words as a whole."""
    for sentence in book.sentences:
        most = SHORT if _is_brief(sentence) else LONG
        if sentence.words > most:
            yield book.in_sentence(Problem.LONG_SENTENCE, sentence, 0, f"the sentence has {sentence.words} words, over {most}")


def _is_brief(sentence: Sentence) -> bool:
    passage = sentence.passage
    return passage.box == "bottom-line" or passage.path.rpartition("/")[2].partition(".")[0] in _BRIEF


@rule(Problem.OVER_BUDGET, bad=[], good=[])
def over_budget(book: Book) -> Iterator[Finding]:
    """Pages are counted on the PDFs of the last build, the reference list at the end left out; ``brief_page_budgets`` has the
    budgets. Where no PDF stands the report says so."""
    for layer in book.layers:
        if layer.pages > layer.budget:
            yield book.at(Problem.OVER_BUDGET, layer.place, f"{layer.name} has {layer.pages} pages, and its budget is {layer.budget}")


@rule(
    Problem.ACRONYM,
    bad=["The MSMT reported twice.", "The ICBM flew; an intercontinental ballistic missile (ICBM) has stages."],
    good=["The Multilateral Sanctions Monitoring Team (MSMT) reported twice.\nThe MSMT will do so again.",
          'He wrote "DMZ" on a map.', "The KN-23 cost less in USD than a tank of World War II."])
def acronym(book: Book) -> Iterator[Finding]:
    """Every document by itself, in reading order. No acronyms: Roman numerals, units, currencies, US, UK and their like, names
    with a hyphen and digits, what is quoted, and ``names`` of ``ledger/terms.yaml``. A book without a glossary is not held to one."""
    seen: set[str] = set()
    for chapter in book.chapters:
        passages = [] if chapter.is_apart else [item for item in chapter.passages if item.kind != "chart"]
        for passage, start, word in unexplained(passages, book.names):
            yield book.in_text(Problem.ACRONYM, passage, start, f"{word} is not spelled out at its first use here")
        for passage in passages if book.glossary else ():
            for start, word in acronyms(passage, book.names):
                if word not in seen and not _in_glossary(book, word):
                    yield book.in_text(Problem.ACRONYM, passage, start, f"{word} is not in the glossary")
                seen.add(word)


def _in_glossary(book: Book, word: str) -> bool:
    return word in book.names or any(word in term.replace("(", " ").replace(")", " ").split() for term in book.glossary)
