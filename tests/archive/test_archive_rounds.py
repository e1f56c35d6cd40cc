"""Rounds of visits: what is recorded, what is reported, what stopping loses, and what the book takes from the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from briefbook.__main__ import main
from briefbook.archive.archiving import Request, archive
from briefbook.archive.book import WebSource
from briefbook.archive.outcome import Wanted
from briefbook.archive.service import Declined, Service
from briefbook.archive.web import Web
from briefbook.bibliography.copies import RECORD, read_record
from misbehaving import MANNERS, Ahead, Server, nobody, serving

SEVEN = "2026-11-29"


class Book:
    """A book with web sources on the misbehaving server, which is its archive too."""

    def __init__(self, root: Path, server: Server) -> None:
        self.root, self.server = root, server
        (root / "conf.py").write_text("bibtex_bibfiles = ['a.bib']\nhtml_baseurl = 'https://book.example/'\n", encoding="utf-8")

    def cites(self, *paths: str, extra: str = "") -> Book:
        entries = [f"@online{{s{number},\n  title = {{T}}, url = {{{path if ':' in path else self.server.at(path)}}},\n"
                   f"  date = {{2026-02-03}}, urldate = {{2026-03-04}}}}\n" for number, path in enumerate(paths, 1)]
        (self.root / "a.bib").write_text("".join(entries) + extra, encoding="utf-8")
        return self

    def visit(self, day: str = "2026-11-22", *, clock: Ahead | None = None, **wanted: Any) -> int:
        return archive(Request(self.root, Wanted(**wanted), service=self.server.at(""), quiet=True), clock or Ahead(day), MANNERS)

    @property
    def record(self) -> Mapping[str, dict[str, Any]]:
        return json.loads((self.root / RECORD).read_text(encoding="utf-8"))["sources"]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def book(tmp_path: Path, server: Server) -> Book:
    return Book(tmp_path, server)


def test_first_visit_records_and_has_a_copy_made(book: Book, server: Server) -> None:
    assert book.cites("/page").visit() == 0
    known = book.record["s1"]
    assert known["sha256_of"].startswith("main text by trafilatura")
    assert {name: known[name] for name in known if name not in ("sha256", "sha256_of")} == {
        "url": server.at("/page"), "status": "there", "checked": "2026-11-22", "seen": "2026-11-22", "media_type": "text/html",
        "hashed": "2026-11-22", "archiveurl": f"{server.at('')}/web/20261122101112/{server.at('/page')}", "archivedate": "2026-11-22"}
    assert read_record(book.root)[1] == []
    assert server.asked["/save"] == 1 and server.asked["/save/status/job-1"] == 2


def test_a_copy_that_the_archive_has_is_taken(book: Book, server: Server) -> None:
    server.copies[server.at("/page")] = {"closest": {
        "available": True, "status": "200", "timestamp": "20260305000000", "url": server.at("/web/20260305000000/page")}}
    assert book.cites("/page").visit() == 0
    assert (book.record["s1"]["archivedate"], server.asked["/save"]) == ("2026-03-05", 0)


@pytest.mark.parametrize("closest", [
    {"available": True, "status": "200", "timestamp": "20250101000000", "url": "HERE/web/2025"},  # before the source came out
    {"available": True, "status": "404", "timestamp": "20260305000000", "url": "HERE/web/2026"},
    {"available": True, "status": "200", "timestamp": "20260305000000", "url": "https://elsewhere.example/copy"},
    {"available": True, "status": "200", "timestamp": "soon", "url": "HERE/web/2026"},
    {"available": False}, "nonsense"])
def test_a_copy_that_is_none_is_not_taken(book: Book, server: Server, closest: Any) -> None:
    if isinstance(closest, dict) and "url" in closest:
        closest = closest | {"url": closest["url"].replace("HERE", server.at(""))}
    server.copies[server.at("/page")] = {"closest": closest}
    assert book.cites("/page").visit(save=False) == 1
    assert "archiveurl" not in book.record["s1"]


def test_what_happens_to_sources(book: Book, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    kept = f"@online{{kept, title = {{T}}, url = {{{server.at('/page')}}}, archiveurl = {{https://copy.example/1}}}}\n"
    doi = f"@article{{doi, title = {{T}}, url = {{{server.at('/404')}}}, doi = {{10.1/2}}}}\n@book{{print, title = {{T}}}}\n"
    book.cites("/page", "/404", "/moved", "/forbidden/page", "/broken", f"http://{nobody()}/gone", extra=kept + doi)
    assert book.visit(save=False) == 1
    shown = capsys.readouterr().out
    assert {key: item["status"] for key, item in book.record.items()} == {
        "s1": "there", "s2": "gone", "s3": "moved", "s4": "closed", "s5": "unreachable", "s6": "unreachable", "kept": "there"}
    lines = shown.splitlines()
    assert f"a.bib:4:1: A601 s2 is gone (it answers 404 Not Found): {server.at('/404')}; " in lines[1]
    assert f"a.bib:7:1: A602 s3 has moved to {server.at('/page')}: " in shown
    assert "A604 s5 is unreachable (it answers 500 Internal Server Error): " in shown
    assert [line.split()[2] for line in lines if " L501 " in line] == ["s1", "s2", "s3", "s4", "s5", "s6"]
    assert lines[-1] == ("7 web sources, 7 visited now, 1 closed, 1 gone, 1 moved, 2 there, 2 unreachable, 1 with an archived copy")


def test_an_address_that_is_none_stops_nothing(book: Book) -> None:
    assert book.cites("http://[broken/page", "mailto:a@b.example", "/page").visit(save=False) == 1
    assert [(item["status"], item.get("note", "")) for item in book.record.values()] == [
        ("unreachable", "its address is no address of the web")] * 2 + [("there", "")]


def test_drift_is_told_until_it_is_accepted(book: Book, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    book.cites("/page").visit()
    first = book.record["s1"]
    assert book.visit(SEVEN) == 0  # other adverts, the same text
    server.text = "thirteen"
    for day in (SEVEN, "2026-12-06"):
        assert book.visit(day, only=frozenset({"s1"})) == 1
        assert "A603 s1 has drifted (the main text is not that of 2026-11-22): " in capsys.readouterr().out
    assert (book.record["s1"]["sha256"], book.record["s1"]["seen"]) == (first["sha256"], "2026-12-06")
    assert book.visit("2026-12-07", accept=frozenset({"s1"})) == 0
    assert book.record["s1"]["sha256"] != first["sha256"] and book.record["s1"]["hashed"] == "2026-12-07"


def test_another_type_is_drift_and_another_extractor_is_not(book: Book) -> None:
    book.cites("/page").visit()
    path = book.root / RECORD
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("trafilatura ", "trafilatura 0."), encoding="utf-8")
    assert book.visit(SEVEN) == 0
    assert book.record["s1"]["note"].startswith("not compared: hashed anew") and book.record["s1"]["hashed"] == SEVEN
    path.write_text(text.replace("text/html", "application/pdf"), encoding="utf-8")
    assert book.visit(SEVEN) == 1
    assert book.record["s1"]["note"] == "application/pdf became text/html"


def test_a_new_address_is_a_new_source(book: Book, server: Server) -> None:
    book.cites("/page").visit()
    book.cites("/elsewhere").visit(save=False)
    assert book.record["s1"]["url"] == server.at("/elsewhere") and "archiveurl" not in book.record["s1"]
    book.cites().visit()  # nothing to visit: the record is left as it is
    assert "s1" in book.record


def test_stopping_loses_nothing_and_the_next_run_goes_on(book: Book, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    class Stopped(Ahead):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if server.asked["/page"] == 1 and server.asked["/elsewhere"]:
                raise KeyboardInterrupt

    book.cites("/page", "/elsewhere", "/moved")
    assert book.visit(clock=Stopped(), save=False) == 130
    assert "stopped; what was visited is recorded" in capsys.readouterr().out
    assert list(book.record) == ["s1"]
    assert book.visit(save=False) == 1
    assert list(book.record) == ["s1", "s2", "s3"] and server.asked["/page"] == 3  # s1 once, and where the others lead
    assert book.visit(save=False) == 1 and server.asked["/page"] == 3  # all were visited today
    assert book.visit(SEVEN, days=8, save=False) == 1 and server.asked["/page"] == 3


def test_a_run_that_was_stopped_before_it_had_a_copy_gets_it_next_time(book: Book, server: Server) -> None:
    class Stopped(Ahead):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if server.asked["/save"]:
                raise KeyboardInterrupt

    assert book.cites("/page").visit(clock=Stopped()) == 130
    assert "archiveurl" not in book.record["s1"]
    assert book.visit() == 0
    assert book.record["s1"]["archivedate"] == "2026-11-22" and server.asked["/page"] == 1
    server.takes = {"status": "error"}
    book.cites("/page", "/elsewhere")
    for _time in range(2):  # what the archive will not have is asked for once a day
        assert book.visit() == 1
    assert book.record["s2"]["asked"] == "2026-11-22" and server.asked["/save"] == 3
    server.takes = {"status": "pending"}
    for _time in range(2):  # what it has not finished is asked for again
        assert book.visit(SEVEN, only=frozenset({"s2"})) == 1
    assert server.asked["/save"] == 5


def test_limit_and_only(book: Book, server: Server) -> None:
    assert book.cites("/page", "/elsewhere", "/moved").visit(limit=1) == 1
    assert list(book.record) == ["s1"]
    book.visit(only=frozenset({"s3"}))
    assert list(book.record) == ["s1", "s3"]
    assert book.visit(only=frozenset({"s4"})) == 2


def test_without_a_network_the_record_is_checked_and_left_alone(book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hosts = [nobody() for _host in range(4)]
    book.cites(*(f"http://{host}/page" for host in hosts))
    silent = Request(book.root, service=f"http://{nobody()}", quiet=True)
    assert archive(silent, Ahead(), MANNERS) == 3
    shown = capsys.readouterr().out
    assert "not done: nothing answers, neither " in shown and shown.count(" A605 ") == 4
    assert not (book.root / RECORD).exists()


def test_one_dead_host_is_no_dead_network(book: Book) -> None:
    assert book.cites(f"http://{nobody()}/page").visit() == 1
    assert book.record["s1"]["status"] == "unreachable"


def test_offline_reads_the_record_alone(book: Book, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    book.cites("/page", "/404").visit()
    asked = dict(server.asked)
    assert main(["archive", str(book.root), "--offline", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out.partition("copy\n")[2])
    assert (data["checked"]["gone"], data["checked"]["visited now"], server.asked) == (1, 0, asked)
    assert [(item["key"], item["code"], item["level"]) for item in data["problems"]] == [("s2", "A601", "error"), ("s2", "L501", "warning")]
    assert main(["archive", str(book.root), "--offline", "--only", "s1"]) == 0
    assert main(["archive", str(book.root), "--offline", "--only", "s3"]) == 2


def test_a_broken_record_is_told_and_left_alone(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    book.cites("/page").visit()
    path = book.root / RECORD
    for broken, said in ((path.read_text(encoding="utf-8").replace('"there"', '"here"'), "ledger/archive.json:5: A600 s1.status: "),
                         ("{\n\n", "ledger/archive.json:3: A600 Invalid JSON: ")):
        path.write_text(broken, encoding="utf-8")
        assert book.visit() == 2
        assert said in capsys.readouterr().err and path.read_text(encoding="utf-8") == broken


@pytest.mark.parametrize(("saves", "takes", "said"), [
    (401, {}, "the archive answers 401"), (429, {}, "the archive answers 429"), (503, {}, "the archive answers 503"),
    (200, {"status": "error", "status_ext": "error:blocked-url"}, "the archive could not copy it: error:blocked-url"),
    (200, {"status": "pending"}, "the archive has not finished the copy; the next run looks for it"),
    (200, {"status": "success"}, "the archive's answer names no day")])
def test_an_archive_that_declines(server: Server, saves: int, takes: dict[str, str], said: str) -> None:
    server.saves, server.takes = saves, takes
    with pytest.raises(Declined) as declined:
        Service.at(server.at("")).save(WebSource("s", server.at("/page"), "a.bib", 1), Web(MANNERS, Ahead()))
    assert (str(declined.value), declined.value.for_all) == (said, saves != 200)


def test_an_archive_that_has_enough_is_left_alone(book: Book, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.saves = 401
    assert book.cites("/page", "/elsewhere").visit() == 1
    assert server.asked["/save"] == 1 and "not done: making copies ended at s1: the archive answers 401" in capsys.readouterr().out
