"""The files as they are now beside those of an index: "what has changed?"

Size and times tell which files need not be opened; of the others a digest decides.
"""

from __future__ import annotations

import os
import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa_bot.documents import Apart, Found, find, load
from qa_bot.documents.files import Key, ending, nothing_readable, unread_of
from qa_bot.documents.names import slashed
from qa_bot.errors import CorpusError, MissingLibraryError
from qa_bot.records import Unread
from qa_bot.settings import Settings
from qa_bot.store.hints import Seen, Stamp, digest_seen, known_as, settled, stamp
from qa_bot.store.manifest import Missing, Table, sha256
from qa_bot.store.names import is_index


@dataclass(frozen=True)
class Wanted:
    """A file that belongs into an index: `roots[root]` and what is `below` it."""

    root: int
    below: str
    file: Found

    @property
    def place(self) -> tuple[int, str]:
        return self.root, self.below

    @property
    def ending(self) -> str:
        return ending(self.file.path)


@dataclass(frozen=True)
class Survey:
    """What some paths lead to.

    Parameters
    ----------
    roots
        The paths.
    files
        In the order of a build from scratch, each file once.
    unread
        What could not be looked at, as (root, entry).
    reached
        [roots] for each the numbers of its files, also of those that belong to a root before it; None if it is no
        folder.
    settings
        Which files of a folder are wanted, and what one may take.
    noted
        [roots] what an index is to call them, if not as they were given.
    """

    roots: tuple[str, ...]
    files: tuple[Wanted, ...]
    unread: tuple[Unread, ...]
    reached: tuple[tuple[int, ...] | None, ...]
    settings: Settings
    noted: tuple[str, ...] = ()

    def check(self, missing: Container[int]) -> None:
        """Raise CorpusError if a folder holds nothing that can be read; `missing` are numbers of files."""
        for root, reached in zip(self.roots, self.reached, strict=True):
            if reached is not None and all(number in missing for number in reached):
                above = os.path.join(slashed(root), "")
                failed = [entry.path for entry in self.unread if not entry.left_out]
                unread = sum(path.startswith(above) or path == slashed(root) for path in failed)
                raise nothing_readable(root, len(reached) + unread, self.settings.globs)


def survey(roots: Sequence[str | os.PathLike[str]], settings: Settings | None = None) -> Survey:
    """Look at what is below some paths; raises CorpusError if one is missing."""
    settings = settings or Settings()
    names = tuple(os.fspath(root) for root in roots)
    files: list[Wanted] = []
    numbers: dict[Key, int] = {}
    unread: dict[str, Unread] = {}
    reached: list[tuple[int, ...] | None] = []
    for root, name in enumerate(names):
        listing = find(name, settings.globs)
        above = len(os.path.join(name, "")) if listing.is_folder else len(name)
        files_below = outside_indexes(name, listing.files)
        for file in files_below:
            if file.key not in numbers:
                numbers[file.key] = len(files)
                files.append(Wanted(root, file.path[above:], file))
        reached.append(tuple(numbers[file.key] for file in files_below) if listing.is_folder else None)
        unread |= {entry.path: entry for entry in listing.unread}
    return Survey(names, tuple(files), tuple(unread.values()), tuple(reached), settings)


def outside_indexes(root: str, files: Sequence[Found]) -> list[Found]:
    """The files below a root but for those of index folders, which hold what was read, not what is to be."""

    @cache
    def inside(folder: str) -> bool:
        above = os.path.dirname(folder)
        return is_index(Path(folder)) or (len(above) >= len(root) and above != folder and inside(above))

    return [file for file in files if len(file.path) == len(root) or not inside(os.path.dirname(file.path))]


def path_of(roots: Sequence[str], root: int, below: str) -> str:
    """A file's path as it is shown, with slashes."""
    return slashed(os.path.join(roots[root], below) if below else roots[root])


@dataclass(frozen=True)
class Look:
    """Files compared with a table.

    Parameters
    ----------
    digests
        [files] the digest of each, or None if the table has no such file, or it can't be read.
    missing
        Those that still can't be read, by their number.
    seen
        What is now known of the files, to be kept.
    same
        Whether the table tells what is there, in its order.
    """

    digests: tuple[str | None, ...]
    missing: Mapping[int, Missing]
    seen: Seen
    same: bool


def look(found: Survey, table: Table, seen: Seen) -> Look:
    """Compare; opens only files that the table knows and that may have changed."""
    rows = {(row.root, row.below): row for row in table.rows}
    gone = {(one.root, one.below): one for one in table.missing}
    now = time.time_ns()
    kept: dict[str, tuple[Stamp, str]] = {}
    digests: list[str | None] = []
    missing: dict[int, Missing] = {}
    with Apart(found.settings) as apart:
        for number, wanted in enumerate(found.files):
            digest = digest_seen(seen, wanted.file)
            if wanted.place in rows or wanted.place in gone:
                digest, trouble = _judged(wanted, digest, gone.get(wanted.place), apart)
                if trouble is not None:
                    missing[number] = trouble
            digests.append(digest)
            if digest is not None and settled(wanted.file, now):
                kept[known_as(wanted.file.path)] = (stamp(wanted.file), digest)
    readable = [
        (*wanted.place, digest)
        for number, (wanted, digest) in enumerate(zip(found.files, digests, strict=True))
        if number not in missing
    ]
    same = readable == [(row.root, row.below, row.digest) for row in table.rows] and len(missing) == len(gone)
    return Look(tuple(digests), missing, kept, same)


def _judged(
    wanted: Wanted, digest: str | None, gone: Missing | None, apart: Apart
) -> tuple[str | None, Missing | None]:
    """The digest of a file that the table knows, and why it can't be read if that is as before."""
    try:
        if gone is not None and not gone.digest:  # its name or place was to blame: see whether that is over
            apart.parse(load(wanted.file, apart.settings.max_bytes), wanted.file.path)
            return digest, None
        if digest is None:
            digest = sha256(load(wanted.file, apart.settings.max_bytes))
    except CorpusError as error:
        return None, missing_of(wanted, "", error)
    return digest, gone if gone is not None and digest == gone.digest else None


def missing_of(wanted: Wanted, digest: str, error: CorpusError) -> Missing:
    """Why a file can't be read: because of its bytes, if there is a digest of them, unless a library is missing."""
    to_blame = "" if isinstance(error, MissingLibraryError) else digest
    entry = unread_of(wanted.file.path, error)
    return Missing(*wanted.place, to_blame, entry.reason, entry.left_out)


def unread_entries(found: Survey, missing: Mapping[int, Missing], gaps: Sequence[str]) -> tuple[Unread, ...]:
    """All that is not read, for people: what could not be looked at, then what could not be read, or not wholly.

    `gaps` are those of the documents, one for each file that is not `missing`.
    """
    told = ((found.files[number].file.path, one) for number, one in sorted(missing.items()))
    read = (wanted.file.path for number, wanted in enumerate(found.files) if number not in missing)
    return (
        *found.unread,
        *(Unread(slashed(path), one.reason, one.left_out) for path, one in told),
        *(Unread(slashed(path), own) for path, own in zip(read, gaps, strict=True) if own),
    )
