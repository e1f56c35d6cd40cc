"""``requirements.lock``: which packages a release is made with, and whether this environment has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from packaging.markers import Marker
from packaging.version import InvalidVersion, Version

FILE = "requirements.lock"
_PIN = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;]+)\s*(?:;(?P<marker>.*))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pin:
    """One package; ``hashes`` are those (SHA-256) of the files it may be installed from."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def applies(self) -> bool:
        """Whether it belongs on this machine."""
        return not self.marker or Marker(self.marker).evaluate()


def read(text: str) -> list[Pin]:
    """The packages of a lock file, in its order. Lines that pin nothing are passed over, as pip's own options are."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        head, _hashes, _rest = line.partition("--hash")
        if match := _PIN.fullmatch(head.partition(" #")[0].strip()):
            found.append(Pin(match["name"], match["version"], (match["marker"] or "").strip(), tuple(_HASH.findall(line))))
    return found


def _same(one: str, two: str) -> bool:
    """Whether two versions are one (PEP 440): a font is 4.004 by its own word and 4.4 by the lock file."""
    try:
        return Version(one) == Version(two)
    except InvalidVersion:
        return one == two


def differences(pins: list[Pin]) -> Iterator[str]:
    """Where this environment has another version than the lock file, or none."""
    for pin in pins:
        if not pin.applies:
            continue
        try:
            found = version(pin.name)
        except PackageNotFoundError:
            found = ""
        if not _same(found, pin.version):
            yield f"{pin.name} is {found or 'not installed'}, the lock file has {pin.version}"
