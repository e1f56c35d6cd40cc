"""What an edition was made with, as CycloneDX: the packages of the lock file, and the fonts that its files embed.

The same lock file, fonts and edition give the same bytes: no random serial number and no time enters.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from briefbook.release.fontlist import Font
from briefbook.release.lockfile import Pin
from briefbook.release.manifest import Manifest

FILE = "sbom.cdx.json"
_LICENCES = LicenseFactory()
#: Said here, for the press need not be installed to run.
_PRESS_LICENCE = "Apache-2.0"
#: A longer text in the field ``License`` is the licence itself, not its name.
_LONGEST_NAME = 60


def text(about: Manifest, licence: str, pins: Iterable[Pin], fonts: Iterable[Font]) -> str:
    """The list for the edition *about*, whose text stands under *licence*."""
    book = Component(name=about.book, version=about.edition, type=ComponentType.DATA, bom_ref="book", licenses=_named(licence))
    press = Component(name="briefbook", version=about.press, type=ComponentType.APPLICATION, bom_ref="press",
                      licenses=_named(_PRESS_LICENCE))
    packages = [_package(pin) for pin in pins]
    faces = [_font(font) for font in fonts]
    bom = Bom(components=[press, *packages, *faces], serial_number=uuid.uuid5(
        uuid.NAMESPACE_URL, f"{about.book} {about.edition} {about.commit}"))
    bom.metadata = BomMetaData(component=book, timestamp=dt.datetime.fromisoformat(f"{about.date}T00:00:00+00:00"), properties=[
        Property(name="briefbook:commit", value=about.commit)])
    bom.register_dependency(book, [press, *faces])
    bom.register_dependency(press, packages)
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _package(pin: Pin) -> Component:
    """A package with the digests of every file it may be installed from; with a marker, it is not on every machine."""
    name = pin.name.lower().replace("_", "-")
    return Component(
        name=pin.name, version=pin.version, type=ComponentType.LIBRARY, bom_ref=f"pkg:pypi/{name}@{pin.version}",
        purl=PackageURL("pypi", None, name, pin.version), licenses=() if pin.marker else _licences_of(pin.name),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in pin.hashes],
        properties=[Property(name="briefbook:marker", value=pin.marker)] if pin.marker else ())


def _font(font: Font) -> Component:
    properties = {"briefbook:used-in": ", ".join(sorted(font.used_in)), "briefbook:package": font.package}
    return Component(
        name=font.name, version=font.version or None, type=ComponentType.FILE, bom_ref=f"font:{font.name}",
        licenses=_named(font.licence), hashes=[HashType(alg=HashAlgorithm.SHA_256, content=font.sha256)] if font.sha256 else (),
        properties=[Property(name=name, value=value) for name, value in properties.items() if value])


def _named(name: str) -> list[Any]:
    return [_LICENCES.make_from_string(name)] if name else []


def _licences_of(package: str) -> list[License]:
    """The licences that a package's metadata names, by expression, classifiers or the old field; none where it names none."""
    try:
        found = metadata(package)
    except PackageNotFoundError:
        return []
    if expression := found.get("License-Expression"):
        return _named(expression)
    names = sorted({line.rpartition(" :: ")[2] for line in found.get_all("Classifier") or () if line.startswith("License :: ")}
                   - {"OSI Approved"})
    return [_LICENCES.make_with_name(name) for name in names] if names else _named(_short(found.get("License") or ""))


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LONGEST_NAME and "\n" not in text and text != "UNKNOWN" else ""
