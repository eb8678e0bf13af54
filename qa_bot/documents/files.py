"""Paths into Documents: what is read, in which order, and what is said about the rest."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import IO

from qa_bot.documents.apart import Apart
from qa_bot.documents.formats import ending as ending
from qa_bot.documents.formats import is_known
from qa_bot.documents.names import shown, slashed
from qa_bot.documents.walk import Key as Key
from qa_bot.documents.walk import key_of, walk
from qa_bot.errors import BinaryError, CorpusError
from qa_bot.records import Document, Unread
from qa_bot.settings import Settings

STREAM = "standard input"

MAX_BYTES = Settings().max_bytes
A_TEXT = 5  # words that a path seldom has
_ATTEMPTS = 3  # at a file that changes while it is read


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
    paths: Sequence[str | os.PathLike[str]], settings: Settings | None = None
) -> tuple[list[Document], list[Unread]]:
    """Read files, and folders with what is below them, in the order given and by name inside a folder.

    A file is read once, whatever its names. What is left out inside folders, `walk` says.

    Parameters
    ----------
    paths
        Files and folders.
    settings
        Which files of a folder are read, and what one file may take: size, memory, time.

    Returns
    -------
    documents, unread
        `document.id` and `document.path` are the path as given, with slashes. What is not read inside a folder is in
        `unread`, with the reason, and so is what a file holds beside its text, such as scanned pages.

    Raises
    ------
    CorpusError
        A path is missing, unreadable, empty, too large or no regular file, or a folder holds nothing readable.
    DecodingError
        A named file is binary, or in an encoding that can't be told.
    MissingLibraryError
        The format of a named file needs a library that is not installed.
    """
    settings = settings or Settings()
    with Apart(settings) as apart:
        return _read_paths(paths, settings, apart)


def read_stream(stream: IO[bytes], settings: Settings | None = None) -> Document:
    """The document that a stream holds, such as standard input; its format is told by how it begins.

    Raises
    ------
    CorpusError
        It is too large, or there is no text in it.
    """
    settings = settings or Settings()
    data = stream.read(settings.max_bytes + 1)
    if len(data) > settings.max_bytes:
        raise _too_large(STREAM, len(data), settings.max_bytes)
    if not data:
        raise CorpusError(f"{STREAM} is empty; give it text")
    document = parse(data, STREAM, settings)
    return replace(document, id=STREAM, path=None, title=document.title or STREAM)


def _read_paths(
    paths: Sequence[str | os.PathLike[str]], settings: Settings, apart: Apart
) -> tuple[list[Document], list[Unread]]:
    documents: list[Document] = []
    unread: dict[str, Unread] = {}
    read: set[Key] = set()
    for given in paths:
        listing = find(given, settings.globs)
        unread |= {entry.path: entry for entry in listing.unread}
        readable = 0
        for file in listing.files:
            try:
                if file.key not in read:
                    document = apart.parse(load(file, settings.max_bytes), file.path)
                    documents.append(replace(document, stamp=stamp_of(file)))
                    read.add(file.key)
                    if document.gaps:
                        unread[slashed(file.path)] = Unread(slashed(file.path), document.gaps)
                readable += 1
            except CorpusError as error:
                if not listing.is_folder:
                    raise
                unread.setdefault(slashed(file.path), unread_of(file.path, error))
        if not readable:
            failed = sum(not entry.left_out for entry in listing.unread)
            raise nothing_readable(os.fspath(given), len(listing.files) + failed, settings.globs)
    return documents, list(unread.values())


def changed(documents: Iterable[Document]) -> list[Document]:
    """Those whose file is not as it was when it was read: written since, or gone."""
    return [document for document in documents if document.stamp is not None and _stamp(document) != document.stamp]


def stamp_of(file: Found) -> tuple[int, int]:
    """What `changed` compares."""
    return file.size, file.modified


def _stamp(document: Document) -> tuple[int, int] | None:
    try:
        status = os.stat(document.path or "")
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def reread(documents: Iterable[Document], settings: Settings) -> tuple[dict[str, Document | None], list[Unread]]:
    """Documents by path as their files are now, None for those that can't be read any more, and why."""
    now: dict[str, Document | None] = {}
    unread: list[Unread] = []
    for path in (document.path or "" for document in documents):
        try:
            (now[path],), gaps = read_paths([path], settings)
            unread += gaps
        except CorpusError as error:
            now[path] = None
            unread.append(replace(unread_of(path, error), left_out=False))
    return now, unread


def find(given: str | os.PathLike[str], globs: Sequence[str] = ()) -> Listing:
    """The files of a path, none of them opened; those of a folder that match `globs`, if there are any.

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
    for below in walk(path, globs):
        try:
            if below.trouble:
                raise _trouble(below.path, below.trouble)
            if below.rule:
                unread.append(Unread(slashed(below.path), below.rule, left_out=True))
            else:
                files.append(_found(below.path, _status(below.path)))
        except CorpusError as error:
            unread.append(unread_of(below.path, error))
    return Listing(tuple(files), tuple(unread), True)


def unread_of(path: str, error: CorpusError) -> Unread:
    """A file that was not read, with the reason without its name; pictures and programs are left out by rule."""
    left_out = isinstance(error, BinaryError) and not is_known(path)
    return Unread(slashed(path), str(error).removeprefix(f"{shown(path)} "), left_out)


def nothing_readable(folder: str, tried: int, globs: Sequence[str] = ()) -> CorpusError:
    """What to say of a folder of which so many files were tried: of those that match globs, if there are any."""
    if globs and not tried:
        named = " ".join(shown(glob) for glob in globs)
        return CorpusError(
            f"no file in the folder {shown(folder)} matches the glob {named}; name another one, or leave it out"
        )
    count = "1 file was" if tried == 1 else f"{tried} files were"
    return CorpusError(
        f"nothing in the folder {shown(folder)} can be read ({count} tried); name a folder with text files"
    )


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
        data = _read_whole(path, max_bytes + 1)
    except OSError as error:
        raise _trouble(path, error) from error
    if data is None:
        raise CorpusError(f"{shown(path)} changes while it is read; ask again when it is complete")
    if len(data) > max_bytes:
        raise _too_large(path, len(data), max_bytes)
    if not data:
        raise CorpusError(f"{shown(path)} is empty; give a file with text in it")
    return data


def _read_whole(path: str, most: int) -> bytes | None:
    """The first `most` bytes of a file, or None if it was written meanwhile, again and again."""
    for _ in range(_ATTEMPTS):
        with open(path, "rb") as file:
            before = os.fstat(file.fileno())
            data = file.read(most)
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return data
    return None


def parse(data: bytes, path: str, settings: Settings | None = None) -> Document:
    """The Document in the bytes of one file; besides its `id` and `path` they and the ending of its name decide it.

    Raises
    ------
    CorpusError
        There is no text in them.
    """
    with Apart(settings) as apart:
        return apart.parse(data, path)


def _found(path: str, status: os.stat_result) -> Found:
    kind = "" if stat.S_ISREG(status.st_mode) else _kind(status.st_mode)
    return Found(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, key_of(path, status), kind)


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
        text = len(path.split()) > A_TEXT and not link
        return CorpusError(f"{shown(path)} {what}; {'wrap a text in Document(...)' if text else 'check the path'}")
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
