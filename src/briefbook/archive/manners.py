"""How we behave on other people's machines, and the clock that this needs."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Manners:
    """Seconds, bytes and counts. A host is asked for one thing at a time, ``delay`` seconds apart, or as far apart as its
    robots.txt asks for. Requests to the archive keep the same distance."""

    agent: str
    delay: float = 5.0
    connect: float = 15.0  #: until a connection stands
    silence: float = 30.0  #: between two pieces of an answer
    whole: float = 120.0  #: for a whole answer
    size: int = 32 * 2**20  #: more than this of an answer is not read
    hops: int = 5  #: redirects that are followed
    tries: int = 3  #: for what a server calls its own passing fault
    pause: float = 120.0  #: longest wait that a host may ask for; past it the host is left alone for this run
    robot: str = "briefbook"  #: the name by which robots.txt calls us


class Clock:
    """The machine's clock; tests have another."""

    def now(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def moment(self) -> dt.datetime:
        """Date and time, UTC."""
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        """The day, UTC."""
        return self.moment().date()


class Turns:
    """When each host may be asked again."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self.manners, self.clock = manners, clock
        self._next: dict[str, float] = {}
        self._delay: dict[str, float] = {}

    def ready_at(self, host: str) -> float:
        """When *host* may be asked next, by the clock."""
        return self._next.get(host, 0.0)

    def slow_down(self, host: str, delay: float) -> None:
        """Keep at least *delay* seconds between two requests to *host*, as it wishes."""
        self._delay[host] = max(delay, self._delay.get(host, 0.0))

    def wait(self, host: str) -> None:
        """Wait for the turn of *host*."""
        left = self.ready_at(host) - self.clock.now()
        if left > 0:
            self.clock.sleep(left)

    def done(self, host: str, *, pause: float = 0.0) -> None:
        """Note that *host* has just answered, or asked for a *pause*."""
        self._next[host] = self.clock.now() + max(self.manners.delay, self._delay.get(host, 0.0), pause)
