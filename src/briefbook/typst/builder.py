"""The builders ``typst`` (sources) and ``typstpdf`` (PDFs)."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

import imagesize
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from sphinx._cli.util.colour import bold
from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.display import status_iterator


from briefbook.bibliography import cited_keys, formatted_entries
from briefbook.directives.ledger import ledger_of
from briefbook.machine import store
from briefbook.typst import fonts
from briefbook.typst.assemble import Assembler
from briefbook.typst.cache import FragmentCache, cacheable, surroundings
from briefbook.typst.documents import documents, order
from briefbook.typst.failures import Failures
from briefbook.typst.printing import Printer, write_evidence, write_support
from briefbook.typst.translator import Fragment, TypstTranslator

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


class TypstBuilder(Builder):
    """Writes one Typst source file for every PDF, with the template and the images it needs."""

    name = "typst"
    format = "typst"
    epilog = __("The Typst sources are in %(outdir)s.")
    default_translator_class = TypstTranslator
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml", "image/png", "image/jpeg", "image/webp"]
    supported_remote_images = True  # or Sphinx fetches them; no step uses the network, and the translator refuses them
    repeats_faults = True  #: reads a document again that was warned about, to say so again

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.failures = Failures(app.config)
        self.failures.attach()
        app.connect("build-finished", lambda *_args: self.failures.detach())

    def init(self) -> None:
        self.current_docname = ""
        self.extra_fonts = tuple(Path(self.confdir, folder) for folder in self.config.brief_fonts)
        self.workdir = Path(self.outdir)
        self._fragments: dict[str, Fragment] = {}
        self._sizes: dict[str, tuple[int, int] | None] = {}
        self._placed: dict[str, str] = {}
        self.citation_keys: dict[tuple[str, str], str] = {}

    @property
    def coverage(self) -> fonts.Coverage:
        """Code points that some font of the book can print."""
        return fonts.coverage(self.extra_fonts)

    # -- Sphinx's questions ----------------------------------------------------------------------------------------

    def get_outdated_docs(self) -> str:
        return str(__("all documents"))

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare: see :meth:`write_documents`."""

    def copy_assets(self) -> None:
        """Images are placed when a fragment asks for them."""

    # -- addresses -------------------------------------------------------------------------------------------------

    def web_address(self, docname: str, node_id: str) -> str | None:
        """Where a place stands in the web edition; ``None`` without ``html_baseurl``."""
        base = self.config.html_baseurl
        if not base:
            return None
        suffix = self.config.html_link_suffix or self.config.html_file_suffix or ".html"
        anchor = f"#{quote(node_id)}" if node_id else ""
        return f"{base.rstrip('/')}/{quote(docname)}{suffix}{anchor}"

    def download_address(self, docname: str, filename: str) -> str | None:
        """Where a file for download stands in the web edition."""
        base = self.config.html_baseurl
        return f"{base.rstrip('/')}/_downloads/{quote(filename)}" if base and filename else None

    # -- images ----------------------------------------------------------------------------------------------------

    def place_image(self, uri: str) -> str:
        """Copy an image into the output's ``images`` folder and return its name there."""
        if uri not in self._placed:
            name = self.env.images[uri][1] if uri in self.env.images else Path(uri).name
            target = self.workdir / "images" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source = Path(self.srcdir, uri)
            if not target.is_file() or target.read_bytes() != source.read_bytes():
                shutil.copyfile(source, target)
            self._placed[uri] = name
        return self._placed[uri]

    def image_size(self, uri: str) -> tuple[int, int] | None:
        """Width and height in pixels, where the file says."""
        if uri not in self._sizes:
            width, height = imagesize.get(Path(self.srcdir, uri))
            self._sizes[uri] = (width, height) if width > 0 and height > 0 else None
        return self._sizes[uri]

    # -- fragments -------------------------------------------------------------------------------------------------

    def fragment(self, docname: str) -> Fragment:
        """The document as Typst source, from the cache where nothing it depends on has changed."""
        if docname not in self._fragments:
            self._fragments[docname] = self._cached(docname)
        return self._fragments[docname]

    def _cached(self, docname: str) -> Fragment:
        images = {uri: name for uri, (docnames, name) in self.env.images.items() if docname in docnames}
        doctree_file = Path(self.doctreedir, f"{docname}.doctree")
        key = self.cache.key(doctree_file.read_bytes(), self._image_digests(images), ledger_of(self.env).context(docname))
        found = self.cache.get(docname, key)
        if found is not None:
            for uri in found.images:
                self.place_image(uri)
            return found
        doctree = self.env.get_doctree(docname)
        keep = cacheable(doctree)
        reported = self.failures.count
        self.env.apply_post_transforms(doctree, docname)
        self.post_process_images(doctree)
        fragment = self._translate(doctree, docname)
        fragment.cited = list(dict.fromkeys([*cited_keys(doctree), *fragment.cited]))
        if keep and self.failures.count == reported:
            self.cache.put(docname, key, fragment)
        return fragment

    def _image_digests(self, images: dict[str, str]) -> list[tuple[str, str, bytes]]:
        paths = [(uri, name, Path(self.srcdir, uri)) for uri, name in sorted(images.items())]
        return [(uri, name, hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"")
                for uri, name, path in paths]

    def _translate(self, doctree: nodes.document, docname: str) -> Fragment:
        self.current_docname = docname
        translator: Any = self.create_translator(doctree, self)
        doctree.walkabout(translator)
        return translator.fragment

    def _entries(self) -> dict[str, str]:
        """Every citable source as markup, by key, in the order of the reference list."""
        entries = {}
        settings = get_default_settings()
        for key, entry in formatted_entries(self.env).items():
            document = new_document("<references>", settings)
            text = nodes.paragraph("", "", *entry.nodes)
            document += text
            self.current_docname = self.config.root_doc
            translator: Any = self.create_translator(document, self)
            entries[key] = translator.content(text).strip()
        return entries

    # -- writing ---------------------------------------------------------------------------------------------------

    def write_documents(self, docnames: Set[str]) -> None:
        wanted = documents(self.config, self.env)
        self.citation_keys = _listed_sources(self.env)
        around = surroundings(self.config, self.env, self.citation_keys.items())
        self.cache = FragmentCache(Path(self.doctreedir, "fragments"), around)
        needed = dict.fromkeys(name for document in wanted for name in order(self.env, document.start))
        for docname in status_iterator(needed, __("translating... "), "green", len(needed), self.config.verbosity):
            self.fragment(docname)
        assembler = Assembler(self.config, self.env, self.fragment, self._entries())
        self.assemblies = [assembler.assemble(document) for document in wanted]

    def finish(self) -> None:
        if self._refuse():
            return
        write_support(self.workdir)
        for assembly in self.assemblies:
            target = self.workdir / f"{assembly.document.name}.typ"
            _replace(target, assembly.source.encode())
            write_evidence(assembly, self.workdir)

    def _refuse(self) -> bool:
        """Whether something was reported that forbids publishing; says so and makes the exit status tell it."""
        errors, warnings = self.failures.errors, self.failures.warnings
        strict = self._app._fail_on_warnings and warnings
        if not errors and not strict:
            return False
        what = counted(errors, "error") if errors else f"{counted(warnings, 'warning')} (-W)"
        logger.info(bold(__("%s, named above: nothing was published, and what stood in %s is as it was")),
                    what, os.path.relpath(self.outdir))
        self._app.statuscode = 1
        return True


class TypstPDFBuilder(TypstBuilder):
    """Sets every PDF, opens and inspects it, and publishes all of them together or none."""

    name = "typstpdf"
    epilog = __("The PDFs are in %(outdir)s.")

    def init(self) -> None:
        super().init()
        self.workdir = Path(self.doctreedir) / "typst"

    def finish(self) -> None:
        printer = Printer(self.config, Path(self.srcdir), self.workdir, Path(self.outdir), self.extra_fonts)
        if self.failures.errors:
            printer.look_over(self.assemblies)  # an author wants every fault at once
        else:
            self.printed = printer.print_all(self.assemblies)
        if not self._refuse():
            printer.publish()


def _listed_sources(env: BuildEnvironment) -> dict[tuple[str, str], str]:
    """``(docname, id)`` of every listed source, with its key."""
    citations = env.get_domain("cite").citations  # type: ignore[attr-defined]
    return {(item.bibliography_key.docname, item.citation_id): item.key for item in citations}


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _replace(target: Path, data: bytes) -> None:
    """Write *target* whole or not at all, and only if its bytes change."""
    if target.is_file() and target.read_bytes() == data:
        return
    store(target, data)
