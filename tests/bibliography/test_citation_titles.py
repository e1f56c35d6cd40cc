"""A heading that cites is called by its words wherever it is named."""

from __future__ import annotations

from pathlib import Path

from citeproject import Project, entry

FILES = {
    "refs.bib": entry("kim2024"),
    "index.md": "# Book\n\n```{toctree}\none\ntwo\nrefs\n```\n\nSee {ref}`losses` and {ref}`fig`.\n",
    "one.md": "(losses)=\n# Losses in {cite:t}`kim2024`\n\n## Deaths {cite:p}`kim2024{3}`\n\n"
              "```{figure} p.svg\n:name: fig\n:alt: P\n\nA figure {cite:p}`kim2024`\n```\n",
    "two.md": "# Two\n\nBack to {doc}`one`.\n", "p.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "refs.md": "# References\n\n```{bibliography}\n```\n"}


def test_a_title_that_cites_is_named_by_its_words(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES)
    built = project.build()
    assert built.messages == []
    front = built.text("index")
    assert "See Losses in Lee (2024) and A figure (Lee 2024)." in front
    assert "Deaths (Lee 2024, 3)" in front, "in the table of contents"
    assert "Back to Losses in Lee (2024)." in built.text("two")
    assert "kim2024" not in front + built.text("two")


def test_the_words_follow_the_source(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES)
    project.build()
    project.write({"refs.bib": entry("kim2024", author="Choe, Bo")})
    again = project.build()
    assert "See Losses in Choe (2024) and A figure (Choe 2024)." in again.text("index")
    assert "Back to Losses in Choe (2024)." in again.text("two")
