"""A second edition: what changed is told once, alike on the page, in the brief, in the feed and in the terminal; nothing is lost."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from edition_book import ACCOUNT, DECEMBER, NOVEMBER

from books import Book, Run
from briefbook.editions.record import path_of, read

ATOM = "{http://www.w3.org/2005/Atom}"
TOLD = """\
Judgments that moved (1)
  RIV-1: was likely, now very likely.
      Why it moved: A second count agrees.
      The boats will very likely stay.

Corrections (1)
  3 December 2026. Roe's table counts the barges too. Noticed by a reader.
      RIV-001: boats: at least 20,000 boats → at least 21,000 boats.

Retired (1)
  LAK-001: retired on 5 December 2026. Moe has taken it back. Instead: RIV-002.
      [-Moe says that the lake is wide.-]

New sources (1)
  poe2023: Poe, Eve. 2023. On fords. Press.

Repairs (1)
  chapters/two#two: [-observor-] {+observer+}"""


def call(book: Book, command: str, *arguments: str) -> Run:
    return book.command("briefbook.__main__", [command, *arguments, "--source", str(book.source), "-o", str(book.output)], {})


def faults(book: Book) -> list[str]:
    """What the checker says of editions."""
    run = book.command("briefbook.__main__", ["check", str(book.source), "--build", str(book.output)], {})
    return [line.partition("; ")[0] for line in run.out.splitlines() if re.search(r": E4(1[5-9]|2[01]) ", line)]


def printed(text: str) -> str:
    """*text* as a page prints it: one line, without counts and indents."""
    return " ".join(text.replace(" (1)", "").replace("'", "’").split())


# -- the account ---------------------------------------------------------------------------------------------------------


def test_terminal_tells_exactly_what_changed(december: Book) -> None:
    run = call(december, "diff", "2026-11")
    assert run.status == 1
    assert run.out == f"from November 2026 (2026-11-22) to December 2026 (2026-12-20)\n\n{TOLD}\n"
    found = json.loads(call(december, "diff", "2026-11", ".", "--format", "json").out)["changes"]
    assert {kind: [item["id"] for item in items] for kind, items in found.items()} == {
        "moved": ["RIV-1"], "corrections": ["boats-recounted"], "retired": ["LAK-001"], "sources": ["poe2023"], "repairs": ["chapters/two#two"]}


def test_nothing_changed_and_a_wrong_name(december: Book) -> None:
    same = call(december, "diff", "2026-11", "2026-11")
    assert (same.status, same.out.splitlines()[-1]) == (0, "nothing has changed")
    run = call(december, "diff", "2025-01")
    assert run.status == 2
    assert run.err.startswith("briefbook: 2025-01: no edition in ledger/editions, no file, and no revision")


def test_page_and_brief_tell_the_same(december: Book) -> None:
    page = december.page("changes")
    for spoken in page.xpath("//span[@class='spoken']"):
        spoken.text = "[-" if spoken.text == "removed: " else "{+" if spoken.text == "added: " else "-]" if spoken.getparent().tag == "del" else "+}"
    section, = page.xpath("//section[@id='since-the-last-edition']")
    for link in section.xpath(".//a[contains(@class, 'headerlink')]"):
        link.drop_tree()
    told = f"Compared with the edition November 2026 of 22 November 2026. {printed(TOLD)}"
    assert " ".join(section.text_content().split()).endswith(told)
    words = re.sub(r" \(Chapter [^)]*\)|• ", "", " ".join(december.pdf("changes").text.split()))  # where links lead
    assert told in words


def test_feed_tells_the_same(december: Book) -> None:
    root = ET.parse(december.output / "html" / "feed.xml").getroot()
    entries = {entry.findtext(f"{ATOM}id", "").partition(":small-book/")[2]: entry for entry in root.iter(f"{ATOM}entry")}
    assert list(entries) == ["judgment/RIV-1", "correction/boats-recounted", "reassessment/RIV-1/2026-12", "edition/2026-12"]
    assert entries["edition/2026-12"].findtext(f"{ATOM}content") == TOLD
    assert entries["correction/boats-recounted"].findtext(f"{ATOM}updated") == "2026-12-03T00:00:00Z"
    assert entries["reassessment/RIV-1/2026-12"].findtext(f"{ATOM}updated") == "2026-12-20T00:00:00Z"


def test_pages_concerned_name_the_correction(december: Book) -> None:
    noted = {name: december.page(name).xpath("string(//div[contains(@class, 'note-of-change')])").split() for name in (
        "chapters/one", "chapters/two", "index", "evidence", "references")}
    assert [name for name, words in noted.items() if words] == ["chapters/one", "chapters/two"]
    assert " ".join(noted["chapters/one"]) == "Corrected on 3 December 2026 Roe’s table counts the barges too. (RIV-001; errata)"
    assert december.page("chapters/one").xpath("//div[contains(@class, 'note-of-change')]//a/@href") == ["../changes.html#errata-boats-recounted"]
    errata = december.page("changes").xpath("//*[@id='errata-boats-recounted']/following-sibling::dd[1]")[0].text_content()
    assert "at least 20,000 boats → at least 21,000 boats" in errata
    assert "On: Rivers, Lakes" in " ".join(errata.split())


def test_what_is_retired_keeps_its_address(december: Book) -> None:
    entry, = december.page("evidence").xpath("//*[@id='lak-001']/following-sibling::dd")
    assert " ".join(entry.text_content().split()) == "Retired on 5 December 2026. Moe has taken it back. Instead: RIV-002."
    assert entry.xpath(".//a/@href") == ["#riv-002"]


# -- records and revisions -----------------------------------------------------------------------------------------------


def test_record_says_what_it_overwrites(book: Book) -> None:
    made = call(book, "record")
    assert (made.status, made.out.partition(":")[0]) == (0, "ledger/editions/2026-12.json")
    path = path_of(book.source, "2026-12")
    before = path.read_bytes()
    assert "recorded: 1 judgments, 2 facts, 4 sources" in made.out
    assert call(book, "record").out.startswith("ledger/editions/2026-12.json: as it was")
    book.change("chapters/two.md", "wide", "broad")
    said = call(book, "record").out
    assert "overwritten, see git diff" in said
    assert "it replaces the record of 2026-12 dated 2026-12-20" in said
    book.change("chapters/two.md", "broad", "wide")
    call(book, "record")
    assert path.read_bytes() == before
    record = read(path)
    assert list(record.retired) == ["LAK-001"]
    assert {"evidence#lak-001", "chapters/one#j-riv-1", "changes.pdf"} <= set(record.addresses)
    book.change("chapters/two.md", "RIV-002", "RIV-009")
    refused = call(book, "record")
    assert (refused.status, path.read_bytes()) == (2, before)
    assert "nothing was recorded" in refused.err


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_revisions_are_compared_with_and_without_a_record(book: Book) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=book.source, check=True, capture_output=True)

    after = {name: book.text(name) for name in (*DECEMBER, "ledger/editions/2026-11.json")}
    book.write({name: NOVEMBER.get(name) for name in DECEMBER} | {"ledger/editions/2026-11.json": None})
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "November")
    book.write(after)
    git("add", "-A")
    git("commit", "-qm", "December")
    run = call(book, "diff", "HEAD~1", "HEAD")
    assert (run.status, run.err) == (1, "")
    # without a record the older edition has no place in its own ledger; the account is the same
    assert run.out.partition("\n\n")[2] == f"{TOLD}\n"


# -- nothing is lost -----------------------------------------------------------------------------------------------------


def test_the_account_is_complete(december: Book) -> None:
    assert faults(december) == []


def test_a_change_without_an_account_is_a_fault(book: Book) -> None:
    book.write({"ledger/changes/2026.yaml": None})
    book.change("chapters/one.md", ":previous: likely\n:moved: A second count agrees.", ":previous: new")
    book.change("chapters/two.md", "(two)=\n", "")
    book.change("chapters/one.md", "(one)=\n", "")
    assert faults(book) == [
        "chapters/one.md:3:1: E416 judgment RIV-1 has :previous: 'new', and in the edition of November 2026 it was 'likely'",
        "chapters/one.md:3:1: E416 judgment RIV-1 has moved since November 2026 (likelihood 'likely' is 'very likely' now), and its :moved: does not say why",
        "ledger/editions/2026-11.json:8:1: E419 the address chapters/one#one of the edition of November 2026 leads nowhere",
        "ledger/editions/2026-11.json:10:1: E419 the address chapters/two#two of the edition of November 2026 leads nowhere",
        "ledger/editions/2026-11.json:32:1: E419 the fact LAK-001 of the edition of November 2026 is gone, and no entry retires it",
        "ledger/facts/all.yaml:1:1: E415 RIV-001 has changed since November 2026 (a value), and no correction in ledger/changes names it"]


def test_a_moved_page_leads_on_and_a_forecast_shows_its_outcome(book: Book) -> None:
    book.write({"chapters/ponds.md": book.text("chapters/two.md"), "chapters/two.md": None})
    book.change("index.md", "chapters/two", "chapters/ponds")
    lost = faults(book)
    assert [line.partition("E419 ")[2] for line in lost] == ["the address chapters/two of the edition of November 2026 leads nowhere"]
    book.conf('brief_moved = {"chapters/two": "chapters/ponds", "chapters/one#old": "chapters/ponds#two"}')
    book.change("chapters/one.md", ":review: 2027-04-30\n", ":review: 2027-04-30\n:resolves: 2026-12-01\n")
    assert faults(book) == []
    due = call(book, "due")
    assert (due.status, due.out.partition(" ")[0]) == (1, "chapters/one.md:4:")
    assert call(book, "due", "--on", "2026-11-30").status == 0
    book.change("chapters/one.md", ":resolves: 2026-12-01\n",
                ":resolves: 2026-12-01\n:outcome: occurred\n:outcome-date: 2026-12-02\n:outcome-facts: RIV-002\n")
    assert call(book, "due").status == 0
    book.made()
    page = book.page("chapters/two")
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=ponds.html"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/book/chapters/ponds.html"]
    assert page.xpath("//main//p/a/@href") == ["ponds.html"]
    assert book.page("chapters/one").xpath("//*[@id='old']/following-sibling::dd//a/@href") == ["ponds.html#two"]
    outcome = " ".join(book.page("chapters/one").xpath("string(//p[contains(@class, 'judgment-outcome')])").split())
    assert outcome == "Outcome: occurred, 2 December 2026 (RIV-002)."
    assert "occurred, 2 December 2026" in book.page("judgments").text_content()
    data = json.loads(Path(book.output, "html/data/book.json").read_text("utf-8"))
    assert data["judgments"][0]["outcome"] == {"result": "occurred", "date": "2026-12-02", "facts": ["RIV-002"], "why": ""}


def test_entries_that_do_not_fit_and_ids_used_again(book: Book) -> None:
    assert call(book, "record").status == 0
    book.conf('brief_edition, brief_edition_date = "January 2027", "2027-01-20"')
    book.write({"ledger/facts/all.yaml": NOVEMBER["ledger/facts/all.yaml"], "ledger/changes/2026.yaml": (
        ACCOUNT.replace("boats-recounted", "recounted").replace("2026-12-03", "2027-02-01").replace("[RIV-001]", "[RIV-901]"))})
    book.change("chapters/one.md", ":previous: likely\n:moved: A second count agrees.", ":previous: very likely")
    found = [line.partition(": ")[2] for line in faults(book)]
    assert [line.partition("; did")[0] for line in found] == [
        "E417 recounted is dated 2027-02-01, after the edition of 2027-01-20",
        "E417 recounted is of 'RIV-901', which the book does not have",
        "E418 the account of December 2026 had the entry 'boats-recounted', and ledger/changes no longer has it",
        "E415 RIV-001 has changed since December 2026 (a value), and no correction in ledger/changes names it",
        "E420 the fact LAK-001 was retired on 2026-12-05, and its id is used again"]
