"""A real terminal: a process at the other end of a pty, and its screen as a person would see it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from typing import Any

import pyte


class Screen(pyte.Screen):
    """pyte's, with the answers that the program asks it for (where the cursor is) sent back to the program."""

    process_input = -1

    def write_process_input(self, data: str) -> None:
        os.write(self.process_input, data.encode())


class Terminal:
    """A Python process in a terminal of its own.

    Attributes
    ----------
    process
        The process.
    sent
        All bytes that it has sent.
    screen
        What they have drawn.
    """

    def __init__(self, arguments: Sequence[str], columns: int = 80, lines: int = 24, **environment: str) -> None:
        self.ours, theirs = pty.openpty()
        self.screen = Screen(columns, lines)
        self.screen.process_input = self.ours
        self._stream = pyte.ByteStream(self.screen)
        self.sent = bytearray()
        self._set_size(columns, lines)
        names = {"TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment}
        mine = {name: value for name, value in os.environ.items() if name not in ("PAGER", "EDITOR", "VISUAL")}
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={**mine, **names},
        )
        os.close(theirs)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: Any) -> None:
        self.process.kill()
        self.process.wait()
        self.hang_up()

    def type(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def seen(self, text: str, seconds: float = 60) -> str:
        """Wait until a text stands on the screen, wherever its lines break; the screen."""
        deadline = time.monotonic() + seconds
        while "".join(text.split()) not in "".join(self.shown.split()):
            left = deadline - time.monotonic()
            assert left > 0 and self._read(left), f"{text!r} is not on the screen:\n{self.shown}"
        return self.shown

    def gone(self, text: str, seconds: float = 60) -> None:
        """Wait until a text is no longer on the screen."""
        deadline = time.monotonic() + seconds
        while text in self.shown:
            left = deadline - time.monotonic()
            assert left > 0 and self._read(left), f"{text!r} is still on the screen:\n{self.shown}"

    def settle(self, seconds: float = 0.3) -> str:
        """Wait until nothing has come for a while; the screen."""
        while self._read(seconds):
            pass
        return self.shown

    def ended(self, seconds: float = 60) -> int:
        """The exit status, once the process has ended and its last words are read."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read(0.05)
        while self._read(0.05):
            pass
        return self.process.wait(1)

    def resize(self, columns: int, lines: int) -> None:
        """As when a window is pulled: the kernel tells the process."""
        self.screen.resize(lines, columns)
        self._set_size(columns, lines)

    def hang_up(self) -> None:
        """As when a window is closed."""
        if self.ours >= 0:
            os.close(self.ours)
            self.ours = -1

    @property
    def shown(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _read(self, seconds: float) -> bool:
        """Whether anything came in time."""
        ready, _, _ = select.select([self.ours], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.sent += data
        self._stream.feed(data)
        return bool(data)
