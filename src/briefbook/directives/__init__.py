"""What authors write: judgments, boxes, likelihood words and charts. Each part registers itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbook.directives import (
    boxes,
    charts,
    collected,
    evalrst,
    facts,
    grammar,
    imprint,
    judged,
    judgments,
    likelihood,
    paragraphs,
    reference,
    registers,
    rows,
    written,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    facts.setup(app)       # roles: fact, value; with the domain of the ledger
    registers.setup(app)   # directives: evidence-register, source-register
    collected.setup(app)   # directives: chronology, estimates, matrix
    likelihood.setup(app)  # role: likelihood; directive: likelihood-scale
    judgments.setup(app)   # directive: judgment
    judged.setup(app)      # directive: judgment-register
    boxes.setup(app)       # directives: bottom-line, indicators, change-our-mind
    imprint.setup(app)     # directive: imprint
    paragraphs.setup(app)  # numbers of paragraphs, once for all builders
    charts.setup(app)      # directive: chart
    evalrst.setup(app)     # what a fence of reStructuredText defines, its chapter knows
    grammar.setup(app)     # directive: productionlist, in Markdown
    rows.setup(app)        # rows of Markdown's tables keep their cells
    written.setup(app)     # what authors wrote, for the record of the edition
    reference.setup(app)   # directives: press-options, press-problems, press-example, for documentation
