"""Archives: one that is the same wherever it is made, and safe unpacking of one that may have been made by anybody."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

#: What an archive that is unpacked may hold: files, and bytes of all of them. The largest release is a fiftieth of it.
MAX_FILES, MAX_BYTES = 20_000, 2_000_000_000
_ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")


class UnsafeArchive(Exception):
    """An archive that is not unpacked; the text says why."""


def files_below(folder: Path) -> dict[str, Path]:
    """Every file below *folder* by its path there, sorted."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return dict(sorted(found.items()))


def pack(path: Path, files: Mapping[str, Path], day: str) -> None:
    """Write *files* as a ZIP archive whose bytes depend on their names, their bytes and *day* (ISO 8601) alone.

    They are stored, not compressed: the bytes of a deflated stream depend on the machine's zlib, and the greatest part of
    a site, its PDFs, pictures and fonts, is compressed already.
    """
    date = dt.date.fromisoformat(day)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
            entry.create_system = 3  # Unix, also where it is made on Windows
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            with files[name].open("rb") as content, archive.open(entry, "w") as stored:
                shutil.copyfileobj(content, stored)


# -- unpacking -----------------------------------------------------------------------------------------------------------


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith(_ENDINGS)


def unpack(path: Path, folder: Path) -> None:
    """Unpack the archive *path* below *folder*, which is empty.

    Raises :class:`UnsafeArchive`, and stops, over a path that leads out of the folder, a link or a device, two entries of one
    name, or more than :data:`MAX_FILES` files or :data:`MAX_BYTES` bytes, counted as they come and not as declared.
    """
    left, seen = MAX_BYTES, set()
    try:
        for name, stream in _entries(path):
            target = _safe(name)
            if target.as_posix().casefold() in seen:
                raise UnsafeArchive(f"{name!r} is in it twice")
            seen.add(target.as_posix().casefold())
            if len(seen) > MAX_FILES:
                raise UnsafeArchive(f"it holds more than {MAX_FILES:,} files")
            place = folder / target
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as out:
                while block := stream.read(1 << 20):
                    left -= len(block)
                    if left < 0:
                        raise UnsafeArchive(f"it holds more than {MAX_BYTES:,} bytes")
                    out.write(block)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnsafeArchive(f"it cannot be read ({error})") from error


def _safe(name: str) -> PurePosixPath:
    """The path of an entry, if it stays below the folder on every system."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
        raise UnsafeArchive(f"{name!r} leads out of it")
    return path


def _entries(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of every file; folders are passed over."""
    if path.name.lower().endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                kind = stat.S_IFMT(entry.external_attr >> 16)
                if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                    raise UnsafeArchive(f"{entry.filename!r} is no plain file")
                if not entry.is_dir():
                    with archive.open(entry) as stream:
                        yield entry.filename, stream
        return
    with tarfile.open(path, "r|*") as pack_:
        for member in pack_:
            if not (member.isreg() or member.isdir()):
                raise UnsafeArchive(f"{member.name!r} is no plain file")
            stream_ = pack_.extractfile(member) if member.isreg() else None
            if stream_:
                yield member.name, stream_
