"""Settings of the documentation, a small book printed by the same press."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

project = "briefbook"
author = "The briefing book's editors"
copyright = "2026, The briefing book's editors"  # noqa: A001
language = "en"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "briefbook"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["build"]
nitpicky = True
myst_enable_extensions = ["amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist",
                          "smartquotes", "strikethrough", "substitution", "tasklist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.strikethrough"]  # which fears for other writers than HTML's; ours strikes out too
numfig = True
numfig_secnum_depth = 1
numfig_format = {"figure": "Figure %s", "table": "Table %s", "section": "Section %s"}
math_numfig = True
bibtex_bibfiles = ["example.bib"]

html_theme = "briefbook"
html_title = "briefbook"
brief_subject = "How to write and print a policy briefing book"
typst_documents = [("index", "briefbook", "", "", "book")]

brief_check = False  # its ledger and its numbers are examples
