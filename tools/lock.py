"""Resolve pyproject.toml into requirements.lock and requirements-test.lock; run by ``make lock``.

Exact versions with hashes, good for every Python that pyproject.toml allows, without index addresses.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEADER = "# Made by `make lock` from pyproject.toml; do not edit.\n"


def lock(output: str, *extras: str) -> None:
    """Write one lock file; the build backend is in it, so that installing the press needs no network."""
    command = [
        str(Path(sys.executable).with_name("uv")), "pip", "compile", "pyproject.toml", "-", "--universal",
        "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet",
        "--only-binary", ":all:", "--no-emit-index-url", *(f"--extra={extra}" for extra in extras)]
    result = subprocess.run(command, cwd=ROOT, input="flit_core>=3.11,<5\n", text=True, check=True, capture_output=True)
    (ROOT / output).write_text(HEADER + result.stdout, encoding="utf-8")
    print(f"{output}: {sum('==' in line for line in result.stdout.splitlines())} packages")


if __name__ == "__main__":
    lock("requirements.lock")
    lock("requirements-test.lock", "test", "archive")
