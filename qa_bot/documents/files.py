"""Paths into Documents: what is read, in which order, and what is said about the rest."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa_bot.documents import text
from qa_bot.documents.names import shown, slashed
from qa_bot.errors import CorpusError
from qa_bot.records import Document, Unread

# A format is one module with `read(data, path) -> Document` and one line here; it imports its library when called.
READERS: dict[str, Callable[[bytes, str], Document]] = {
    ".txt": text.read,
}
DEFAULT_READER = text.read  # text by any other name; what is not says so itself

MAX_BYTES = 256 << 20  # a larger file is rarely prose, and decoded takes up to four times as much memory

Key = tuple[int, int] | str  # the device and number of a file, whatever its names


@dataclass(frozen=True)
class Found:
    """A file that a path leads to, as it stood when it was found.

    Parameters
    ----------
    path
        As given, or below the folder as given.
    size, modified, changed
        Bytes, and when its content and its entry were last written, in nanoseconds.
    key
        The same for all names of one file.
    kind
        What it is, if it is no regular file: "a named pipe".
    """

    path: str
    size: int
    modified: int
    changed: int
    key: Key
    kind: str = ""


@dataclass(frozen=True)
class Listing:
    """What a path leads to: `files` in the order in which they are read, and what could not be looked at."""

    files: tuple[Found, ...]
    unread: tuple[Unread, ...]
    is_folder: bool


def read_paths(
    paths: Sequence[str | os.PathLike[str]], max_bytes: int = MAX_BYTES
) -> tuple[list[Document], list[Unread]]:
    """Read files, and folders with what is below them, in the order given and by name inside a folder.

    A file is read once, whatever its names. Names that begin with a dot are left out inside folders, and so is a
    folder that was walked already, such as one that holds a link to itself.

    Parameters
    ----------
    paths
        Files and folders.
    max_bytes
        The size above which a file is not read.

    Returns
    -------
    documents, unread
        `document.id` and `document.path` are the path as given, with slashes. A file inside a folder that can't be
        read is in `unread`, with the reason.

    Raises
    ------
    CorpusError
        A path is missing, unreadable, empty, too large or no regular file, or a folder holds nothing readable.
    DecodingError
        A named file is binary, or in an encoding that can't be told.
    """
    documents: list[Document] = []
    unread: dict[str, Unread] = {}
    read: set[Key] = set()
    for given in paths:
        listing = find(given)
        unread |= {entry.path: entry for entry in listing.unread}
        readable = 0
        for file in listing.files:
            try:
                if file.key not in read:
                    documents.append(parse(load(file, max_bytes), file.path))
                    read.add(file.key)
                readable += 1
            except CorpusError as error:
                if not listing.is_folder:
                    raise
                unread.setdefault(slashed(file.path), unread_of(file.path, error))
        if not readable:
            raise nothing_readable(os.fspath(given), len(listing.files) + len(listing.unread))
    return documents, list(unread.values())


def find(given: str | os.PathLike[str]) -> Listing:
    """The files of a path, none of them opened.

    Raises
    ------
    CorpusError
        The path is missing or can't be looked at.
    """
    path = os.fspath(given)
    status = _status(path)
    if not stat.S_ISDIR(status.st_mode):
        return Listing((_found(path, status),), (), False)
    files: list[Found] = []
    unread: list[Unread] = []
    for below, trouble in _walk(path):
        try:
            if trouble:
                raise trouble
            files.append(_found(below, _status(below)))
        except CorpusError as error:
            unread.append(unread_of(below, error))
    return Listing(tuple(files), tuple(unread), True)


def unread_of(path: str, error: CorpusError) -> Unread:
    """A file that was not read, with the reason without its name."""
    return Unread(slashed(path), str(error).removeprefix(f"{shown(path)} "))


def nothing_readable(folder: str, tried: int) -> CorpusError:
    count = "1 file was" if tried == 1 else f"{tried} files were"
    return CorpusError(
        f"nothing in the folder {shown(folder)} can be read ({count} tried); name a folder with text files"
    )


def _walk(folder: str) -> Iterator[tuple[str, CorpusError | None]]:
    """The files below a folder by name, and the folders that can't be listed with the error; no deep recursion."""
    walked: set[Key] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            yield path, None
            continue
        try:
            key = _key(path, os.stat(path))
            names = sorted(os.listdir(path), reverse=True) if key not in walked else []
            walked.add(key)
        except OSError as error:
            yield path, _trouble(path, error)
            continue
        waiting += [os.path.join(path, name) for name in names if not name.startswith(".")]


def load(file: Found, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file, at least one.

    Raises
    ------
    CorpusError
        It is no regular file, too large, empty, or can't be read.
    """
    path = file.path
    if file.kind:  # opening a pipe would wait for ever
        raise CorpusError(f"{shown(path)} is {file.kind}, no file; name a text file")
    if file.size > max_bytes:
        raise _too_large(path, file.size, max_bytes)
    try:
        with open(path, "rb") as opened:
            data = opened.read(max_bytes + 1)  # not the whole, as it may have grown
    except OSError as error:
        raise _trouble(path, error) from error
    if len(data) > max_bytes:
        raise _too_large(path, len(data), max_bytes)
    if not data:
        raise CorpusError(f"{shown(path)} is empty; give a file with text in it")
    return data


def ending(path: str) -> str:
    """The part of a name that tells the format, such as ".txt"."""
    return os.path.splitext(path)[1].lower()


def parse(data: bytes, path: str) -> Document:
    """The Document in the bytes of a file; besides its `id` and `path` they and the ending of its name decide it.

    Raises
    ------
    CorpusError
        There is no text in them.
    """
    return READERS.get(ending(path), DEFAULT_READER)(data, slashed(path))


def _found(path: str, status: os.stat_result) -> Found:
    kind = "" if stat.S_ISREG(status.st_mode) else _kind(status.st_mode)
    return Found(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, _key(path, status), kind)


def _status(path: str) -> os.stat_result:
    if not path:
        raise CorpusError("a path is empty; name a file or folder")
    try:
        return os.stat(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL character
        raise _trouble(path, error) from error


def _trouble(path: str, error: OSError | ValueError) -> CorpusError:
    if isinstance(error, FileNotFoundError):
        link = os.path.islink(path)
        what = "is a link to something that does not exist" if link else "does not exist"
        return CorpusError(f"{shown(path)} {what}; check the path")
    if isinstance(error, PermissionError):
        return CorpusError(f"{shown(path)} may not be read (permission denied); give yourself the right to read it")
    if isinstance(error, NotADirectoryError):
        return CorpusError(f"{shown(path)} does not exist (a part of the path is a file); check the path")
    reason = getattr(error, "strerror", None) or str(error)
    return CorpusError(f"{shown(path)} can't be read ({reason}); check the path")


def _too_large(path: str, size: int, max_bytes: int) -> CorpusError:
    return CorpusError(f"{shown(path)} has {size:,} bytes, more than the {max_bytes:,} that are read; split it")


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))
    return next((name for is_kind, name in kinds if is_kind(mode)), "a device")


def _key(path: str, status: os.stat_result) -> Key:
    """What tells a file from others; some drives on Windows number none, so that only the path is left."""
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)
