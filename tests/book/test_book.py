"""The real book: it builds without a word, stays within its limits, and web and PDF agree."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from briefbook.analysis.likelihood import SCALES
from briefbook.ledger.formatting import text_of
from briefbook.ledger.reading import read_ledger
from pdfreader import Pdf, Tag
from briefbook.release.conformance import page_alarms
from validators import PROFILES
from webreader import NUMBERED, Page, words

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
PDFS = ("book", "bottom-line", "executive-summary", *CHAPTERS)
EVERY_CHAPTER = pytest.mark.parametrize("name", CHAPTERS)
EVERY_PDF = pytest.mark.parametrize("name", PDFS)
SCALE = SCALES["ICD 203"]
PAGES_OF_A_BRIEF = 8
PAGES_OF_THE_SUMMARY = 3
MEGABYTE = 1_000_000


@cache
def pdf(made: Path, name: str) -> Pdf:
    return Pdf(made / "pdf" / f"{name}.pdf")


@cache
def page(made: Path, name: str) -> Page:
    return Page(made / "html" / f"{name}.html")


def chapter_page(made: Path, name: str) -> Page:
    return page(made, f"chapters/{name}")


# -- the build ---------------------------------------------------------------------------------------------------------


def test_book_builds_without_a_warning(attempt: Path) -> None:
    assert (attempt / "err").read_text(encoding="utf-8") == ""
    assert (attempt / "status").read_text(encoding="utf-8") == "0"


def test_every_pdf_is_there_under_its_name(made: Path) -> None:
    assert sorted(path.stem for path in (made / "pdf").iterdir()) == sorted(PDFS)


def test_second_cold_build_gives_the_same_bytes(made: Path, elsewhere: Path) -> None:
    one, two = ({path.relative_to(folder).as_posix(): path.read_bytes() for part in ("html", "pdf")
                 for path in (folder / part).rglob("*") if path.is_file()} for folder in (made, elsewhere / "made"))
    assert len(one) > 20
    assert sorted(name for name in {*one, *two} if one.get(name) != two.get(name)) == []


def test_letter_paper_needs_no_more_care(letter: Path) -> None:
    assert (letter / "err").read_text(encoding="utf-8") == ""
    assert sorted(path.stem for path in (letter / "made" / "pdf").iterdir()) == sorted(PDFS)


def test_bottom_line_is_one_page_of_letter_paper(letter: Path) -> None:
    assert text_pages(pdf(letter / "made", "bottom-line")) == 1


def test_executive_summary_keeps_to_its_pages_on_letter_paper(letter: Path) -> None:
    assert text_pages(pdf(letter / "made", "executive-summary")) <= PAGES_OF_THE_SUMMARY


# -- limits ------------------------------------------------------------------------------------------------------------


def text_pages(document: Pdf) -> int:
    """Pages before the one that the reference list begins."""
    return next(mark.page for mark in document.outline if mark.title == "References") - 1


def test_bottom_line_is_one_page(made: Path) -> None:
    assert text_pages(pdf(made, "bottom-line")) == 1


def test_executive_summary_keeps_to_its_pages(made: Path) -> None:
    assert text_pages(pdf(made, "executive-summary")) <= PAGES_OF_THE_SUMMARY


@EVERY_CHAPTER
def test_chapter_brief_keeps_to_its_pages(made: Path, name: str) -> None:
    assert 1 <= text_pages(pdf(made, name)) <= PAGES_OF_A_BRIEF


@EVERY_PDF
def test_pdf_is_small_enough_to_send(made: Path, name: str) -> None:
    limit = 10 * MEGABYTE if name == "book" else 2 * MEGABYTE
    assert 10_000 < (made / "pdf" / f"{name}.pdf").stat().st_size < limit


# -- conformance -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
@EVERY_PDF
def test_page_validation_finds_no_fault(made: Path, name: str, profile: str) -> None:
    assert page_alarms(made / "pdf" / f"{name}.pdf", profile) == []


@pytest.mark.parametrize("profile", PROFILES)
@EVERY_PDF
def test_verapdf_finds_no_fault(verdicts: dict[str, list[str]], name: str, profile: str) -> None:
    assert verdicts[f"{name}.pdf {profile}"] == []


# -- the same numbers --------------------------------------------------------------------------------------------------


def bookmarks(document: Pdf) -> list[tuple[int, str]]:
    return [(mark.level, words(mark.title)) for mark in document.outline]


@EVERY_CHAPTER
def test_brief_has_the_sections_of_the_page(made: Path, name: str) -> None:
    headings = chapter_page(made, name).headings
    assert len(headings) > 3
    assert bookmarks(pdf(made, name)) == [*headings, (2, "References")]


@EVERY_CHAPTER
def test_book_has_the_sections_of_the_page(made: Path, name: str) -> None:
    headings = chapter_page(made, name).headings
    marks = bookmarks(pdf(made, "book"))
    start = marks.index(headings[0])
    assert marks[start:start + len(headings)] == headings


def test_chapters_come_in_the_order_of_their_numbers(made: Path) -> None:
    numbered = [title for level, title in bookmarks(pdf(made, "book")) if level == 1 and title[0].isdigit()]
    assert [int(title.split()[0]) for title in numbered] == list(range(1, len(CHAPTERS) + 1))


def captions(document: Pdf) -> list[str]:
    """Number and title of every numbered caption."""
    return [text for text in (words(tag.text) for tag in document.tree.find("Caption")) if NUMBERED.match(text)]


@EVERY_CHAPTER
def test_figures_and_tables_have_the_same_numbers_and_titles(made: Path, name: str) -> None:
    shown, printed = chapter_page(made, name).captions, captions(pdf(made, name))
    assert sorted(found[0] for found in map(NUMBERED.match, shown) if found) == sorted(
        found[0] for found in map(NUMBERED.match, printed) if found)
    assert [caption for caption in shown if not any(text.startswith(caption) for text in printed)] == []


def test_book_has_every_caption_of_its_briefs(made: Path) -> None:
    ours = [caption for name in CHAPTERS for caption in captions(pdf(made, name))]
    assert ours and Counter(captions(pdf(made, "book"))) == Counter(ours)


@EVERY_CHAPTER
def test_numbers_in_the_text_are_those_of_the_page(made: Path, name: str) -> None:
    """Figure 1.1, Table 3.1, Chapter 2: as often in the brief as on the page."""
    pattern = re.compile(r"(?:Figure|Table) \d+\.\d+")
    shown = Counter(pattern.findall(words(chapter_page(made, name).main.text_content())))
    printed = Counter(pattern.findall(words(pdf(made, name).text)))
    assert printed == shown


# -- the same references -----------------------------------------------------------------------------------------------


def listed(document: Pdf) -> list[str]:
    """The entries of the reference list, which ends where the imprint begins."""
    tags = list(paragraphs(document.tree))
    start = max(number for number, tag in enumerate(tags) if tag.name.startswith("H") and tag.text == "References")
    texts = [words(tag.text) for tag in tags[start + 1:]]
    end = next((number for number, text in enumerate(texts)
                if re.match(r"(?:Lead author|Second reader|Edition)\W|\d* ?Imprint$", text)), len(texts))
    return texts[:end]


def paragraphs(tag: Tag) -> list[Tag]:
    """Headings and paragraphs, in reading order."""
    found: list[Tag] = []
    for child in tag.children:
        if isinstance(child, Tag):
            found += [child] if re.fullmatch("P|H[1-6]", child.name) else paragraphs(child)
    return found


@EVERY_CHAPTER
def test_brief_lists_the_sources_that_the_page_cites(made: Path, name: str) -> None:
    entries, cited = page(made, "references").entries, chapter_page(made, name).cited
    assert len(cited) > 5
    assert listed(pdf(made, name)) == [text for anchor, text in entries.items() if anchor in cited]


@pytest.mark.parametrize("name", ["bottom-line", "executive-summary"])
def test_short_layer_lists_the_sources_that_its_page_cites(made: Path, name: str) -> None:
    entries, cited = page(made, "references").entries, page(made, name).cited
    assert listed(pdf(made, name)) == [text for anchor, text in entries.items() if anchor in cited]


def test_book_lists_every_source_of_the_web_edition(made: Path) -> None:
    entries = page(made, "references").entries
    assert len(entries) > 50
    assert listed(pdf(made, "book")) == list(entries.values())


@EVERY_CHAPTER
def test_citations_read_the_same(made: Path, name: str) -> None:
    links = chapter_page(made, name).main.xpath('.//*[contains(@class, "bibtex-citation")]//a')
    shown = Counter(words(link.text_content()) for link in links)
    printed = Counter(words(link.words) for link in pdf(made, name).links if not link.uri)
    assert shown and {text: (count, printed[text]) for text, count in shown.items() if printed[text] != count} == {}


# -- the same judgments ------------------------------------------------------------------------------------------------

JUDGMENT = re.compile(r"^:::\{judgment\} (?P<ident>\S+)\n(?P<options>(?::[^\n]*\n)+)(?P<statement>.*?)\n:::", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"\{likelihood\}`([^`]+)`")
VALUE = re.compile(r"\{value\}`([^.`]+)\.([^ `|]+)(?: \| ([^`]+))?`")


def judgments(name: str) -> dict[str, str]:
    """The statement of every judgment in a chapter's source, as it must be printed, by id."""
    source = (ROOT / "chapters" / f"{name}.md").read_text(encoding="utf-8")
    found = {match["ident"]: printed(match["statement"]) for match in JUDGMENT.finditer(source)}
    assert len(found) == source.count("{judgment}")
    return found


def printed(statement: str) -> str:
    def with_range(match: re.Match[str]) -> str:
        term = SCALE.find(match[1])
        assert term, match[1]
        return f"{match[1]} ({term.range_text})"

    def with_number(match: re.Match[str]) -> str:
        fact, name, wanted = match.groups()
        return text_of(read_ledger(ROOT).ledger.facts[fact].value(name), frozenset((wanted or "").split()))

    return plain(VALUE.sub(with_number, WORD.sub(with_range, statement)))


def plain(text: str) -> str:
    """Quotation marks and spaces as they are typed."""
    return words(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("\N{LEFT DOUBLE QUOTATION MARK}", '"')
                 .replace("\N{RIGHT DOUBLE QUOTATION MARK}", '"').replace("\N{NO-BREAK SPACE}", " "))


def test_every_chapter_judges() -> None:
    assert all(judgments(name) for name in CHAPTERS)


@EVERY_CHAPTER
def test_every_judgment_is_on_the_page_with_its_range(made: Path, name: str) -> None:
    shown = {ident: plain(text) for ident, text in chapter_page(made, name).judgments.items()}
    expected = judgments(name)
    assert set(shown) == set(expected)
    assert {ident: text for ident, text in expected.items() if text not in shown[ident]} == {}


@pytest.mark.parametrize("place", ["brief", "book"])
@EVERY_CHAPTER
def test_every_judgment_is_in_the_pdf_with_its_range(made: Path, name: str, place: str) -> None:
    text = plain(pdf(made, "book" if place == "book" else name).text)
    for ident, statement in judgments(name).items():
        head = text.index(f"Judgment {ident} ")
        assert statement in text[head:head + len(statement) + 200], ident


@pytest.mark.parametrize(("name", "written"), [
    ("index", "bottom-line"), ("bottom-line", "bottom-line"), ("executive-summary", "executive-summary")])
def test_likelihood_words_of_the_short_layers_keep_their_ranges(made: Path, name: str, written: str) -> None:
    source = (ROOT / f"{written}.md").read_text(encoding="utf-8")
    shown = plain(page(made, name).main.text_content())
    wanted = Counter(f"{word} ({term.range_text})" for word in WORD.findall(source) if (term := SCALE.find(word)))
    assert wanted and {text: count for text, count in wanted.items() if shown.count(text) < count} == {}


# -- other builders ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["text", "briefepub"])
def test_builder_runs_without_a_warning(others: dict[str, list[object]], builder: str) -> None:
    assert others[builder] == [0, "", True]
