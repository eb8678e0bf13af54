"""Paths, index folders and Documents into a collection: "here is what I name, gimme what can be asked".

Each path has its own remembered index, so that asking it with others reads nothing anew. Where nothing can be kept the
documents are indexed in memory, at the cost of a note.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from qa_bot.documents import Apart, load
from qa_bot.documents.files import stamp_of
from qa_bot.documents.names import shown, slashed
from qa_bot.errors import BusyError, CorpusError, StoreError, UsageError
from qa_bot.index import segment
from qa_bot.passages import title_of
from qa_bot.records import Document, Unread
from qa_bot.settings import Settings
from qa_bot.store import cache
from qa_bot.store.changes import Survey, missing_of, survey, unread_entries
from qa_bot.store.collection import Collection, Paths, Shelf, renamed, shelf_of_documents
from qa_bot.store.commit import BAKED, Making
from qa_bot.store.disk import remove
from qa_bot.store.folder import Opened, open_folder
from qa_bot.store.manifest import Missing
from qa_bot.store.names import MANIFEST, is_index
from qa_bot.store.update import Current, announce, up_to_date, update
from qa_bot.store.watch import Silent, Watch

Source = str | os.PathLike[str] | Document


@dataclass(frozen=True)
class Corpus:
    """A collection, the settings it was made with, and what there is to say about its making, a line each."""

    collection: Collection
    settings: Settings
    notes: tuple[str, ...] = field(default=())

    def plus(self, sources: Sequence[Source], watch: Watch | None = None) -> Corpus:
        """With what some sources hold, in the place of what is here of the same files, and behind the rest.

        A file that is named twice among the sources is read once.

        Raises
        ------
        CorpusError
            A path is missing, unreadable, empty or no text.
        StoreError
            An index folder is damaged or of another version.
        """
        for source in sources:
            if not isinstance(source, (str, os.PathLike, Document)):
                raise UsageError(f"a corpus is made of paths and Documents, not of {type(source).__name__}")
        opening = Opening(self.settings, watch or Silent())
        fresh = Collection()
        for shelf in opening.shelves(sources, fixed=len(self.collection) > 0):
            fresh = fresh.plus(shelf)
        return Corpus(self.collection.renewed(fresh), opening.settings, (*self.notes, *opening.notes))

    def exchanged(self, now: Mapping[str, Document | None], unread: Sequence[Unread]) -> Corpus:
        """With documents in memory in the place of those of the same paths, or nothing for None."""
        opening = Opening(self.settings, Silent())
        fresh, documents = Collection(unread=tuple(unread)), [own for own in now.values() if own is not None]
        if documents:
            fresh = fresh.plus(opening.of_documents(documents))
        return replace(self, collection=self.collection.renewed(fresh))


class Opening:
    """One run over some sources; collects what there is to say."""

    def __init__(self, settings: Settings, watch: Watch) -> None:
        self.settings, self.watch = settings, watch
        self.notes: list[str] = []

    def shelves(self, sources: Sequence[Source], fixed: bool) -> list[Shelf]:
        """A shelf for each path and for each run of Documents.

        An index folder decides how all else is cut into passages, unless that is `fixed` already.
        """
        kept: dict[int, Opened] = {}
        for number, source in enumerate(sources):
            if not isinstance(source, Document) and is_index(Path(source)):
                kept[number] = opened = open_folder(Path(source))
                self.adopt(opened, fixed)
                fixed = True
        found: list[Shelf] = []
        for in_memory, group in groupby(enumerate(sources), lambda pair: isinstance(pair[1], Document)):
            pairs = list(group)
            if in_memory:
                found.append(self.of_documents([source for _, source in pairs if isinstance(source, Document)]))
                continue
            for number, source in pairs:
                if number in kept:
                    found.append(shelf_of_index(kept[number]))
                elif not isinstance(source, Document):
                    found.append(self.of_path(os.fspath(source)))
        return found

    def adopt(self, opened: Opened, fixed: bool) -> None:
        """Take over the settings that an index was made with."""
        theirs = {name: opened.manifest.settings[name] for name in BAKED}
        ours = {name: getattr(self.settings, name) for name in BAKED}
        if fixed and theirs != ours:
            told = ", ".join(f"{name} {value}" for name, value in theirs.items())
            raise UsageError(f"{shown(str(opened.folder))} was made with {told}, the rest was not; open it by itself")
        self.settings = replace(self.settings, **theirs)

    def of_documents(self, documents: Sequence[Document]) -> Shelf:
        given = [replace(with_text(document)) for document in documents]  # a document given twice is two
        return shelf_of_documents(segment.in_memory(given, self.settings), given)

    def of_path(self, path: str) -> Shelf:
        """A file or folder as it is now, remembered if that can be."""
        found = replace(survey([path], self.settings), noted=(os.path.abspath(path),))
        making = Making(self.settings, cache.made_here())
        folder = cache.folder_of(path, making) if self.settings.remember else None
        if folder is None:
            return self.unkept(found)
        try:
            return shelf_of_current(self.current(folder, found, making), found)
        except BusyError:
            raise
        except OSError as error:
            where = slashed(str(cache.home()))
            self.notes.append(
                f"the index can't be kept in {shown(where)} ({error.strerror or error}), so it is made anew each time; "
                f"make room there, or name another folder in {cache.VARIABLE}"
            )
            return self.unkept(found)

    def current(self, folder: Path, found: Survey, making: Making) -> Current:
        """The remembered index, brought up to date; one that is damaged is made anew.

        Where nothing could be read for the first time, none is left behind.
        """
        try:
            current = up_to_date(folder, found, making)
            if current is None:
                current = update(folder, found, making, self.watch)
                cache.trim(self.settings.cache_bytes, folder)
        except BusyError:
            raise
        except StoreError as error:
            self.watch.say(f"the remembered index is made anew: {str(error).partition(';')[0]}")
            if not cache.forget(folder):
                remove(folder)
            current = update(folder, found, making, self.watch)
        except CorpusError:
            if not (folder / MANIFEST).exists():
                cache.forget(folder)
            raise
        cache.used(folder)
        return current

    def unkept(self, found: Survey) -> Shelf:
        """The files in memory."""
        announce(self.watch, sum(wanted.file.size for wanted in found.files), "which is not kept")
        documents, keys, missing = [], [], dict[int, Missing]()
        with Apart(self.settings) as apart:
            for number, wanted in enumerate(found.files):
                try:
                    document = apart.parse(load(wanted.file, self.settings.max_bytes), wanted.file.path)
                except CorpusError as error:
                    if found.reached[wanted.root] is None:
                        raise
                    missing[number] = missing_of(wanted, "", error)
                else:
                    documents.append(replace(document, title=title_of(document), stamp=stamp_of(wanted.file)))
                    keys.append(wanted.file.key)
        found.check(missing)
        unread = unread_entries(found, missing, [document.gaps for document in documents])
        made = segment.in_memory(documents, self.settings, self.watch.progress)
        return shelf_of_documents(made, documents, keys=keys, unread=unread)


def with_text(document: Document) -> Document:
    if not document.text.strip():
        raise CorpusError(f"the document {document.id or document.title!r} has no text; give it some")
    return document


def shelf_of_current(current: Current, found: Survey) -> Shelf:
    """An index that is up to date, its documents under the paths of today."""
    opened, paths = current.opened, [slashed(wanted.file.path) for wanted in current.files]
    return Shelf(
        segments=opened.segments,
        lost=opened.lost,
        order=opened.order,
        documents=renamed(opened.segments, opened.order, paths, [stamp_of(wanted.file) for wanted in current.files]),
        names=paths,
        keys=[wanted.file.key for wanted in current.files],
        unread=current.unread,
    )


def shelf_of_index(opened: Opened) -> Shelf:
    """An index folder as it was made, whatever has become of its files."""
    paths = Paths(opened.paths, opened.order[:, 2])
    return Shelf(
        segments=opened.segments,
        lost=opened.lost,
        order=opened.order,
        documents=renamed(opened.segments, opened.order, paths),
        names=paths,
        unread=opened.unread(),
    )
