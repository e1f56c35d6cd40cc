"""The workflows: every shell step is a verb of the Makefile, every action is pinned, and two linters have nothing to say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefbook.__main__ import _parser

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
VERBS = frozenset(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """The steps of all jobs; a job that is another workflow counts as one."""
    for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values():
        yield from job.get("steps", [job])


def verbs(path: Path) -> list[str]:
    return [step["run"].removeprefix("make ") for step in steps(path) if "run" in step]


def run(*command: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_shell_step_is_a_verb(path: Path) -> None:
    commands = [step["run"] for step in steps(path) if "run" in step]
    assert commands
    assert [command for command in commands if not re.fullmatch(r"make [a-z-]+", command)] == []
    assert set(verbs(path)) - VERBS == set()


@pytest.mark.parametrize("verb", sorted({verb for path in WORKFLOWS for verb in verbs(path)} & VERBS))
def test_make_knows_what_to_do(verb: str) -> None:
    done = run("make", "--dry-run", verb, "EDITION=2026-11")
    assert done.returncode == 0 and done.stdout.strip(), done.stdout


@pytest.mark.parametrize(("variable", "command"), [("CHECK_ARGS", "check"), ("ARCHIVE_ARGS", "archive"), ("BOOK_ARGS", "build")])
def test_the_press_understands_what_the_workflows_ask(variable: str, command: str) -> None:
    asked = [step["env"][variable] for path in WORKFLOWS for step in steps(path) if variable in step.get("env", {})]
    assert asked
    for arguments in asked:
        filled = arguments.replace("${{ matrix.book.args }}", "--paper us-letter")
        _parser().parse_args([command, *re.sub(r"\$\{\{.*?\}\}", "x", filled).split()])


def test_a_code_host_runs_what_ci_runs() -> None:
    ours = re.findall(r"^make ([a-z-]+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert ours == ["needs", "book", "test"]
    assert [verb for verb in verbs(FOLDER / "ci.yml") if verb != "check"] == ours


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_and_name_their_version(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"^\s*(?:- )?uses: (.+)$", text, re.MULTILINE)
    assert len(used) == len([step for step in steps(path) if "uses" in step])
    pinned = r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert [name for name in used if not re.fullmatch(rf"{pinned}|\$/\.github/workflows/\w+\.yml", name)] == []


def test_an_action_has_one_version_in_all_workflows() -> None:
    used = {name for path in WORKFLOWS for name in re.findall(r"uses: (\S+@\S+ # \S+)", path.read_text(encoding="utf-8"))}
    names = [name.partition("@")[0] for name in used]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_permissions_are_given_job_by_job(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {} and "concurrency" in workflow
    for name, job in workflow["jobs"].items():
        assert job["permissions"], name
        assert "timeout-minutes" in job or "uses" in job, name


def test_zizmor_has_nothing_to_say() -> None:
    done = run(str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", "--persona", "pedantic", "--format", "json", str(FOLDER.parent))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("schema", "paths"), [("vendor.github-workflows", WORKFLOWS), ("vendor.dependabot", [FOLDER.parent / "dependabot.yml"])])
def test_the_schemas_hold(schema: str, paths: list[Path]) -> None:
    done = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths))
    assert done.returncode == 0, done.stdout


# -- the shelf -----------------------------------------------------------------------------------------------------------


def shelf(folder: Path, text: str, **env: str) -> subprocess.CompletedProcess[str]:
    (folder / "shelf.toml").write_text(text, encoding="utf-8")
    return run("make", "--no-print-directory", "shelf", f"PYTHON={sys.executable}", f"SHELF={folder / 'shelf.toml'}",
               env={"PATH": "/usr/bin:/bin", **env})


def test_a_shelf_becomes_a_matrix(tmp_path: Path) -> None:
    text = '[[book]]\nname = "one"\n\n[[book]]\nname = "two"\nrepository = "us/books"\nref = "2026-11"\npath = "b/two"\nargs = "--paper us-letter"\n'
    done = shelf(tmp_path, text, GITHUB_OUTPUT=str(tmp_path / "output"))
    assert json.loads(done.stdout) == [
        {"name": "one", "repository": "", "ref": "", "path": ".", "args": ""},
        {"name": "two", "repository": "us/books", "ref": "2026-11", "path": "b/two", "args": "--paper us-letter"}]
    name, _is, value = (tmp_path / "output").read_text(encoding="utf-8").partition("=")
    assert (name, value) == ("books", done.stdout)


@pytest.mark.parametrize(("text", "said"), [
    ("", "a list of tables [[book]]"), ("[[book]]\nname = 1\n", "book 1: name cannot be 1"), ("[[book]]\npath = 'a'\n", "book 1 has no name"),
    ("[[book]]\nname = 'a'\ncolour = 'red'\n", "book 1 has 'colour'"), ("[[book]]\nname = 'a'\n" * 2, "two books have the name 'a'"),
    ("[[book]]\nname = 'a'\npath = '../b'\n", "path cannot be '../b'"), ("[[book]]\nname = 'a'\nargs = '; ls'\n", "args cannot be '; ls'"),
    ("[[book]]\nname = 'a'\nargs = '--paper $(ls)'\n", "args cannot be"), ("[[book]]\nname = 'a'\nref = '-x'\n", "ref cannot be"),
    ("[[book]\n", "shelf.toml: "), ("".join(f"[[book]]\nname = 'b{number}'\n" for number in range(257)), "257 books")])
def test_a_wrong_shelf_is_explained(tmp_path: Path, text: str, said: str) -> None:
    done = shelf(tmp_path, text)
    assert done.returncode != 0 and said in done.stdout and "Traceback" not in done.stdout


def test_the_shelf_of_this_repository_stands() -> None:
    books = json.loads(run(sys.executable, "tools/shelf.py", "shelf.toml").stdout)
    assert [book["name"] for book in books] and all((ROOT / book["path"] / "conf.py").is_file() for book in books)
