"""Every construct of the guide in a real browser: accessible, at home on a telephone, and shaped as it is on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from browsing import AXE, COLOURS, held_to_the_rules, room_wanted, visit

pytestmark = pytest.mark.browser

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md"))


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guide")
    with patch_docutils(DOCS), docutils_namespace():
        Sphinx(DOCS, DOCS, folder / "out", folder / "doctrees", "html", status=None, warningiserror=True).build()
    return folder / "out"


def look(browser: Any, guide: Path, name: str, script: str, width: int = 1440) -> Any:
    """What *script* finds on a page of the guide."""
    page = visit(browser, (guide / name).as_uri(), width)
    found = page.evaluate(f"() => {{ const $ = (path) => [...document.querySelectorAll('main ' + path)]; {script} }}")
    page.context.close()
    return found


def test_no_page_of_the_guide_scrolls_sideways(browser: Any, guide: Path) -> None:
    wide = []
    for name in PAGES:
        page = visit(browser, (guide / name).as_uri(), 768)
        wide += [(name, width) for width in (768, 390) if room_wanted(page, width) > width]
        page.context.close()
    assert wide == []


@pytest.mark.parametrize(("scheme", "rules"), [("light", AXE), ("dark", COLOURS)])
def test_the_guide_is_accessible(browser: Any, guide: Path, scheme: str, rules: dict[str, list[str]]) -> None:
    for name in PAGES:
        page = visit(browser, (guide / name).as_uri(), 1440, scheme)
        held_to_the_rules(page, rules)
        page.context.close()


def test_lists_are_numbered_as_typed(browser: Any, guide: Path) -> None:
    kinds = look(browser, guide, "constructs/lists.html", "return $('ol').map((list) => getComputedStyle(list).listStyleType)")
    assert kinds == ["decimal", "decimal", "lower-alpha-bracket", "upper-alpha", "lower-roman-brackets", "upper-roman"]


def test_all_of_a_note_stands_beside_its_number(browser: Any, guide: Path) -> None:
    left = "(node) => node.getBoundingClientRect().left"
    notes = look(browser, guide, "constructs/notes.html", f"""
        return $('.footnote').map((note) => [...note.children].map({left}))""")
    assert all(min(rest) > label for label, *rest in notes) and len(notes) == 6


def test_a_note_that_is_referred_to_twice_leads_back_twice(browser: Any, guide: Path) -> None:
    ways = look(browser, guide, "constructs/notes.html", """
        return $('.footnote').map((note) => [...note.querySelectorAll('.label a, .backrefs a')].filter((a) => a.checkVisibility()).length)""")
    assert sorted(ways) == [1, 1, 1, 1, 2, 2]


def test_a_citation_without_bibliography_has_its_label(browser: Any, guide: Path) -> None:
    shown = "return $('.citation > .label').map((label) => label.checkVisibility())"
    assert look(browser, guide, "constructs/notes.html", shown) == [True]
    sources = look(browser, guide, "references.html", shown)
    assert sources and not any(sources), "names and years say it"


def test_the_message_of_a_small_table_is_not_squeezed(browser: Any, guide: Path) -> None:
    heights = look(browser, guide, "constructs/tables.html", """
        return $('caption').map((caption) => caption.getBoundingClientRect().height)""")
    assert len(heights) == 4 and max(heights) < 40


def test_a_table_is_as_wide_as_its_option_says(browser: Any, guide: Path) -> None:
    shares = look(browser, guide, "constructs/tables.html", """
        return $('table.w-60').map((table) => table.offsetWidth / table.parentElement.offsetWidth)""")
    assert shares == [pytest.approx(0.6, abs=0.01)]


def test_pictures_stand_where_they_are_put(browser: Any, guide: Path) -> None:
    places = look(browser, guide, "constructs/pictures.html", """
        const gaps = (node) => { const [a, b] = [node, node.parentElement].map((it) => it.getBoundingClientRect());
          return [Math.round(a.left - b.left), Math.round(b.right - a.right)]; };
        return [$('figure.align-right'), $('.image-reference:has(> .align-center)')].map(([node]) => gaps(node))""")
    (right_left, right_right), (centre_left, centre_right) = places
    assert right_right == 0 and right_left > 50
    assert centre_left > 50 and abs(centre_left - centre_right) <= 25  # the line beside an example


def test_a_paragraph_in_arabic_begins_at_the_right(browser: Any, guide: Path) -> None:
    gap = look(browser, guide, "constructs/text.html", """
        const [arabic] = $('.example-result p').filter((p) => p.textContent.startsWith('هذه'));
        const words = document.createRange(); words.selectNodeContents(arabic);
        const [outer, inner] = [arabic, words].map((it) => it.getBoundingClientRect());
        return [outer.right - inner.right, inner.left - outer.left]""")
    assert gap[0] == pytest.approx(0, abs=2) and gap[1] > 100
