"""A small book in two editions: 2026-11, and 2026-12 with one moved judgment, one correction, one new source, one retired
fact and a slip of the pen put right."""

from __future__ import annotations

from books import BIB, THEMED, Book
from ledger_book import FACTS, FILES, ONE, TWO

CHANGES = "# Changes\n\n## Since the last edition\n\n:::{changes}\n:::\n\n## Errata\n\n:::{errata}\n:::\n"
NOVEMBER = {
    **FILES,
    "conf.py": str(FILES["conf.py"]) + THEMED + """
brief_edition, brief_edition_date, brief_first_published = "November 2026", "2026-11-22", "2026-11-22"
html_baseurl = "https://example.org/book/"
typst_documents = [("index", "book", "", "", "book"), ("changes", "changes", "", "", "brief")]
""",
    "index.md": str(FILES["index.md"]).replace("references\n", "changes\njudgments\nreferences\n"),
    "judgments.md": "# Judgments\n\n:::{judgment-register}\n:::\n",
    "changes.md": CHANGES,
    "chapters/two.md": TWO + "\nBoth are wet {cite:p}`moe2022`, as every observor knows, and the count of {value}`RIV-001.boats` boats says so.\n",
}
ACCOUNT = """\
- id: boats-recounted
  kind: correction
  date: 2026-12-03
  of: [RIV-001]
  why: Roe's table counts the barges too.
  noticed: a reader
- id: lake-gone
  kind: retired
  date: 2026-12-05
  of: [LAK-001]
  why: Moe has taken it back.
  instead: RIV-002
"""
DECEMBER = {
    "conf.py": str(NOVEMBER["conf.py"]) + 'brief_edition, brief_edition_date = "December 2026", "2026-12-20"\n',
    "references.bib": BIB + "@book{poe2023, author = {Poe, Eve}, title = {On fords}, publisher = {Press}, date = {2023}}\n",
    "chapters/one.md": ONE.replace(":likelihood: likely", ":likelihood: very likely").replace("{likelihood}`likely`", "{likelihood}`very likely`")
    .replace(":previous: new", ":previous: likely\n:moved: A second count agrees.").replace("RIV-001, LAK-001", "RIV-001"),
    "chapters/two.md": str(NOVEMBER["chapters/two.md"]).replace("LAK-001,RIV-002`.", "RIV-002` {cite:p}`poe2023`.").replace("observor", "observer"),
    "ledger/facts/all.yaml": FACTS.partition("- id: LAK-001")[0].replace("20,000", "21,000").replace("20000", "21000"),
    "ledger/changes/2026.yaml": ACCOUNT,
}


def next_edition(book: Book) -> None:
    """Record the first edition and write the second one."""
    assert book.command("briefbook.__main__", ["record", "--source", str(book.source), "-o", str(book.output)], {}).status == 0
    book.write(DECEMBER)
