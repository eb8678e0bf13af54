"""Files that are there whole or not at all, flushed before they are named, and readable by their owner alone."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from qa_bot.store.names import ASIDE

BLOCK = 1 << 20


def make_folder(path: Path) -> Path:
    """A folder for its owner alone, with what is missing above it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_whole(path: Path, data: bytes, durable: bool = True) -> None:
    """Put `data` in the place of a file: written aside, flushed if `durable`, then renamed.

    Whoever reads `path` finds what was there before, or all of `data`. Raises OSError, and leaves nothing then.
    """
    import tempfile  # imported here, and shutil below: asking writes nothing

    descriptor, aside = tempfile.mkstemp(prefix=ASIDE, dir=path.parent)  # only its owner may read it
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(aside)
        raise
    if durable:
        flush_folder(path.parent)


def flush(folder: Path) -> None:
    """See to it that the files of a folder, and their names, outlast a power cut; only their owner may read them."""
    for path in sorted(folder.iterdir()):
        descriptor = os.open(path, os.O_RDWR)
        try:
            if hasattr(os, "fchmod"):
                os.fchmod(descriptor, 0o600)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """The names in a folder; where a system can't, its renames are as safe as it makes them."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    hashed = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            hashed.update(block)
    return hashed.hexdigest()


def remove(path: Path) -> None:
    """A file or folder, as far as it can be: what is in use, as on Windows, goes the next time."""
    import shutil

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder; those that vanish meanwhile count as none."""
    total = 0
    for above, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(above, name)).st_size
    return total
