"""What was typed before, kept between runs: "what did I ask yesterday?".

A plain text file, an entry a line, the newest last, that only its owner can read. It is a convenience: when it can't be
read or written, `note` says so once, and the chat goes on without it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit.history import History

from qa_bot.kept import make_folder
from qa_bot.render import cleaned

NEWEST = 256 * 1024
"""Bytes from the end of the file that are read at a start: some thousand questions."""

# a pipe in its place would otherwise make us wait for its other end
NONBLOCKING: int = getattr(os, "O_NONBLOCK", 0)


class KeptHistory(History):
    """prompt_toolkit's history, kept in a file.

    Attributes
    ----------
    note
        What went wrong, in a line; whoever shows it sets it back to None.
    private
        While it is, nothing is kept.
    """

    def __init__(self, path: Path, private: bool = False) -> None:
        super().__init__()
        self.path = path
        self.private = private
        self.note: str | None = None
        self._writable = True
        self._entries = [] if private else self._read()

    def load_history_strings(self) -> Iterable[str]:
        """The entries, newest first."""
        return reversed(self._entries)

    def append_string(self, string: str) -> None:
        """Remember an entry; in private not even until the end of the run."""
        if not self.private:
            super().append_string(string)

    def store_string(self, string: str) -> None:
        """Keep an entry, in one line whatever it holds."""
        entry = cleaned(string)
        if self.private or not (self._writable and entry):
            return
        try:
            append(self.path, entry)
        except OSError as error:
            self._writable = False  # said once, and not tried again
            self.note = f"what you type is not kept: {self.path}: {reason(error)}"

    def _read(self) -> list[str]:
        try:
            entries, damaged = read(self.path)
        except OSError as error:
            self._writable = False  # one line is enough for both
            self.note = f"earlier questions can't be read, and new ones are not kept: {self.path}: {reason(error)}"
            return []
        if damaged:
            self.note = f"earlier questions are partly unreadable: {self.path}: not UTF-8"
        return entries


def read(path: Path) -> tuple[list[str], bool]:
    """The newest entries, oldest first, and whether some were no UTF-8 and left out; a missing file has none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | NONBLOCKING)
    except FileNotFoundError:
        return [], False
    with open(descriptor, "rb") as file:
        size = _checked(descriptor).st_size
        file.seek(max(size - NEWEST, 0))
        lines = file.read().split(b"\n")
    if size > NEWEST:
        lines = lines[1:]  # its beginning was not read
    entries = [entry for entry in map(_decoded, lines) if entry]
    return entries, len(entries) < sum(1 for line in lines if line.strip())


def append(path: Path, entry: str) -> None:
    """Add an entry in one write, so that two chats at once don't mix theirs; what is missing of the path is made."""
    make_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | NONBLOCKING, 0o600)
    try:
        if stat.S_IMODE(_checked(descriptor).st_mode) != 0o600 and hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)
        os.write(descriptor, f"{entry}\n".encode("utf-8", "replace"))
    finally:
        os.close(descriptor)


def reason(error: OSError) -> str:
    """In words: "Permission denied"."""
    return error.strerror or type(error).__name__


def _checked(descriptor: int) -> os.stat_result:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(None, "it is not a file")
    return status


def _decoded(line: bytes) -> str | None:
    try:
        return cleaned(line.decode("utf-8"))  # it is drawn at the prompt, and others may have written to the file
    except UnicodeDecodeError:
        return None
