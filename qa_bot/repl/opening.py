"""The last answer's place in another program: "let me see it where it stands".

A pager is given the text as it was read, with what a terminal would obey shown instead; an editor is given the file
itself or, of a format that no editor reads, such a text.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from qa_bot.errors import UsageError
from qa_bot.records import Citation, Document
from qa_bot.render import printable

PAGERS = ("less", "more")
"""Tried in this order where $PAGER is not set."""

STARTS_AT_LINE = ("less", "more", "most")
"""Pagers that take +LINE."""

# how each editor is told the line; any other takes +LINE, as vi does
AT_LINE = {
    "code": ("--wait", "--goto", "{path}:{line}"),
    "codium": ("--wait", "--goto", "{path}:{line}"),
    "subl": ("--wait", "{path}:{line}"),
    "zed": ("--wait", "{path}:{line}"),
    "hx": ("{path}:{line}",),
    "notepad": ("{path}",),
}


@dataclass(frozen=True)
class Place:
    """A line, counted from 1, of a document."""

    document: Document
    line: int
    is_file: bool

    @classmethod
    def of(cls, citation: Citation, document: Document) -> Place:
        """Of a citation; where it has a line, that is the file's own."""
        is_file = citation.line is not None and citation.path is not None and os.path.isfile(citation.path)
        return cls(document, citation.line or 1 + document.text.count("\n", 0, citation.start), is_file)


def view(place: Place, editor: bool, environment: Mapping[str, str]) -> int:
    """Show a place in the person's pager, or editor, until it is left; its exit status.

    Raises
    ------
    UsageError
        There is no such program.
    """
    named = environment.get("VISUAL") or environment.get("EDITOR") or ""
    pager = environment.get("PAGER") or ("" if named else next(filter(shutil.which, PAGERS), ""))
    if editor or not pager:
        if not named:
            raise UsageError("no editor is known; set $EDITOR" if editor else "no pager is known; set $PAGER")
        return edit(place, _words(named))
    return page(place, _words(pager))


def page(place: Place, command: list[str]) -> int:
    """Give a pager the text, from the line on."""
    start = [f"+{place.line}"] if PurePath(command[0]).stem in STARTS_AT_LINE else []
    return _run([*command, *start], printable(place.document.text))


def edit(place: Place, command: list[str]) -> int:
    """Open an editor at the line: of the file, or of its text in a file that is removed afterwards."""
    if place.is_file and place.document.path:
        return _run([*command, *_arguments(command[0], Path(place.document.path).absolute(), place.line)])
    with tempfile.TemporaryDirectory(prefix="qa-bot-") as folder:  # only its owner can look into it
        path = Path(folder) / "text.txt"
        path.write_text(printable(place.document.text), encoding="utf-8")
        return _run([*command, *_arguments(command[0], path, place.line)])


def _arguments(program: str, path: Path, line: int) -> list[str]:
    pattern = AT_LINE.get(PurePath(program).stem.lower(), ("+{line}", "{path}"))
    return [part.replace("{line}", str(line)).replace("{path}", str(path)) for part in pattern]


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command, posix=os.name == "posix")
    except ValueError:
        words = []
    if not words:
        raise UsageError(f"{command!r} is no command; set $PAGER or $EDITOR to one")
    return words


def _run(command: list[str], text: str | None = None) -> int:
    try:
        given = None if text is None else text.encode("utf-8", "replace")
        return subprocess.run(command, input=given, check=False).returncode
    except OSError as error:
        raise UsageError(f"{command[0]} can't be started: {error.strerror or error}; set $PAGER or $EDITOR") from error
