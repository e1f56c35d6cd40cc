"""What a person sees while a build runs: one line a step, redrawn on a terminal, plain in a log."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """Prints steps and counts; quiet when *stream* is ``None``."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream
        self.live = bool(stream and stream.isatty())
        self.started = time.monotonic()
        self._open = False

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def step(self, text: str) -> None:
        """A line of its own."""
        self._close()
        self._write(f"{text}\n")

    def tick(self, text: str, done: int, total: int) -> None:
        """A count that a terminal redraws; a log gets only the last."""
        if self.live:
            self._write(f"\r\x1b[2K{text} {done}/{total}")
            self._open = True
        if done >= total:
            self._write(f"\r\x1b[2K{text} {total}\n" if self.live else f"{text} {total}\n")
            self._open = False

    def _close(self) -> None:
        if self._open:
            self._write("\n")
            self._open = False

    def _write(self, text: str) -> None:
        if self.stream:
            self.stream.write(text)
            self.stream.flush()


def standard() -> Progress:
    return Progress(sys.stdout)
