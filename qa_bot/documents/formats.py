"""The table of formats: "which module reads these bytes, and is it safe to do so in this process?"."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module

from qa_bot.documents.names import shown
from qa_bot.errors import DecodingError
from qa_bot.records import Document
from qa_bot.settings import Settings


@dataclass(frozen=True)
class Format:
    """How a format is read.

    Parameters
    ----------
    module, function
        What reads it, imported when the first file asks for it: see `read`.
    apart
        Whether in a process of its own, as what parses it may hang, crash or take any amount of memory.
    needs
        The library of the extra `docs` that it needs, or "".
    """

    module: str
    function: str = "read"
    apart: bool = True
    needs: str = ""

    def read(self, data: bytes, path: str, settings: Settings) -> Document:
        """The bytes of a file, and the path that they came from, as a Document; raises CorpusError."""
        module = import_module(f"qa_bot.documents.{self.module}")
        document: Document = getattr(module, self.function)(data, path, settings)
        return document


TEXT, DOCX = Format("text", apart=False), Format("docx")
HTML, EPUB = Format("html", needs="selectolax"), Format("epub", needs="selectolax")
PDF = Format("pdf", needs="pypdfium2")
# A format is one module and one line here.
READERS: dict[str, Format] = {
    ".txt": TEXT,
    ".md": Format("markdown"),
    ".markdown": Format("markdown"),
    ".rst": Format("rst", apart=False),
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".epub": EPUB,
    ".csv": Format("table", "read_csv", apart=False),
    ".tsv": Format("table", "read_tsv", apart=False),
}
# How formats begin, for names that say nothing. `PK` is a zip file, in which each of the two soon names itself.
_BEGINNINGS = (
    (b"%PDF-", b"", PDF),
    (b"PK\3\4", b"application/epub+zip", EPUB),
    (b"PK\3\4", b"word/", DOCX),
    (b"<!doctype html", b"", HTML),
    (b"<html", b"", HTML),
)
_LOOKED_AT = 1 << 12  # bytes

# Formats that people keep text in and that can't be read here, with what to do about it.
_OTHERS = {
    **dict.fromkeys((".doc", ".rtf", ".odt", ".wpd", ".pages"), "save it as .docx or PDF"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key", ".ps", ".djvu", ".xps"), "save it as PDF"),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".numbers"), "save each sheet as .csv"),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2"), "convert it to .epub"),
    **dict.fromkeys((".msg", ".pst", ".mbox"), "save the mails as text"),
}


def ending(path: str) -> str:
    """The part of a name that tells the format, such as ".txt"."""
    return os.path.splitext(path)[1].lower()


def format_of(data: bytes, path: str) -> Format:
    """How to read the bytes of a file: by the ending of its name or, where that says nothing, by how they begin.

    Raises
    ------
    DecodingError
        The ending is that of documents that can't be read.
    """
    known = ending(path)
    if known in READERS:
        return READERS[known]
    if known in _OTHERS and (b"\0" in data[:_LOOKED_AT] or data.startswith((b"PK", b"{\\rtf"))):
        raise DecodingError(f"{shown(path)} is a {known} file, which can't be read; {_OTHERS[known]}")
    head = data[:_LOOKED_AT]
    for first, soon, found in _BEGINNINGS:
        if head.lstrip()[: len(first)].lower() == first.lower() and soon in head:
            return found
    return TEXT


def is_known(path: str) -> bool:
    """Whether the name of a file says that it is a document."""
    return ending(path) in READERS or ending(path) in _OTHERS
