"""Any text an author can type comes back out of the web page and the PDF the same, whatever Typst thinks it means."""

from __future__ import annotations

import re
import string
import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from briefbook.typst import fonts, markup
from pdfreader import Pdf
from support import SVG, Built, Project

#: Text that means something to Typst, to Markdown, or to our own sources.
SIGNIFICANT = [
    "#let x = 1", "#[x]", "$x^2$", "*a*", "_a_", "`a`", "= a", "- a", "+ a", "1. a", "/ a: b", "//", "/* a */", "<a>",
    "@a",
    "~", "--", "---", "-?", "...", "\\u{41}", "\\", '"', "'", "https://example.org/a", "a\\", "];", "#anchor(\"a\");",
    "// @ a:1", "#document-title(", "\ufb01", "a\u0301", "x\u0304", "\u00ad", "\u200b", "100 %", "&amp;", "{a}", "[[a]]",
    "a  b", "\u00a0", "\u3000", "{{ a }}", "|a|", "a_b_c", "#", "%", "\N{EM DASH}", "^a^", "fi ffl",
    "\N{HORIZONTAL ELLIPSIS}"]

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
                            "\ufb05": "st", "\ufb06": "st", **dict.fromkeys(markup.IGNORABLE, "")})
COVERAGE = fonts.coverage(())


def printable(char: str) -> bool:
    """Whether the press accepts the character, and it is written from left to right."""
    return (unicodedata.is_normalized("NFC", char) and unicodedata.bidirectional(char) not in ("R", "AL", "AN")
            and not any(markup.forbidden(char, COVERAGE)) and unicodedata.category(char) not in ("Cc", "Zl", "Zp"))


LATIN = [chr(point) for point in range(0x20, 0x2800) if printable(chr(point))]
CJK = [chr(point) for point in [*range(0x3000, 0xFFEF, 7)] if printable(chr(point))]
CHARACTERS = st.sampled_from(string.ascii_letters + string.digits) | st.sampled_from(LATIN) | st.sampled_from(CJK)
WORDS = st.text(CHARACTERS, min_size=1, max_size=8) | st.sampled_from(SIGNIFICANT) | st.text(
    st.sampled_from(string.punctuation), min_size=1, max_size=6)


def typed(words: list[str]) -> str:
    """Words as an author's editor would save them: not bare of letters, and beginning with none that joins another."""
    text = unicodedata.normalize("NFC", " ".join(words)).strip()
    visible = text.translate(_LIGATURES).strip()
    return text if visible and unicodedata.category(visible[0]) not in ("Mn", "Me", "Mc") else f"a{text}b"


TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(typed)


def same(text: str) -> str:
    """What is compared: composed letters, single spaces, no ligatures, nothing that prints nothing."""
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")


def spaced(text: str) -> str:
    """Code as Sphinx writes it into a page: of any spaces it makes plain ones and no-break ones."""
    return same(re.sub(r"\s+", " ", text))


def escaped(text: str) -> str:
    """*text* as Markdown that means nothing."""
    return "".join(f"\\{char}" if char in string.punctuation else char for char in text)


def fence(text: str) -> str:
    """More backticks than stand together in *text*, and at least three."""
    return "`" * (max((len(run) for run in re.findall("`+", text)), default=2) + 1)


def fenced(text: str) -> str:
    """*text* as code in a line."""
    return f"{fence(text)} {text} {fence(text)}"


def source(texts: list[str]) -> str:
    parts = [f"# {escaped(texts[0])}\n"]
    for number, text in enumerate(texts):
        word = escaped(text)
        parts.append(f"## {word}\n\n{word}\n\n- {word}\n\n[{word}](https://example.org/{number})\n\nx[^n{number}]\n\n"
                     f"[^n{number}]: {word}\n\n{fenced(text)}\n\n{fence(text)}text\n{text}\n{fence(text)}\n\n"
                     f":::{{figure}} dot.svg\n:alt: x\n\n{word}\n:::\n\n![{word}](dot.svg)\n\n"
                     f"| {word} |\n|---|\n| {word} |\n")
    return "\n".join(parts)


def from_html(page: Any) -> dict[str, list[str]]:
    for mark in page.xpath('.//a[@class="headerlink"]'):
        mark.getparent().remove(mark)

    def words(path: str) -> list[str]:
        return [same(node if isinstance(node, str) else node.text_content()) for node in page.xpath(path)]

    return {
        "heading": words(".//h2"), "bookmark": words(".//h2"), "item": words(".//li"),
        "link": words('.//a[@class="reference external"]'), "note": words('.//aside[@role="doc-footnote"]/p'),
        "code": [spaced(text) for text in words(".//code")], "block": words(".//pre"), "title": words(".//h1"),
        "caption": words('.//span[@class="caption-text"]'), "head": words(".//th"),
        "cell": words(".//td"), "alt": words('.//img[@alt!="x"]/@alt'),
        "paragraph": words(".//h2/following-sibling::p[1]"),
    }


def from_pdf(pdf: Pdf) -> dict[str, list[str]]:
    def words(name: str) -> list[str]:
        return [same(tag.raw) for tag in pdf.tree.find(name)]

    blocks = [child for child in pdf.tree.children if not isinstance(child, str)]
    return {
        "heading": words("H2"), "bookmark": [same(mark.title) for mark in pdf.outline if mark.level == 2],
        "item": words("LBody"), "link": [same(link.words) for link in pdf.links if link.uri],
        "note": [same(text.removeprefix(str(number))) for number, text in enumerate(words("Note"), start=1)],
        "code": [spaced(tag.raw) for tag in pdf.tree.find("Code") if not list(tag.find("P"))],
        "block": [same(tag.raw) for tag in pdf.tree.find("Code") if list(tag.find("P"))], "title": [same(pdf.title)],
        "caption": words("Caption"), "head": words("TH"), "cell": words("TD"),
        "alt": [same(tag.alt) for tag in pdf.tree.find("Figure") if tag.alt != "x"],
        "paragraph": [same(blocks[at + 1].raw) for at, tag in enumerate(blocks) if tag.name == "H2"],
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("text"), {"dot.svg": SVG}, smartquotes=False,
                   suppress_warnings=["misc.highlighting_failure"])


def built(project: Project, texts: list[str], builder: str) -> Built:
    project.write({"index.md": source(texts)})
    result = project.build(builder, typst_documents=[("index", "book", texts[0], "", "page")])
    assert (result.status, result.warnings) == (0, [])
    return result


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS, min_size=12, max_size=16))
@example([typed([word]) for word in SIGNIFICANT])
def test_text_comes_back(project: Project, texts: list[str]) -> None:
    web = from_html(built(project, texts, "html").html())
    print_ = from_pdf(built(project, texts, "typstpdf").pdf())
    assert web["paragraph"] == [same(text) for text in texts]
    assert print_ == web
