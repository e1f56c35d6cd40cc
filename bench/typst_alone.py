"""Set a Typst source that the press has assembled, with nothing else in the process: what Typst itself needs."""

from __future__ import annotations

import sys
from pathlib import Path

import typst

from briefbook.typst import fonts

source = Path(sys.argv[1])
typst.compile(str(source), root=str(source.parent), font_paths=fonts.load(()), ignore_system_fonts=True, format="pdf",
              pdf_standards=["ua-1", "a-3a"], timestamp=0)
