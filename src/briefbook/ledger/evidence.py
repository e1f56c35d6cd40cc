"""The evidence behind a document as JSON: its judgments, the facts under them, the sources under these."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from briefbook.ledger.records import Fact

#: Raised whenever a key is renamed or goes, so that a program that reads attachments can tell.
VERSION = 1


def evidence_text(
    about: Mapping[str, str], judgments: Iterable[Mapping[str, Any]], facts: Iterable[Fact],
    sources: Iterable[Mapping[str, str]],
) -> str:
    """*about* names book and edition; keys without a value are left out. Empty where there is nothing to attach."""
    found = {
        "judgments": [dict(judgment) for judgment in judgments],
        "facts": [fact.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for fact in facts],
        "sources": [{name: text for name, text in source.items() if text} for source in sources]}
    if not any(found.values()):
        return ""
    head = {name: text for name, text in about.items() if text}
    return json.dumps({"format": "briefbook-evidence", "version": VERSION, **head, **found},
                      ensure_ascii=False, indent=1) + "\n"
