"""A small book that keeps a ledger: two chapters, three facts, three sources, a judgment, the registers."""

from __future__ import annotations

from books import BIB, CONF, REFERENCES, Files

TERMS = """\
subjects:
  RIV: Rivers
  LAK: Lakes
units: [km, boats, million US$, percent]
"""
FACTS = """\
- id: RIV-001
  statement: Roe counts at least 20,000 boats on the river.
  values:
    - {name: boats, label: boats, value: 20000, unit: boats, qualifier: at least}
    - {name: toll, label: toll, low: 4.2, high: 5.8, unit: million US$}
  event_date: 2019-01/2019-12
  as_of: 2019-12-31
  asserted_by: Jane Roe
  origin: Roe's count of 2019
  sources: [roe2020]
  seen: excerpt
  grade: {reliability: B, credibility: 2, reason: shows her data}
- id: RIV-002
  statement: Doe gives the river's length.
  values:
    - {name: length, label: length, value: 1200, unit: km, qualifier: about}
  event_date: 2021
  as_of: 2021-05-04
  asserted_by: John Doe
  origin: Doe's survey
  sources: [doe2021, roe2020]
  seen: full text
  grade: {reliability: C, credibility: 3, reason: one man with a rope}
  notes: He measured once.
  checked: {by: second reader, date: 2026-01-02, result: stands, how: read again}
- id: LAK-001
  statement: Moe says that the lake is wide.
  event_date: 2022
  as_of: 2022
  asserted_by: Ann Moe
  origin: Moe's report
  sources: [moe2022]
  seen: excerpt
  grade: {reliability: F, credibility: 6, reason: no method given}
  contradicts: [RIV-002]
"""
ONE = """\
(one)=
# Rivers

:::{judgment} RIV-1
:likelihood: likely
:confidence: low
:reason: One count.
:facts: RIV-001, LAK-001
:alternative: None.
:raise: More boats.
:lower: Fewer boats.
:review: 2027-04-30
:previous: new
The boats will {likelihood}`likely` stay.
:::

Roe counts {value}`RIV-001.boats` boats and a toll of {value}`RIV-001.toll` {fact}`RIV-001`.

The length is {value}`RIV-002.length | unit`, or {value}`RIV-002.length | bare` in short {fact}`RIV-002 | doe2021{p. 12}`.
"""
TWO = """\
(two)=
# Lakes

Lakes are wide, and rivers long {fact}`LAK-001,RIV-002`.
"""
INDEX = """\
# Small book

```{toctree}
:numbered: 2

chapters/one
chapters/two
evidence
sources
references
```
"""
EVIDENCE = "(evidence)=\n# Evidence register\n\n:::{evidence-register}\n:::\n"
SOURCES = "(sources)=\n# Source register\n\n:::{source-register}\n:::\n"
FILES: Files = {
    "conf.py": CONF + "brief_check = False\n", "references.bib": BIB, "index.md": INDEX, "chapters/one.md": ONE, "chapters/two.md": TWO,
    "references.md": REFERENCES, "evidence.md": EVIDENCE, "sources.md": SOURCES,
    "ledger/terms.yaml": TERMS, "ledger/facts/all.yaml": FACTS}
