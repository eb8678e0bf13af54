"""The indexes that are remembered between runs: one folder for each path that was asked, the oldest out first.

They lie in the user's cache folder, or where the environment variable QA_BOT_CACHE says; if that is empty, nowhere.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from qa_bot.errors import StoreError
from qa_bot.index.analysis import IDENTITY
from qa_bot.index.layout import FORMAT
from qa_bot.kept import cache_folder
from qa_bot.store.commit import READING, Making
from qa_bot.store.disk import remove, size_of
from qa_bot.store.folder import open_folder
from qa_bot.store.lock import locked
from qa_bot.store.manifest import sha256
from qa_bot.store.names import MANIFEST

VARIABLE = "QA_BOT_CACHE"
NAME_LENGTH = 32
GOING = ".going-"
"""Between the name of an index and a number: what is about to be removed, and is an index no more."""
PACKAGE = Path(__file__).parent.parent
READ_BY = ("documents", "languages", "passages", "index")  # rooms that decide what is in a segment
LIBRARIES = ("charset_normalizer", "markdown_it", "pypdfium2", "selectolax")  # those that they read with


def home() -> Path | None:
    """Where the indexes lie; None if none are to be kept."""
    told = os.environ.get(VARIABLE)
    if told is not None:
        return Path(told).absolute() / "indexes" if told else None
    return cache_folder() / "indexes"


def folder_of(path: str, making: Making) -> Path | None:
    """The folder that remembers a path under these settings, whether it exists or not."""
    above = home()
    reading = {name: getattr(making.settings, name) for name in READING}
    told = json.dumps([os.path.abspath(path), making.baked, reading])
    return above / sha256(told.encode())[:NAME_LENGTH] if above is not None else None


def made_by() -> Mapping[str, Any]:
    """What an index depends on besides the settings, for one that may be shared."""
    return {**IDENTITY, "segment": FORMAT}


def made_here() -> Mapping[str, Any]:
    """The same for one that is remembered, which must be as if it had been made just now: the very code counts."""
    stats = []
    for room in READ_BY:
        for entry in sorted(os.scandir(PACKAGE / room), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                status = entry.stat()
                stats.append((room, entry.name, status.st_size, status.st_mtime_ns))
    for name in LIBRARIES:
        found = PathFinder.find_spec(name)  # imports nothing, as asking for versions would
        if found is not None and found.origin is not None:
            status = os.stat(found.origin)
            stats.append(("", name, status.st_size, status.st_mtime_ns))
    return {**made_by(), "code": sha256(json.dumps(stats).encode())[:16]}


def used(folder: Path) -> None:
    """Note that a remembered index was asked just now."""
    with suppress(OSError):
        os.utime(folder / MANIFEST)


@dataclass(frozen=True)
class Remembered:
    """A remembered index: where it lies, its bytes, when it was last asked (seconds), and of which paths, if whole."""

    folder: Path
    size: int
    asked: float
    paths: tuple[str, ...]
    documents: int


def remembered() -> list[Remembered]:
    """All of them, the one that was asked last first."""
    return sorted(map(_told, _folders()), key=lambda one: (-one.asked, one.folder.name))


def _told(folder: Path) -> Remembered:
    asked = 0.0
    for name in (MANIFEST, ""):
        with suppress(OSError):
            asked = asked or (folder / name).stat().st_mtime
    try:
        table = open_folder(folder).table()
        return Remembered(folder, size_of(folder), asked, table.roots, len(table.rows))
    except (StoreError, OSError):
        return Remembered(folder, size_of(folder), asked, (), 0)


def _folders() -> list[Path]:
    """The folders of indexes and of what is left of some; nothing else is ever removed."""
    above = home()
    try:
        names = sorted(os.listdir(above)) if above is not None else []
    except OSError:
        return []
    own = [name for name in names if len(name.partition(GOING)[0]) == NAME_LENGTH and set(name[:NAME_LENGTH]) <= HEX]
    return [above / name for name in own if above is not None]


HEX = set("0123456789abcdef")


def trim(cap: int, keep: Path) -> None:
    """Forget the indexes that were asked longest ago until all together have `cap` bytes at most, but never `keep`."""
    left = cap
    for number, one in enumerate(sorted(remembered(), key=lambda one: (one.folder != keep, -one.asked))):
        left -= one.size
        if left < 0 and number:
            forget(one.folder)


def clear() -> tuple[int, int]:
    """Forget all; returns how many there were and their bytes. One that is being written stays."""
    gone = [one for one in remembered() if forget(one.folder)]
    return len(gone), sum(one.size for one in gone)


def forget(folder: Path) -> bool:
    """Remove a remembered index, unless a process is writing it; those who have it open may go on."""
    if GOING not in folder.name:
        aside = folder.with_name(f"{folder.name}{GOING}{os.getpid()}-{time.time_ns()}")
        try:
            with locked(folder, patience=0):
                folder.rename(aside)
        except (StoreError, OSError):
            return False
        folder = aside
    remove(folder)
    return not folder.exists()
