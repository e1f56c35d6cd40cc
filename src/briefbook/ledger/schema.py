"""The JSON Schemas of the ledger's files, which editors read for completion; kept as ``ledger/*schema.json``."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from briefbook.ledger.collected import FOLDERS
from briefbook.ledger.records import Fact, Record, Terms

#: The first line of a file, by which an editor finds the schema.
MODELINE = "# yaml-language-server: $schema=../{}"


def schema_texts(terms: Terms) -> dict[str, str]:
    """Every schema by the name of its file, with the subjects and units of *terms*."""
    texts = {"schema.json": _schema_text(Fact, "Facts of the ledger", terms)}
    return texts | {f"{name}.schema.json": _schema_text(kind, f"{name.capitalize()} of the ledger", terms)
                    for name, kind in FOLDERS.items()}


def _schema_text(kind: type[Record], title: str, terms: Terms) -> str:
    schema: dict[str, Any] = TypeAdapter(list[kind]).json_schema()  # type: ignore[valid-type]
    fields = schema["$defs"]
    for name in ("Value", "Series"):
        if terms.units and name in fields:
            fields[name]["properties"]["unit"]["enum"] = list(terms.units)
    if terms.subjects and "Fact" in fields:
        subjects = "|".join(terms.subjects)
        fields["Fact"]["properties"]["id"]["pattern"] = rf"^({subjects})-\d{{2,3}}$"
    schema |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
