"""A book that uses everything an author may write, to see that whatever it is set as conforms."""

project = "Everything at once: a book with 한국어, 中文 and русский in its title"
author = "The editors"
language = "en"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "briefbook", "sphinx.ext.todo"]
include_patterns = ["index.md", "line.md", "sources.md", "chapters/*"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist",
                          "substitution", "tasklist"]
numfig = True
numfig_secnum_depth = 1
html_theme = "basic"
html_baseurl = "https://book.example.org/"
bibtex_bibfiles = ["sources.bib"]
todo_include_todos = True
brief_edition = "First"
brief_edition_date = "2026-01-31"
brief_cutoff = "2025-12-31"
brief_draft = True
brief_subject = "What every construct looks like in print, and whether it conforms"
brief_keywords = ["conformance", "적합성"]
brief_roles = [("Lead author", "A. Name"), ("Second reader", "B. Name")]
typst_documents = [
    ("index", "everything", "", "", "book"),
    ("chapters/blocks", "blocks", "", "", "brief"),
    ("chapters/objects", "objects", "", "", "brief"),
    ("line", "line", "", "", "page"),
]
