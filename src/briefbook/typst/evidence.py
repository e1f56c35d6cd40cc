"""The evidence that a PDF carries as an attached file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _

from briefbook.bibliography import formatted_entries
from briefbook.directives.ledger import ledger_of
from briefbook.ledger.evidence import evidence_text
from briefbook.typst import markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: What the attached file is called, in every PDF alike.
FILE = "evidence.json"
#: Fields of an entry of the bibliography that tell how far it is to be trusted.
_STANDING = ("grade", "descriptor", "origin", "standing", "titlestatus", "textseen", "urldate")


def standards_of(config: Config) -> list[str]:
    """The standards of the PDFs; without attachments PDF/A-3 becomes PDF/A-2, which differs from it in nothing else."""
    wanted = list(config.brief_pdf_standards)
    return wanted if config.brief_attach_evidence else [name.replace("a-3", "a-2") for name in wanted]


def is_attached(config: Config) -> bool:
    """Whether PDFs carry their evidence: PDF/A-2 and A-4 allow no such file."""
    return config.brief_attach_evidence and not any(name.startswith("a-2") or name == "a-4" for name in standards_of(config))


class Evidence:
    """The evidence behind documents; one for all PDFs of a build."""

    def __init__(self, config: Config, env: BuildEnvironment) -> None:
        self.config = config
        self.domain = ledger_of(env)
        self._entries = formatted_entries(env)
        # By the key that a list gives it, which may have a prefix that the .bib file does not know.
        self._fields: dict[str, Any] = {
            citation.key: citation.entry.fields for citation in env.get_domain("cite").citations}  # type: ignore[attr-defined]

    def of(self, title: str, docnames: Sequence[str], cited: Sequence[str]) -> str:
        """The JSON for a PDF of *docnames* that cites the sources *cited*; empty where nothing is attached."""
        if not is_attached(self.config):
            return ""
        about = {"book": self.config.project, "title": title, "edition": self.config.brief_edition,
                 "edition_date": self.config.brief_edition_date, "cutoff": self.config.brief_cutoff}
        judgments = [
            {"id": entry.ident, "statement": entry.statement, "likelihood": entry.likelihood,
             "confidence": entry.confidence, "facts": entry.facts}
            for entry in self.domain.judgments if entry.docname in docnames]
        facts = [self.domain.ledger.facts[ident] for ident in self.domain.facts_in(docnames)]
        keys = dict.fromkeys([*cited, *(key for fact in facts for key in fact.sources)])
        sources = [self._source(key) for key in self._entries if key in keys]
        return evidence_text(about, judgments, facts, sources)

    def _source(self, key: str) -> dict[str, str]:
        entry = self._entries[key]
        fields = self._fields[key]
        reference = nodes.paragraph("", "", *entry.nodes).astext()
        return {"key": key, "label": entry.label, "reference": reference, "url": fields.get("url", ""),
                **{name: fields.get(name, "") for name in _STANDING}}


def attachment(path: str) -> str:
    """The call that attaches the file at *path*, as the PDF's document wants it."""
    described = _("The facts and sources behind this document, as JSON")
    return (f"#pdf.attach({markup.string(FILE)}, read({markup.string(path)}, encoding: none), relationship: "
            f'"supplement", mime-type: "application/json", description: {markup.string(described)})')
