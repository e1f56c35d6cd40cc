"""Editions: the record of each, what changed from one to the next, and what must not be lost on the way."""

from __future__ import annotations
