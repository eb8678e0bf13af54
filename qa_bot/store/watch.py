"""Whoever waits for an index may be told what takes so long."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """What work tells of itself."""

    def say(self, line: str) -> None:
        """Something worth a line: why all is read anew, who is being waited for."""

    def progress(self, done: int, whole: int) -> None:
        """So many bytes of the files to read are in the index now; called often, at last with `done == whole`."""


class Silent:
    """A Watch that tells nobody."""

    def say(self, line: str) -> None:
        pass

    def progress(self, done: int, whole: int) -> None:
        pass
