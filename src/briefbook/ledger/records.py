"""The records of the ledger. Their descriptions are what an editor shows while a file is typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from briefbook.ledger import dates

#: ``MIL-127``: the letters are a subject of ``terms.yaml``.
IDENT = re.compile(r"[A-Z]{2,4}(?:-[A-Z])?-\d{2,3}")
#: A short name: ``killed-or-wounded``.
NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_DATE = r"\d{4}(-\d\d(-\d\d)?)?"

Qualifier = Literal["about", "some", "nearly", "at least", "more than", "over", "well over", "up to", "as many as",
                    "as much as", "at most", "less than"]


def _as_typed(value: Any) -> Any:
    """A date or a year without quotation marks, which YAML takes for something else, as it was typed."""
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _words(text: str) -> str:
    """Folded lines of YAML keep their words and lose their breaks."""
    folded = " ".join(text.split())
    if not folded:
        raise PydanticCustomError("empty", "is empty")
    return folded


def _date(text: str) -> str:
    if not dates.is_date(text):
        raise PydanticCustomError("date", "is no date such as 2026-04-30, 2026-04 or 2026")
    return text


def _span(text: str) -> str:
    if not dates.is_span(text):
        raise PydanticCustomError("date", "is neither a date such as 2026-04-30 nor two of them such as 2023-09/2025-05")
    return text


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number", "is no number: write digits alone, 20000 or 87.7")
    return value


Text = Annotated[str, AfterValidator(_words)]
Date = Annotated[str, BeforeValidator(_as_typed), AfterValidator(_date),
                 Field(json_schema_extra={"pattern": f"^{_DATE}$"})]
Span = Annotated[str, BeforeValidator(_as_typed), AfterValidator(_span),
                 Field(json_schema_extra={"pattern": f"^{_DATE}(/{_DATE})?$"})]
Number = Annotated[int | float, BeforeValidator(_number)]
Ident = Annotated[str, Field(pattern=f"^{IDENT.pattern}$")]


class Record(BaseModel):
    """What all records share: they cannot be changed, and know their own keys only."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(Record):
    """One number of a fact, or a range of numbers."""

    name: Annotated[str, Field(pattern=NAME)] = Field(
        description="How chapters name it, as in {value}`MIL-127.containers`; short, lower case, never reused.",
        examples=["containers", "killed-or-wounded"])
    label: Text = Field(description="What is counted, for the register.", examples=["containers", "trade in 2024"])
    value: Number | None = Field(None, description="The number, in the unit; left out for a range.")
    low: Number | None = Field(None, description="The lower end of a range.")
    high: Number | None = Field(None, description="The upper end of a range.")
    unit: Text = Field(description="A unit of terms.yaml.", examples=["containers", "percent", "million US$"])
    qualifier: Qualifier | None = Field(None, description="The source's own reserve, printed before the number.")

    @model_validator(mode="after")
    def _one_number_or_two(self) -> Self:
        given = tuple(number is not None for number in (self.value, self.low, self.high))
        if given not in ((True, False, False), (False, True, True)):
            raise PydanticCustomError("numbers", "has neither a value nor both low and high, or has too much of both")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise PydanticCustomError("numbers", "has a low that is not below its high")
        return self


class Grade(Record):
    """How far the source is to be trusted, on the two axes of the Admiralty scale."""

    reliability: Literal["A", "B", "C", "D", "E", "F"] = Field(
        description="Of the speaker on this subject: A completely, B usually, C fairly, D not usually, E un-, F unknown.")
    credibility: Literal[1, 2, 3, 4, 5, 6] = Field(
        description="Of the item: 1 confirmed by another origin, 2 probably, 3 possibly true, 4 doubtful, 5 improbable, "
                    "6 unknown.")
    reason: Text = Field(description="Why, in a few words.", examples=["an agency on the text of a treaty"])

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


class Check(Record):
    """A second reading of the sources."""

    by: Text = Field(description="Who read, by role.", examples=["second reader"])
    date: Date = Field(description="When.")
    result: Literal["stands", "corrected", "not found"] = Field(description="What came of it.")
    how: Text = Field(description="What was read.")


class Fact(Record):
    """A dated, attributed, sourced statement."""

    id: Ident = Field(description="Subject and number, never reused.", examples=["MIL-127"])
    statement: Text = Field(description="What is stated, in our own words, with who states it.")
    values: tuple[Value, ...] = Field((), description="Its numbers, which chapters print with {value}.")
    event_date: Span = Field(description="When it happened: a date, or two with a slash between.",
                             examples=["2025-05-29", "2023-09/2025-05"])
    as_of: Date = Field(description="The day up to which the statement speaks.")
    asserted_by: Text = Field(description="Who first said it, which is rarely the outlet that printed it.")
    origin: Text = Field(description="Who first said it and on what occasion; two facts of one origin count once.",
                         examples=["NIS to lawmakers, 30 April 2025"])
    sources: tuple[str, ...] = Field(min_length=1, description="Keys of references.bib.")
    seen: Literal["full text", "excerpt", "no (recalled)", "no (absence of evidence)"] = Field(
        description="How the text was seen.")
    grade: Grade
    notes: Text | None = Field(None, description="What a reader of the register should know.")
    contradicts: tuple[Ident, ...] = Field((), description="Facts that say otherwise.")
    checked: Check | None = None

    @property
    def subject(self) -> str:
        """``MIL`` of ``MIL-127``."""
        return self.id.rpartition("-")[0]

    def value(self, name: str) -> Value | None:
        return next((value for value in self.values if value.name == name), None)


class Speaker(Record):
    """Somebody who asserts, by all the names that a sentence may use."""

    names: tuple[Text, ...] = Field((), description="Every name; those in asserted_by among them.",
                                    examples=[["NIS", "National Intelligence Service", "Seoul's intelligence service"]])
    places: tuple[Text, ...] = Field((), description="Names that are places too: they attribute only beside a word of saying.",
                                     examples=[["Seoul", "South Korea"]])
    government: bool = Field(False, description="A government, its services and forces, or a party to a war: its estimates "
                                                "are attributed in every sentence that prints them.")


class Terms(Record):
    """The words the ledger may use, and the names the checker knows: ``ledger/terms.yaml``."""

    subjects: dict[str, Text] = Field(description="The letters that ids begin with, and the subject each stands for.")
    units: tuple[Text, ...] = Field(description="Every unit, as values name it; currencies as 'million US$'.")
    speakers: tuple[Speaker, ...] = Field((), description="Who asserts, by all their names.")
    names: tuple[Text, ...] = Field((), description="Names with digits or capitals that are no figures and no acronyms: 38 North.")


@dataclass(frozen=True)
class Ledger:
    """All facts, by id in the order of subject and number."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    terms: Terms = Terms(subjects={}, units=())
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)  #: file and line of each fact
    broken: frozenset[str] = frozenset()  #: ids of facts with faults of their own, which have had their message

    def origins(self, idents: Iterable[str]) -> list[str]:
        """The origins behind facts, each once: two outlets of one briefing are one."""
        found = {fact.origin.casefold(): fact.origin for ident in idents if (fact := self.facts.get(ident))}
        return list(found.values())
