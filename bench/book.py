"""A generated book: chapters with sections, citations, figures, tables, footnotes and cross references."""

from __future__ import annotations

import random
from pathlib import Path

WORDS = ("the of to and in a for that on with as by report states team ships cargo port rail arms trade estimate council "
         "measure panel treaty forces region output shells rounds source figure year month evidence record public text "
         "official statement member market price fuel limit work labour visit summit export import").split()

PLAIN_CONF = """
project = "Bench"
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
bibtex_bibfiles = ["refs.bib"]
numfig = True
html_theme = "alabaster"
myst_enable_extensions = ["colon_fence"]
"""

PRESS_CONF = PLAIN_CONF.replace('"sphinxcontrib.bibtex"]', '"sphinxcontrib.bibtex", "briefbook"]').replace(
    '"alabaster"', '"briefbook"') + """
brief_edition_date = "2026-11-22"
brief_edition = "November 2026"
typst_documents = {documents}
"""

PICTURE = ('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="160" viewBox="0 0 400 160">'
           '<rect width="400" height="160" fill="#eee"/><path d="M10 150 L390 {height}" stroke="#622" fill="none"/></svg>')


def _sentences(rng: random.Random, number: int) -> str:
    lines = []
    for _ in range(number):
        words = [rng.choice(WORDS) for _word in range(rng.randint(9, 22))]
        lines.append(" ".join(words).capitalize() + ".")
    return "\n".join(lines)


def _chapter(rng: random.Random, index: int, chapters: int, keys: list[str]) -> str:
    parts = [f"(chapter-{index})=\n# Chapter {index} on {rng.choice(WORDS)}\n", _sentences(rng, 6)]
    for section in range(1, 7):
        parts.append(f"\n## Section {section} about {rng.choice(WORDS)}\n")
        for paragraph in range(5):
            text = _sentences(rng, 5)
            if paragraph in (0, 2):
                text += f"\nAs reported {{cite:p}}`{rng.choice(keys)}`."
            if paragraph == 1:
                text += f"\nSee {{ref}}`chapter-{rng.randint(1, chapters)}`."
            if paragraph == 3 and section < 5:
                text += f"\nA note.[^n{section}]"
            parts.append(text + "\n")
        if section % 2:
            parts.append(f":::{{figure}} picture{section}.svg\n:name: fig-{index}-{section}\n:alt: A line that rises.\n"
                         f"A line in chapter {index}\n:::\n")
        else:
            rows = "\n".join(f"| row {row} | {rng.randint(1, 999)} | {rng.choice(WORDS)} |" for row in range(8))
            parts.append(f":::{{table}} Values of section {section}\n| name | value | word |\n| --- | --- | --- |\n"
                         f"{rows}\n:::\n")
    parts += [f"\n[^n{section}]: {_sentences(rng, 1)}\n" for section in range(1, 5)]
    return "\n".join(parts)


def write(folder: Path, chapters: int, press: bool, documents: str = "book") -> None:
    """Write a book of *chapters* chapters; *documents* is ``book``, ``briefs`` or ``both``."""
    rng = random.Random(chapters)
    folder.mkdir(parents=True)
    keys = [f"key{number}" for number in range(chapters * 15)]
    entries = [f'@misc{{{key},\n author = "{{Body {number % 40}}}",\n title = "Report {number} on {rng.choice(WORDS)}",\n'
               f' year = {2015 + number % 11},\n url = "https://example.org/{number}"\n}}' for number, key in enumerate(keys)]
    (folder / "refs.bib").write_text("\n\n".join(entries), encoding="utf-8")
    for section in (1, 3, 5):
        (folder / f"picture{section}.svg").write_text(PICTURE.format(height=20 * section), encoding="utf-8")
    names = [f"chapter{index:04d}" for index in range(1, chapters + 1)]
    for index, name in enumerate(names, start=1):
        (folder / f"{name}.md").write_text(_chapter(rng, index, chapters, keys), encoding="utf-8")
    listing = "\n".join(names)
    (folder / "index.md").write_text(
        f"# Bench\n\nA generated book.\n\n```{{toctree}}\n:numbered: 2\n\n{listing}\nreferences\n```\n", encoding="utf-8")
    (folder / "references.md").write_text("# References\n\n```{bibliography}\n```\n", encoding="utf-8")
    pdfs = [("index", "book", "", "", "book")] if documents in ("book", "both") else []
    pdfs += [(name, name, "", "", "brief") for name in names] if documents in ("briefs", "both") else []
    conf = PRESS_CONF.replace("{documents}", repr(pdfs)) if press else PLAIN_CONF
    (folder / "conf.py").write_text(conf, encoding="utf-8")
