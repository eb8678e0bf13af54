"""Documents and passages of a segment, read when they are asked for: "here is my number, gimme my document"."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, BinaryIO, overload

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import StoreError
from qa_bot.index.layout import ABOUT, REMEDY, TEXT, blob, create, flush
from qa_bot.passages import headings_of
from qa_bot.records import PLACES, Document, Heading

KEPT = 64  # documents that stay at hand, so that the passages of one answer share theirs


class _Told:
    """A field of a stored document, looked up when it is first asked for."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, document: StoredDocument | None, owner: type) -> Any:
        if document is None:
            return self
        return document.__dict__.setdefault(self._name, document.__dict__["_tell"](self._name))


class StoredDocument(Document):
    """A document whose text, and all else that is not `told` at once, is read when it is first looked at.

    Parameters
    ----------
    read
        Gives the text.
    tell
        Gives the value of another field by its name; the defaults where it is None.
    """

    text, id, title, path, language, gaps, pages, headings, lines, rows, stamp = (_Told() for _ in range(11))

    def __init__(self, read: Callable[[], str], tell: Callable[[str], Any] | None = None, **told: Any) -> None:
        self.__dict__.update(told)
        self.__dict__["_tell"] = lambda name: read() if name == "text" else tell(name) if tell else DEFAULTS[name]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return self is other or all(getattr(self, name) == getattr(other, name) for name in COMPARED)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in COMPARED))

    def __reduce__(self) -> tuple[type[Document], tuple[Any, ...]]:
        return Document, tuple(getattr(self, field.name) for field in fields(Document))


DEFAULTS = {field.name: field.default for field in fields(Document)}
COMPARED = tuple(field.name for field in fields(Document) if field.compare)
NO_HEADINGS = (Heading(0, 0, ""),)
PLAIN = ("id", "title", "path", "language", "gaps")
"""The fields of a document that a segment keeps, beside its text and PLACES."""


class Documents(Sequence[Document]):
    """The documents of a segment's folder.

    Parameters
    ----------
    folder
        Where the text and what is told of the documents lie.
    places
        [documents + 1, 2] where each document's bytes begin in both files.
    """

    def __init__(self, folder: Path, places: NDArray[np.int64]) -> None:
        self._folder, self._places = folder, places
        self._texts = blob(folder / TEXT, int(places[-1, 0]))
        self._abouts = blob(folder / ABOUT, int(places[-1, 1]))
        self._kept: OrderedDict[int, Document] = OrderedDict()

    def __len__(self) -> int:
        return len(self._places) - 1

    @overload
    def __getitem__(self, number: int) -> Document: ...
    @overload
    def __getitem__(self, number: slice) -> list[Document]: ...
    def __getitem__(self, number: int | slice) -> Document | list[Document]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        number = range(len(self))[number]
        found = self._kept.get(number)
        if found is None:
            found = self._kept.setdefault(number, self._opened(number))  # one object, also among threads
            while len(self._kept) > KEPT:
                try:
                    self._kept.popitem(last=False)
                except KeyError:  # another thread was faster
                    break
        return found

    def __iter__(self) -> Iterator[Document]:
        return (self[number] for number in range(len(self)))

    def _opened(self, number: int) -> Document:
        told: dict[str, Any] = {}

        def tell(name: str) -> Any:
            told.update(told or self._about_document(number))
            return told[name]

        return StoredDocument(lambda: self._read(number), tell)

    def _about_document(self, number: int) -> dict[str, Any]:
        try:
            told = json.loads(self.piece("about", number))
            places = {name: tuple(kind(**place) for place in told[name]) for name, kind in PLACES.items()}
            told.setdefault("gaps", "")  # older indexes have none
            return {**DEFAULTS, **{name: told[name] for name in PLAIN}, **places}
        except (ValueError, KeyError, TypeError):
            raise StoreError(f"{self._folder / ABOUT} is damaged; {REMEDY}") from None

    def _read(self, number: int) -> str:
        try:
            return self.piece("text", number).decode("utf-8", "surrogatepass")
        except ValueError:
            raise StoreError(f"{self._folder / TEXT} is damaged; {REMEDY}") from None

    def piece(self, kind: str, number: int) -> bytes:
        """The bytes of a document's "text", or of what is told "about" it."""
        file, column = (self._texts, 0) if kind == "text" else (self._abouts, 1)
        start, end = (int(self._places[n, column]) for n in (number, number + 1))
        if not 0 <= start <= end <= len(file.bytes):
            raise StoreError(f"{self._folder} is damaged; {REMEDY}")
        file.used()
        return file.bytes[start:end].tobytes()


def save_documents(folder: Path, documents: Sequence[Document]) -> dict[str, NDArray[Any]]:
    """Write the documents' text and what is told of them; returns the arrays that find them again."""
    places = np.zeros((len(documents) + 1, 2), "<i8")
    with create(folder / TEXT) as text, create(folder / ABOUT) as about:
        for number, document in enumerate(documents):
            piece = document.text.encode("utf-8", "surrogatepass")
            places[number + 1] = places[number] + (_put(text, piece), _put(about, told_of(document)))
        flush(text)
        flush(about)
    return {"places": places}


def _put(file: BinaryIO, piece: bytes) -> int:
    file.write(piece)
    return len(piece)


def told_of(document: Document) -> bytes:
    """All of a document but its text, as a line of JSON; headings are found now, not when it is asked."""
    told = {name: getattr(document, name) for name in PLAIN}
    told |= {name: [asdict(place) for place in getattr(document, name)] for name in PLACES}
    told["headings"] = [asdict(heading) for heading in headings_of(document) or NO_HEADINGS]
    return json.dumps(told, ensure_ascii=True).encode() + b"\n"
