"""The files of an index folder: flushed, digested, measured and removed."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from qa_bot.kept import flush_folder

BLOCK = 1 << 20


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
