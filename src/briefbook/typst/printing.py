"""From Typst sources to published PDFs: compile, inspect, publish together or not at all."""

from __future__ import annotations

import bisect
import hashlib
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from sphinx.locale import __
from sphinx.util import logging

from briefbook.machine import store
from briefbook.problems import Problem, report
from briefbook.typst import fonts, inspection
from briefbook.typst.assemble import Assembly, look_table, timestamp
from briefbook.typst.evidence import standards_of

if TYPE_CHECKING:
    from sphinx.config import Config

logger = logging.getLogger(__name__)

_MARKER = re.compile(r"^// @ (.+):(\d+)$", re.MULTILINE)
_ERROR_PLACE = re.compile(r"\u250c\u2500 (?:.*[\\/])?([^\\/\s]+\.typ):(\d+):(\d+)")
STATE = "printed.json"
#: The template and the look, in a folder of their own, where no PDF's source can take their names.
SUPPORT = ("press/briefbook.typ", "press/look.json")


def write_support(folder: Path) -> None:
    """Put the template and the book's look beside the sources."""
    template = (files("briefbook.typst") / "templates" / "briefbook.typ").read_bytes()
    look = json.dumps(look_table(), ensure_ascii=False, indent=1, sort_keys=True).encode()
    for name, data in zip(SUPPORT, (template, look), strict=True):
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            store(path, data)


def write_evidence(assembly: Assembly, folder: Path) -> None:
    """Put what a PDF attaches beside its source."""
    if assembly.evidence:
        (folder / assembly.evidence_file).write_text(assembly.evidence, encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class Printed:
    """One finished PDF. ``seconds`` is 0 where an earlier build's file still stands."""

    name: str
    pages: int
    size: int
    seconds: float


class Printer:
    """Sets the PDFs of one build in *workdir* and publishes them to *outdir*."""

    #: Whether this process has run Typst. Its threads do not live on in a fork, where the next call would wait for ever.
    has_compiled = False

    def __init__(
        self, config: Config, srcdir: Path, workdir: Path, outdir: Path, extra_fonts: tuple[Path, ...],
    ) -> None:
        self.config = config
        self.srcdir = srcdir
        self.workdir = workdir
        self.outdir = outdir
        self.extra_fonts = extra_fonts
        self._ready: list[tuple[Path, Path]] = []  # (finished file, final name)
        self._state = self._read_state()
        self._said: set[tuple[str, str]] = set()  # a chapter's fault shows in its brief and in the book: said once
        self._support = ""
        self._compiler: typst.Compiler | None = None

    # -- state of earlier builds -----------------------------------------------------------------------------------

    def _read_state(self) -> dict[str, dict[str, object]]:
        try:
            state = json.loads((self.workdir / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}

    def _inputs(self, assembly: Assembly) -> str:
        """A digest of everything that the PDF's bytes depend on."""
        digest = hashlib.sha256()
        for part in (assembly.source, self._support, assembly.evidence, repr(standards_of(self.config)),
                     repr(timestamp(self.config)), version("typst")):
            digest.update(part.encode())
        for name in sorted(set(re.findall(r'picture\("/(images/[^"]+)"', assembly.source))):
            digest.update((self.workdir / name).read_bytes())
        digest.update(fonts.digest(self.extra_fonts))
        return digest.hexdigest()

    # -- setting ---------------------------------------------------------------------------------------------------

    def print_all(self, assemblies: Sequence[Assembly]) -> list[Printed]:
        """Set every PDF that changed; report what goes wrong and go on with the next."""
        write_support(self.workdir)
        self._support = "".join(
            hashlib.sha256((self.workdir / name).read_bytes()).hexdigest() for name in SUPPORT)
        found = [self._standing(assembly) or self._print(assembly) for assembly in assemblies]
        return [printed for printed in found if printed is not None]

    def look_over(self, assemblies: Sequence[Assembly]) -> None:
        """Set what will not be published, for the faults that only Typst finds.

        No standard is asked for: a missing alternative text or glyph has been reported already.
        """
        write_support(self.workdir)
        for assembly in assemblies:
            self._compile(assembly, [])

    def _compile(self, assembly: Assembly, standards: list[str]) -> tuple[bytes, list[typst.TypstWarning]] | None:
        self._compiler = self._compiler or typst.Compiler(
            root=str(self.workdir), font_paths=fonts.load(self.extra_fonts), ignore_system_fonts=True)
        Printer.has_compiled = True
        source = self.workdir / f"{assembly.document.name}.typ"
        source.write_text(assembly.source, encoding="utf-8", newline="\n")
        write_evidence(assembly, self.workdir)
        try:
            return self._compiler.compile_with_warnings(
                input=str(source), format="pdf", pdf_standards=standards, timestamp=timestamp(self.config))
        except typst.TypstError as error:
            self._report_typst(assembly, error)
            return None

    def _standing(self, assembly: Assembly) -> Printed | None:
        """The PDF of an earlier build, if nothing it depends on has changed and nobody has touched it."""
        entry = self._state.get(assembly.document.name, {})
        final = self.outdir / f"{assembly.document.name}.pdf"
        if entry.get("inputs") != self._inputs(assembly) or not final.is_file():
            return None
        data = final.read_bytes()
        if hashlib.sha256(data).hexdigest() != entry.get("pdf"):
            return None
        logger.info(__("standing %s: nothing it depends on has changed"), final.name)
        return Printed(final.name, int(str(entry["pages"])), len(data), 0.0)

    def _print(self, assembly: Assembly) -> Printed | None:
        started = time.monotonic()
        compiled = self._compile(assembly, standards_of(self.config))
        if compiled is None:
            return None
        data, warnings = compiled
        for warning in warnings:
            self._say(Problem.TYPST_WARNING, assembly, str(warning.message), str(warning.diagnostic))
        printed = self._inspect(assembly, data, time.monotonic() - started)
        if warnings:
            self._state.pop(assembly.document.name, None)  # set anew next time, to warn again
        return printed

    def _inspect(self, assembly: Assembly, data: bytes, seconds: float) -> Printed | None:
        name = f"{assembly.document.name}.pdf"
        partial = self.workdir / name
        partial.write_bytes(data)
        language = (self.config.language or "en").replace("_", "-").partition("-")[0]
        found = inspection.inspect(partial, assembly.title, language, assembly.heading_count,
                                   standards_of(self.config))
        for fault in found.faults:
            report(Problem.INSPECTION, f"{name}: {fault}", location=assembly.document.start)
        if found.faults:
            return None
        self._ready.append((partial, self.outdir / name))
        self._state[assembly.document.name] = {
            "inputs": self._inputs(assembly), "pdf": hashlib.sha256(data).hexdigest(), "pages": found.pages}
        logger.info(__("set %s: %d pages, %.1f s"), name, found.pages, seconds)
        return Printed(name, found.pages, len(data), seconds)

    # -- publishing ------------------------------------------------------------------------------------------------

    def publish(self) -> None:
        """Give every finished PDF its final name, once all of them lie beside it whole."""
        self.outdir.mkdir(parents=True, exist_ok=True)
        ready = [(final.with_name(final.name + ".partial"), final) for _finished, final in self._ready]
        for (finished, _final), (partial, _) in zip(self._ready, ready, strict=True):
            partial.write_bytes(finished.read_bytes())
        for partial, final in ready:
            partial.replace(final)
        state = json.dumps(self._state, indent=1, sort_keys=True)
        (self.workdir / STATE).write_text(state, encoding="utf-8")

    # -- what Typst says -------------------------------------------------------------------------------------------

    def _report_typst(self, assembly: Assembly, error: typst.TypstError) -> None:
        hints = "".join(f" (hint: {hint})" for hint in error.hints)
        self._say(Problem.TYPST, assembly, f"{error.message}{hints}", str(error.diagnostic))

    def _say(self, problem: Problem, assembly: Assembly, message: str, diagnostic: str) -> None:
        """Report at the line of the chapter, or for the PDF where no line is known."""
        location = self._source_place(assembly, diagnostic)
        text = message if location else f"{assembly.document.name}.pdf: {message}"
        if (location, text) not in self._said:
            self._said.add((location, text))
            report(problem, text, location=location or assembly.document.start)

    def _source_place(self, assembly: Assembly, diagnostic: str) -> str:
        """``path:line`` of the chapter, from the nearest marker above the line that Typst names; else nothing."""
        match = next((found for found in _ERROR_PLACE.finditer(diagnostic)
                      if found[1] == f"{assembly.document.name}.typ"), None)
        if match is None:
            return ""
        lines = assembly.source.split("\n")
        offset = sum(len(line) + 1 for line in lines[: int(match[2]) - 1])
        markers = list(_MARKER.finditer(assembly.source))
        index = bisect.bisect_right([marker.start() for marker in markers], offset) - 1
        return f"{self.srcdir / markers[index][1]}:{markers[index][2]}" if index >= 0 else ""
