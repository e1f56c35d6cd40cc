"""Settings of the book. No logic here: the press is in ``src/briefbook``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))  # so that a plain sphinx-build finds the press

project = "The North Korea\N{EN DASH}Russia Military Alliance"
author = "The briefing book's editors"
copyright = "2026, The briefing book's editors. Text under CC BY 4.0"  # noqa: A001
language = "en"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "briefbook"]
source_suffix = {".md": "markdown"}
include_patterns = ["index.md", "bottom-line.md", "executive-summary.md", "references.md", "imprint.md", "chapters/*.md", "annexes/*.md"]
root_doc = "index"
nitpicky = True
numfig = True
numfig_secnum_depth = 1
numfig_format = {"figure": "Figure %s", "table": "Table %s", "section": "Chapter %s"}
smartquotes = True

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "fieldlist", "smartquotes"]
myst_heading_anchors = 3

bibtex_bibfiles = ["references.bib"]

# The edition, printed on the cover, in the running header and on every page of the site.
brief_edition = "November 2026"
brief_edition_date = "2026-11-22"
brief_cutoff = "2026-04-30"
brief_cutoff_note = (
    "The text was closed then so that every statement could be checked against its source; "
    "little later material was to be had from publishers themselves, so none is used.")
brief_draft = True
brief_subject = (
    "What the North Korea\N{EN DASH}Russia military alliance is, why each side keeps it, what it means for China, "
    "and what sanctions and allies can do about it")
brief_keywords = ["North Korea", "Russia", "military alliance", "sanctions", "China", "policy brief"]
brief_licence = "CC-BY-4.0"
brief_roles = [
    ("Lead author", "the editors"),
    ("Second reader", "an editor who did not write the chapter"),
]
brief_distribution = "Public. It may be copied and passed on under the licence below."
brief_funding = "None."
brief_corrections = "the issue tracker of the book's source repository"

# The PDFs: (startdocname, targetname, title, author, layout). File names do not change between editions.
typst_documents = [
    ("index", "book", "", "", "book"),
    ("bottom-line", "bottom-line", "", "", "page"),
    ("executive-summary", "executive-summary", "", "", "brief"),
    ("chapters/partnership", "partnership", "", "", "brief"),
    ("chapters/russian-motives", "russian-motives", "", "", "brief"),
    ("chapters/north-korea-gains", "north-korea-gains", "", "", "brief"),
    ("chapters/beyond-ukraine", "beyond-ukraine", "", "", "brief"),
    ("chapters/china", "china", "", "", "brief"),
    ("chapters/sanctions", "sanctions", "", "", "brief"),
    ("chapters/response", "response", "", "", "brief"),
]

html_theme = "briefbook"
html_title = project
html_theme_options = {"pdf_dir": "../pdf"}  # where the PDFs stand, seen from the pages
html_secnumber_suffix = " "
html_copy_source = False
html_show_sourcelink = False
html_permalinks_icon = "\N{PILCROW SIGN}"
