"""Documents from here and there in one order: "what is asked, and what if this file were not?"

A shelf is what one source gave: an index folder, or documents in memory. A collection is some of the documents of some
shelves. Neither changes; leaving documents out, or adding some, makes a new one that shares all segments.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import overload

import numpy as np
from numpy.typing import NDArray

from qa_bot.documents.files import Key
from qa_bot.errors import StoreError
from qa_bot.index.search import Index, Part
from qa_bot.index.segment import Lost, Segment, lost
from qa_bot.index.stored import StoredDocument
from qa_bot.records import Document, Unread
from qa_bot.settings import Settings
from qa_bot.store.folder import Bytes

Positions = NDArray[np.int64]
AT_HAND = 64  # documents of a shelf that stay as they are, so that the passages of an answer share theirs


class Lazy(Sequence[Document]):
    """Documents that are made when they are asked for."""

    def __init__(self, length: int, make: Callable[[int], Document]) -> None:
        self._length, self._make = length, make

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, number: int) -> Document: ...
    @overload
    def __getitem__(self, number: slice) -> list[Document]: ...
    def __getitem__(self, number: int | slice) -> Document | list[Document]:
        if isinstance(number, slice):
            return [self._make(own) for own in range(*number.indices(self._length))]
        return self._make(range(self._length)[number])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


class Paths(Sequence[str]):
    """The paths of an index folder's documents, read out of one run of bytes."""

    def __init__(self, joined: Bytes, ends: Positions) -> None:
        self._joined, self._ends = joined, ends

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[own] for own in range(*number.indices(len(self)))]
        number = range(len(self))[number]
        start = int(self._ends[number - 1]) if number else 0
        try:
            return bytes(self._joined[start : int(self._ends[number])]).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise StoreError("the paths of the index are damaged; see qa-bot index --check") from error


@dataclass(frozen=True, eq=False)
class Shelf:
    """What one source gave.

    Parameters
    ----------
    segments, lost
        And what the dead documents of each take away, see `qa_bot.index.segment`.
    order
        [documents, 2] segment and number of each document.
    documents
        As they are shown.
    names
        [documents] their paths, or ids where they have none.
    keys
        [documents] what tells their files from others, or none at all.
    unread
        What could not be read.
    """

    segments: tuple[Segment, ...]
    lost: tuple[Lost | None, ...]
    order: NDArray[np.integer]
    documents: Sequence[Document]
    names: Sequence[str]
    keys: Sequence[Key] = ()
    unread: tuple[Unread, ...] = ()

    def key(self, position: int) -> Key | None:
        return self.keys[position] if self.keys else None


def shelf_of_documents(segment: Segment, documents: Sequence[Document], **told: object) -> Shelf:
    """Documents in memory, with the segment made of them."""
    order = np.stack([np.zeros(len(documents), np.int64), np.arange(len(documents))], axis=1)
    names = [document.path or document.id for document in documents]
    return replace(Shelf((segment,), (None,), order, documents, names), **told)  # type: ignore[arg-type]


def renamed(
    segments: Sequence[Segment],
    order: NDArray[np.integer],
    paths: Sequence[str],
    stamps: Sequence[tuple[int, int]] | None = None,
) -> Lazy:
    """Stored documents under the paths of today, and with the stamps of their files, where these are still of use."""

    @lru_cache(AT_HAND)
    def make(position: int) -> Document:
        segment, number = (int(own) for own in order[position][:2])
        stored, path = segments[segment].documents[number], paths[position]
        told = {own.name: getattr(stored, own.name) for own in fields(Document) if own.name != "text"}
        stamp = stamps[position] if stamps is not None else None
        return StoredDocument(lambda: stored.text, **{**told, "id": path, "path": path, "stamp": stamp})

    return Lazy(len(order), make)


@dataclass(frozen=True, eq=False)
class Collection:
    """Some documents of some shelves.

    Parameters
    ----------
    shelves
        In order.
    taken
        For each shelf the positions of its documents that belong to this, ascending.
    unread
        What could not be read, each file once.
    """

    shelves: tuple[Shelf, ...] = ()
    taken: tuple[Positions, ...] = field(default=(), repr=False)
    unread: tuple[Unread, ...] = ()

    def __len__(self) -> int:
        return sum(map(len, self.taken))

    def plus(self, shelf: Shelf) -> Collection:
        """With the documents of one more shelf, but for files that are here already."""
        here = {own.keys[at] for own, taken in zip(self.shelves, self.taken, strict=True) if own.keys for at in taken}
        new = [at for at in range(len(shelf.order)) if not (here and shelf.keys and shelf.keys[at] in here)]
        unread = {entry.path: entry for entry in (*self.unread, *shelf.unread)}
        return Collection((*self.shelves, shelf), (*self.taken, np.array(new, np.int64)), tuple(unread.values()))

    def renewed(self, fresh: Collection) -> Collection:
        """With what another has read, or could not read, in the place of what is here of the same files."""
        names = {name for name, _ in fresh._files() if name} | {entry.path for entry in fresh.unread}
        keys = {key for _, key in fresh._files() if key is not None}
        kept = self._where(lambda name, key: name not in names and (key is None or key not in keys))
        return Collection((*kept.shelves, *fresh.shelves), (*kept.taken, *fresh.taken), (*kept.unread, *fresh.unread))

    def only(self, path: str) -> Collection:
        """With nothing but what is at `path` or below it."""
        lies_there = same_place(path)
        return self._where(lambda name, _: lies_there(name))

    def without(self, path: str) -> Collection:
        """Without what is at `path` or below it."""
        lies_there = same_place(path)
        return self._where(lambda name, _: not lies_there(name))

    def _where(self, wanted: Callable[[str, Key | None], bool]) -> Collection:
        """The documents and unread files of which `wanted` tells by name and key; shelves of none are left out."""
        taken = [
            np.array([at for at in taken.tolist() if wanted(shelf.names[at], shelf.key(at))], np.int64)
            for shelf, taken in zip(self.shelves, self.taken, strict=True)
        ]
        kept = [(shelf, own) for shelf, own in zip(self.shelves, taken, strict=True) if len(own)]
        unread = tuple(entry for entry in self.unread if wanted(entry.path, None))
        return Collection(tuple(shelf for shelf, _ in kept), tuple(own for _, own in kept), unread)

    def _files(self) -> Iterator[tuple[str, Key | None]]:
        """Name and key of each document."""
        for shelf, taken in zip(self.shelves, self.taken, strict=True):
            for at in taken.tolist():
                yield shelf.names[at], shelf.key(at)

    @property
    def documents(self) -> Lazy:
        """The documents in order."""
        firsts = np.cumsum([0, *map(len, self.taken)])

        def make(number: int) -> Document:
            shelf = int(np.searchsorted(firsts, number, "right")) - 1
            return self.shelves[shelf].documents[int(self.taken[shelf][number - firsts[shelf]])]

        return Lazy(len(self), make)

    def named(self, name: str) -> list[int]:
        """The positions of the documents of exactly this name."""
        found, first = [], 0
        for shelf, taken in zip(self.shelves, self.taken, strict=True):
            found += [first + number for number, at in enumerate(taken.tolist()) if shelf.names[at] == name]
            first += len(taken)
        return found

    def index(self, settings: Settings) -> Index:
        """The index of just these documents."""
        parts, orders = [], [np.zeros((0, 2), np.int64)]
        for shelf, taken in zip(self.shelves, self.taken, strict=True):
            order = np.asarray(shelf.order[:, :2], np.int64)[taken]
            whole = len(taken) == len(shelf.order)
            for number, (segment, toll) in enumerate(zip(shelf.segments, shelf.lost, strict=True)):
                parts.append(part(segment, order[order[:, 0] == number, 1], toll if whole else None))
            orders.append(order + np.array([len(parts) - len(shelf.segments), 0]))
        return Index.of(parts, settings, np.concatenate(orders), self.documents)


def part(segment: Segment, numbers: Positions, toll: Lost | None) -> Part:
    """A segment of which some documents live; `toll` is what the others take away, where that is known."""
    living = np.zeros(len(segment.documents), np.bool_)
    living[numbers] = True
    return Part(segment) if living.all() else Part(segment, living, toll or lost(segment, living))


def same_place(path: str) -> Callable[[str], bool]:
    """Whether a name is at a path or below it, wherever one stands."""
    place = os.path.abspath(path)
    below = os.path.join(place, "")

    def at_or_below(name: str) -> bool:
        own = os.path.abspath(name) if name else ""
        return name == path or own == place or own.startswith(below)

    return at_or_below
