"""One block of a .bib file taken apart: type, key, fields with their lines, and what is wrong with it.

A fault is told once an entry, for what follows from it would only confuse; the fields that could be read are kept, so
that a citation of the entry still finds it. Macros that nobody defined are told each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from briefbook.bibliography.dates import MONTHS
from briefbook.near import did_you_mean
from briefbook.problems import Problem

if TYPE_CHECKING:
    from briefbook.bibliography.bibfile import Block

#: The strings that BibTeX knows without being told.
MONTH_STRINGS = {name[:3].lower(): name for name in MONTHS}

_HEAD = re.compile(r"@[ \t]*([A-Za-z][\w*:.+-]*)\s*[{(]\s*")
_KEY = re.compile(r"([^\s,{}=\"]*)(\s*)")
_NAME = re.compile(r"[^\W\d][\w*:.+/-]*")
_TOKEN = re.compile(r"[{}\"]")
_NEXT_FIELD = re.compile(r",?[ \t]*\r?\n\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
#: Inside a value: the next field, which a missing quotation mark or brace has let in.
_RUN_ON = re.compile(r",[ \t]*\r?\n\s*[A-Za-z][\w-]*\s*=\s*(?:[{\"\w]|$)")
_SPACE = re.compile(r"\s+")


class Fault(NamedTuple):
    """Something wrong with an entry, and where."""

    problem: Problem
    message: str
    line: int
    field: str = ""  #: the field it is about, where it left that field empty


@dataclass
class RawEntry:
    """An entry as it stands in the file; field names are lower case, values have their white space folded."""

    type: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, problem: Problem, message: str, line: int, field_name: str = "") -> None:
        """Note a fault; of syntax only the first."""
        if problem is not Problem.BIB_SYNTAX or not self.is_broken:
            self.faults.append(Fault(problem, message, line, field_name))

    def closed_early(self, line: int) -> None:
        """Note that fields of the entry stand behind its end, and forget what that made of the fields before."""
        self.faults = [fault for fault in self.faults if fault.problem is Problem.BIB_SYNTAX]
        what = f"{self.name} is closed before all its fields: a brace too many or too few"
        self.blame(Problem.BIB_SYNTAX, what, line)

    @property
    def is_broken(self) -> bool:
        return any(fault.problem is Problem.BIB_SYNTAX for fault in self.faults)

    @property
    def name(self) -> str:
        """How messages call the entry."""
        return f"entry {self.key!r}" if self.key else f"@{self.type} without a key"


def read_entry(block: Block, macros: dict[str, str]) -> RawEntry:
    """Take apart an ``@type{key, ...}`` block; *macros* are the strings defined so far."""
    return _Reader(block, macros).entry()


def read_string(block: Block, macros: dict[str, str]) -> RawEntry:
    """Take apart an ``@string{name = value}`` block and add it to *macros*."""
    reader = _Reader(block, macros)
    result = reader.strings()
    macros.update({name.lower(): value for name, value in result.fields.items()})
    return result


class _Reader:
    """Reads one block from left to right."""

    def __init__(self, block: Block, macros: dict[str, str]) -> None:
        self.text = block.text
        self.macros = macros
        self.first_line = block.line
        self.newlines = [match.start() for match in re.finditer("\n", block.text)]
        self.limit = len(block.text) - 1 if block.closed else len(block.text.rstrip())
        head = _HEAD.match(block.text)
        self.position = head.end() if head else len(block.text)
        self.result = RawEntry(head[1] if head else "", "", block.line)
        self.closed = block.closed

    def entry(self) -> RawEntry:
        match = _KEY.match(self.text, self.position)
        key = match[1] if match else ""
        if match and key and self._at(match.end()) != "=":
            self.result.key, self.position = key, match.end()
            if self._at(self.position) not in (",", ""):
                self._fault("its key is not followed by a comma", self.first_line)
        else:
            self._fault("a key is missing before the first field", self.first_line)
        self._fields()
        return self._finished()

    def strings(self) -> RawEntry:
        self._fields()
        return self._finished()

    def _finished(self) -> RawEntry:
        if not self.closed:
            self.result.blame(Problem.BIB_SYNTAX, f"{self.result.name} has no closing brace", self.first_line)
        return self.result

    def _fields(self) -> None:
        while True:
            self._skip(" \t\r\n,")
            if self.position >= self.limit:
                return
            name = _NAME.match(self.text, self.position, self.limit)
            if not name:
                self._fault(f"a field name is expected at {self._excerpt()!r}")
                self._recover()
                continue
            start, self.position = self.position, name.end()
            self._skip(" \t\r\n")
            if self._at(self.position) != "=":
                self._fault(f"field {name.group()!r} has no value: '=' is expected")
                self._recover()
                continue
            self.position += 1
            self._store(name.group().lower(), self._value(name.group()), self._line(start))

    def _store(self, name: str, value: str, line: int) -> None:
        if name in self.result.fields:
            self._fault(f"field {name!r} stands twice", line)
            return
        self.result.fields[name] = _SPACE.sub(" ", value).strip()
        self.result.lines[name] = line
        self._skip(" \t\r\n")
        if self.position < self.limit and self._at(self.position) != ",":
            self._fault(f"a comma is missing after field {name!r}", line)

    def _value(self, name: str) -> str:
        """A value: strings, numbers and macros, joined by ``#``."""
        parts = []
        while True:
            self._skip(" \t\r\n")
            character = self._at(self.position)
            if character in ("{", '"') and character:
                parts.append(self._string(name, character))
            elif match := re.compile(r"[^\s,#{}\"=()%]+").match(self.text, self.position, self.limit):
                self.position = match.end()
                parts.append(self._macro(name, match.group(), match.start()))
            else:
                self._fault(f"field {name!r} has no value")
                self._recover()
                return "".join(parts)
            self._skip(" \t\r\n")
            if self._at(self.position) != "#":
                return "".join(parts)
            self.position += 1

    def _macro(self, name: str, word: str, start: int) -> str:
        if word.isdigit():
            return word
        value = self.macros.get(word.lower())
        if value is None:
            self.result.blame(
                Problem.BIB_MACRO,
                f"field {name!r} of {self.result.name} uses the string {word!r}, which is not defined"
                + did_you_mean(word, self.macros), self._line(start), name.lower())
            return ""
        return value

    def _string(self, name: str, opening: str) -> str:
        """What stands between braces or quotation marks; one that is not closed ends with its line."""
        start, depth = self.position + 1, 0
        for token in _TOKEN.finditer(self.text, start, self.limit):
            character = token.group()
            if not depth and character == ("}" if opening == "{" else '"'):
                value = self.text[start:token.start()]
                if (opening == '"' or not self.closed) and _RUN_ON.search(value):
                    break
                self.position = token.end()
                return value
            depth += {"{": 1, "}": -1}.get(character, 0)
            if depth < 0:
                break
        mark = "brace" if opening == "{" else "quotation mark"
        self._fault(f"field {name!r} has no closing {mark}")
        match = _NEXT_FIELD.search(self.text, start, self.limit)
        self.position = match.start() if match else self.limit
        return self.text[start:self.position].rstrip(" \t\r\n,}")

    def _recover(self) -> None:
        """Go on at the next line that looks like a field."""
        match = _NEXT_FIELD.search(self.text, self.position, self.limit)
        self.position = match.start() if match else self.limit

    def _fault(self, what: str, line: int = 0) -> None:
        self.result.blame(Problem.BIB_SYNTAX, f"{self.result.name}: {what}", line or self._line(self.position))

    def _at(self, position: int) -> str:
        return self.text[position:position + 1] if position < self.limit else ""

    def _skip(self, characters: str) -> None:
        while self.position < self.limit and self.text[self.position] in characters:
            self.position += 1

    def _line(self, position: int) -> int:
        return self.first_line + bisect_right(self.newlines, position - 1)

    def _excerpt(self) -> str:
        return self.text[self.position:self.position + 20].split("\n")[0]
