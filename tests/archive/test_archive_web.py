"""What is made of hosts that misbehave, and how politely they are asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefbook.archive.content import content_of
from briefbook.archive.visiting import Visit, visit
from briefbook.archive.web import Unreachable, Web
from misbehaving import ARTICLE, IMPATIENT, MANNERS, Ahead, Server, nobody, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def web() -> Web:
    return Web(MANNERS, Ahead())


@pytest.mark.parametrize(("path", "status", "note"), [
    ("/page", "there", ""),
    ("/elsewhere", "there", ""),
    ("/moved", "moved", ""),
    ("/recovers", "there", ""),
    ("/later", "there", ""),
    ("/zipped", "there", ""),
    ("/picture", "there", ""),
    ("/empty", "there", ""),
    ("/huge", "there", "longer than 0 MiB, not compared"),
    ("/404", "gone", "it answers 404 Not Found"),
    ("/410", "gone", "it answers 410 Gone"),
    ("/front", "gone", "it leads to the front page of {host}"),
    ("/forbidden/page", "closed", "robots.txt of {host} forbids it"),
    ("/403", "closed", "it answers 403 Forbidden"),
    ("/broken", "unreachable", "it answers 500 Internal Server Error"),
    ("/much-later", "unreachable", "{host} answers 503 and asks to be left alone for 86,400 s"),
    ("/loop", "unreachable", "it redirects more than 5 times"),
    ("/file", "unreachable", "it leads to file:///etc/hosts, which is no address of the web"),
    ("/nowhere", "unreachable", "it leads to an address that cannot be read"),
    ("/reset", "unreachable", "it broke the connection off")])
def test_what_is_made_of_it(server: Server, web: Web, path: str, status: str, note: str) -> None:
    met = visit(server.at(path), web)
    assert (met.status, met.note) == (status, note.format(host=server.host))
    assert met.moved_to == (server.at("/page") if status == "moved" else "")
    assert bool(met.content) == (status in ("there", "moved") and not note)
    assert server.agents == {MANNERS.agent}


@pytest.mark.parametrize(("path", "note"), [("/slow", "it fell silent for 0 s"), ("/drip", "the answer was not complete after 1 s")])
def test_patience_ends(server: Server, path: str, note: str) -> None:
    server.robots = 404, ""
    assert visit(server.at(path), Web(IMPATIENT, Ahead())) == Visit("unreachable", note)


def test_nobody_there(web: Web) -> None:
    assert visit(f"http://{nobody()}/", web) == Visit("unreachable", "no connection")
    assert not web.spoken


def test_no_tls(server: Server, web: Web) -> None:
    met = visit(server.at("/page").replace("http:", "https:"), web)
    assert met == Visit("unreachable", "no secure connection: its certificate is not valid, or it speaks no TLS")
    assert web.spoken


def test_robots_that_cannot_be_read_forbid_everything_for_now(server: Server, web: Web) -> None:
    server.robots = 503, ""
    assert visit(server.at("/page"), web).note == "its robots.txt answers 503, which forbids everything for now"
    assert server.asked["/page"] == 0


def test_a_host_without_robots_allows_everything(server: Server, web: Web) -> None:
    server.robots = 404, "User-agent: *\nDisallow: /"
    assert visit(server.at("/page"), web).status == "there"


def test_requests_to_a_host_keep_their_distance(server: Server, web: Web) -> None:
    assert isinstance(web.clock, Ahead)
    for _time in range(2):
        visit(server.at("/page"), web)
    assert [round(slept) for slept in web.clock.slept] == [5, 5]  # robots.txt, then the page twice
    server.robots = 200, "User-agent: briefbook\nCrawl-delay: 30"
    again = Web(MANNERS, Ahead())
    for _time in range(2):
        visit(server.at("/page"), again)
    assert [round(slept) for slept in again.clock.slept] == [30, 30]  # type: ignore[attr-defined]


def test_retry_after_is_waited_for(server: Server, web: Web) -> None:
    visit(server.at("/later"), web)
    assert round(web.clock.slept[-1]) == 77  # type: ignore[attr-defined]


def test_a_host_that_wants_to_be_left_alone_is(server: Server, web: Web) -> None:
    visit(server.at("/much-later"), web)
    assert visit(server.at("/page"), web).status == "unreachable"
    assert server.asked == {"/robots.txt": 1, "/much-later": 1}


def test_a_huge_answer_is_not_read_to_its_end(server: Server, web: Web) -> None:
    answer = web.page(server.at("/huge"))
    assert (len(answer.body), answer.whole) == (MANNERS.size, False)


@pytest.mark.parametrize("inside", ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://localhost:8080/", "http://[::1]/"])
def test_no_host_sends_us_into_our_own_network(web: Web, inside: str) -> None:
    with pytest.raises(Unreachable, match="within a network"):
        web._allow("https://example.org/page", inside)


@pytest.mark.parametrize("url", ["www.example.org/page", "ftp://example.org/page", "http://[broken/page", "http:///page", "mailto:a@b.example"])
def test_what_is_no_address_of_the_web(web: Web, url: str) -> None:
    assert visit(url, web) == Visit("unreachable", "its address is no address of the web")
    assert not web.spoken


def test_a_compressed_page_has_the_text_of_a_plain_one(server: Server, web: Web) -> None:
    plain, zipped = visit(server.at("/page"), web).content, visit(server.at("/zipped"), web).content
    assert plain and plain == zipped


def test_only_the_main_text_counts() -> None:
    def digest(advert: str, ships: str = "twelve") -> str:
        return content_of(ARTICLE.format(advert=advert, ships=ships).encode(), "text/html").sha256

    assert digest("Buy 1 now") == digest("Another banner, with more words")
    assert digest("Buy 1 now") != digest("Buy 1 now", "thirteen")


KOREAN = ARTICLE.format(advert="", ships="열두")


def test_one_text_in_two_encodings_is_one_text() -> None:
    assert content_of(KOREAN.encode("euc-kr"), "text/html; charset=euc-kr") == content_of(KOREAN.encode(), "text/html; charset=UTF-8")


@pytest.mark.parametrize(("body", "kind", "of"), [
    (KOREAN.encode("euc-kr"), "text/html; charset=euc-kr", "main text by"),
    (KOREAN.encode(), "text/html; charset=nonsense", "main text by"), (b"%PDF-1.7", "application/pdf", "bytes"), (b"", "text/html", "bytes"),
    (b"\xff\xfe\x00", "text/html", "bytes"), (b"<html></html>", "", "bytes")])
def test_what_is_hashed(body: bytes, kind: str, of: str) -> None:
    content = content_of(body, kind)
    assert content.of.startswith(of) and len(content.sha256) == 64
