"""One writer of an index folder at a time: "who is at it, and for how long shall I wait?"

Readers need no lock, since what they open never changes. The system lets go of the lock when its holder dies.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qa_bot.documents.names import shown
from qa_bot.errors import BusyError
from qa_bot.store.disk import remove
from qa_bot.store.names import HOLDER, LOCK

PATIENCE = 600.0
"""Seconds that are waited for another writer: as long as an index of a gigabyte or more takes."""
SOON = 1.0  # seconds of waiting that are not worth a word


@contextmanager
def locked(folder: Path, patience: float = PATIENCE, say: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock of a folder.

    Parameters
    ----------
    folder
        An index folder, which exists.
    patience
        Seconds to wait while another process holds it.
    say
        Told who holds it, once, when the waiting takes longer than a second.

    Raises
    ------
    BusyError
        It is still held then.
    OSError
        The folder can't be written.
    """
    from filelock import FileLock, Timeout  # imported here: asking an index that is up to date takes no lock

    lock = FileLock(folder / LOCK, mode=0o600)
    began = time.monotonic()
    try:
        try:
            lock.acquire(timeout=min(SOON, patience))
        except Timeout:
            if say is not None and patience > SOON:
                say(f"waiting for {holder(folder)}, which is writing the index {shown(str(folder))}")
            lock.acquire(timeout=max(0.0, patience - (time.monotonic() - began)))
    except Timeout:
        raise BusyError(
            f"the index {shown(str(folder))} is being written by {holder(folder)}; try again when it has finished"
        ) from None
    try:
        with suppress(OSError):
            _sign(folder)
        yield
    finally:
        remove(folder / HOLDER)
        lock.release()


def holder(folder: Path) -> str:
    """Who holds the lock, in words."""
    try:
        held = json.loads((folder / HOLDER).read_bytes())
        return f"process {int(held['process'])} (for {max(0, round(time.time() - held['since']))} s)"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _sign(folder: Path) -> None:
    descriptor = os.open(folder / HOLDER, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump({"process": os.getpid(), "since": round(time.time())}, file)
