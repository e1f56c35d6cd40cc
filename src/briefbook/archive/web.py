"""Asks for pages, politely: robots.txt respected, one request at a time and a pause between two to a host, a size that is
never passed, redirects counted, Retry-After obeyed, nothing but http and https.

robots.txt is read as RFC 9309 says: an answer of 4xx allows everything, one of 5xx or none at all forbids everything.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3
from protego import Protego

from briefbook.archive.manners import Clock, Manners, Turns

_MOVED_FOR_GOOD = (301, 308)
_REDIRECTS = (*_MOVED_FOR_GOOD, 302, 303, 307)
#: Answers by which a server says that it would do better later.
_PASSING = (429, 500, 502, 503, 504)
_CHUNK = 2**16
#: RFC 9309, 2.5: a parser must read at least this much of robots.txt, in bytes.
_ROBOTS_SIZE = 500 * 2**10


class Unreachable(Exception):
    """No answer that says anything of the page; the message says why. ``answered`` tells whether a server spoke at all,
    ``passing`` whether the same request may do better at once."""

    def __init__(self, reason: str, *, answered: bool = True, passing: bool = False) -> None:
        super().__init__(reason)
        self.answered, self.passing = answered, passing


class Forbidden(Exception):
    """robots.txt forbids the page; the message names the host."""


@dataclass(frozen=True)
class Answer:
    """What came in the end. ``moved`` says whether every redirect on the way was for good."""

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved: bool = False
    whole: bool = True  #: false where the body was longer than we read


class Web:
    """One run's way to the web."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self.manners, self.clock, self.turns = manners, clock, Turns(manners, clock)
        self._robots: dict[str, Protego | Unreachable] = {}
        self._left_alone: dict[str, str] = {}  # hosts that asked for a long pause, with what they said
        self.spoken = False  #: whether any server ever answered
        self._session = requests.Session()
        self._session.headers["User-Agent"] = manners.agent
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self._session.auth = _no_password

    def page(self, url: str) -> Answer:
        """The page at *url*, where its host's robots.txt allows; raises :class:`Forbidden` and :class:`Unreachable`."""
        start, moved = url, True
        for _hop in range(self.manners.hops + 1):
            self._allow(start, url)
            answer = self._patiently("GET", url)
            target = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not target:
                return Answer(answer.status, url, answer.headers, answer.body, moved and url != start, answer.whole)
            moved = moved and answer.status in _MOVED_FOR_GOOD
            url = urljoin(url, target).partition("#")[0]
        raise Unreachable(f"it redirects more than {self.manners.hops} times")

    def ask(self, method: str, url: str, *, data: Mapping[str, str] | None = None,
            headers: Mapping[str, str] | None = None) -> Answer:
        """One request to an interface made for programs, which needs no robots.txt."""
        return self._patiently(method, url, data=data, headers=headers)

    def _allow(self, start: str, url: str) -> None:
        parts = _checked(start, url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        robots = self._robots[site]
        if isinstance(robots, Unreachable):
            raise robots
        if not robots.can_fetch(url, self.manners.robot):
            raise Forbidden(f"robots.txt of {parts.netloc} forbids it")

    def _read_robots(self, site: str) -> Protego | Unreachable:
        url = f"{site}/robots.txt"
        try:
            for _hop in range(self.manners.hops + 1):
                answer = self._patiently("GET", url, size=_ROBOTS_SIZE)
                if answer.status not in _REDIRECTS or not answer.headers.get("location"):
                    break
                url = urljoin(url, answer.headers["location"])
                _checked(site, url)
        except Unreachable as error:
            return error
        if answer.status >= 500 or answer.status == 429:
            return Unreachable(f"its robots.txt answers {answer.status}, which forbids everything for now")
        robots = Protego.parse(answer.body.decode("utf-8", "replace") if answer.status < 300 else "")
        if delay := robots.crawl_delay(self.manners.robot):
            self.turns.slow_down(urlsplit(site).netloc, delay)
            self.turns.done(urlsplit(site).netloc)
        return robots

    def _patiently(self, method: str, url: str, *, size: int = 0, data: Mapping[str, str] | None = None,
                   headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to one request, asked again where the server says that it will do better, or broke off."""
        host = urlsplit(url).netloc
        for attempt in range(1, self.manners.tries + 1):
            if host in self._left_alone:
                raise Unreachable(self._left_alone[host])
            self.turns.wait(host)
            pause = 0.0
            try:
                answer = self._once(method, url, size or self.manners.size, data, headers)
                if answer.status not in _PASSING:
                    return answer
                pause = self._pause(answer, attempt)
                if pause > self.manners.pause:
                    self._left_alone[host] = f"{host} answers {answer.status} and asks to be left alone for {pause:,.0f} s"
                elif attempt == self.manners.tries:
                    return answer
            except Unreachable as error:
                if not error.passing or attempt == self.manners.tries:
                    raise
            finally:
                self.turns.done(host, pause=min(pause, self.manners.pause))
        raise Unreachable(self._left_alone[host])

    def _pause(self, answer: Answer, attempt: int) -> float:
        """How long the server wants us to wait, in seconds; without its word, longer after each try."""
        wanted = answer.headers.get("retry-after", "").strip()
        if wanted.isdecimal():
            return float(wanted)
        try:
            moment = email.utils.parsedate_to_datetime(wanted)
        except ValueError:
            return self.manners.delay * 2**attempt
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or dt.UTC) - self.clock.moment()).total_seconds())

    def _once(self, method: str, url: str, size: int, data: Mapping[str, str] | None, headers: Mapping[str, str] | None) -> Answer:
        """One request; raises :class:`Unreachable`."""
        began = self.clock.now()
        try:
            with self._session.request(method, url, data=data, headers=headers, stream=True, allow_redirects=False,
                                       timeout=(self.manners.connect, self.manners.silence)) as response:
                body, whole = self._body(response, size, began)
                named = {name.lower(): value for name, value in response.headers.items()}
                self.spoken = True
                return Answer(response.status_code, url, named, body, whole=whole)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            fault = _unreachable(error, self.manners)
            self.spoken = self.spoken or fault.answered
            raise fault from error

    def _body(self, response: requests.Response, size: int, began: float) -> tuple[bytes, bool]:
        """At most *size* bytes of the answer, decoded, and whether that was all."""
        pieces, length = [], 0
        while piece := response.raw.read1(_CHUNK, decode_content=True):
            pieces.append(piece)
            length += len(piece)
            if length > size:
                return b"".join(pieces)[:size], False
            if self.clock.now() - began > self.manners.whole:
                raise Unreachable(f"the answer was not complete after {self.manners.whole:,.0f} s")
        return b"".join(pieces), True


def _unreachable(error: Exception, manners: Manners) -> Unreachable:
    """What an error of the library means, in our words."""
    chain = [error]
    while (inner := chain[-1].__cause__ or chain[-1].__context__ or getattr(chain[-1], "reason", None)) is not None:
        if not isinstance(inner, Exception) or inner in chain:
            break
        chain.append(inner)
    kinds = tuple(type(item) for item in chain)

    def any_of(*wanted: type[Exception]) -> bool:
        return any(issubclass(kind, wanted) for kind in kinds)

    if any_of(urllib3.exceptions.NameResolutionError):
        return Unreachable("no host of that name is known", answered=False)
    if any_of(urllib3.exceptions.NewConnectionError):  # which the library derives from the error of a time limit
        return Unreachable("no connection", answered=False)
    if any_of(requests.ConnectTimeout, urllib3.exceptions.ConnectTimeoutError):
        return Unreachable(f"no connection after {manners.connect:,.0f} s", answered=False)
    if any_of(requests.exceptions.SSLError, urllib3.exceptions.SSLError):
        return Unreachable("no secure connection: its certificate is not valid, or it speaks no TLS")
    if any_of(requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError):
        return Unreachable(f"it fell silent for {manners.silence:,.0f} s")
    if any_of(ConnectionError, urllib3.exceptions.ProtocolError):
        return Unreachable("it broke the connection off", passing=True)
    if any_of(urllib3.exceptions.DecodeError):
        return Unreachable("the answer cannot be unpacked")
    if isinstance(error, ValueError) and not isinstance(error, requests.RequestException):
        return Unreachable("it leads to an address that cannot be read")  # the library has tried to
    return Unreachable(f"no usable answer ({type(error).__name__})")


def _checked(start: str, url: str) -> SplitResult:
    """The parts of *url*, to which *start* has led; raises :class:`Unreachable` for what we do not ask for."""
    what = "its address is" if url == start else f"it leads to {url}, which is"
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Unreachable(f"{what} no address of the web") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreachable(f"{what} no address of the web")
    if _is_private(parts.hostname) and not _is_private(urlsplit(start).hostname or ""):
        raise Unreachable(f"{what} an address within a network")
    return parts


def host_of(url: str) -> str:
    """Whom an address asks, with the port; nothing where it cannot be read."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _is_private(host: str) -> bool:
    """Whether *host* is this machine, or a bare address within a network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps the library from sending what a .netrc holds."""
    return request
