"""The checker: rules of the editorial standard, held against the text as it was read.

``rules`` says what is wrong, ``gathering`` what there is, ``report`` how it is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    from briefbook.checker import builder, reference

    builder.setup(app)    # the builder "check"
    reference.setup(app)  # directive: check-rules, for the documentation
