"""Where the web edition stands: absolute addresses, and the files that tell search engines about them.

Only ``html_baseurl`` knows an absolute address. Without it whatever needs one is left out, and the log says so once.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from sphinx.locale import __
from sphinx.util import logging

from briefbook.web.assets import uses_theme, write

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def base(config: Config) -> str:
    """The address of the web edition's folder, with a stroke at its end; empty when nobody has said."""
    return f"{config.html_baseurl.rstrip('/')}/" if config.html_baseurl else ""


def absolute(config: Config, path: str) -> str:
    """The address of a file of the web edition, named as it stands in its folder; empty without a base."""
    return urljoin(base(config), quote(path, safe="/#%")) if config.html_baseurl else ""


def xml_bytes(root: ET.Element) -> bytes:
    """An XML file."""
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def sitemap(pages: list[str], modified: str) -> bytes:
    """The sitemap of the addresses *pages*, all of one date."""
    root = ET.Element("urlset", xmlns=_NAMESPACE)
    for page in pages:
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = page
        if modified:
            ET.SubElement(entry, "lastmod").text = modified
    return xml_bytes(root)


def robots(config: Config) -> str:
    """Whoever asks may read everything."""
    where = absolute(config, SITEMAP)
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {where}\n" if where else "")


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write ``robots.txt`` and, where addresses are known, ``sitemap.xml``."""
    if exception or not uses_theme(app.builder):
        return
    out, config = Path(app.outdir), app.config
    write(out / ROBOTS, robots(config).encode())
    if not base(config):
        (out / SITEMAP).unlink(missing_ok=True)
        logger.info(__("html_baseurl is not set: no sitemap, canonical addresses or pictures for links"))
        return
    docnames = sorted(app.env.found_docs, key=lambda name: (name != config.root_doc, name))
    pages = [absolute(config, app.builder.get_target_uri(name)) for name in docnames]
    write(out / SITEMAP, sitemap(pages, config.brief_edition_date))


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write_files)
