"""Files into Documents: "here is my path, gimme its text, or say why not"."""

from qa_bot.documents.apart import Apart
from qa_bot.documents.files import (
    MAX_BYTES,
    Found,
    Listing,
    changed,
    find,
    load,
    parse,
    read_paths,
    read_stream,
    reread,
)
from qa_bot.documents.formats import ending

__all__ = [
    "MAX_BYTES",
    "Apart",
    "Found",
    "Listing",
    "changed",
    "ending",
    "find",
    "load",
    "parse",
    "read_paths",
    "read_stream",
    "reread",
]
