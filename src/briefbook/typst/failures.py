"""What went wrong during a build, remembered so that nothing unsound is published.

Sphinx warns and goes on; a PDF must not be published over an error. A log handler notes every warning of the build:
the press's own errors, and those of Sphinx and its extensions that mean that something is lost from a page. Sphinx
warns about a document when it reads it, and only then; so documents that were warned about are read again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import __
from sphinx.util.logging import NAMESPACE, get_node_location, is_suppressed_warning

from briefbook.problems import Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

ERRORS = {f"briefbook.{problem.code}" for problem in Problem if problem.is_error}
#: Warnings of others that lose something: a citation, an image, a chapter, a heading level, a construct.
LOSSES = {"bibtex.key_not_found", "image.not_readable", "download.not_readable", "toc.not_readable", "toc.excluded"} | {
    f"myst.{name}" for name in (
        "header", "xref_missing", "iref_missing", "directive_unknown", "directive_parse", "directive_option",
        "directive_body", "role_unknown", "substitution", "topmatter", "render")}
#: What the press refuses and Sphinx only warns about, where the page keeps the words or shows others in their place.
LENIENT = {f"briefbook.{problem.code}" for problem in Problem if problem.code.startswith("C2")} | {
    f"briefbook.{problem.code}" for problem in (
        Problem.MISSING_ALT, Problem.MISSING_IMAGE, Problem.IMAGE_FORMAT, Problem.GRAPH)}
#: References that are only ambiguous, or notes that nothing refers to: the text is whole.
_WHOLE = {"ref.citation", "ref.footnote", "ref.python"}
#: A reference that Sphinx reports without a type.
_UNNUMBERED = "Failed to create a cross reference. Any number is not assigned: %s"


def is_loss(record: logging.LogRecord) -> bool:
    """Whether a warning means that something is lost from a page."""
    kind = _kind(record)
    return (kind in ERRORS or kind in LOSSES or record.levelno >= logging.ERROR
            or kind.startswith("ref.") and kind not in _WHOLE
            or str(record.msg).startswith((_UNNUMBERED, str(__(_UNNUMBERED)))))


def is_forgiven(record: logging.LogRecord) -> bool:
    """Whether a loss is a warning only, for a project that asks for no standard: it is built as Sphinx builds it."""
    kind = _kind(record)
    return kind in LENIENT or not kind.startswith("briefbook.")


def _kind(record: logging.LogRecord) -> str:
    return f"{getattr(record, 'type', '')}.{getattr(record, 'subtype', '')}"


class WarningHandler(logging.Handler):
    """Sees every warning that is shown, once: Sphinx holds those of the reading phase back and sends them again."""

    def __init__(self, config: Config) -> None:
        super().__init__(logging.WARNING)
        self.config = config
        self._seen: list[logging.LogRecord] = []

    def attach(self) -> None:
        logging.getLogger(NAMESPACE).addHandler(self)

    def detach(self) -> None:
        logging.getLogger(NAMESPACE).removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        kind, subkind = getattr(record, "type", ""), getattr(record, "subtype", "")
        if any(record is earlier for earlier in self._seen):
            return
        if not is_suppressed_warning(kind, subkind, self.config.suppress_warnings):
            self._seen.append(record)
            self.note(record)

    def note(self, record: logging.LogRecord) -> None:
        raise NotImplementedError


class Failures(WarningHandler):
    """Counts, by kind, the warnings of one build."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.errors = 0
        self.warnings = 0
        self.unreadable_images: set[str] = set()  #: paths from the source folder

    @property
    def count(self) -> int:
        return self.errors + self.warnings

    def note(self, record: logging.LogRecord) -> None:
        kind = _kind(record)
        if kind == "image.not_readable":  # its message ends with the path, and perhaps with its kind
            self.unreadable_images.add(record.getMessage().removesuffix(f" [{kind}]").rpartition(": ")[2])
        if is_loss(record) and (self.config.brief_pdf_standards or not is_forgiven(record)):
            self.errors += 1
        else:
            self.warnings += 1


class Warned(WarningHandler):
    """Notes the document of every warning; ``EVERYTHING`` where none is named."""

    EVERYTHING = "*"

    def __init__(self, app: Sphinx) -> None:
        super().__init__(app.config)
        self.app = app
        self.docnames: set[str] = set()

    def note(self, record: logging.LogRecord) -> None:
        self.docnames.add(self._docname(getattr(record, "location", None)) or self.EVERYTHING)

    def _docname(self, location: object) -> str | None:
        env = self.app.env
        if isinstance(location, tuple):
            location = location[0]
        if isinstance(location, nodes.Node):
            location = get_node_location(location)
        if not isinstance(location, str):
            return None
        if location in env.found_docs:
            return location
        path, _sep, _line = location.rpartition(":")
        for candidate in (location, path):
            docname = env.path2doc(candidate) if candidate else None
            if docname in env.found_docs:
                return docname
        return None


# -- faults of reading, said again ---------------------------------------------------------------------------------------


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", _listen)
    app.connect("env-get-outdated", _read_again)
    app.connect("env-purge-doc", lambda _app, env, docname: _warned(env).discard(docname))


def _warned(env: BuildEnvironment) -> set[str]:
    """The documents that were warned about when they were read; kept with the environment."""
    found: set[str] = env.__dict__.setdefault("briefbook_warned", set())
    return found


def _listen(app: Sphinx) -> None:
    handler = Warned(app)
    handler.attach()

    def read(_app: Sphinx, env: BuildEnvironment) -> None:
        handler.detach()
        _warned(env).update(handler.docnames - {Warned.EVERYTHING})

    app.connect("env-updated", read)


def _read_again(app: Sphinx, env: BuildEnvironment, *_changes: set[str]) -> list[str]:
    """For a builder that must not publish over a fault: what was warned about."""
    return sorted(_warned(env)) if getattr(app.builder, "repeats_faults", False) else []
