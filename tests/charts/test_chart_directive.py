"""The directive ``chart`` in small Sphinx projects: what it prints, where it complains, what it rebuilds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from chart_book import CHAPTER, CSV, DESCRIPTION, Book
from docutils import nodes
from lxml import html
from sphinx import addnodes


def test_figure(book: Book) -> None:
    _app, warnings = book.build()
    assert warnings == ""
    page = html.fromstring(book.page())
    (figure,) = page.xpath("//figure[@id='fig-ships' and contains(@class, 'chart')]")
    assert figure.xpath("img/@alt") == ["Two ships."]
    assert figure.xpath("img/@src") == ["_images/ships.svg"]
    assert (book.out() / "_images/ships.svg").is_file()
    assert figure.xpath("string(.//span[@class='caption-text'])") == "Shipments fell"
    assert figure.xpath("string(.//p[@class='chart-subtitle'])") == "Tonnes a year"
    assert "How to read it." in figure.text_content()
    assert figure.xpath("string(.//p[@class='chart-source'])") == (
        "Source: Port office. As of 30 April 2026. Data: ships.csv (CC BY 4.0).")
    (link,) = figure.xpath(".//p[@class='chart-source']//a/@href")
    assert (book.out() / link).read_text(encoding="utf-8") == CSV
    assert "Fig. 1" in page.xpath("string(//a[@href='#fig-ships'])")


def test_table_of_data(book: Book) -> None:
    nasty = '"so" -- it\'s... *x* <b>'
    quoted = '"' + nasty.replace('"', '""') + '"'
    book.write("data/ships/ships.csv", CSV.replace("Angara", quoted))
    book.spec({"data": {"url": "ships.csv"}, "mark": "point"})
    book.write("index.md", CHAPTER + "\n```{table} Another\n:name: t\n| a |\n|---|\n| b |\n```\n\n{numref}`t`\n")
    _app, warnings = book.build()
    assert warnings == ""
    page = html.fromstring(book.page())
    (table,) = page.xpath("//div[contains(@class, 'chart-data')]//table[contains(@class, 'chart-data')]")
    assert [cell.text_content().strip() for cell in table.xpath(".//th")] == ["Year", "Tonnes shipped", "Ship"]
    assert [cell.text_content().strip() for cell in table.xpath(".//td")] == [
        "2024", "20,000", nasty, "2025", "1,234.5", "Maria"]
    assert table.xpath("count(.//td[@class='number'])") == 2
    assert "Table 1" in page.xpath("string(//p/a[@href='#t'])")  # the chart's table has no number


def test_subtitle_option(book: Book) -> None:
    book.write("index.md", CHAPTER.replace(":title:", ":subtitle: Its own\n:title:"))
    book.build()
    assert "Its own" in book.page()
    assert "Tonnes a year" not in book.page()


def test_latex_takes_the_png_and_no_table(book: Book) -> None:
    _app, warnings = book.build("latex")
    assert warnings == ""
    (tex,) = book.out("latex").glob("*.tex")
    text = tex.read_text(encoding="utf-8")
    assert "{{ships}.png}" in text
    assert (book.out("latex") / "ships.png").is_file()
    assert "Maria" not in text
    assert "Tonnes a year" in text


def test_builders_share_the_doctree(book: Book) -> None:
    book.build()
    times = [path.stat().st_mtime_ns for path in book.drawings()]
    app, warnings = book.build("text")
    assert warnings == ""
    assert [path.stat().st_mtime_ns for path in book.drawings()] == times
    doctree = app.env.get_doctree("index")
    assert [only["expr"] for only in doctree.findall(addnodes.only)] == ["html"]
    assert set(next(doctree.findall(nodes.image))["candidates"]) == {"image/svg+xml", "image/png"}
    assert "Maria" not in (book.out("text") / "index.txt").read_text(encoding="utf-8")


def test_citations(book: Book) -> None:
    book.write("refs.bib", "@misc{port2026, author={Harbour, H}, title={Log}, year={2026}}")
    conf = (book.source / "conf.py").read_text(encoding="utf-8")
    book.write("conf.py", conf.replace("['myst", "['sphinxcontrib.bibtex', 'myst") + "bibtex_bibfiles = ['refs.bib']\n")
    book.write("index.md", CHAPTER + "\n```{bibliography}\n```\n")
    _app, warnings = book.build()
    assert warnings == ""
    page = html.fromstring(book.page())
    (target,) = page.xpath("//p[@class='chart-source']//span[@class='bibtex-citation']/a/@href")
    assert page.xpath(f"//*[@id='{target[1:]}']")  # on the reference list


def test_citation_of_an_unknown_key(book: Book) -> None:
    book.write("refs.bib", "@misc{other, title={Log}}")
    conf = (book.source / "conf.py").read_text(encoding="utf-8")
    book.write("conf.py", conf.replace("['myst", "['sphinxcontrib.bibtex', 'myst") + "bibtex_bibfiles = ['refs.bib']\n")
    assert "could not find bibtex key \"port2026\"" in book.build()[1]


@pytest.mark.parametrize(("option", "words"), [
    (":alt: Two ships.\n", "index.md:5: WARNING: B101 the chart 'ships/ships' has no :alt:"),
    (":title: Shipments *fell*\n", "index.md:5: WARNING: D301 the chart 'ships/ships' has no :title:"),
    (":name: fig-ships\n", "index.md:5: WARNING: F302 the chart 'ships/ships' has no :name:"),
])
def test_missing_options(book: Book, option: str, words: str) -> None:
    book.write("index.md", CHAPTER.replace(option, "").replace("{numref}`fig-ships` ", "This "))
    assert words in book.build()[1]
    assert words in book.build()[1], "an unchanged chapter must complain again"


@pytest.mark.parametrize(("file", "old", "new", "words"), [
    ("data/ships/description.yaml", "unit: tonnes\n", "", "description.yaml:1: WARNING: D302 'unit' is missing"),
    ("data/ships/ships.csv", "20000", "many", "ships.csv:2: WARNING: D302 tonnes is 'many', not a number"),
    ("data/ships/ships.vl.json", '"text"}', '"nonsense"}', "ships.vl.json:: WARNING: D303 vl-convert says"),
    ("index.md", "ships/ships", "ships/none", "none.vl.json:: WARNING: D303 there is no such specification"),
])
def test_faults_are_located_and_mended(book: Book, file: str, old: str, new: str, words: str) -> None:
    path = book.source / file
    right = path.read_text(encoding="utf-8")
    assert old in right
    path.write_text(right.replace(old, new), encoding="utf-8")
    assert words in book.build()[1]
    assert "<figure" not in book.page()
    assert words in book.build()[1], "an unchanged fault must be reported again"
    path.write_text(right, encoding="utf-8")
    assert book.build()[1] == ""
    assert "<figure" in book.page()


def _later(path: Path, text: str) -> None:
    """Write *path* with a time that differs from the last build's."""
    time.sleep(0.02)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("file", "old", "new"), [
    ("ships.csv", "Angara", "Lady R"),
    ("description.yaml", "Tonnes a year", "Tonnes by year"),
    ("ships.vl.json", '"height": 80', '"height": 90'),
])
def test_an_edit_redraws(book: Book, file: str, old: str, new: str) -> None:
    book.write("other.md", "---\norphan: true\n---\n# Other\n")
    first, _ = book.build()
    again, _ = book.build()
    assert again.env.all_docs == first.env.all_docs, "nothing changed, nothing is read"
    path = book.source / "data/ships" / file
    _later(path, path.read_text(encoding="utf-8").replace(old, new))
    edited, warnings = book.build()
    assert warnings == ""
    read = {name for name, when in edited.env.all_docs.items() if when != first.env.all_docs[name]}
    assert read == {"index"}
    clean = Book(book.folder / "clean")
    clean.write("other.md", "---\norphan: true\n---\n# Other\n")
    clean.write(f"data/ships/{file}", path.read_text(encoding="utf-8"))
    clean.build()
    assert book.page() == clean.page()
    assert (book.out() / "_images/ships.svg").read_bytes() == (clean.out() / "_images/ships.svg").read_bytes()


def test_parallel_reading(book: Book) -> None:
    book.build()  # draws in this process, before others are forked from it
    names = [f"c{number}" for number in range(8)]
    for number, name in enumerate(names):
        book.spec({"data": {"url": "ships.csv"}, "mark": "point", "width": 100 + number}, f"ships/{name}")
        book.write(f"{name}.md", CHAPTER.replace("fig-ships", name).replace("ships/ships", f"ships/{name}"))
    book.write("index.md", CHAPTER + "\n```{toctree}\n" + "\n".join(names) + "\n```\n")
    app, warnings = book.build(jobs=2)
    assert warnings == ""
    assert app.is_parallel_allowed("read")
    pictures = {path.name for path in (book.out() / "_images").iterdir()}
    assert pictures == {"ships.svg", *(f"ships-{name}.svg" for name in names)}
    assert all(f"_images/ships-{name}.svg" in book.page(name) for name in names)
    first = dict(app.env.all_docs)
    assert book.build()[0].env.all_docs == first, "nothing changed, nothing is read"


def test_in_a_chapter_below(book: Book) -> None:
    book.write("chapters/one.md", CHAPTER)
    book.write("index.md", "# Front\n\n```{toctree}\nchapters/one\n```\n")
    assert book.build()[1] == ""
    page = html.fromstring((book.out() / "chapters/one.html").read_text(encoding="utf-8"))
    assert page.xpath("//figure/img/@src") == ["../_images/ships.svg"]


def test_two_charts_of_one_description(book: Book) -> None:
    assert "port2026" in DESCRIPTION
    book.spec({"data": {"url": "ships.csv"}, "mark": "point"}, "ships/points")
    book.write("index.md", CHAPTER + CHAPTER.replace("# Ships", "## More").replace("fig-ships", "fig-p").replace(
        "ships/ships", "ships/points"))
    assert book.build()[1] == ""
    assert html.fromstring(book.page()).xpath("//figure/img/@src") == ["_images/ships.svg", "_images/ships-points.svg"]
