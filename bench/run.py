"""Measure the press against plain Sphinx with sphinxcontrib-bibtex, in one run; run by ``make bench``.

Each case runs in a process of its own, with byte code compiled as an installer leaves it. Printed are medians in
seconds, peak memory of the largest process, and the ratio to plain Sphinx HTML cold, which is what to compare: seconds
depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import book  # noqa: E402

ROOT = Path(__file__).parents[1]
START, END = "<!-- table -->", "<!-- end of table -->"

_CHILD = """
import json, resource, subprocess, sys, time
started = time.monotonic()
done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as out:
    json.dump({"seconds": time.monotonic() - started, "mb": usage.ru_maxrss / 1024, "code": done.returncode,
               "output": done.stdout[-2000:]}, out)
"""


@dataclass(frozen=True)
class Case:
    """One thing to measure; ``{python}``, ``{src}`` and ``{out}`` are filled in."""

    name: str
    press: bool
    documents: str
    command: tuple[str, ...]
    needs: str = ""
    prepared_by: tuple[str, ...] = ()  #: a command that runs first and is not measured
    edited: bool = True                #: whether a run after one edit means anything


PLAIN = ("{python}", "-m", "sphinx", "-q", "-b", "html", "-d", "{out}/doctrees", "{src}", "{out}/html")
BUILD = ("{python}", "-m", "briefbook", "build", "{src}", "--output", "{out}", "--quiet")
CASES = (
    Case("plain Sphinx HTML", False, "book", PLAIN),
    Case("web edition alone", True, "book", (*BUILD, "--only", "web")),
    Case("book PDF alone", True, "book", (*BUILD, "--only", "pdf")),
    Case("web edition and book PDF", True, "book", BUILD),
    Case("web edition and all briefs", True, "briefs", BUILD),
    Case("Typst alone, the same pages", True, "book",
         ("{python}", str(Path(__file__).parent / "typst_alone.py"), "{out}/doctrees/typst/book.typ"),
         prepared_by=(*BUILD, "--only", "pdf"), edited=False),
    Case("latexpdf", False, "book",
         ("{python}", "-m", "sphinx", "-q", "-M", "latexpdf", "{src}", "{out}"), needs="latexmk"),
)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "SOURCE_DATE_EPOCH": "1", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def measure(command: list[str], folder: Path) -> dict[str, float]:
    with tempfile.NamedTemporaryFile("r", suffix=".json") as note:
        subprocess.run([sys.executable, "-c", _CHILD, note.name, *command], check=True, env=_environment(folder))
        found = json.loads(Path(note.name).read_text(encoding="utf-8"))
    if found["code"]:
        sys.exit(f"bench: {' '.join(command)} ended with {found['code']}:\n{found['output']}")
    return found


def run(case: Case, chapters: int, repeat: int, folder: Path) -> dict[str, object]:
    """Cold and, after one edit, warm: medians of *repeat*."""
    cold, warm, memory = [], [], 0.0
    for turn in range(repeat):
        place = folder / f"{chapters}-{turn}"
        shutil.rmtree(place, ignore_errors=True)
        book.write(place / "src", chapters, case.press, case.documents)
        values = {"python": sys.executable, "src": str(place / "src"), "out": str(place / "out")}
        before, command = ([part.format(**values) for part in parts] for parts in (case.prepared_by, case.command))
        if before:
            measure(before, folder)
        found = [measure(command, folder)]
        if case.edited:
            chapter = place / "src" / "chapter0001.md"
            chapter.write_text(chapter.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
            found.append(measure(command, folder))
            warm.append(found[-1]["seconds"])
        cold.append(found[0]["seconds"])
        memory = max(memory, *(one["mb"] for one in found))
        shutil.rmtree(place)
    return {"case": case.name, "chapters": chapters, "cold": statistics.median(cold),
            "warm": statistics.median(warm) if warm else None, "mb": memory}


def _seconds(value: object, base: float) -> str:
    """Two cells: seconds, and their ratio to *base*."""
    return f"{value:.1f} | {value / base:.2f}" if isinstance(value, float) else " | "


def table(results: list[dict[str, object]]) -> str:
    """The results as a Markdown table, with ratios to plain Sphinx HTML cold at the same size."""
    base = {row["chapters"]: row["cold"] for row in results if row["case"] == CASES[0].name}
    lines = ["| chapters | case | cold, s | ratio | after one edit, s | ratio | peak, MB |",
             "| ---: | --- | ---: | ---: | ---: | ---: | ---: |"]
    for row in results:
        one = float(base[row["chapters"]])  # type: ignore[arg-type]
        lines.append(f"| {row['chapters']} | {row['case']} | {_seconds(row['cold'], one)} | "
                     f"{_seconds(row['warm'], one)} | {float(row['mb']):.0f} |")  # type: ignore[arg-type]
    return "\n".join(lines)


def _chosen(words: list[str]) -> list[Case]:
    """Plain Sphinx, to which all is compared, and the cases that *words* name; without words all."""
    return [case for index, case in enumerate(CASES)
            if not words or not index or any(word in case.name for word in words)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapters", type=int, nargs="+", default=[10, 100], help="sizes of the generated books")
    parser.add_argument("--case", nargs="+", default=[], metavar="WORD", help="only cases with one of these in their names")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each case (default: 3)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    arguments = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES[:2]:
            run(case, 1, 1, Path(folder))  # compiles the byte code
        for chapters in arguments.chapters:
            for case in _chosen(arguments.case):
                if case.needs and not shutil.which(case.needs):
                    print(f"{chapters:>5} chapters  {case.name}: left out, {case.needs} is not here", flush=True)
                    continue
                started = time.monotonic()
                results.append(run(case, chapters, arguments.repeat, Path(folder)))
                print(f"{chapters:>5} chapters  {case.name}: {results[-1]['cold']:.1f} s cold, {results[-1]['mb']:.0f} MB "
                      f"({time.monotonic() - started:.0f} s in all)", flush=True)
    print("\n" + table(results))
    if arguments.write:
        page = ROOT / "docs" / "performance.md"
        text = page.read_text(encoding="utf-8")
        head, rest = text.split(START)
        page.write_text(f"{head}{START}\n\n{table(results)}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
