"""Nothing inline, nothing from elsewhere: what the content security policy of the pages demands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html
from web_book import BOOK

from briefbook.web import pages

SIZES = """\
# Sizes

```{image} picture.png
:width: 50%
:alt: Half
```

```{image} picture.png
:width: 2in
:alt: Inches
```

```{image} picture.png
:scale: 50
:alt: Scaled
```

```{figure} picture.png
:figwidth: 20em
:alt: Figure

Caption
```

:::{list-table} Narrow
:width: 40%
:widths: 1 3

* - A
  - B
:::

:field: value
"""

def with_picture(folder: Path) -> None:
    from PIL import Image

    folder.mkdir(parents=True)
    Image.new("RGB", (16, 16)).save(folder / "picture.png")


@pytest.fixture
def everything(build, tmp_path: Path):
    with_picture(tmp_path / "book" / "source")
    files = BOOK | {"index.md": BOOK["index.md"].replace("chapters/two", "chapters/two\nsizes"), "sizes.md": SIZES}
    return build(files)


def test_the_policy_allows_nothing_inline_and_no_other_site() -> None:
    assert "unsafe" not in pages.POLICY
    assert "http" not in pages.POLICY
    assert "default-src 'none'" in pages.POLICY


def test_no_page_has_inline_scripts_styles_or_handlers(everything) -> None:
    checked = 0
    for path in everything.pages():
        page = html.document_fromstring(path.read_text("utf-8"))
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [pages.POLICY]
        # JSON-LD is a data block: the standard has no browser run it, so that a policy without 'unsafe-inline' lets it be;
        # test_web_machines looks whether a browser complains.
        assert not page.xpath("//script[not(@src)][not(@type='application/ld+json')]|//style|//*[@style]"), path
        assert all(json.loads(block) for block in page.xpath("//script[not(@src)]/text()"))
        assert not page.xpath("//@*[starts-with(name(), 'on')]|//a[starts-with(@href, 'javascript:')]"), path
        checked += 1
    assert checked == 6


def test_no_page_loads_anything_from_elsewhere(everything) -> None:
    for path in everything.pages():
        page = html.document_fromstring(path.read_text("utf-8"))
        loaded = page.xpath("//script/@src|//link/@href|//img/@src")
        assert loaded
        assert not [address for address in loaded if "//" in address], path


def test_every_file_that_a_page_loads_is_there(everything) -> None:
    for path in everything.pages():
        page = html.document_fromstring(path.read_text("utf-8"))
        for address in page.xpath("//script/@src|//link[@rel='stylesheet']/@href|//img/@src"):
            assert (path.parent / address.partition("?")[0]).is_file(), f"{path}: {address}"


def test_ordinary_pages_load_one_script(everything) -> None:
    scripts = everything.page("chapters/one").xpath("//script/@src")
    assert [address.partition("?")[0] for address in scripts] == ["../_static/briefbook.js"]


def test_sizes_survive_without_inline_styles(everything) -> None:
    page = everything.page("sizes")
    half, inches, scaled = page.xpath("//img[@alt='Half' or @alt='Inches' or @alt='Scaled']")
    assert "w-50" in half.get("class").split()
    assert inches.get("width") == "192"
    assert (scaled.get("width"), scaled.get("height")) == ("8", "8")
    assert "rem-22" in page.xpath("//figure")[0].get("class").split()
    table, = page.xpath("//table")
    assert "w-40" in table.get("class").split()
    assert [cell.get("class") for cell in table.xpath(".//tr[1]/*")] == ["w-25", "w-75"]


def test_the_basic_theme_leaves_nothing_unused(everything) -> None:
    static = {path.name for path in (everything.out / "_static").iterdir()}
    assert not static & {"basic.css", "file.png", "minus.png", "plus.png"}
