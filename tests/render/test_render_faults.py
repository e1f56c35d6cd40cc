"""What cannot be set is one message each, with file and line, all in one run; nothing is published over it."""

from __future__ import annotations

import re
from pathlib import Path

from support import SVG, Project

GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"

CHAPTER = """\
# Chapter

![A missing picture](missing.svg)

![](dot.svg)

A sign that no font has: \U0001f600, here.

A private sign: \ue123, here.

#### A heading too deep

Text with $\\unknown{x}$ in it.

![A film](film.gif)

```{eval-rst}
.. raw:: typst

   #this-is-not-defined
```

## Again: \U0001f600
"""


def located(messages: list[str]) -> list[tuple[str, str]]:
    """``(path:line, code or first words)`` of every message."""
    found = []
    for message in messages:
        match = re.match(r"([^:]+:\d*):? (?:WARNING|ERROR): (B\d+|.{0,24})", message)
        found.append((match[1], match[2]) if match else ("", message))
    return found


def test_all_faults_in_one_run(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": CHAPTER, "dot.svg": SVG, "film.gif": GIF})
    built = project.build()
    assert sorted(located(built.warnings)) == sorted([
        ("index.md:3", "image file not readable:"),
        ("index.md:5", "B101"),
        ("index.md:7", "B102"),
        ("index.md:9", "B109"),
        ("index.md:11", "Non-consecutive header l"),
        ("index.md:13", "B112"),
        ("index.md:15", "B106"),
        ("index.md:18", "B107"),
        ("index.md:23", "B102"),
    ])
    assert built.status != 0
    assert [name for name in built.files if not name.startswith(".")] == []


def test_faults_are_said_again(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": CHAPTER, "dot.svg": SVG, "film.gif": GIF})
    first, second = project.build(), project.build()
    assert second.status == first.status != 0
    assert sorted(second.warnings) == sorted(first.warnings)


def test_the_last_good_pdf_stays(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": "# Book\n\nText.\n"})
    good = project.build()
    before = (good.folder / "book.pdf").read_bytes()
    project.write({"index.md": "# Book\n\n![](dot.svg)\n", "dot.svg": SVG})
    bad = project.build()
    assert bad.status != 0
    assert (bad.folder / "book.pdf").read_bytes() == before
    assert bad.files == good.files


def test_missing_alt_is_a_warning_without_standards(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": "# Book\n\n![](dot.svg)\n", "dot.svg": SVG}, brief_pdf_standards=[])
    built = project.build()
    assert built.status == 0
    assert located(built.warnings) == [("index.md:3", "B101")]
    assert [tag.alt for tag in built.pdf().tree.find("Figure")] == [""]


def test_strict_refuses_over_a_warning(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": "# Book\n\n![](dot.svg)\n", "dot.svg": SVG}, brief_pdf_standards=[])
    built = project.build(strict=True)
    assert built.status != 0
    assert not (built.folder / "book.pdf").exists()


def test_characters_in_every_place_are_located(tmp_path: Path) -> None:
    face = "\U0001f600"
    source = f"""\
# Title {face}

- item {face}

| head {face} |
|---|
| cell {face} |

```text
code {face}
```

`literal {face}`

![alternative {face}](dot.svg)

Note.[^n]

[^n]: Note {face}

:::{{admonition}} Box {face}
Text
:::

Formula $x$ and [link {face}](https://example.org).
"""
    built = Project(tmp_path, {"index.md": source, "dot.svg": SVG}).build()
    places = {place for place, code in located(built.warnings) if code == "B102"}
    assert places == {f"index.md:{line}" for line in (1, 3, 5, 9, 13, 15, 19, 21, 25)}
    assert len([message for message in built.warnings if message.startswith("index.md:5:")]) == 2  # a table's rows
    assert all("U+1F600 GRINNING FACE" in message for message in built.warnings)


def test_an_image_from_the_network_is_refused(tmp_path: Path) -> None:
    built = Project(tmp_path, {"index.md": "# Book\n\n![Badge](https://example.org/badge.svg)\n"}).build()
    assert located(built.warnings) == [("index.md:3", "B105")]
    assert built.status != 0


def test_an_image_that_is_none_is_refused(tmp_path: Path) -> None:
    source = "# Book\n\n![Broken](broken.png)\n\n![Broken too](broken.svg)\n"
    built = Project(tmp_path, {"index.md": source, "broken.png": b"no picture", "broken.svg": "<svg"}).build()
    assert located(built.warnings) == [("index.md:3", "B105"), ("index.md:5", "B105")]
    assert built.status != 0


def test_page_header_of_docutils_is_refused(tmp_path: Path) -> None:
    """Sphinx prints it on no page; to leave it out would lose words."""
    built = Project(tmp_path, {"index.rst": "Book\n====\n\n.. header:: Printed nowhere\n\nText.\n"}).build()
    assert built.status != 0
    assert [code for _place, code in located(built.warnings)] == ["B104"]


def test_without_standards_the_book_is_printed_over_faults_of_the_source(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": "# Book\n\nSee {ref}`nowhere` and {doc}`nothing`.\n"}, brief_pdf_standards=[])
    built = project.build()
    assert built.status == 0 and len(built.warnings) == 2
    assert "See nowhere and nothing." in built.pdf().text


def test_a_cell_too_many_is_not_dropped_in_silence(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": "# T\n\n| a | b |\n| - | - |\n| 1 | 2 |\n| 1 | 2 | 3 |\n| 1 \\| 1 | 2 | |\n\n> | a |\n> | - |\n> | 1 | 2 |\n"})
    assert located(project.build().warnings) == [("index.md:6", "B116"), ("index.md:11", "B116")]
