"""Every problem the press can report: a stable code, its level, its meaning and its cure.

The enumeration is the only place where codes are declared; the documentation page on problems is generated from it.
A problem is silenced in Sphinx's own way, ``suppress_warnings = ["briefbook.B101"]``, except errors, which mean
that something would be lost from a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.logging import SphinxLoggerAdapter


@dataclass(frozen=True)
class Kind:
    """What a code stands for."""

    code: str
    level: str  #: ``"error"`` or ``"warning"``
    meaning: str
    cure: str


class Problem(Enum):
    """All problems, by name; groups: B the press, C citations and sources, D charts and data, E the ledger of evidence,
    F options and directives, A web sources and their archived copies, R releases; J judgments, S sources and figures, T text,
    L links, which the checker holds the text to (the editorial standard, section 5)."""

    MISSING_ALT = Kind(
        "B101", "error", "an image or chart has no alternative text",
        "say in the option :alt: what the picture shows; for a picture that adds nothing, write :alt: decorative")
    MISSING_GLYPH = Kind(
        "B102", "error", "no font of the book has a glyph for a character",
        "replace the character, or add a font that has it to brief_fonts")
    SKIPPED_LEVEL = Kind(
        "B103", "error", "a heading skips a level",
        "use the next level down; heading level is section depth")
    UNKNOWN_NODE = Kind(
        "B104", "error", "the PDF has no way to set a construct",
        "register a visitor with app.add_node(..., typst=(visit, depart)), or set brief_unknown_nodes = 'text'")
    MISSING_IMAGE = Kind(
        "B105", "error", "an image file is missing or cannot be read",
        "correct the path, which is relative to the chapter")
    IMAGE_FORMAT = Kind(
        "B106", "error", "an image is in a format that a PDF cannot hold",
        "convert the image to SVG, PNG, JPEG or WebP")
    TYPST = Kind(
        "B107", "error", "Typst could not set the page",
        "mend the construct at the named line; if the source is right, this is a fault of the press: report it")
    TYPST_WARNING = Kind(
        "B114", "warning", "Typst set the page but warns",
        "mend the construct at the named line")
    INSPECTION = Kind(
        "B108", "error", "a finished PDF does not hold what it must",
        "this is a fault of the press: report it with the chapter named")
    CONTROL_CHARACTER = Kind(
        "B109", "error", "the text holds a control or private-use character",
        "remove the character")
    PLACEMENT = Kind(
        "B110", "error", "a construct stands where the PDF cannot hold it",
        "move it to a place of its own")
    EMPTY_HEADING = Kind(
        "B111", "error", "a heading has no text",
        "give the heading a text, or remove it")
    GRAPH = Kind(
        "B115", "error", "a graph cannot be drawn",
        "install Graphviz, or name its command in graphviz_dot; mend the graph if that complains")
    MATH = Kind(
        "B112", "error", "a formula cannot be converted",
        "simplify the formula; the TeX of amsmath is understood")
    UNRESOLVED = Kind(
        "B113", "warning", "a reference leads nowhere",
        "correct the target of the reference")
    SPHINX_LOSS = Kind(
        "B116", "error", "something is lost from a page, as Sphinx or an extension reports",
        "mend what the message names")
    SPHINX_WARNING = Kind(
        "B117", "warning", "a warning of Sphinx or of an extension",
        "mend what the message names")
    EPUB = Kind(
        "B118", "error", "a page cannot be put into the book for tablets",
        "write raw HTML as XML: every element closed, every attribute in quotation marks")
    BIB_SYNTAX = Kind(
        "C201", "error", "a bibliography file cannot be parsed",
        "mend the entry at the named line: a brace, a quote or a comma is missing")
    BIB_TYPE = Kind(
        "C202", "error", "an entry has a type that no rule sets",
        "use a biblatex type: report, online, article, book, legislation, dataset, misc and so on")
    BIB_FIELD = Kind(
        "C203", "error", "an entry lacks a field its type needs",
        "add the field to the entry")
    BIB_DATE = Kind(
        "C204", "error", "a date is not a date of ISO 8601",
        "write 2026-04-30, 2026-04, 2026, 2024/2026, 2024~ or 2024-21 (spring)")
    BIB_DUPLICATE = Kind(
        "C205", "error", "two entries share a key",
        "rename or remove one of the two")
    BIB_MACRO = Kind(
        "C206", "error", "an entry uses a string that no @string defines",
        'define it with @string{name = "value"}, or put the value in braces')
    BIB_NAME = Kind(
        "C207", "error", "a name cannot be taken apart",
        "write Family, Given or Family, Jr., Given with 'and' between persons, and an organisation in double braces")
    BIB_PARENT = Kind(
        "C208", "error", "crossref or xdata leads to no entry, or in a circle",
        "correct the key of the entry that lends its fields")
    BIB_FILE = Kind(
        "C209", "error", "a bibliography file is missing or unreadable",
        "correct bibtex_bibfiles in conf.py, or save the file as UTF-8")
    BIB_TEX = Kind(
        "C210", "warning", "a field holds a TeX command or an escape that means nothing here",
        "write the character itself, in UTF-8")
    CITATION = Kind(
        "C212", "error", "a citation cannot be read",
        "write {cite:p}`key`, {cite:p}`key{p. 12}`, {cite:p}`{see}key` or several of these with commas between")
    CHART = Kind(
        "D301", "error", "a chart or table lacks title, unit, source line, as-of date or alternative text",
        "add the part that the message names")
    DATA = Kind(
        "D302", "error", "a data file has no description (columns, units, licence, source), or differs from it",
        "make the data file and the description.yaml beside it agree")
    DRAWING = Kind(
        "D303", "error", "a chart cannot be drawn, or not so that it can be read",
        "mend the Vega-Lite specification")
    LEDGER_FILE = Kind(
        "E401", "error", "a file of the ledger is missing or cannot be read",
        "mend the YAML at the named line; facts stand in ledger/facts/*.yaml, subjects and units in ledger/terms.yaml")
    FACT_LACKS = Kind(
        "E402", "error", "a record of the ledger lacks a field it needs",
        "add the field; ledger/schema.json says what each holds")
    LEDGER_FIELD = Kind(
        "E403", "error", "a field of the ledger is unknown or holds what it cannot",
        "correct the field; ledger/schema.json says what it may hold")
    LEDGER_DATE = Kind(
        "E404", "error", "a date of the ledger is no date",
        "write 2026-04-30, 2026-04 or 2026; an event may span two of these, 2023-09/2025-05")
    LEDGER_GRADE = Kind(
        "E405", "error", "a grade is not one of the Admiralty scale",
        "give reliability A to F, credibility 1 to 6, and a reason")
    LEDGER_TERM = Kind(
        "E406", "error", "a subject or a unit is not among those of the book",
        "correct it, or add it to ledger/terms.yaml")
    FACT_TWICE = Kind(
        "E407", "error", "two records of the ledger have one id, or two values of a fact one name",
        "give one of the two an id or name of its own; neither is ever reused")
    FACT_SOURCE = Kind(
        "E408", "error", "a fact names a source that the bibliography does not hold",
        "correct the key, or add the entry to references.bib")
    FACT_UNKNOWN = Kind(
        "E409", "error", "the text names a fact that is not in the ledger",
        "correct the id, or add the fact to ledger/facts")
    VALUE_UNKNOWN = Kind(
        "E410", "error", "the text names a value that its fact does not have",
        "correct the name after the point, or add the value to the fact")
    FACT_ROLE = Kind(
        "E411", "error", "a role of the ledger cannot be read",
        "write {fact}`MIL-127`, {fact}`MIL-127,MIL-128 | key{p. 12}` or {value}`MIL-127.containers | bare`")
    CHART_FACT = Kind(
        "E412", "error", "a chart's data differ from the fact they come from",
        "correct the row, or the fact in ledger/facts")
    COLLECTED = Kind(
        "E413", "error", "an event, a series or a matrix does not hold together",
        "name values of one unit in a series, and rows and columns of its own in a matrix")
    COLLECTION_UNKNOWN = Kind(
        "E414", "error", "the text names a series or a matrix that the ledger does not have",
        "correct the name, or add it to ledger/series or ledger/matrices")
    CHANGE_UNTOLD = Kind(
        "E415", "error", "a fact has changed since the last edition, and no correction says so",
        "enter the correction in ledger/changes with its date and reason; where nothing that is stated has changed, a repair")
    MOVED_UNTOLD = Kind(
        "E416", "error", "a judgment has moved since the last edition without a reason, or gives another value for it",
        "give its likelihood in the last edition in :previous:, or new, and why it moved in :moved:")
    CHANGE_ENTRY = Kind(
        "E417", "error", "an entry of the account of changes does not fit the book",
        "correct the entry in ledger/changes")
    CHANGE_LOST = Kind(
        "E418", "error", "an entry of the account of changes is gone",
        "put it back: nothing that was published is removed without a trace")
    ADDRESS_LOST = Kind(
        "E419", "error", "something that could be cited in the last edition is gone, or has moved and left no word",
        "retire an id by an entry of the kind retired in ledger/changes; lead from an old page or place to the new one in "
        "brief_moved; put a label back")
    ID_AGAIN = Kind(
        "E420", "error", "a retired id is used again",
        "give the new fact or judgment an id of its own")
    EDITION_FILE = Kind(
        "E421", "error", "the record of the last edition cannot be read",
        "put the file in ledger/editions back as it was committed")
    OPTION = Kind(
        "F301", "error", "an option in conf.py has a wrong value",
        "give the option a value of the type the message names")
    DIRECTIVE = Kind(
        "F302", "error", "a directive lacks a part or has a wrong value",
        "add or correct the part that the message names")

    SILENCING = Kind(
        "F303", "error", "a comment that silences a rule cannot be read",
        "write the rule's code and a reason, as in: briefbook: ignore S205 - the number is the speaker's own")
    SILENCES_NOTHING = Kind(
        "F304", "warning", "a comment silences a rule that finds nothing there",
        "remove the comment, or put it on the line before what it means")
    TERM_WITH_CONFIDENCE = Kind(
        "J101", "error", "a likelihood term and a confidence level stand in one sentence",
        "give confidence a sentence of its own, with its reason")
    FOREIGN_TERM = Kind(
        "J102", "error", "a likelihood term belongs to a scale that was not declared",
        "use a word of the book's scale, which brief_scale declares")
    ONE_TERM = Kind(
        "J103", "error", "a judgment has not exactly one likelihood term, or its word and stored range disagree",
        "write one sentence with one {likelihood}`term`, and name the same term in :likelihood:")
    CONFIDENCE_PERCENT = Kind(
        "J104", "error", "confidence is given as a percentage",
        "say high, moderate or low: confidence is about the evidence, not a probability")
    JUDGMENT_LACKS = Kind(
        "J105", "error", "a judgment lacks a part it needs, or names a fact that is not in the ledger",
        "add or correct the option that the message names")
    VAGUE = Kind(
        "J106", "warning", "an estimate is vague: might, could, possible, cannot be ruled out",
        "use a word of the scale, say what is known, or quote the speaker")
    HEDGED_TERM = Kind(
        "J107", "warning", "a hedge stands on a term of the scale",
        "use the term alone: the scale has a word for more and for less")
    HIGH_ON_LITTLE = Kind(
        "J108", "error", "high confidence rests on one origin, or only on sources graded D to F or items graded 4 to 6",
        "lower the confidence, or rest the judgment on independent facts of better grade")
    FACTS_OLD = Kind(
        "J109", "warning", "the newest fact under a judgment is older than its review period",
        "look for newer evidence, or review the judgment now")
    FIGURE_UNCITED = Kind(
        "S201", "error", "a sentence has a figure or a full date, and its paragraph no citation or ledger id",
        "cite the fact with {fact}`ID`, or the source with {cite:p}`key`")
    CITED_KEY = Kind(
        "S202", "error", "a cited key is not in the bibliography, or an entry is cited nowhere",
        "correct the key; add the entry to a file in bibtex_bibfiles and print it with the bibliography directive; or "
        "remove what nothing cites")
    SOURCE_LACKS = Kind(
        "S203", "error", "a source lacks author or institution, title, date, url and urldate, grade or descriptor",
        "add the field to the entry")
    FACT_WITHOUT = Kind(
        "S204", "error", "a fact lacks its first assertor, its date, its sources or how its text was seen",
        "add the field; ledger/schema.json says what each holds")
    NUMBER_TYPED = Kind(
        "S205", "error", "a sentence that cites a fact has a number which is none of that fact's values",
        "print the number with {value}`ID.name`, or correct it")
    UNATTRIBUTED = Kind(
        "S206", "error", "an estimate by a government or belligerent is not attributed in its sentence",
        "name who says so in the sentence; other names of a speaker stand in ledger/terms.yaml")
    SOURCE_TWICE = Kind(
        "S207", "warning", "two sources have the same address or DOI",
        "keep one of the two entries and cite that")
    LONG_SENTENCE = Kind(
        "T401", "warning", "a sentence has over 25 words in a bottom line or executive summary, or over 40 anywhere",
        "make two sentences of it, or cut it")
    OVER_BUDGET = Kind(
        "T402", "error", "a layer is longer than its page budget",
        "cut the text, or change brief_page_budgets if the budget is wrong")
    ACRONYM = Kind(
        "T403", "warning", "an acronym is used before it is spelled out, or is missing from the glossary",
        "write the full name with the acronym in brackets at its first use, and add it to the glossary")
    UNARCHIVED = Kind(
        "L501", "warning", "a web source has no archived copy recorded",
        "run make archive where there is a network, or add the copy's address as archiveurl to the entry")
    ARCHIVE_RECORD = Kind(
        "A600", "error", "the record of archived copies cannot be read",
        "mend ledger/archive.json, or restore it from version control")
    SOURCE_GONE = Kind(
        "A601", "error", "a web source is no longer at its address",
        "cite its archived copy or another source, or recall what rests on it")
    SOURCE_MOVED = Kind(
        "A602", "warning", "a web source has moved for good",
        "read it at its new address, and write that into the entry")
    SOURCE_DRIFTED = Kind(
        "A603", "warning", "a web source says something else than when it was recorded",
        "compare it with its archived copy; if what the book cites still stands, run briefbook archive --accept KEY")
    SOURCE_UNREACHABLE = Kind(
        "A604", "warning", "a web source did not answer",
        "run make archive again another day; if it stays so, treat the source as gone")
    SOURCE_UNSEEN = Kind(
        "A605", "warning", "a web source was never visited",
        "run make archive where there is a network")
    NO_REPOSITORY = Kind(
        "R601", "error", "the book is in no git repository, or nothing is committed there",
        "run git init, git add and git commit: a release names the commit that it was made from")
    UNCOMMITTED = Kind(
        "R602", "error", "files are not committed",
        "commit them, or name in .gitignore what is no part of the book")
    EDITION_NAME = Kind(
        "R603", "error", "the name of the edition does not fit its date",
        "name the edition by year and month, or correct brief_edition_date in conf.py")
    CHANGELOG = Kind(
        "R604", "error", "the changelog has no entry for the edition",
        "say in CHANGELOG.md, under a heading such as '## 2026-11', what is new in it")
    RECORD = Kind(
        "R605", "error", "the record of the edition is missing, or is not that of the book as it stands",
        "run briefbook record, review what it changed, and commit it")
    LOCKED = Kind(
        "R606", "error", "the environment is not what the lock file says",
        "install with pip install --require-hashes -r requirements.lock, as make release does")
    PRESS = Kind(
        "R607", "error", "another press runs than the one that is committed with the book",
        "run the press of this repository: make release, or python -m briefbook with src on its path")
    CHECK_FAILS = Kind(
        "R608", "error", "the check finds errors",
        "mend what it names; briefbook check names them again")
    NOT_READY = Kind(
        "R609", "error", "the book lacks something that every release holds",
        "add what the message names")
    RELEASED = Kind(
        "R610", "error", "the edition is released already",
        "--again builds it once more and compares; --replace puts what is built in its place")
    NOT_THE_SAME = Kind(
        "R611", "error", "what was built differs from what was released",
        "release what changed as a new edition, or say --replace and tell readers why")
    SIGNING = Kind(
        "R612", "error", "the release cannot be signed",
        "install the tool, or name a key: the file of an SSH key, or a name that GnuPG knows")
    ALTERED = Kind(
        "R613", "error", "a file of a release is missing, is not in its lists, or is not what they say",
        "do not trust it: take the release anew from where it was published")
    NOT_CONFORMING = Kind(
        "R614", "error", "a PDF of a release is not what the manifest says of it",
        "report it to the publisher with the rule that is named")
    EVIDENCE = Kind(
        "R615", "error", "the evidence inside a PDF is not that of the release",
        "report it to the publisher: the PDF and the ledger belong to different editions, or one was altered")
    SIGNATURE = Kind(
        "R616", "error", "the signature of a release is missing or does not hold",
        "do not trust it; ask the publisher for the key by another way")
    UNSAFE = Kind(
        "R617", "error", "an archive would write outside its folder, or without end",
        "do not unpack it by hand either; tell whoever gave it to you")

    @property
    def code(self) -> str:
        return self.value.code

    @property
    def is_error(self) -> bool:
        return self.value.level == "error"

    @property
    def is_editorial(self) -> bool:
        """Whether it is a rule of the editorial standard (section 5), which can be silenced at one place."""
        return self.code[0] in "JSTL" or self.code in ("D301", "D302")


#: Every problem by its code.
BY_CODE = {problem.code: problem for problem in Problem}


@dataclass(frozen=True, order=True)
class Finding:
    """One occurrence of a problem, for code that knows nothing of Sphinx.

    ``path`` is as the reader would type it; ``line`` and ``column`` count from 1, 0 where unknown.
    """

    path: str
    line: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.code} {self.message}"


def find(problem: Problem, message: str, path: str = "", line: int = 0, column: int = 0) -> Finding:
    """Make a finding whose message ends with the cure."""
    return Finding(path, line, column, problem.code, f"{message}; {problem.value.cure}")


def _log() -> SphinxLoggerAdapter:
    """Sphinx's log; imported only when something is reported, so that pure code stays free of Sphinx."""
    from sphinx.util import logging

    return logging.getLogger(__name__)


def report(
    problem: Problem,
    message: str,
    location: nodes.Node | str | tuple[str, int] | None = None,
) -> None:
    """Report *message* through Sphinx's log, with the cure, under the type ``briefbook.CODE``.

    Both levels go out as Sphinx warnings, so that Sphinx prints file and line, counts them and fails under ``-W``;
    a PDF builder also refuses to publish when an error was among them (see ``briefbook.typst.failures``).
    *location* is a node, a docname, ``(docname, line)`` or ``"path:line"``.
    """
    _log().warning(
        "%s %s; %s", problem.code, message, problem.value.cure,
        type="briefbook", subtype=problem.code, location=location)


def tell(finding: Finding, location: nodes.Node | str | None = None) -> None:
    """Report a finding of pure code, at *location* or else at its own file."""
    place = location if location is not None else f"{finding.path}:{finding.line or ''}"
    _log().warning("%s %s", finding.code, finding.message, type="briefbook", subtype=finding.code, location=place)
