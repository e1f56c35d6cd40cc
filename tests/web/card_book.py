"""A small book with a ledger, sources, a glossary and a judgment: everything that a link may have a card for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from web_book import Site, build_site

INDEX = """\
# The small book

```{toctree}
:hidden:
:numbered:

chapters/one
chapters/two
```

```{toctree}
:hidden:

glossary
evidence
references
```
"""
ONE = """\
# Rivers

:::{judgment} RIV-1
:likelihood: likely
:confidence: low
:reason: One count.
:facts: RIV-001
:alternative: None.
:raise: More boats.
:lower: Fewer boats.
:review: 2027-04-30
:previous: new
The boats will {likelihood}`likely` stay.
:::

Roe counts {value}`RIV-001.boats` boats on the river {fact}`RIV-001`.

- A {term}`barge` is in the list {cite:p}`doe2021`.

## Lakes

Doe writes of lakes {cite:p}`doe2021`, as {ref}`j-riv-1` does not; see <https://example.org/elsewhere>.

| A | B |
| - | - |
| a | {cite:t}`doe2021` |
"""
TWO = "# Seas\n\nNothing {cite:p}`doe2021`.\n\nAnd {fact}`RIV-002`.\n"
GLOSSARY = "# Glossary\n\n:::{glossary}\nbarge\n  A flat *boat*.\n:::\n"
BIB = """\
@book{roe2020, author = {Roe, Jane}, title = {On rivers & <banks>}, publisher = {Press}, date = {2020},
  grade = {B2}, descriptor = {Counts herself}}
@online{doe2021, author = {Doe, John}, title = {On lakes}, url = {https://example.org/lakes}, date = {2021-05-04},
  publisher = {Lake News}, archiveurl = {https://archive.example/lakes}, archivedate = {2024-03-02}}
"""
FACTS = """\
- id: RIV-001
  statement: Roe's count gives "at least" 20,000 boats.
  values: [{name: boats, label: boats, value: 20000, unit: boats}]
  event_date: 2019
  as_of: 2019-12-31
  asserted_by: Jane Roe
  origin: Roe's count of 2019
  sources: [roe2020]
  seen: excerpt
  grade: {reliability: B, credibility: 2, reason: shows her data}
- id: RIV-002
  statement: Doe gives no number.
  event_date: 2021
  as_of: 2021
  asserted_by: John Doe
  origin: Doe
  sources: [doe2021]
  seen: excerpt
  grade: {reliability: C, credibility: 3, reason: no number}
"""
FILES = {
    "index.md": INDEX, "chapters/one.md": ONE, "chapters/two.md": TWO, "glossary.md": GLOSSARY, "references.bib": BIB,
    "evidence.md": "# Evidence\n\n:::{evidence-register}\n:::\n",
    "references.md": "# References\n\n:::{bibliography}\n:::\n",
    "ledger/terms.yaml": "subjects: {RIV: Rivers}\nunits: [boats]\n", "ledger/facts/all.yaml": FACTS}


def card_site(folder: Path, files: dict[str, str] = FILES, **options: Any) -> Site:
    return build_site(folder, files, extensions=["myst_parser", "sphinxcontrib.bibtex", "briefbook"],
                      **{"bibtex_bibfiles": ["references.bib"], **options})
