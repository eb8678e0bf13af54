"""An index folder brought up to what its files are now, reading only what changed.

Segments are made aside and renamed into their place one by one, and noted as pending, so that a run that is stopped
loses no more than the one it was at. The manifest is replaced last.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from qa_bot.documents import Apart, load
from qa_bot.documents.files import ending
from qa_bot.errors import CorpusError
from qa_bot.index import segment
from qa_bot.index.segment import Living
from qa_bot.kept import make_folder
from qa_bot.passages import title_of
from qa_bot.records import Document, Unread
from qa_bot.store.changes import Survey, Wanted, look, missing_of, unread_entries
from qa_bot.store.commit import Making, commit, finish_segment, living_of, prepare, sweep
from qa_bot.store.disk import remove
from qa_bot.store.folder import Opened, open_folder, open_segment
from qa_bot.store.hints import (
    Pending,
    known_as,
    read_pending,
    read_seen,
    settled,
    stamp,
    write_pending,
    write_seen,
)
from qa_bot.store.lock import PATIENCE, locked
from qa_bot.store.manifest import Missing, Row, SegmentEntry, Spare, Table, sha256
from qa_bot.store.names import BUILDING, MANIFEST
from qa_bot.store.tiers import to_merge
from qa_bot.store.watch import Silent, Watch

BATCH = 64 << 20
"""Characters of a segment at a build from scratch: what is lost at the most when it is stopped."""


@dataclass(frozen=True, eq=False)
class Current:
    """An index that tells what its files say now.

    Parameters
    ----------
    opened
        The folder.
    table
        Its files; row i is document i.
    files
        [documents] the files as they were found.
    unread
        What could not be read.
    """

    opened: Opened
    table: Table = field(repr=False)
    files: tuple[Wanted, ...] = field(repr=False)
    unread: tuple[Unread, ...]


def up_to_date(folder: Path, found: Survey, making: Making) -> Current | None:
    """The index of a folder if it tells what was found, without writing more than hints; None if it does not.

    Raises
    ------
    StoreError
        There is an index, which is damaged or was made by another version.
    """
    if not (folder / MANIFEST).exists() or (folder / BUILDING).exists():
        return None
    opened = open_folder(folder)
    if not making.made(opened):
        return None
    table, seen = opened.table(), read_seen(folder)
    looked = look(found, table, seen)
    if not looked.same:
        return None
    if looked.seen != seen:
        write_seen(folder, looked.seen)
    return _current(opened, table, found, looked.missing)


def _current(opened: Opened, table: Table, found: Survey, missing: Mapping[int, Missing]) -> Current:
    files = tuple(wanted for number, wanted in enumerate(found.files) if number not in missing)
    return Current(opened, table, files, unread_entries(found, missing, [row.gaps for row in table.rows]))


def update(
    folder: Path,
    found: Survey,
    making: Making,
    watch: Watch | None = None,
    patience: float = PATIENCE,
    batch: int = BATCH,
) -> Current:
    """Bring a folder's index up to date, or make it.

    Parameters
    ----------
    folder
        Made if it is missing.
    found
        What is to be in it.
    making
        How; an index that was made otherwise is made anew.
    watch
        Told of the progress.
    patience
        Seconds to wait while another process writes it.
    batch
        Characters of a segment.

    Raises
    ------
    StoreError
        Another process goes on writing it, or it is damaged.
    CorpusError
        A file can't be read, or nothing of a folder; the index is as before then.
    OSError
        The folder can't be written; the index is as before then.
    """
    watch = watch or Silent()
    make_folder(folder)
    with locked(folder, patience, watch.say):
        pending = read_pending(folder, making.seal)
        if (folder / BUILDING).exists():  # a run was cut off
            sweep(folder, pending)
            remove(folder / BUILDING)
        current = up_to_date(folder, found, making)
        if current is None:
            prepare(folder)
            try:
                current = Update(folder, found, making, watch, pending).run(batch)
                sweep(folder)
            finally:
                remove(folder / BUILDING)
        return current


CUTTING = 0.7
"""The share of the work on a segment that its progress tells of: the cutting into passages."""
SOON = 20 << 20
"""Bytes that are read and indexed within some seconds."""


class Place(NamedTuple):
    """A document of a segment, both by number."""

    segment: int
    document: int


class Content(NamedTuple):
    """What decides a document: the bytes of its file, and the ending of its name."""

    digest: str
    ending: str


class Update:
    """One run: what is known so far of the segments and the files."""

    def __init__(self, folder: Path, found: Survey, making: Making, watch: Watch, pending: Sequence[Pending]) -> None:
        self.folder, self.found, self.making, self.watch = folder, found, making, watch
        opened = open_folder(folder) if (folder / MANIFEST).exists() else None
        self.old = opened if opened is not None and making.made(opened) else None
        table = self.old.table() if self.old is not None else Table((), ())
        self.looked = look(found, table, read_seen(folder))
        self.seen = dict(self.looked.seen)
        self.now = time.time_ns()
        self.held = {(row.root, row.below): row for row in table.rows}
        self.entries: list[SegmentEntry] = list(self.old.manifest.segments) if self.old is not None else []
        self.pending = list(pending)
        self.contents = contents_of(table, self.pending, len(self.entries))
        self.entries += [one.entry for one in self.pending]
        self.rows: list[Row] = []
        self.missing: dict[int, Missing] = {}

    def run(self, batch: int) -> Current:
        """Read what is new, write it, merge what is small, commit."""
        with Apart(self.found.settings) as self.apart:
            self.read(batch)
        self.found.check(self.missing)
        self.merge()
        self.drop_the_dead()
        roots = self.found.noted or self.found.roots
        table = Table(roots, tuple(self.rows), self.spares(), tuple(self.missing.values()))
        unread = unread_entries(self.found, self.missing, [row.gaps for row in self.rows])
        commit(self.folder, self.making, self.entries, table, unread)
        write_seen(self.folder, self.seen)
        return _current(open_folder(self.folder), table, self.found, self.missing)

    # --- reading ------------------------------------------------------------------------------------------------------

    def read(self, batch: int) -> None:
        """Give each file its row, in order; what no segment holds is read, and written a batch at a time."""
        spare = self.free()
        waiting: list[Document] = []
        characters = done = begun = 0
        new = [wanted.file.size for number, wanted in enumerate(self.found.files) if not self.is_held(number)]
        whole = sum(new)
        announce(self.watch, whole, self.reason(len(new)))
        self.watch.progress(0, whole)
        for number, wanted in enumerate(self.found.files):
            if self.is_held(number):
                self.rows.append(self.held[wanted.place])
                continue
            document = self.intake(number, wanted, spare, len(waiting))
            done += wanted.file.size
            if document is None:
                continue
            waiting.append(document)
            characters += len(document.text)
            if characters >= batch:
                self.write(waiting, begun, done, whole)
                waiting, characters, begun = [], 0, done
        if waiting:
            self.write(waiting, begun, done, whole)
        if whole:
            self.watch.progress(whole, whole)

    def reason(self, new: int) -> str:
        """Why something is to be read."""
        if self.old is not None:
            return f"{new:,} {'file is' if new == 1 else 'files are'} new or changed"
        if (self.folder / MANIFEST).exists():
            return "made anew, since qa-bot or its settings have changed"
        return "for the first time" if not self.pending else "going on where it was stopped"

    def is_held(self, number: int) -> bool:
        """Whether a file stands in the table as it is."""
        row, digest = self.held.get(self.found.files[number].place), self.looked.digests[number]
        return row is not None and digest == row.digest and number not in self.looked.missing

    def free(self) -> dict[Content, deque[Place]]:
        """Documents of the segments that no file has: those of files that are gone first of all."""
        taken = {Place(row.segment, row.document) for number, row in self._held_rows()}
        free: dict[Content, deque[Place]] = {}
        for place, content in self.contents.items():
            if place not in taken:
                free.setdefault(content, deque()).append(place)
        return free

    def _held_rows(self) -> Iterator[tuple[int, Row]]:
        for number, wanted in enumerate(self.found.files):
            if self.is_held(number):
                yield number, self.held[wanted.place]

    def intake(self, number: int, wanted: Wanted, spare: dict[Content, deque[Place]], waiting: int) -> Document | None:
        """Read a file and give it its row; its document if that is to be written, as number `waiting` of the next."""
        digest = ""
        try:
            data = load(wanted.file, self.found.settings.max_bytes)
            digest = sha256(data)
            if settled(wanted.file, self.now):
                self.seen[known_as(wanted.file.path)] = stamp(wanted.file), digest
            content = Content(digest, wanted.ending)
            if spare.get(content):
                place = spare[content].popleft()
                gaps = open_segment(self.folder, self.entries[place.segment]).documents[place.document].gaps
                self.rows.append(Row(*wanted.place, digest, *place, gaps))
                return None
            document = self.apart.parse(data, wanted.file.path)
        except CorpusError as error:
            if self.found.reached[wanted.root] is None:
                raise
            self.missing[number] = missing_of(wanted, digest, error)
            return None
        place = Place(len(self.entries), waiting)
        self.contents[place] = content
        self.rows.append(Row(*wanted.place, digest, *place, document.gaps))
        return replace(document, id="", path=None, title=title_of(document))

    def write(self, documents: Sequence[Document], begun: int, done: int, whole: int) -> None:
        """Make a segment of documents whose files are bytes `begun` to `done` of those to read."""

        def progress(characters: int, of: int) -> None:
            self.watch.progress(begun + int(CUTTING * (done - begun) * characters / max(of, 1)), whole)

        made = self.aside()
        segment.write(made, documents, self.making.plain, progress)
        number = len(self.entries)
        self.entries.append(finish_segment(self.folder, made, [entry.name for entry in self.entries]))
        told = tuple(self.contents[Place(number, own)] for own in range(len(documents)))
        self.pending.append(Pending(self.entries[-1], told))
        write_pending(self.folder, self.making.seal, self.pending)

    def aside(self) -> Path:
        path = self.folder / BUILDING / "segment"
        remove(path)
        return path

    # --- merging ------------------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Write small segments, and those of which most is dead, as one."""
        opened = [open_segment(self.folder, entry) for entry in self.entries]
        living = self.living()
        alive = [int(one.living_rows(own).sum()) for one, own in zip(opened, living, strict=True)]
        chosen = to_merge(alive, [one.passages - own for one, own in zip(opened, alive, strict=True)])
        if not chosen:
            return
        made = self.aside()
        segment.merge(made, [opened[i] for i in chosen], [living[i] for i in chosen])
        places = [Place(i, int(own)) for i in chosen for own in np.flatnonzero(living[i])]
        moved = {place: Place(len(self.entries), number) for number, place in enumerate(places)}
        self.entries.append(finish_segment(self.folder, made, [entry.name for entry in self.entries]))
        self.contents |= {new: self.contents[old] for old, new in moved.items()}
        self.rows = [
            row._replace(**moved.get(Place(row.segment, row.document), Place(row.segment, row.document))._asdict())
            for row in self.rows
        ]

    def living(self) -> list[Living]:
        """For each segment [documents] which have a file."""
        places = np.array([(row.segment, row.document) for row in self.rows], np.int64).reshape(-1, 2)
        return living_of(self.entries, places)

    def drop_the_dead(self) -> None:
        """Leave out segments that nothing lives in, and number the others anew."""
        used = sorted({row.segment for row in self.rows})
        number = {old: new for new, old in enumerate(used)}
        self.entries = [self.entries[old] for old in used]
        self.rows = [row._replace(segment=number[row.segment]) for row in self.rows]
        self.contents = {
            Place(number[place.segment], place.document): content
            for place, content in self.contents.items()
            if place.segment in number
        }

    def spares(self) -> tuple[Spare, ...]:
        """What lies in the segments and has no file."""
        taken = {Place(row.segment, row.document) for row in self.rows}
        return tuple(Spare(*content, *place) for place, content in sorted(self.contents.items()) if place not in taken)


def announce(watch: Watch, size: int, reason: str) -> None:
    """Say what is going to take some seconds, and why."""
    if size > SOON:
        watch.say(f"indexing {size / 1e6:,.0f} MB of text ({reason})")


def contents_of(table: Table, pending: Sequence[Pending], first: int) -> dict[Place, Content]:
    """Every document of the segments that a table and, from number `first` on, pending ones list."""
    contents = {
        Place(row.segment, row.document): Content(row.digest, ending(row.below or table.roots[row.root]))
        for row in table.rows
    }
    contents |= {Place(one.segment, one.document): Content(one.digest, one.ending) for one in table.spare}
    for number, one in enumerate(pending, first):
        contents |= {Place(number, own): Content(*told) for own, told in enumerate(one.documents)}
    return contents
