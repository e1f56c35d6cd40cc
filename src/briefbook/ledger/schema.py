"""The JSON Schema of a facts file, which editors read for completion; kept as ``ledger/schema.json``."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from briefbook.ledger.records import Fact, Terms

#: The first line of every file, by which an editor finds the schema.
MODELINE = "# yaml-language-server: $schema=../schema.json"


def schema_text(terms: Terms) -> str:
    """The schema with the subjects and units of *terms*, as the file holds it."""
    schema: dict[str, Any] = TypeAdapter(list[Fact]).json_schema()
    fields = schema["$defs"]
    if terms.units:
        fields["Value"]["properties"]["unit"]["enum"] = list(terms.units)
    if terms.subjects:
        subjects = "|".join(terms.subjects)
        fields["Fact"]["properties"]["id"]["pattern"] = rf"^({subjects})-\d{{2,3}}$"
    schema |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Facts of the ledger"}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
