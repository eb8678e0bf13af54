"""An index folder as it lies on the disk: open, check.

Opening takes no lock: it reads the manifest and maps what that names. When a writer replaces the manifest meanwhile and
removes what only the old one named, it begins again; what is mapped stays readable until it is let go.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.documents.names import shown
from qa_bot.errors import StoreError
from qa_bot.index import segment
from qa_bot.index.segment import Lost, Segment
from qa_bot.records import Unread
from qa_bot.store.disk import digest_of
from qa_bot.store.manifest import (
    FORMAT,
    File,
    Manifest,
    SegmentEntry,
    Table,
    Unreadable,
    manifest_of,
    sha256,
    table_of,
)
from qa_bot.store.names import MANIFEST, SEGMENTS, TABLES

TRIES = 20
REBUILD = "build it again into a new folder with qa-bot index"
Order = NDArray[np.int64]
Bytes = mmap.mmap | bytes


@dataclass(frozen=True, eq=False)
class Opened:
    """An index folder as it was when it was opened.

    Parameters
    ----------
    folder, manifest
        Where it lies and what it says of itself.
    segments
        In the manifest's order.
    order
        [documents, 3] segment and number of each document, and where its path ends in `paths`.
    paths
        The paths of all documents, end to end.
    lost
        [segments] what dead documents take away.
    """

    folder: Path
    manifest: Manifest
    segments: tuple[Segment, ...] = field(repr=False)
    order: Order = field(repr=False)
    paths: Bytes = field(repr=False)
    lost: tuple[Lost | None, ...] = field(repr=False)
    _table: Bytes = field(repr=False)

    def table(self) -> Table:
        """The files behind the documents; checked against its digest, as it is read whole."""
        name = self.manifest.tables["files"]
        data = bytes(self._table)
        try:
            if sha256(data) != self.manifest.files[name].digest:
                raise Unreadable("its contents don't match their digest")
            return table_of(data)
        except Unreadable as error:
            raise damaged(self.folder / TABLES / name, str(error)) from None

    def unread(self) -> tuple[Unread, ...]:
        """The files that could not be read when it was made."""
        return tuple(Unread(*entry) for entry in self.manifest.unread)


def open_folder(folder: Path) -> Opened:
    """Open an index folder.

    Raises
    ------
    StoreError
        It is none, is unfinished, damaged, or made by another version.
    """
    manifest = read_manifest(folder)
    for _ in range(TRIES):
        try:
            return _opened(folder, manifest)
        except (OSError, StoreError) as error:
            latest = read_manifest(folder)
            if latest == manifest:
                if isinstance(error, StoreError):
                    raise
                if isinstance(error, FileNotFoundError):
                    raise damaged(Path(error.filename), "it is missing") from error
                raise StoreError(f"{shown(str(folder))} can't be read ({error.strerror}); {REBUILD}") from error
            manifest = latest
    raise StoreError(f"{shown(str(folder))} changes faster than it can be read; try again")


def _opened(folder: Path, manifest: Manifest) -> Opened:
    for path, file in listed(folder, manifest):
        check_size(path, file)
    segments = tuple(open_segment(folder, entry) for entry in manifest.segments)
    order = read_order(folder / TABLES / manifest.tables["order"], manifest)
    paths, table = (mapped(folder / TABLES / manifest.tables[kind]) for kind in ("paths", "files"))
    if (len(order) and not (np.diff(order[:, 2], prepend=0) >= 0).all()) or order[-1:, 2].sum() != len(paths):
        raise damaged(folder / TABLES / manifest.tables["order"], "it does not fit the paths")
    lost = tuple(read_lost(folder, manifest, entry.name) for entry in manifest.segments)
    return Opened(folder, manifest, segments, order, paths, lost, table)


def mapped(path: Path) -> Bytes:
    """The bytes of a file, which stay readable when it is removed."""
    if path.stat().st_size == 0:
        return b""
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def listed(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, File]]:
    """Every file that the manifest names."""
    for entry in manifest.segments:
        for name, file in entry.files.items():
            yield folder / SEGMENTS / entry.name / name, file
    for name in (*manifest.tables.values(), *(toll.table for toll in manifest.tolls.values())):
        if name not in manifest.files:
            raise damaged(folder / MANIFEST, f"it lists no {name}")
        yield folder / TABLES / name, manifest.files[name]


def check_size(path: Path, file: File) -> None:
    size = path.stat().st_size
    if size != file.size:
        raise damaged(path, f"it has {size:,} bytes, not {file.size:,}")


def open_segment(folder: Path, entry: SegmentEntry) -> Segment:
    """A segment that the manifest lists; raises StoreError if it is not what that says."""
    path = folder / SEGMENTS / entry.name
    try:
        opened = segment.open(path)
    except StoreError as error:
        if not path.is_dir():
            raise FileNotFoundError(2, "No such file or directory", str(path)) from error
        raise
    try:
        told = len(opened.documents), opened.passages, opened.words >= 0, opened.length >= 0
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(path, f"it lacks something ({error})") from error
    if told != (entry.documents, entry.passages, True, True):
        raise damaged(path, "it is not the segment that the manifest lists")
    return opened


def read_order(path: Path, manifest: Manifest) -> Order:
    """The order of the documents, its bounds checked."""
    order = read_table(path, 3)
    sizes = np.array([entry.documents for entry in manifest.segments], np.int64)
    if len(order):
        sound = int(order[:, :2].min()) >= 0 and int(order[:, 0].max()) < len(sizes)
        if not (sound and (order[:, 1] < sizes[order[:, 0]]).all()):
            raise damaged(path, "it names documents that there are not")
    return order


def read_lost(folder: Path, manifest: Manifest, name: str) -> Lost | None:
    """What the dead documents of a segment take away, or None if it has none."""
    toll = manifest.tolls.get(name)
    if toll is None:
        return None
    table = read_table(folder / TABLES / toll.table, 2)
    return Lost(table[:, 0], table[:, 1], toll.passages, toll.length)


def read_table(path: Path, columns: int) -> Order:
    """An array of whole numbers, memory-mapped."""
    try:
        table: Order = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    except FileNotFoundError:
        raise
    except Exception as error:  # the parser of a damaged header raises whatever it stumbles over
        raise damaged(path, "it is no array") from error
    if table.dtype != np.int64 or table.ndim != 2 or table.shape[1] != columns:
        raise damaged(path, "it is another array")
    return table


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index folder; raises StoreError."""
    path = folder / MANIFEST
    try:
        return manifest_of(path.read_bytes())
    except FileNotFoundError:
        raise StoreError(
            f"{shown(str(folder))} holds no finished index; run qa-bot index again, which goes on from what is there"
        ) from None
    except OSError as error:
        raise StoreError(f"{shown(str(path))} can't be read ({error.strerror}); check its rights") from error
    except Unreadable as error:
        if error.version is None:
            raise damaged(path, str(error)) from None
        newer = error.version > FORMAT
        raise StoreError(
            f"{shown(str(folder))} was made by {'a newer' if newer else 'an older'} qa-bot (format {error.version}, "
            f"this one reads {FORMAT}); {'update qa-bot, or ' if newer else ''}{REBUILD}"
        ) from None


def damaged(path: Path, what: str) -> StoreError:
    return StoreError(f"{shown(str(path))} is damaged ({what}); {REBUILD}")


# --- checking ---------------------------------------------------------------------------------------------------------


def problems(folder: Path) -> list[str]:
    """What is wrong with an index folder, a line each; reads every byte. Raises StoreError if it is none."""
    manifest = read_manifest(folder)
    found = []
    for path, file in listed(folder, manifest):
        try:
            if path.stat().st_size != file.size or digest_of(path) != file.digest:
                found.append(f"{shown(str(path))} is not as it was written")
        except OSError as error:
            found.append(f"{shown(str(path))} can't be read ({error.strerror})")
    if not found:
        opened = open_folder(folder)
        if len(opened.table().rows) != len(opened.order):
            found.append(f"{shown(str(folder))}: the tables don't belong together")
    return found
