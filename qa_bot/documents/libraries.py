"""Libraries that only some formats need: imported when a file asks for them, and named when they are missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from qa_bot.documents.names import shown
from qa_bot.errors import MissingLibraryError
from qa_bot.remedies import install


def library(name: str, path: str) -> ModuleType:
    """A library of the extra `docs`, for the file at `path`; raises MissingLibraryError."""
    try:
        return import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise MissingLibraryError(
            f"{shown(path)} can't be read without {package}; install it: {install('docs')}"
        ) from error
