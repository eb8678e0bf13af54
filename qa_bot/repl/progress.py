"""How far long work is: "what is being done, and for how long still?"."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

from qa_bot.render import clock

TOLD_FROM = 2.0
"""Seconds of work from which on the time that is left can be guessed."""


class Progress:
    """What work in another thread tells of itself; the thread of the screen reads it. A `qa_bot.store.watch.Watch`.

    Parameters
    ----------
    doing
        What is being done, in a few words.
    """

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self._said: deque[str] = deque()
        self._began: float | None = None
        self._far = (0, 0)

    def say(self, line: str) -> None:
        """A line that is to stay on the screen."""
        self._said.append(line)

    def progress(self, done: int, whole: int) -> None:
        """So much of the work is done; the next work begins when all is."""
        if self._began is None:
            self._began = time.monotonic()
        self._far = (done, whole)
        if done >= whole:
            self._began, self._far = None, (0, 0)

    def lines(self) -> Iterator[str]:
        """What was said since the last time."""
        while self._said:
            yield self._said.popleft()

    def __str__(self) -> str:
        (done, whole), began = self._far, self._began
        if not done or began is None:
            return self.doing
        took = time.monotonic() - began
        left = f", {clock(took / done * (whole - done))} left" if took >= TOLD_FROM else ""
        return f"{self.doing} {100 * done // whole} %{left}"
