"""The git repository that a book is kept in: what is committed, and a copy of that."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class NoRepository(Exception):
    """There is no repository, no commit in it, or no git; the text says which."""


@dataclass(frozen=True)
class Repository:
    """A repository at the folder ``top``; the book lies at ``prefix`` in it; ``commit`` is the full name of HEAD."""

    top: Path
    prefix: str
    commit: str

    def changes(self, leave_out: Path) -> list[str]:
        """Paths that differ from HEAD or that git does not know; *leave_out* is the folder of the releases themselves."""
        beside = [f":(exclude,top){leave_out.relative_to(self.top).as_posix()}"] if leave_out.is_relative_to(self.top) else []
        out = _git(self.top, "status", "--porcelain", "--untracked-files=all", "--", ".", *beside)
        return [line[3:] for line in out.splitlines()]

    def export(self, folder: Path) -> Path:
        """Write every committed file below *folder*, as git stores it; returns the book's own folder there.

        An index of its own is filled and checked out, so that neither the working folder nor the real index is touched.
        Unlike ``git archive`` this leaves nothing out. Raises ``OSError`` where it cannot be written.
        """
        folder.mkdir(parents=True)
        index = folder.with_name(f"{folder.name}.index")
        mine = {"GIT_INDEX_FILE": str(index)}
        try:
            _git(self.top, "read-tree", self.commit, more=mine)
            _git(self.top, "-c", "core.autocrlf=false", "checkout-index", "--all", f"--prefix={folder}/", more=mine)
        except NoRepository as error:
            raise OSError(0, str(error), str(folder)) from error
        finally:
            index.unlink(missing_ok=True)
        return folder / self.prefix


def find(source: Path) -> Repository:
    """The repository that *source* lies in; raises :class:`NoRepository`."""
    top, prefix = (_git(source, "rev-parse", f"--show-{name}").removesuffix("\n") for name in ("toplevel", "prefix"))
    return Repository(Path(top).resolve(), prefix.rstrip("/"), _git(source, "rev-parse", "--verify", "HEAD^{commit}").strip())


def _git(folder: Path, *arguments: str, more: Mapping[str, str] | None = None) -> str:
    """What git prints; only reading, so that no lock is taken."""
    environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"} | dict(more or {})
    try:
        run = subprocess.run(["git", "-C", str(folder), "-c", "core.quotePath=false", *arguments],
                             capture_output=True, encoding="utf-8", errors="surrogateescape", env=environment, check=False)
    except FileNotFoundError:
        raise NoRepository("git is not installed, and a release is made from what it has committed") from None
    if run.returncode:
        said = run.stderr.strip().splitlines()
        raise NoRepository(f"git says: {said[0].removeprefix('fatal: ') if said else run.returncode}")
    return run.stdout
