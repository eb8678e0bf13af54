"""An index that a person keeps: built into a folder of their own, and asked from there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from qa_bot.documents.names import shown
from qa_bot.errors import StoreError
from qa_bot.settings import Settings
from qa_bot.store.cache import made_by
from qa_bot.store.changes import survey
from qa_bot.store.commit import Making
from qa_bot.store.folder import read_manifest
from qa_bot.store.names import BUILDING, HOLDER, LOCK, MANIFEST, SEGMENTS, TABLES, is_index
from qa_bot.store.update import Current, update
from qa_bot.store.watch import Watch


def keep(
    folder: Path, paths: Sequence[str | os.PathLike[str]], settings: Settings, watch: Watch | None = None
) -> Current:
    """Build an index of paths into a folder, or bring the one there up to date.

    Raises
    ------
    CorpusError
        A path is missing, or nothing below it can be read.
    StoreError
        The folder holds other things, a damaged index or one of another version, or can't be written. Whatever was
        there is as before.
    """
    check_place(folder)
    found = survey(paths, settings)
    try:
        return update(folder, found, Making(settings, made_by()), watch)
    except OSError as error:
        told = error.strerror or str(error)
        raise StoreError(
            f"the index can't be written to {shown(str(folder))} ({told}); what was there is as before; "
            "make room or give yourself the right to write there, or name another folder"
        ) from error


def begun(folder: Path) -> bool:
    """Whether a folder is empty, or holds no more than what a run that was cut off had begun with."""
    names = {path.name for path in folder.iterdir()}
    return not names or (LOCK in names and names <= {LOCK, HOLDER, SEGMENTS, TABLES, BUILDING})


def check_place(folder: Path) -> None:
    """Whether an index may be written into a folder; raises StoreError."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StoreError(f"{shown(str(folder))} is a file; name a folder for the index")
    if is_index(folder):
        if (folder / MANIFEST).exists():
            read_manifest(folder)
    elif not begun(folder):
        raise StoreError(f"{shown(str(folder))} holds other things than an index; name a new or an empty folder")
