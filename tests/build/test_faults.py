"""A fault in the book: one message with file and line, nothing published, the last good output untouched."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from books import SMALL, Book, Run, digests, place
from shared import once

#: What stands in chapter one, the line of it that is named, and what the message says; one row for each fault.
FAULTS = {
    "missing citation key": ("Seen {cite:p}`nobody2020`.", 1, "nobody2020"),
    "broken cross reference": ("See {ref}`nowhere`.", 1, "undefined label: 'nowhere'"),
    "broken number reference": ("See {numref}`fig-nowhere`.", 1, "fig-nowhere"),
    "broken document reference": ("See {doc}`nowhere`.", 1, "nowhere"),
    "broken link to a file": ("See [there](nowhere.md).", 1, "nowhere.md"),
    "missing image": ("![A picture](missing.png)", 1, "missing.png"),
    "missing download": ("Take {download}`missing.zip`.", 1, "missing.zip"),
    "missing alternative text": ("![](dot.svg)", 1, "no alternative text"),
    "character without glyph": ("A sign: \U00013000.", 1, "U+13000 EGYPTIAN HIEROGLYPH A001"),
    "private-use character": ("A sign: \ue123.", 1, "U+E123"),
    "skipped heading level": ("Text.\n\n#### Too deep\n\nText.", 3, "H1 to H4"),
    "empty heading": ("## \n\nText.", 1, "heading has no text"),
    "unknown directive": (":::{nonsense}\nText.\n:::", 1, "nonsense"),
    "unknown role": ("Some {nonsense}`text`.", 1, "nonsense"),
    "misspelt option": (":::{figure} dot.svg\n:alt: A dot.\n:widht: 50%\nText.\n:::", 3, "widht"),
    "missing include": (":::{include} missing.md\n:::", 1, "missing.md"),
    "formula": ("$\\undefinedmacro{x}$", 1, "undefinedmacro"),
    "Typst error": ("Text.\n\n```{raw} typst\n#panic(\"boom\")\n```", 3, "boom"),
}
HEAD = "(one)=\n# Rivers\n\n"
HEAD_LINES = 3
EVERY = pytest.mark.parametrize("name", FAULTS)


def spoil(book: Book, *names: str) -> None:
    """Put the faults into chapter one, a paragraph each."""
    book.write({"chapters/one.md": HEAD + "\n\n".join(FAULTS[name][0] for name in names) + "\n"})


# -- each by itself ----------------------------------------------------------------------------------------------------


def chapter_of(name: str) -> str:
    return name.replace(" ", "-").lower()


def gallery(folder: Path) -> Book:
    """A book with a chapter and a PDF for each fault."""
    chapters = {f"chapters/{chapter_of(name)}.md": f"# {name.capitalize()}\n\n\n{text}\n"
                for name, (text, _line, _words) in FAULTS.items()}
    toctree = "\n".join(f"chapters/{chapter_of(name)}" for name in FAULTS)
    book = Book(folder, {**SMALL, "index.md": f"# Faults\n\n```{{toctree}}\n{toctree}\nreferences\n```\n", **chapters,
                         "chapters/one.md": None, "chapters/two.md": None})
    book.conf(f"typst_documents = [(name, name[9:]) for name in {toctree.splitlines()}]")
    return book


#: Ways to build the gallery, one after the other, and which run of it they are.
RUNS = ("briefbook", "briefbook again", "sphinx-build", "sphinx-build again")


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each run over the gallery says."""
    def make(folder: Path) -> None:
        book = gallery(folder)
        runs = dict(zip(RUNS, (book.build(), book.build(), book.sphinx(), book.sphinx()), strict=True))
        assert [run.status for run in runs.values()] == [1, 1, 1, 1]
        assert book.files() == {} and not list((folder / "typstpdf").glob("*.pdf"))
        (folder / "said.json").write_text(json.dumps({name: run.messages for name, run in runs.items()}), encoding="utf-8")

    found: dict[str, list[str]] = json.loads(
        (once(tmp_path_factory, "faults", make) / "said.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("run", RUNS)
@EVERY
def test_fault_is_named_once_with_file_and_line(said: dict[str, list[str]], run: str, name: str) -> None:
    _source, line, words = FAULTS[name]
    path = f"chapters/{chapter_of(name)}.md"
    messages = [message for message in said[run] if message.startswith(path)]
    assert [place(message) for message in messages] == [(path, HEAD_LINES + line)], messages
    assert words in messages[0]


@pytest.mark.parametrize("run", RUNS)
def test_nothing_but_the_faults_is_named(said: dict[str, list[str]], run: str) -> None:
    assert [message for message in said[run] if not message.startswith("chapters/")] == []


# -- many at once ------------------------------------------------------------------------------------------------------

#: Faults that the specification names.
SEVEN = ("missing citation key", "broken cross reference", "missing image", "missing alternative text",
         "character without glyph", "Typst error", "skipped heading level")


@pytest.mark.parametrize("name", SEVEN)
def test_each_fault_alone_keeps_sphinx_build_from_publishing(book: Book, name: str) -> None:
    spoil(book, name)
    assert book.sphinx().status == 1
    assert not list((book.folder / "typstpdf").glob("*.pdf"))


def said_of(run: Run) -> list[str]:
    return sorted(name for name in SEVEN for message in run.messages if FAULTS[name][2] in message)


@pytest.fixture
def seven(built: Book) -> Book:
    """The small book with seven faults in chapter one, and one more in chapter two."""
    spoil(built, *SEVEN)
    built.change("chapters/two.md", "doe2021", "nobody2021")
    return built


def test_all_faults_are_named_in_one_run(seven: Book) -> None:
    run = seven.build()
    assert run.status == 1
    assert said_of(run) == sorted(SEVEN) and len(run.messages) == len(SEVEN) + 1, run.err
    assert "8 faults, named above; nothing was published, the last good output is untouched" in run.out


def test_second_run_names_the_same_faults(seven: Book) -> None:
    first, second = seven.build(), seven.build()
    assert second.status == 1
    assert sorted(second.messages) == sorted(first.messages)


def test_what_is_published_stays_until_all_is_mended(seven: Book) -> None:
    before = seven.files()
    seven.build()
    spoil(seven, "missing alternative text")
    run = seven.build()
    assert run.status == 1 and seven.files() == before
    assert sorted(place(message)[0] for message in run.messages) == ["chapters/one.md", "chapters/two.md"]


def test_mended_book_is_published(seven: Book) -> None:
    seven.build()
    spoil(seven)
    seven.change("chapters/two.md", "nobody2021", "doe2021")
    seven.made()
    assert "Rivers are long" not in seven.pdf("one").text


def test_fault_of_the_web_edition_keeps_the_pdfs_back_too(built: Book) -> None:
    """A document in no toctree is in no PDF; its warning stops the whole build."""
    before = built.files()
    built.write({"stray.md": "# A stray page\n"})
    run = built.build()
    assert run.status == 1 and built.files() == before
    assert len(run.messages) == 1 and "isn't included in any toctree" in run.messages[0]


def test_no_partial_file_is_left(seven: Book) -> None:
    seven.build()
    names = [path.name for path in seven.output.rglob("*")]
    assert [name for name in names if name.endswith((".partial", ".new", ".old"))] == []


def test_first_build_with_a_fault_publishes_nothing(book: Book) -> None:
    spoil(book, "Typst error")
    assert book.build().status == 1
    assert book.files() == {}


def test_parallel_reading_names_the_same_faults(seven: Book) -> None:
    one, two = seven.build(), seven.build("-j", "2", "--fresh")
    assert sorted(two.messages) == sorted(one.messages)


def test_only_the_web_edition_still_fails_on_its_own_faults(seven: Book) -> None:
    run = seven.build("--only", "web")
    assert run.status == 1
    assert {"missing citation key", "broken cross reference", "missing image"} <= set(said_of(run))


def test_only_the_pdfs_name_every_fault_too(seven: Book) -> None:
    run = seven.build("--only", "pdf")
    assert run.status == 1 and said_of(run) == sorted(SEVEN) and len(run.messages) == len(SEVEN) + 1


# -- sphinx-build ------------------------------------------------------------------------------------------------------


@pytest.fixture
def printed(book: Book) -> Book:
    """The small book with its PDFs set by sphinx-build."""
    run = book.sphinx()
    assert (run.status, run.err) == (0, "")
    return book


def test_sphinx_build_leaves_the_last_good_pdfs(printed: Book) -> None:
    before = digests(printed.folder / "typstpdf")
    spoil(printed, *SEVEN)
    assert printed.sphinx().status == 1
    assert digests(printed.folder / "typstpdf") == before


def test_sphinx_build_counts_what_it_named(book: Book) -> None:
    spoil(book, *SEVEN)
    run = book.sphinx()
    assert said_of(run) == sorted(SEVEN) and len(run.messages) == len(SEVEN)
    assert "7 errors, named above: nothing was published" in run.out


def test_sphinx_build_stops_at_a_warning_only_if_told(printed: Book) -> None:
    printed.write({"stray.md": "# A stray page\n"})
    strict = printed.sphinx("typstpdf", "-W", "--keep-going")
    assert strict.status == 1 and "1 warning (-W), named above: nothing was published" in strict.out
    assert printed.sphinx("typstpdf").status == 0


def test_typst_sources_are_not_published_over_a_fault_either(book: Book) -> None:
    spoil(book, "missing citation key")
    assert book.sphinx("typst").status == 1
    assert not list((book.folder / "typst").glob("*.typ"))


def test_mended_book_is_published_by_sphinx_build(book: Book) -> None:
    spoil(book, *SEVEN)
    book.sphinx()
    spoil(book)
    run = book.sphinx()
    assert (run.status, run.err) == (0, "")
    assert sorted(path.name for path in (book.folder / "typstpdf").glob("*.pdf")) == ["book.pdf", "one.pdf", "two.pdf"]


def test_error_cannot_be_silenced(book: Book) -> None:
    """suppress_warnings hides messages; what it cannot hide is that something would be lost."""
    book.conf('suppress_warnings = ["briefbook"]')
    spoil(book, "missing alternative text")
    run = book.sphinx()
    assert run.status == 1 and re.search("no alternative text|suppress_warnings", run.err)


def test_typst_error_in_two_pdfs_is_named_once(book: Book) -> None:
    """Chapter one stands in the book and in its brief."""
    spoil(book, "Typst error")
    assert [place(message) for message in book.sphinx().messages] == [("chapters/one.md", HEAD_LINES + 3)]


def test_project_without_standards_may_leave_an_alternative_text_out(book: Book) -> None:
    book.conf("brief_pdf_standards = []")
    spoil(book, "missing alternative text")
    run = book.sphinx()
    assert run.status == 0 and len(run.messages) == 1
    assert Path(book.folder / "typstpdf" / "one.pdf").is_file()


def test_parallel_sphinx_build_names_and_counts_the_same(book: Book) -> None:
    spoil(book, *SEVEN)
    run = book.sphinx("typstpdf", "-j", "2")
    assert said_of(run) == sorted(SEVEN) and "7 errors, named above" in run.out
