"""What all commands share: arguments, exit codes, lines on stderr and the progress bar."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from qa_bot.errors import UsageError

if TYPE_CHECKING:
    from qa_bot.records import Unread

ANSWERED, NOT_SAID, ERROR, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
UNKNOWN = "unrecognized arguments: "  # argparse's words
LISTED = 10  # files that were not read and are named without being asked for


class Parser(argparse.ArgumentParser):
    """argparse, with its errors raised as ours, so that there is one boundary and one form."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; {self._advice(message)}see {self.prog} --help")

    def _advice(self, message: str) -> str:
        """What an argument that isn't known may be meant as."""
        unknown = message.removeprefix(UNKNOWN).split() if message.startswith(UNKNOWN) else []
        if not unknown:
            return ""
        near = difflib.get_close_matches(unknown[0], self._option_string_actions, n=1)
        if near:
            return f"did you mean {near[0]}? "
        return "" if unknown[0].startswith("-") else "put what has several words in quotes, or "


def complain(message: str) -> None:
    """One line on stderr, safe for a terminal whatever a file's name holds."""
    from qa_bot.render import inline

    if sys.stderr is not None:
        print(f"qa-bot: {inline(message)}", file=sys.stderr, flush=True)


def tell_unread(unread: Sequence[Unread], verbose: bool = False) -> None:
    """A line for each file that was not read; of many, and of what was left out by rule, their number."""
    failed = [entry for entry in unread if not entry.left_out]
    shown = unread if verbose else failed[:LISTED]
    for entry in shown:
        complain(f"{entry.path}: not read: {entry.reason}")
    if verbose:
        return
    if len(failed) > LISTED:
        complain(f"{len(failed) - LISTED:,} more files were not read; --verbose lists them")
    if left_out := len(unread) - len(failed):
        complain(f"{left_out:,} left out (hidden, ignored, or no documents); --verbose lists them")


class Bar:
    """How far long work is, its rate and the time left, in one line of a terminal; in a pipe only what is said.

    It is a `qa_bot.store.watch.Watch`.
    """

    PATIENCE = 0.5  # seconds before it shows
    EVERY = 0.1  # seconds between two pictures of it
    WIDTH = 20

    def __init__(self) -> None:
        terminal = sys.stderr is not None and sys.stderr.isatty()
        self._shows = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._began: float | None = None
        self._drawn = 0.0
        self._length = 0

    def say(self, line: str) -> None:
        self._wipe()
        complain(line)

    def progress(self, done: int, whole: int) -> None:
        now = time.monotonic()
        if self._began is None:
            self._began = now
        if done >= whole > 0:
            self._wipe()
            self._began = None
        elif self._shows and now - self._began > self.PATIENCE and now - self._drawn > self.EVERY:
            line = drawn(done, whole, now - self._began, self.WIDTH)
            sys.stderr.write(f"\r{line}{' ' * (self._length - len(line))}")
            sys.stderr.flush()
            self._drawn, self._length = now, len(line)

    def _wipe(self) -> None:
        if self._length:
            sys.stderr.write(f"\r{' ' * self._length}\r")
            sys.stderr.flush()
            self._length = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._wipe()


def drawn(done: int, whole: int, seconds: float, width: int) -> str:
    """The line of a bar: so many of `whole` bytes have been done in some seconds."""
    from qa_bot.render import clock

    rate = done / seconds if seconds > 0 else 0.0
    filled = width * done // max(whole, 1)
    left = f", {clock((whole - done) / rate)} left" if rate else ""
    return f"[{'#' * filled}{'.' * (width - filled)}] {done * 100 // max(whole, 1):3} %  {rate / 1e6:.1f} MB/s{left}"
