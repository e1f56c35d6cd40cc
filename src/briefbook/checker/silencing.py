"""Comments that silence a rule at one place: ``% briefbook: ignore S205 - the number is the speaker's own``.

In Markdown the comment begins with ``%``, in reStructuredText with ``..``, in YAML with ``#``, in a bibliography with ``%``. It
stands on the line before what it means: a paragraph, a list, a directive, an entry, a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefbook.problems import BY_CODE, Finding, Problem, find

_COMMENT = re.compile(r"\s*(?:%|\.\.|#)\s*briefbook:\s*(?P<order>.*)")
_ORDER = re.compile(r"ignore\s+(?P<codes>[A-Z]\d{3}(?:\s*,\s*[A-Z]\d{3})*)\s*(?:-{1,2}|[–—:])\s*(?P<reason>\S.*)")
_FENCE = re.compile(r"\s*(:{3,}|`{3,}|~{3,})")


@dataclass(frozen=True)
class Silence:
    """A rule silenced from line ``first`` to line ``last`` of a file."""

    path: str
    line: int
    first: int
    last: int
    codes: tuple[str, ...]
    reason: str

    def covers(self, finding: Finding) -> bool:
        return finding.path == self.path and finding.code in self.codes and self.first <= finding.line <= self.last


def silences(path: str, lines: list[str]) -> Iterator[Silence | Finding]:
    """Every such comment of a file; a finding for one that cannot be read."""
    for number in _commented(path, lines):
        match = _COMMENT.match(lines[number - 1])
        order = _ORDER.fullmatch(match["order"].strip()) if match else None
        column = len(lines[number - 1]) - len(lines[number - 1].lstrip()) + 1
        fault = "it names no rule and gives no reason" if not order else _unfit(order["codes"])
        if order is None or fault:
            yield find(Problem.SILENCING, f"{lines[number - 1].strip()!r}: {fault}", path, number, column)
            continue
        first, last = _extent(path, lines, number)
        yield Silence(path, number, first, last, tuple(re.findall(r"[A-Z]\d{3}", order["codes"])), order["reason"].strip())


def apply(findings: Iterable[Finding], found: Iterable[Silence]) -> tuple[list[Finding], list[tuple[Finding, Silence]]]:
    """What is left of *findings*, with a finding for every silence of nothing, and what was silenced."""
    left: list[Finding] = []
    silenced: list[tuple[Finding, Silence]] = []
    orders = list(found)
    for finding in findings:
        order = next((order for order in orders if order.covers(finding)), None)
        if order:
            silenced.append((finding, order))
        else:
            left.append(finding)
    used = {(order, finding.code) for finding, order in silenced}
    left += [find(Problem.SILENCES_NOTHING, f"{code} finds nothing in lines {order.first} to {order.last}", order.path, order.line, 1)
             for order in orders for code in order.codes if (order, code) not in used]
    return left, silenced


def _unfit(codes: str) -> str:
    """What is wrong with *codes*: only rules of the editorial standard can be silenced."""
    for code in re.findall(r"[A-Z]\d{3}", codes):
        if code not in BY_CODE:
            return f"there is no rule {code}"
        if not BY_CODE[code].is_editorial:
            return f"{code} is no rule of the editorial standard, and is not silenced"
    return ""


def _commented(path: str, lines: list[str]) -> Iterator[int]:
    """The lines with such a comment, those inside blocks of code left out."""
    fence = ""
    for number, text in enumerate(lines, start=1):
        match = _FENCE.match(text) if path.endswith(".md") else None
        if match and not fence and match[1][0] in "`~" and not text.strip()[len(match[1]):].startswith("{"):
            fence = match[1]
        elif match and fence and text.strip() == fence:
            fence = ""
        elif not fence and _COMMENT.match(text) and _is_comment(path, text):
            yield number


def _is_comment(path: str, text: str) -> bool:
    sign = {"yaml": "#", "yml": "#", "bib": "%", "md": "%", "rst": ".."}.get(path.rpartition(".")[2], "%")
    return text.lstrip().startswith(sign)


def _extent(path: str, lines: list[str], number: int) -> tuple[int, int]:
    """The lines that a comment on line *number* means."""
    first = number + 1
    while first <= len(lines) and (not lines[first - 1].strip() or _COMMENT.match(lines[first - 1])):
        first += 1
    rest = list(enumerate(lines[first:], start=first + 1))
    head = lines[first - 1] if first <= len(lines) else ""
    if path.endswith(".bib"):
        return first, next((at - 1 for at, text in rest if text.startswith("@")), len(lines))
    if path.endswith((".yaml", ".yml")):
        indent = len(head) - len(head.lstrip())
        return first, next((at - 1 for at, text in rest if text.strip() and len(text) - len(text.lstrip()) <= indent), len(lines))
    fence = _FENCE.match(head)
    if fence:
        return first, next((at for at, text in rest if text.strip() == fence[1]), len(lines))
    if head.lstrip().startswith(".. "):
        return first, next((at - 1 for at, text in rest if text.strip() and not text[0].isspace()), len(lines))
    return first, next((at - 1 for at, text in rest if not text.strip()), len(lines))
