"""Rules on the words of estimate: J101, J102, J104, J106, J107."""

from __future__ import annotations

from collections.abc import Iterator

from briefbook.analysis import wording
from briefbook.checker.book import Book
from briefbook.checker.rule import rule
from briefbook.checker.rules.judgments import flawed
from briefbook.problems import Finding, Problem

#: Scales that keep likelihood and confidence apart; the IPCC puts both in one sentence.
_APART = ("ICD 203", "PHIA")
#: Conditions and other readings, which are no estimates of the book.
_SUPPOSED = frozenset({"raise", "lower", "alternative"})


@rule(
    Problem.TERM_WITH_CONFIDENCE,
    bad=["It is {likelihood}`likely`, and we have high confidence in that, that the ships return.",
         "With moderate confidence we judge a halt unlikely."],
    good=["It is {likelihood}`likely` that the ships return.\nOur confidence is high.",
          "Consumer confidence is low and is likely to stay so."])
def term_with_confidence(book: Book) -> Iterator[Finding]:
    """Under ICD 203 and PHIA only. Confidence of consumers, voters or markets is none of analysts."""
    for sentence in book.sentences if book.scale.name in _APART else ():
        terms = [*(mark.start - sentence.start for mark in sentence.marks("term")),
                 *(offset for offset, _word in wording.declared_terms(sentence.plain, book.scale))]
        for offset, words in wording.confidence_levels(sentence.plain) if terms else ():
            yield book.in_sentence(Problem.TERM_WITH_CONFIDENCE, sentence, offset, f"{words!r} beside a likelihood term")
            break


@rule(
    Problem.FOREIGN_TERM,
    bad=["That the ships return is virtually certain.", "There is a realistic possibility of a halt.",
         "A halt is highly unlikely."],
    good=["That the ships return is almost certain.", 'He called a halt "highly unlikely".', "The port is remote."])
def foreign_term(book: Book) -> Iterator[Finding]:
    """A word that two scales share, such as "unlikely", belongs to the declared one. What is quoted is the speaker's."""
    yield from flawed(book, Problem.FOREIGN_TERM)
    for sentence in book.sentences:
        for offset, word, scale in wording.foreign_terms(sentence.plain, book.scale):
            yield book.in_sentence(Problem.FOREIGN_TERM, sentence, offset,
                                   f"{word!r} is a word of the scale {scale}, and the book's is {book.scale.name}")


@rule(
    Problem.CONFIDENCE_PERCENT,
    bad=["We hold this with 80% confidence.", "We are 70 per cent confident of that.", "Our confidence stands at 75 per cent."],
    good=["Our confidence is moderate.", "The study gives a 95% confidence interval {cite:p}`agency2025`.",
          "Public confidence stood at 45 per cent {cite:p}`agency2025`."])
def confidence_percent(book: Book) -> Iterator[Finding]:
    """A statistical confidence interval, level, limit or band is a method's name; so is confidence of a public."""
    yield from flawed(book, Problem.CONFIDENCE_PERCENT)
    for sentence in book.sentences:
        for offset, words in wording.confidence_percentages(sentence.plain):
            yield book.in_sentence(Problem.CONFIDENCE_PERCENT, sentence, offset, f"{words!r}")


@rule(
    Problem.VAGUE,
    bad=["Russia might send more fuel.", "More ships could follow.", "A swap is possible.", "A swap cannot be ruled out."],
    good=["Russian military might was on show in May.", "The cargo could not be verified.", "He left as soon as possible.",
          'He said that a swap was "possible".', "The White House said that more could follow {fact}`MIL-109`."])
def vague(book: Book) -> Iterator[Finding]:
    """Left alone: quotations, questions, what would raise or lower a judgment and its other reading; might as strength;
    could not, and could after "so that"; possible as feasible ("as soon as possible", "possible to"); and what a speaker
    is cited for having said in the sentence."""
    for sentence in book.sentences:
        cites = any(sentence.marks("citation", "value"))
        for offset, word in () if sentence.passage.box in _SUPPOSED else wording.vague_words(sentence.plain, cites=cites):
            yield book.in_sentence(Problem.VAGUE, sentence, offset, f"{word!r} says neither how likely nor who thinks so")


@rule(
    Problem.HEDGED_TERM,
    bad=["A halt is quite unlikely.", "The ships will very probable return.", "It is rather {likelihood}`likely` to hold."],
    good=["A halt is very unlikely.", "The most likely route runs past Rajin."])
def hedged_term(book: Book) -> Iterator[Finding]:
    """"Very likely" is a term of its own; "the most likely route" compares."""
    for sentence in book.sentences:
        for offset, words in wording.hedged_terms(sentence.plain, book.scale):
            yield book.in_sentence(Problem.HEDGED_TERM, sentence, offset, f"{words!r}")
