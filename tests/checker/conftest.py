"""Fixtures of the checker's tests: books that are checked once for all tests of a module."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE.parent / "build")]
