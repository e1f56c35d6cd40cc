"""A web server on this machine that misbehaves in every way we know, an archive with the Internet Archive's interfaces, and
a clock that runs ahead instead of sleeping.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from briefbook.archive.manners import Clock, Manners

ARTICLE = ("<!doctype html><html lang=en><head><title>Ships</title></head><body><nav><a href='/'>Home</a></nav><div class='ad'>{advert}"
           "</div><article><h1>Ships call at the port</h1><p>The agency counted {ships} ships that called at the port in 2024, it "
           "said in its yearly report, which it gave to reporters on Monday.</p><p>It named none of their owners, and it said "
           "nothing of what the ships carried.</p></article><footer>{advert}</footer></body></html>")
#: ``delay`` costs nothing by :class:`Ahead`; with little patience a test of slow hosts is over soon.
MANNERS = Manners("briefbook/test (a test)", delay=5, size=2**16)
IMPATIENT = replace(MANNERS, silence=0.3, whole=0.6)


class Ahead(Clock):
    """Sleeping takes no time, but the clock says that it did."""

    def __init__(self, day: str = "2026-11-22") -> None:
        self.slept: list[float] = []
        self.day = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")

    def now(self) -> float:
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def moment(self) -> dt.datetime:
        return self.day


class Server(ThreadingHTTPServer):
    """``asked`` counts requests by path; ``text`` is the number in the article; ``robots`` what robots.txt answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.text, self.advert = "twelve", 0
        self.robots: tuple[int, str] = (200, "User-agent: *\nDisallow: /forbidden\n")
        self.copies: dict[str, dict[str, Any]] = {}  # by address: what the archive has
        self.takes: dict[str, Any] = {"status": "success", "timestamp": "20261122101112"}
        self.saves = 200
        self.over = threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def at(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def handle_error(self, *_where: Any) -> None:
        """A client that goes away is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_what: Any) -> None:
        """Silence."""

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        parts = urlsplit(self.path)
        self.server.asked[parts.path] += 1
        self.server.agents.add(self.headers.get("User-Agent", ""))
        if parts.path == "/wayback/available":
            self.json(200, {"archived_snapshots": self.server.copies.get(parse_qs(parts.query)["url"][0], {})})
        elif parts.path.startswith("/save/status/"):
            self.json(200, {"status": "pending"} if self.server.asked[parts.path] == 1 else self.server.takes)
        else:
            getattr(self, "get_" + parts.path[1:].partition("/")[0].replace(".", "_").replace("-", "_"), self.get_page)()

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        self.server.asked["/save"] += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.json(self.server.saves, {"job_id": f"job-{self.server.asked['/save']}"} if self.server.saves == 200 else {})

    def answer(self, status: int, body: bytes | str = b"", kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def json(self, status: int, data: dict[str, Any]) -> None:
        self.answer(status, json.dumps(data), "application/json")

    def get_page(self) -> None:
        self.server.advert += 1
        self.answer(200, ARTICLE.format(ships=self.server.text, advert=f"Buy {self.server.advert} now"))

    def get_robots_txt(self) -> None:
        self.answer(*self.server.robots, "text/plain")

    def get_404(self) -> None:
        self.answer(404, "no")

    def get_410(self) -> None:
        self.answer(410)

    def get_403(self) -> None:
        self.answer(403)

    def get_broken(self) -> None:
        self.answer(500)

    def get_recovers(self) -> None:
        self.get_page() if self.server.asked["/recovers"] > 2 else self.answer(500)

    def get_later(self) -> None:
        self.get_page() if self.server.asked["/later"] > 1 else self.answer(429, Retry_After="77")

    def get_much_later(self) -> None:
        self.answer(503, Retry_After="Mon, 23 Nov 2026 12:00:00 GMT")

    def get_loop(self) -> None:
        self.answer(302, Location="/loop")

    def get_moved(self) -> None:
        self.answer(301, Location="/page")

    def get_elsewhere(self) -> None:
        self.answer(302, Location="/page")

    def get_front(self) -> None:
        self.answer(301, Location="/")

    def get_file(self) -> None:
        self.answer(302, Location="file:///etc/hosts")

    def get_nowhere(self) -> None:
        self.answer(302, Location="http://[broken")

    def get_zipped(self) -> None:
        """Compressed, in chunks, on a connection that stays open."""
        self.protocol_version = "HTTP/1.1"
        data = gzip.compress(ARTICLE.format(ships=self.server.text, advert="Buy now").encode())
        self.send_response(200)
        for name, value in {"Content-Type": "text/html", "Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in (data[:99], data[99:], b""):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))

    def get_picture(self) -> None:
        self.answer(200, b"\x89PNG\r\n", "image/png")

    def get_empty(self) -> None:
        self.answer(200)

    def get_huge(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.end_headers()
        for _piece in range(400):  # 25 MiB, of which nobody takes more than a little
            self.wfile.write(bytes(2**16))

    def get_slow(self) -> None:
        self.server.over.wait(10)

    def get_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _piece in range(100):
            self.wfile.write(b"x")
            if self.server.over.wait(0.05):
                return

    def get_reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


@contextmanager
def serving() -> Iterator[Server]:
    """A server that stops with the block."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()


def nobody() -> str:
    """An address of this machine where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{taken.getsockname()[1]}"
