"""After one edit a rebuild equals a clean build, and only what the edit reaches is made again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from books import DOT, SMALL, THEMED, Book, differing
from shared import once

BROOKS = """\
# Brooks

Brooks are small {cite:p}`moe2022`.[^note] They run into {ref}`one`, as in {numref}`fig-river`; {numref}`fig-lake` shows another.

:::{list-table} Brooks by size
:header-rows: 1
:name: tab-brooks

* - Brook
  - Size
* - Beck
  - 1
:::

:::{judgment} TST-1
:likelihood: likely
:confidence: low
:reason: Somebody said so.
:facts: TST-001
:alternative: Nobody did.
:raise: More.
:lower: Less.
:review: 2026-12-31
:previous: new
Brooks are {likelihood}`likely` to run.
:::

[^note]: As we know {cite:p}`doe2021`.
"""
FILES = {
    **SMALL, "conf.py": str(SMALL["conf.py"]) + THEMED + 'html_baseurl = "https://book.example.org/"\n',
    "index.md": str(SMALL["index.md"]).replace("chapters/two\n", "chapters/two\nchapters/brooks\n"),
    "chapters/brooks.md": BROOKS, "front.inc": "Said in front.\n"}


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three chapters in our theme, built; not to be touched."""
    def make(folder: Path) -> None:
        Book(folder, FILES).made()

    return once(tmp_path_factory, "three-chapters", make)


@pytest.fixture
def edited(finished: Path, tmp_path: Path) -> Book:
    """A copy of it, to be edited and built again."""
    shutil.copytree(finished, tmp_path / "edited")
    return Book(tmp_path / "edited", {})


def clean(book: Book, folder: Path) -> dict[str, str]:
    """The files of a clean build of the same sources elsewhere."""
    shutil.copytree(book.source, folder / "clean" / "source")
    fresh = Book(folder / "clean", {})
    fresh.made()
    return fresh.files()


def reset(out: str) -> list[str]:
    """The PDFs that a build has set again."""
    return [name for name, note in re.findall(r"^  (\S+\.pdf): \d+ pages?(, as before)?$", out, re.MULTILINE) if not note]


Edit = Callable[[Book], None]


def words(book: Book) -> None:
    book.change("chapters/one.md", "Rivers are long", "Rivers are very long")


def title(book: Book) -> None:
    book.change("chapters/two.md", "# Lakes", "# Still waters")


def new_figure(book: Book) -> None:
    book.change("chapters/one.md", ":::{figure} dot.svg", ":::{figure} dot.svg\n:alt: A first dot.\nA first one.\n:::\n\n"
                ":::{figure} dot.svg")


def figure_without_its_name(book: Book) -> None:
    book.change("chapters/brooks.md", ", as in {numref}`fig-river`", "")
    book.change("chapters/one.md", ":name: fig-river\n", "")


def new_chapter(book: Book) -> None:
    book.write({"chapters/zero.md": "(zero)=\n# Springs\n\nSprings are first {cite:p}`roe2020`.\n"})
    book.change("index.md", "chapters/one\n", "chapters/zero\nchapters/one\n")


def chapter_removed(book: Book) -> None:
    book.write({"chapters/brooks.md": None})
    book.change("index.md", "chapters/brooks\n", "")


def chapter_renamed(book: Book) -> None:
    book.write({"chapters/becks.md": book.text("chapters/brooks.md"), "chapters/brooks.md": None})
    book.change("index.md", "chapters/brooks\n", "chapters/becks\n")


def chapters_swapped(book: Book) -> None:
    book.change("index.md", "chapters/one\nchapters/two\n", "chapters/two\nchapters/one\n")


def picture(book: Book) -> None:
    book.write({"chapters/dot.svg": DOT.replace("#6e1423", "#146e23")})


def picture_renamed(book: Book) -> None:
    book.write({"chapters/point.svg": DOT, "chapters/dot.svg": None})
    for name in ("one", "two"):
        book.change(f"chapters/{name}.md", "{figure} dot.svg", "{figure} point.svg")


def source_entry(book: Book) -> None:
    book.change("references.bib", "On rivers", "On great rivers")


def source_year(book: Book) -> None:
    book.change("references.bib", "date = {2020}", "date = {1999}")


def source_that_shares_author_and_year(book: Book) -> None:
    book.change("references.bib", "@online", "@book{roe2020b, author = {Roe, Jane}, title = {On a bank}, "
                "publisher = {Press}, date = {2020}}\n@online")
    book.change("chapters/brooks.md", "moe2022`", "moe2022,roe2020b`")


def citation_removed(book: Book) -> None:
    book.change("chapters/one.md", " {cite:p}`roe2020`", "")


def judgment(book: Book) -> None:
    book.change("chapters/brooks.md", ":likelihood: likely", ":likelihood: very likely")
    book.change("chapters/brooks.md", "{likelihood}`likely`", "{likelihood}`very likely`")


def included_file(book: Book) -> None:
    book.write({"index.md": book.text("index.md") + "\n:::{include} front.inc\n:::\n"})


def option_of_the_pdfs(book: Book) -> None:
    book.conf('brief_paper = "us-letter"')


def option_of_both(book: Book) -> None:
    book.conf('brief_edition = "Second"\nbrief_draft = True')


def pdf_renamed(book: Book) -> None:
    book.conf('typst_documents = [("index", "book", "", "", "book"), ("chapters/two", "lakes", "", "", "brief")]')


def download_renamed(book: Book) -> None:
    download(book)
    book.made()
    book.write({"chapters/b.csv": "a,b\n", "chapters/a.csv": None})
    book.change("chapters/two.md", "a.csv", "b.csv")


def sources_shown(book: Book) -> None:
    book.conf("html_copy_source = True")
    book.made()
    chapter_removed(book)


def download(book: Book) -> None:
    book.write({"chapters/a.csv": "a,b\n"})
    book.change("chapters/two.md", "Rivers are in", "{download}`Data <a.csv>`. Rivers are in")


EDITS: tuple[Edit, ...] = (
    words, title, new_figure, figure_without_its_name, new_chapter, chapter_renamed, chapters_swapped, picture,
    picture_renamed, source_entry, source_year, source_that_shares_author_and_year, citation_removed, judgment,
    included_file, option_of_the_pdfs, option_of_both, pdf_renamed, download_renamed, sources_shown)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_rebuild_after_an_edit_equals_a_clean_build(edited: Book, tmp_path: Path, edit: Edit) -> None:
    before = edited.files()
    edit(edited)
    edited.made()
    after = edited.files()
    assert after != before
    assert differing(after, clean(edited, tmp_path)) == []


def test_edit_taken_back_gives_the_same_bytes(edited: Book) -> None:
    before = edited.files()
    for old, new in (("Rivers are long", "Rivers are short"), ("Rivers are short", "Rivers are long")):
        edited.change("chapters/one.md", old, new)
        edited.made()
    assert edited.files() == before


def test_removed_chapter_takes_its_folder_with_it(edited: Book) -> None:
    before = edited.files()
    settings, front = edited.text("conf.py"), edited.text("index.md")
    edited.conf('include_patterns += ["more/*.md"]')
    edited.write({"more/far.md": "# Far\n\n![A dot](far.svg)\n", "more/far.svg": DOT.replace("80", "81"),
                  "index.md": front.replace("chapters/two\n", "chapters/two\nmore/far\n")})
    edited.made()
    assert {"html/more/far.html", "html/_images/far.svg"} <= set(edited.files())
    edited.write({"more/far.md": None, "more/far.svg": None, "index.md": front, "conf.py": settings})
    edited.made()
    assert differing(edited.files(), before) == [] and not (edited.output / "html" / "more").exists()


def test_environment_that_cannot_be_read_leaves_no_stale_page(edited: Book, tmp_path: Path) -> None:
    chapter_removed(edited)
    (edited.output / "doctrees" / "environment.pickle").write_bytes(b"")
    edited.made()
    assert differing(edited.files(), clean(edited, tmp_path)) == []


def test_page_of_a_removed_chapter_goes_though_the_first_build_found_faults(edited: Book, tmp_path: Path) -> None:
    chapter_removed(edited)
    edited.change("chapters/one.md", "roe2020", "nobody")
    assert edited.build().status == 1
    edited.change("chapters/one.md", "nobody", "roe2020")
    edited.made()
    assert differing(edited.files(), clean(edited, tmp_path)) == []


# -- only what an edit reaches -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("edit", "expected"), [
    (words, {"book.pdf", "one.pdf"}),
    (title, {"book.pdf", "one.pdf", "two.pdf"}),
    (new_figure, {"book.pdf", "one.pdf"}),
    (source_entry, {"book.pdf", "one.pdf"}),
], ids=lambda value: getattr(value, "__name__", ""))
def test_only_pdfs_whose_content_changed_are_set_again(edited: Book, edit: Edit, expected: set[str]) -> None:
    before = edited.files("pdf")
    edit(edited)
    assert set(reset(edited.made().out)) == expected
    assert {name.removeprefix("pdf/") for name in differing(edited.files("pdf"), before)} == expected


def test_comment_in_the_settings_sets_nothing_again(edited: Book) -> None:
    before = edited.files()
    edited.conf("# nothing")
    assert reset(edited.made().out) == []
    assert edited.files() == before


def test_published_pdf_that_somebody_changed_is_put_right(edited: Book) -> None:
    before = edited.files()
    (edited.output / "pdf" / "one.pdf").write_bytes(b"%PDF-1.7")
    words(edited)
    edited.made()
    assert edited.files("pdf")["pdf/two.pdf"] == before["pdf/two.pdf"]
    assert "Rivers are very long" in edited.pdf("one").text


def test_new_title_reaches_the_references_of_other_pdfs(edited: Book) -> None:
    assert "Chapter 2: Lakes" in edited.pdf("one").text
    title(edited)
    edited.made()
    assert "Chapter 2: Still waters" in edited.pdf("one").text
    assert [item.title for item in edited.pdf("book").outline].count("2 Still waters") == 1


def test_new_figure_number_reaches_the_references_of_other_chapters(edited: Book) -> None:
    assert "as in Fig. 1.1" in edited.pdf("book").text
    new_figure(edited)
    edited.made()
    assert "as in Fig. 1.2" in edited.pdf("book").text
    assert "as in Fig. 1.2" in edited.page("chapters/brooks").text_content()


def test_new_chapter_number_reaches_pdf_and_page(edited: Book) -> None:
    new_chapter(edited)
    edited.made()
    assert "Chapter 3: Lakes" in edited.pdf("one").text
    assert edited.page("chapters/two").xpath('//h1//*[contains(@class, "section-number")]')[0].text_content().startswith("3")
