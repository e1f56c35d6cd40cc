"""The PDFs whose conformance is tested: made once a session, and validated by one Java process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
import typst

from shared import once
from validators import need_java, verapdf

EVERYTHING = Path(__file__).parent / "everything"
#: Options that give a set of PDFs each.
VARIANTS = {"a4": [], "letter-korean": ["-D", "brief_paper=us-letter", "-D", "language=ko"],
            "without-attachments": ["-D", "brief_pdf_standards=ua-1,a-2a"]}


def _make(folder: Path) -> None:
    for name, options in VARIANTS.items():
        subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "typstpdf", "-d", folder / "doctrees",
             *options, EVERYTHING, folder / name], check=True)
    plain = b'#set document(title: "T")\n= A heading\n#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\'/>"))\n'
    (folder / "plain.pdf").write_bytes(typst.compile(plain, format="pdf"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder a variant, and ``plain.pdf``, which meets no standard."""
    return once(tmp_path_factory, "everything", _make)


@pytest.fixture(scope="session")
def verdicts(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """veraPDF's faults, by ``FILE PROFILE``; files of a variant as ``VARIANT-FILE``."""
    need_java()

    def validate(folder: Path) -> None:
        for path in (made / "plain.pdf", *(made / "a4").glob("*.pdf"), *(made / "letter-korean").glob("line.pdf")):
            name = path.name if path.parent == made else f"{path.parent.name}-{path.name}"
            (folder / name).write_bytes(path.read_bytes())
        found = verapdf(sorted(folder.glob("*.pdf")))
        (folder / "verdicts.json").write_text(
            json.dumps({" ".join(key): faults for key, faults in found.items()}), encoding="utf-8")

    folder = once(tmp_path_factory, "everything-validated", validate)
    found: dict[str, list[str]] = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    return found
