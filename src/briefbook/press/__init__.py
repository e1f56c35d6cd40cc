"""One command from sources to everything a reader opens; see :mod:`briefbook.press.build`."""
