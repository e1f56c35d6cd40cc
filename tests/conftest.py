"""What all tests share; the folder itself is importable: ``support``, ``pdfreader``, ``casefiles``."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples on every machine; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
