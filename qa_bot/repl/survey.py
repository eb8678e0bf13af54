"""What is loaded, looked through once in the background: "which files, and which words, can be completed?"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath

from qa_bot.records import Document
from qa_bot.repl.terms import Terms, collect

MOST_FILES = 2000
"""Documents whose paths are completed."""


@dataclass(frozen=True)
class Survey:
    """The paths of what is loaded, files before the folders that they lie in, and the terms of its texts."""

    paths: tuple[str, ...] = ()
    terms: Terms = field(default_factory=lambda: Terms((), (), (), ()))


def survey(asked: Iterable[Document], loaded: Iterable[Document] | None = None) -> Survey:
    """Look through documents, which may be read only now, once; of very many the first.

    Parameters
    ----------
    asked
        Those whose terms are wanted.
    loaded
        Those whose paths are wanted, if these are more.
    """
    paths: list[str] = []
    terms = collect(_texts(asked, paths))
    if loaded is not None:
        paths = [document.path for document in islice(loaded, MOST_FILES) if document.path]
    folders = {f"{PurePath(path).parent.as_posix()}/" for path in paths} - {"./"}
    return Survey((*dict.fromkeys(paths), *sorted(folders)), terms)


def _texts(documents: Iterable[Document], paths: list[str]) -> Iterator[str]:
    """The texts, noting the paths on the way; it ends where neither is wanted any more."""
    for number, document in enumerate(documents):
        if number == MOST_FILES:
            return
        if document.path:
            paths.append(document.path)
        yield document.text
