"""Puts what pydantic finds wrong into the house's words: the record, the field, the value as typed, the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from briefbook.ledger.records import Fact, Record
from briefbook.near import did_you_mean
from briefbook.problems import Finding, Problem, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from briefbook.placed import Place, Placed

#: What every fact must say of itself (the editorial standard, S204).
_STANDING = frozenset({"asserted_by", "event_date", "as_of", "sources", "seen"})
_DATES = frozenset({"event_date", "as_of", "date"})
#: What pydantic calls a missing thing: no key, nothing behind the key, an empty text or list.
_MISSING = frozenset({"missing", "empty", "too_short"})


def faults_of(
    error: ValidationError, file: Placed, top: Place, name: str, record: type[Record],
) -> Iterator[Finding]:
    """A finding for each field of the record *name*, which stands at *top* in *file*."""
    told: set[Place] = set()
    for item in error.errors():
        place = item["loc"]
        if place in told:
            continue
        told.add(place)
        problem, message = _words(item, place, name, record)
        anchor = (*top, "id") if not place or item["type"] == "missing" and len(place) == 1 else (*top, *place)
        yield find(problem, message, file.path, file.line(anchor))


def _words(item: ErrorDetails, place: Place, name: str, record: type[Record]) -> tuple[Problem, str]:
    field = _spelled(place)
    given = item["input"]
    last = str(place[-1]) if place else ""
    if item["type"] in _MISSING or (given is None and last not in ("", "value")):
        problem = Problem.FACT_WITHOUT if record is Fact and place[:1] and place[0] in _STANDING else Problem.FACT_LACKS
        return problem, f"{name} has no {field!r}" if place else f"{name} is empty"
    if item["type"] == "extra_forbidden":
        known = _record_at(place, record).model_fields
        return Problem.LEDGER_FIELD, f"{name} has the unknown key {field!r}" + did_you_mean(last, known)
    if item["type"] == "date" or last in _DATES:
        return Problem.LEDGER_DATE, f"{field!r} of {name} is {given!r}"
    if place[:1] == ("grade",):
        return Problem.LEDGER_GRADE, f"{field!r} of {name} is {given!r}"
    if item["type"] in ("number", "numbers"):
        return Problem.LEDGER_FIELD, f"{field!r} of {name} {item['msg']}" + ("" if item["type"] == "numbers" else f", not {given!r}")
    return Problem.LEDGER_FIELD, f"{field!r} of {name} is {_short(given)}{_wanted(item)}"


def _wanted(item: ErrorDetails) -> str:
    """What was expected, and for a choice what was probably meant."""
    expected = str(item.get("ctx", {}).get("expected", ""))
    if item["type"] == "literal_error":
        choices = [word.strip("' ") for word in expected.replace(" or ", ",").split(",")]
        return f", not one of {', '.join(choices)}" + did_you_mean(str(item["input"]), choices)
    kinds = {"string_type": "a text", "tuple_type": "a list",
             "model_type": "a set of keys and values", "dict_type": "a set of keys and values"}
    if item["type"] in kinds:
        return f", not {kinds[item['type']]}"
    return ", which does not have the form " + str(item.get("ctx", {}).get("pattern", "it needs"))


def _record_at(place: Place, record: type[Record]) -> type[Record]:
    """The record that the field at *place* belongs to."""
    for part in place[:-1]:
        field = record.model_fields.get(str(part))
        record = _held(field.annotation) or record if field else record
    return record


def _held(annotation: Any) -> type[Record] | None:
    """The kind of record that a field holds: itself, or in a list, or perhaps none."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in get_args(annotation) if (found := _held(part))), None)


def _spelled(place: Place) -> str:
    """``values[2].unit``, positions from 1 as people count."""
    words = ""
    for part in place:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words


def _short(given: Any) -> str:
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004
