"""Files into Documents: "here is my path, gimme its text, or say why not"."""

from qa_bot.documents.files import MAX_BYTES, Found, Listing, find, load, parse, read_paths

__all__ = ["MAX_BYTES", "Found", "Listing", "find", "load", "parse", "read_paths"]
