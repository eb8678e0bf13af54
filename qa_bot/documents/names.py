"""How a path is written: with slashes, and in a message on one line."""

from __future__ import annotations

import os


def slashed(path: str) -> str:
    """A path as given, with slashes on every system."""
    return path.replace(os.sep, "/")


def shown(path: str) -> str:
    """A path for a message: as given, or escaped where it holds what does not print, such as a line break."""
    return slashed(path) if path.isprintable() else ascii(slashed(path))
