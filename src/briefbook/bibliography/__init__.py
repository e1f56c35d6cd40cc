"""Citations and lists of sources: a style for entries and one for the text, over a mended sphinxcontrib-bibtex.

For builders: :func:`formatted_entries` and :func:`cited_keys`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from sphinx.util import logging
from sphinxcontrib.bibtex.bibfile import is_bibdata_outdated

from briefbook.bibliography import plaintext
from briefbook.bibliography.copies import copies, fill, read_record
from briefbook.bibliography.domain import CitationDomain
from briefbook.bibliography.entries import Entry, cited_keys, formatted_entries, sources
from briefbook.bibliography.reading import read_files
from briefbook.bibliography.references import BriefbookReferenceStyle
from briefbook.bibliography.roles import CiteRole
from briefbook.bibliography.style import NAME, BriefbookStyle
from briefbook.bibliography.transform import ListTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["Entry", "cited_keys", "formatted_entries", "setup", "sources"]

logger = logging.getLogger(__name__)

#: After Sphinx has checked the types of all options (800), for an anchor template of ours is more than a string.
SET_DEFAULTS = 850
#: Before sphinxcontrib-bibtex reads the .bib files (500), which then finds its data up to date.
READ_FILES = 400


class AnchorTemplate(str):
    """``ref-{key}`` for the first list on a page; a further one counts, or each of its entries would be told double."""

    __slots__ = ()

    def format(self, *, key: str, bibliography_count: int) -> str:  # type: ignore[override]
        """Fill in the template as sphinxcontrib-bibtex does."""
        count = bibliography_count if bibliography_count > 1 else ""
        return f"ref{count}-{key}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the styles, the domain, the roles and the transform."""
    app.setup_extension("sphinxcontrib.bibtex")
    pybtex.plugin.register_plugin("pybtex.style.formatting", NAME, BriefbookStyle, force=True)
    sphinxcontrib.bibtex.plugin.register_plugin(
        "sphinxcontrib.bibtex.style.referencing", NAME, BriefbookReferenceStyle, force=True)
    app.connect("config-inited", _set_defaults, priority=SET_DEFAULTS)
    app.connect("builder-inited", _read_files, priority=READ_FILES)
    app.connect("env-get-outdated", _changed_lists)
    app.add_domain(CitationDomain, override=True)
    app.add_role("cite", CiteRole(), override=True)
    app.add_post_transform(ListTransform)
    plaintext.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _set_defaults(_app: Sphinx, config: Config) -> None:
    """Choose our styles and anchors where the project chose none."""
    defaults = {"bibtex_default_style": NAME, "bibtex_reference_style": NAME, "bibtex_bibfiles": [],
                "bibtex_cite_id": AnchorTemplate("ref-{key}")}
    for name, value in defaults.items():  # nothing public tells an option that was set from one that was not
        if name not in config._raw_config and name not in config.overrides:
            config[name] = value


def _read_files(app: Sphinx) -> None:
    """Read the .bib files if they or the archived copies changed, and tell all that is wrong with them, on every run
    until it is mended."""
    domain: CitationDomain = app.env.get_domain("cite")  # type: ignore[assignment]
    names = {(Path(app.confdir) / name).resolve(): str(name) for name in app.config.bibtex_bibfiles}
    record, faults = read_record(Path(app.srcdir))
    read_as = (app.config.bibtex_default_style == NAME, copies(record))
    known, findings = domain.data["findings"] or (None, [])
    if known != read_as or is_bibdata_outdated(domain.bibdata, list(names), app.config.bibtex_encoding):
        data, domain.data["places"], findings = read_files(names, app.config.bibtex_encoding, check=read_as[0])
        fill(data.data.entries, read_as[1])
        domain.data["bibdata"], domain.data["findings"] = data, (read_as, findings)
    for finding in [*findings, *faults]:
        location = f"{finding.path}:{finding.line}" if finding.line else f"{finding.path}:1"
        logger.warning("%s %s", finding.code, finding.message, type="briefbook", subtype=finding.code,
                       location=location)


def _changed_lists(app: Sphinx, env: BuildEnvironment, *_docnames: set[str]) -> list[str]:
    """Documents whose lists were read under other options, which Sphinx would not read again for that."""
    domain: CitationDomain = env.get_domain("cite")  # type: ignore[assignment]
    config = app.config
    options = (list(map(str, config.bibtex_bibfiles)), config.bibtex_default_style, config.bibtex_cite_id,
               config.bibtex_bibliography_id, config.bibtex_bibliography_header)
    before, domain.data["options"] = domain.data["options"], options
    return sorted({key.docname for key in domain.bibliographies}) if before not in (None, options) else []
