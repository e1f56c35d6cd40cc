"""Every option of the press: name, type, default, check and help, declared once.

``OPTIONS`` is the single list; it registers the values with Sphinx, checks them when the configuration is read, and the
documentation page on options is made from it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import _

from briefbook.analysis.likelihood import SCALES
from briefbook.look import PAPERS
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

Check = Callable[[Any], str | None]  # an error text, or None when the value is right

LAYOUTS = ("book", "brief", "page")
STANDARDS = ("a-2a", "a-2b", "a-2u", "a-3a", "a-3b", "a-3u", "a-4", "a-4f", "ua-1")
UNKNOWN_NODES = ("error", "text")
_FILE_NAME = re.compile(r"\w[\w. -]*")


def _one_of(*allowed: str) -> Check:
    def check(value: Any) -> str | None:
        return None if value in allowed else f"expected one of {', '.join(allowed)}"

    return check


def _iso_date(value: str) -> str | None:
    if not value:
        return None
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return "expected a date such as 2026-04-30"
    return None


def _strings(value: Any) -> str | None:
    ok = isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
    return None if ok else "expected a list of strings"


def _standards(value: Any) -> str | None:
    if _strings(value):
        return _strings(value)
    wrong = [item for item in value if item not in STANDARDS]
    return f"{wrong[0]!r} is not one of {', '.join(STANDARDS)}" if wrong else None


def _people(value: Any) -> str | None:
    if _strings(value):
        return _strings(value)
    wrong = [name for name in value if not name.strip() or name.count(",") > 2 or name.count("{") != name.count("}")]
    return f"{wrong[0]!r} is no name: write 'Family, Given', or a body in braces" if wrong else None


def _licence(value: str) -> str | None:
    ok = not value or value.startswith("https://") or re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]*", value)
    return None if ok else "expected an SPDX identifier such as CC-BY-4.0, or an address"


def _tag(value: str) -> str | None:
    ok = not value or re.fullmatch(r"[a-z0-9.@-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9./_-]+", value)
    return None if ok else "expected a domain, a comma, a year, a colon and a name: example.org,2026:alliance"


def _pairs(value: Any) -> str | None:
    ok = isinstance(value, (list, tuple)) and all(
        isinstance(item, (list, tuple)) and len(item) == 2 and all(isinstance(part, str) for part in item)
        for item in value)
    return None if ok else "expected a list of (role, name) pairs"


def _moved(value: Any) -> str | None:
    ok = isinstance(value, dict) and all(isinstance(place, str) and place for pair in value.items() for place in pair)
    return None if ok else "expected new pages by old ones, such as {'chapters/trade': 'chapters/china#trade'}"


def _budgets(value: Any) -> str | None:
    ok = isinstance(value, dict) and all(
        isinstance(name, str) and isinstance(pages, int) and not isinstance(pages, bool) and pages > 0 for name, pages in value.items())
    return None if ok else "expected pages by layout or by name of a PDF, such as {'brief': 8}"


def _documents(value: Any) -> str | None:
    if not isinstance(value, (list, tuple)):
        return "expected a list of tuples (startdocname, targetname, title, author, layout)"
    for entry in value:
        if not isinstance(entry, (list, tuple)) or not 2 <= len(entry) <= 5:
            return f"{entry!r} is not a tuple (startdocname, targetname, title, author, layout)"
        if not all(isinstance(part, str) for part in entry):
            return f"{entry!r} holds something that is not a string"
        if len(entry) == 5 and entry[4] not in LAYOUTS:
            return f"the layout {entry[4]!r} is not one of {', '.join(LAYOUTS)}"
    names = [entry[1].removesuffix(".pdf") for entry in value]
    unfit = [name for name in names if not _FILE_NAME.fullmatch(name)]
    if unfit:
        return f"{unfit[0]!r} is not a file name: letters, digits, hyphens, dots and underscores, no folder"
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        return f"two PDFs would be called {twice[0]!r}"
    return None


@dataclass(frozen=True)
class Option:
    """One option. ``rebuild`` has Sphinx's meaning: ``"env"`` re-reads the sources, ``""`` does not."""

    name: str
    default: Any
    types: tuple[type, ...]
    help: str
    check: Check | None = None
    rebuild: str = ""


OPTIONS: tuple[Option, ...] = (
    Option("typst_documents", None, (list, tuple, type(None)),
           "The PDFs to make, in the manner of latex_documents: (startdocname, targetname, title, author, layout), "
           "the last three optional; layout is book, brief or page. Without it: one PDF of the whole toctree.",
           lambda value: None if value is None else _documents(value)),
    Option("brief_pdf_standards", ["ua-1", "a-3a"], (list, tuple),
           "The PDF standards every PDF must meet; with an empty list, what Sphinx only warns about is only warned about.",
           _standards),
    Option("brief_attach_evidence", True, (bool,),
           "Attach the facts and sources behind each PDF to it, as JSON; without, PDF/A-3 becomes PDF/A-2. Standards that "
           "allow no attachment, PDF/A-2 and PDF/A-4, leave it out too."),
    Option("brief_page_budgets", {"page": 1, "brief": 8, "executive-summary": 3}, (dict,),
           "The most pages of a PDF, its reference list not counted, by its layout or by its own name, which comes first; "
           "a layout without a budget may be as long as it likes.", _budgets),
    Option("brief_check", None, (bool, type(None)),
           "Hold the text to the editorial rules in every build, and publish nothing over an error; without a value, a book that "
           "keeps a ledger is held to them."),
    Option("brief_paper", "a4", (str,), "Paper of the PDFs: a4 or us-letter.", _one_of(*PAPERS)),
    Option("brief_fonts", [], (list, tuple),
           "Further folders with fonts, for characters that the book's own fonts lack.", _strings),
    Option("brief_unknown_nodes", "error", (str,),
           "What to do with a node of a third-party extension that has no Typst visitor: error, or text to print its text.",
           _one_of(*UNKNOWN_NODES)),
    Option("brief_edition", "", (str,), "Name of the edition, as printed: November 2026.", rebuild="env"),
    Option("brief_edition_date", "", (str,), "Date of the edition, ISO 8601; it dates the PDFs.", _iso_date),
    Option("brief_cutoff", "", (str,), "Information cut-off, ISO 8601: the date after which the book knows nothing.",
           _iso_date, rebuild="env"),
    Option("brief_cutoff_note", "", (str,),
           "A sentence on why the cut-off and the date of the edition differ, for cover and imprint.", rebuild="env"),
    Option("brief_draft", False, (bool,), "Mark every page and PDF as a draft.", rebuild="env"),
    Option("brief_paragraph_numbers", True, (bool,),
           "Number the paragraphs of numbered chapters, 6.12, in the margin of pages and PDFs, so that they can be cited.", rebuild="html"),
    Option("brief_subject", "", (str,), "Subject of the book in a sentence, for metadata."),
    Option("brief_keywords", [], (list, tuple), "Keywords, for metadata.", _strings),
    Option("brief_authors", [], (list, tuple),
           "Authors for metadata and citations, each as 'Family, Given', or a body in braces; without, the author of "
           "conf.py as a body.", _people),
    Option("brief_publisher", "", (str,), "Who publishes the book, for metadata and citations; without, its authors."),
    Option("brief_licence", "", (str,), "Licence of the text, for metadata: an SPDX identifier such as CC-BY-4.0, or an "
           "address.", _licence),
    Option("brief_first_published", "", (str,), "Date of the first edition, ISO 8601, for metadata; without, that of this "
           "edition.", _iso_date),
    Option("brief_tag", "", (str,), "What the ids of the feed begin with, after RFC 4151: example.org,2026:alliance. "
           "Without, made from the host of html_baseurl and the name of the book; it must never change.", _tag),
    Option("brief_roles", [], (list, tuple), "Authors and reviewers by role: a list of (role, name) pairs.", _pairs, rebuild="env"),
    Option("brief_distribution", "", (str,), "Distribution statement, printed on the imprint.", rebuild="env"),
    Option("brief_funding", "", (str,), "Who paid, printed on the imprint.", rebuild="env"),
    Option("brief_corrections", "", (str,), "Address for corrections, printed on the imprint.", rebuild="env"),
    Option("brief_moved", {}, (dict,), "Pages and places that have moved: the new by the old, both without .html, "
           "such as {'chapters/trade': 'chapters/china#trade'}. The old address leads to the new one.", _moved, rebuild="env"),
    Option("brief_scale", "ICD 203", (str,), "Likelihood scale whose words the judgments use.", _one_of(*SCALES),
           rebuild="env"),
)


#: Spelled here because strftime follows the machine's locale.
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")


def long_date(iso: str) -> str:
    """``2026-04-30`` -> ``30 April 2026``; the empty string stays empty."""
    if not iso:
        return ""
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {_(_MONTHS[day.month - 1])} {day.year}"


def edition_line(config: Config) -> str:
    """``Edition November 2026, Draft``, as covers and headers print it."""
    edition = f"{_('Edition')} {config.brief_edition}" if config.brief_edition else ""
    return " \N{MIDDLE DOT} ".join(part for part in (edition, _("Draft") if config.brief_draft else "") if part)


def imprint_rows(config: Config) -> dict[str, str]:
    """What the imprint says, by heading: the one place for web and PDF."""
    cutoff = " ".join(part for part in (
        f"{long_date(config.brief_cutoff)}." if config.brief_cutoff else "", config.brief_cutoff_note) if part)
    rights = config.copyright if isinstance(config.copyright, str) else ", ".join(config.copyright)
    people: dict[str, str] = {}
    for role, name in config.brief_roles:  # a role may be shared
        people[_(role)] = f"{people[_(role)]}, {name}" if _(role) in people else name
    rows = people | {
        _("Edition"): edition_line(config),
        _("Information cut-off"): cutoff,
        _("Distribution"): config.brief_distribution,
        _("Funding"): config.brief_funding,
        _("Corrections"): config.brief_corrections,
        _("Copyright"): rights,
    }
    return {name: text for name, text in rows.items() if text}


@dataclass(frozen=True)
class OptionFault:
    """An option with a wrong value, or one that does not exist."""

    name: str
    text: str


def option_faults(config: Config) -> list[OptionFault]:
    """What is wrong with the options of *config*; the default takes the place of every wrong value."""
    known = {option.name for option in OPTIONS}
    faults = []
    for name in sorted(set(config._raw_config) - set(config.values)):
        if name.startswith("brief_"):
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            faults.append(OptionFault(name, f"{name}: there is no such option{hint}"))
    for option in OPTIONS:
        value = getattr(config, option.name)
        if not isinstance(value, option.types):
            fault = f"expected {' or '.join(kind.__name__ for kind in option.types)}, not {type(value).__name__}"
        else:
            fault = option.check(value) if option.check else None
        if fault:
            faults.append(OptionFault(option.name, f"{option.name} = {value!r}: {fault}"))
            config[option.name] = option.default
    return faults + _silenced_errors(config)


def _silenced_errors(config: Config) -> list[OptionFault]:
    """Entries of ``suppress_warnings`` that would hide an error; they are left out of it."""
    errors = {f"briefbook.{problem.code}" for problem in Problem if problem.is_error}
    hiding = [entry for entry in config.suppress_warnings if entry in errors | {"briefbook", "briefbook.*"}]
    config["suppress_warnings"] = [entry for entry in config.suppress_warnings if entry not in hiding]
    allowed = ", ".join(f"briefbook.{problem.code}" for problem in Problem if not problem.is_error)
    return [OptionFault("suppress_warnings", f"suppress_warnings holds {entry!r}, which would hide an error: only "
                        f"warnings can be silenced ({allowed})") for entry in hiding]


def option_place(config: Config, confdir: str | Path, name: str) -> str | None:
    """``path:line`` where conf.py sets an option; ``None`` where the command line does, or another file."""
    conf = Path(confdir) / "conf.py"
    if name in config.overrides or not conf.is_file():
        return None
    lines = conf.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if re.match(rf"{re.escape(name)}\s*[:=]", line)]
    return f"{conf}:{found[-1]}" if found else None


def setup(app: Sphinx) -> None:
    faults: list[OptionFault] = []
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, option.types)
    # Found before Sphinx looks at the types, said when a builder stands that can refuse to publish.
    app.connect("config-inited", lambda _app, config: faults.extend(option_faults(config)), priority=100)
    app.connect("builder-inited", lambda app: _report(app, faults), priority=100)


def _report(app: Sphinx, faults: list[OptionFault]) -> None:
    for fault in faults:
        report(Problem.OPTION, fault.text, location=option_place(app.config, app.confdir, fault.name))
