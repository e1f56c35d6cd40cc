"""A small book with a ledger, sources and a chart, for what pages say to machines."""

from __future__ import annotations

from typing import Any

EXTENSIONS = ["myst_parser", "briefbook"]
BASE = "https://example.org/book/"

OPTIONS: dict[str, Any] = {
    "extensions": EXTENSIONS, "bibtex_bibfiles": ["references.bib"], "project": "The pact – a <book>",
    "author": "The editors", "brief_authors": ["de la Cruz, Ana", "{The Institute}"], "brief_publisher": "The Press",
    "brief_licence": "CC-BY-4.0", "brief_edition": "November 2026", "brief_edition_date": "2026-11-22",
    "brief_first_published": "2026-01-01", "brief_cutoff": "2026-04-30", "brief_keywords": ["pact", "sanctions"],
    "brief_subject": "On the pact.", "html_theme_options": {"pdf_dir": "../pdf"},
    "typst_documents": [("index", "book", "", "", "book"), ("chapters/one", "one", "", "", "brief")]}

FILES = {
    "index.md": "# The pact\n\n```{toctree}\n:numbered:\n\nchapters/one\nchapters/two\n```\n\n```{toctree}\nreferences\n```\n",
    "chapters/one.md": """\
---
deck: It's a deck with </script> & <b>.
---
# Rivers

:::{judgment} RIV-1
:likelihood: likely
:confidence: low
:reason: One count.
:facts: RIV-001
:alternative: None.
:raise: More.
:lower: Fewer.
:review: 2027-04-30
:previous: new
Boats will {likelihood}`likely` stay.
:::

As {cite:t}`roe2020` says {fact}`RIV-001`.

:::{chart} ships/ships
:title: Ships are few.
:alt: A chart.
:name: fig-ships
:::
""",
    "chapters/two.md": "# Lakes\n\nNothing is cited.\n",
    "references.md": "# References\n\n```{bibliography}\n:all:\n```\n\n## Evidence\n\n:::{evidence-register}\n:::\n",
    "references.bib": """\
@report{roe2020, author = {Roe, Jane}, title = {Boats}, institution = {Port Office}, date = {2020-02}, grade = {B2}}

@online{doe2021, author = {{Doe}}, title = {Łódź}, date = {2021-05-04}, url = {https://example.com/?a=b&c}}
""",
    "ledger/terms.yaml": "subjects: {RIV: Rivers}\nunits: [boats]\n",
    "ledger/facts/rivers.yaml": """\
- id: RIV-001
  statement: Roe counts 200 boats.
  values: [{name: boats, label: boats, value: 200, unit: boats}]
  event_date: 2019
  as_of: 2019-12-31
  asserted_by: Jane Roe
  origin: Roe's count
  sources: [roe2020]
  seen: excerpt
  grade: {reliability: B, credibility: 2, reason: shows her data}
- id: RIV-002
  statement: Doe saw none.
  event_date: 2021
  as_of: 2021
  asserted_by: Doe
  origin: Doe
  sources: [doe2021]
  seen: excerpt
  grade: {reliability: F, credibility: 6, reason: unknown}
  checked: {by: second reader, date: 2025-12-01, result: corrected, how: before the book was out}
""",
    "ledger/changes/2026.yaml": """\
- {id: boats-counted, kind: correction, date: 2026-03, of: [RIV-001], why: It was 199.}
""",
    "data/ships/ships.csv": "year,tonnes\n2024,20000\n2025,1234.5\n",
    "data/ships/description.yaml": """\
title: Tonnes shipped
unit: tonnes
as_of: 2026-04-30
licence: CC BY 4.0
sources: [Port office]
columns:
  - {name: year, title: Year, type: number}
  - {name: tonnes, title: Tonnes, type: number}
""",
    "data/ships/ships.vl.json": """\
{"data": {"url": "ships.csv"}, "width": 200, "height": 80, "mark": {"type": "point", "filled": true, "size": 200},
 "encoding": {"x": {"field": "tonnes", "type": "quantitative"}, "y": {"field": "year", "type": "nominal"}}}
"""}
