"""Changing an index folder, with its lock held: aside first, then flushed, then renamed, the manifest last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.index import segment
from qa_bot.index.segment import Living
from qa_bot.kept import ASIDE, flush_folder, make_folder, write_whole
from qa_bot.records import Unread
from qa_bot.settings import Settings
from qa_bot.store.changes import path_of
from qa_bot.store.disk import digest_of, flush, remove
from qa_bot.store.folder import Opened, Order, open_segment
from qa_bot.store.hints import Pending
from qa_bot.store.manifest import (
    File,
    Manifest,
    SegmentEntry,
    Table,
    Toll,
    manifest_bytes,
    manifest_of,
    sha256,
    table_bytes,
)
from qa_bot.store.names import BUILDING, MANIFEST, PENDING, SEGMENTS, TABLES

BAKED = ("max_words", "paragraph_words", "title_weight")
"""The settings that a segment depends on; the others are applied to questions."""
READING = ("globs", "max_bytes", "max_markup", "max_depth", "max_seconds", "max_memory")
"""Those that decide which files are in an index."""


@dataclass(frozen=True)
class Making:
    """How segments are made: the settings, and what else makes two of them comparable."""

    settings: Settings
    made_by: Mapping[str, Any]

    @property
    def baked(self) -> dict[str, Any]:
        """The settings that segments depend on."""
        return {name: getattr(self.settings, name) for name in BAKED}

    @property
    def plain(self) -> Settings:
        """The settings with all that does not matter left at its default."""
        return Settings(**self.baked)

    @property
    def seal(self) -> dict[str, Any]:
        return {"settings": self.baked, "made_by": dict(self.made_by)}

    def made(self, opened: Opened) -> bool:
        """Whether an index was made so."""
        return {"settings": dict(opened.manifest.settings), "made_by": dict(opened.manifest.made_by)} == self.seal


def prepare(folder: Path) -> None:
    """The folders that a writer needs."""
    for name in (SEGMENTS, TABLES, BUILDING):
        make_folder(folder / name)


def finish_segment(folder: Path, made: Path, taken: Iterable[str]) -> SegmentEntry:
    """Flush a segment that was made aside and rename it into its place, under a name that its contents decide."""
    flush(made)
    files = {path.name: File(path.stat().st_size, digest_of(path)) for path in sorted(made.iterdir())}
    whole = sha256("".join(f"{name} {file.digest}\n" for name, file in files.items()).encode())[:16]
    others = set(taken)
    name = next(name for name in (whole, *(f"{whole}-{n}" for n in range(2, len(others) + 3))) if name not in others)
    opened = segment.open(made)
    documents, passages = len(opened.documents), opened.passages
    del opened
    remove(folder / SEGMENTS / name)  # left by a run that was cut off
    made.rename(folder / SEGMENTS / name)
    flush_folder(folder / SEGMENTS)
    return SegmentEntry(name, documents, passages, files)


def commit(
    folder: Path, making: Making, segments: Sequence[SegmentEntry], table: Table, unread: Sequence[Unread] = ()
) -> None:
    """Make these segments and this table the index; before the manifest is in its place nothing has changed."""
    files: dict[str, File] = {}

    def put(kind: str, ending: str, data: bytes) -> str:
        digest = sha256(data)
        name = f"{kind}-{digest[:16]}.{ending}"
        files[name] = File(len(data), digest)
        write_whole(folder / TABLES / name, data)
        return name

    paths = [path_of(table.roots, row.root, row.below).encode("utf-8", "surrogatepass") for row in table.rows]
    order = np.zeros((len(paths), 3), "<i8")
    order[:, :2] = np.array([(row.segment, row.document) for row in table.rows]).reshape(-1, 2)
    order[:, 2] = np.cumsum([len(path) for path in paths])
    tables = {
        "order": put("order", "npy", npy(order)),
        "paths": put("paths", "txt", b"".join(paths)),
        "files": put("files", "json", table_bytes(table)),
    }
    tolls = {}
    for entry, living in zip(segments, living_of(segments, order), strict=True):
        if not living.all():
            lost = segment.lost(open_segment(folder, entry), living)
            counted = npy(np.stack([lost.numbers, lost.frequencies], axis=1).astype("<i8"))
            tolls[entry.name] = Toll(put("lost", "npy", counted), lost.passages, lost.length)
    told = tuple((entry.path, entry.reason, entry.left_out) for entry in unread)
    manifest = Manifest(making.baked, making.made_by, tuple(segments), tables, tolls, files, told)
    write_whole(folder / MANIFEST, manifest_bytes(manifest))
    remove(folder / PENDING)


def living_of(segments: Sequence[SegmentEntry], order: Order) -> list[Living]:
    """For each segment [documents] which stand in the order."""
    living = [np.zeros(entry.documents, np.bool_) for entry in segments]
    for number, own in enumerate(living):
        own[order[order[:, 0] == number, 1]] = True
    return living


def npy(array: NDArray[Any]) -> bytes:
    written = BytesIO()
    np.lib.format.write_array(written, array, version=(1, 0), allow_pickle=False)
    return written.getvalue()


def sweep(folder: Path, pending: Iterable[Pending] = ()) -> None:
    """Remove what neither the manifest nor `pending` names: what runs left that were cut off, and what was replaced."""
    try:
        manifest = manifest_of((folder / MANIFEST).read_bytes())
        segments, tables = {entry.name for entry in manifest.segments}, set(manifest.files)
    except FileNotFoundError:
        segments, tables = set(), set()
    segments |= {one.entry.name for one in pending}
    for below, kept in ((SEGMENTS, segments), (TABLES, tables), (BUILDING, set[str]())):
        for path in (folder / below).iterdir():
            if path.name not in kept:
                remove(path)
    for path in folder.glob(f"{ASIDE}*"):
        remove(path)
