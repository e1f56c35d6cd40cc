"""The account that an author gives of changes since the last edition: ``ledger/changes/*.yaml``.

The three kinds of the editorial standard (section 7) and the retirement of an id. A reassessment is told where it is made,
by the options ``previous`` and ``moved`` of its judgment, and has no entry here.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from briefbook.ledger.records import NAME, Date, Record, Text

Name = Annotated[str, Field(pattern=NAME)]
#: ``MIL-127``, ``RUS-1``, a key of the bibliography, ``chapters/china`` or ``chapters/china#trade``.
Target = Annotated[str, Field(pattern=r"^[^\s#]+(#[^\s#]+)?$")]


class Change(Record):
    """One entry of the account."""

    id: Name = Field(description="Short, lower case, never reused; the entry's address in the errata.", examples=["boats-recounted"])
    kind: Literal["correction", "repair", "retired"] = Field(
        description="correction: something stated was wrong; repair: wording, a link, a label, nothing that is stated; "
                    "retired: an id that the book no longer uses.")
    date: Date = Field(description="The day of the change.")
    of: tuple[Target, ...] = Field(
        min_length=1, description="What it concerns: ids of facts or judgments, keys of sources, a page or a place of it.",
        examples=[["MIL-127"], ["chapters/china#trade"]])
    why: Text = Field(description="What was wrong, or why it goes.")
    was: Text | None = Field(None, description="What stood there, where the records of the editions do not tell.")
    now: Text | None = Field(None, description="What stands there, where the records of the editions do not tell.")
    instead: Text | None = Field(None, description="Of what is retired: the id, key or page that stands in its place, or a few words.")
    noticed: Text | None = Field(None, description="Who noticed, if they wish to be named.")

    @model_validator(mode="after")
    def _instead_of_what_goes(self) -> Self:
        if self.instead and self.kind != "retired":
            raise PydanticCustomError("instead", "says what stands instead, and nothing is retired")
        return self
