"""Styled text broken into lines of a terminal's width: "where does the line end?".

Lines break at blanks, and between wide characters (Chinese, Japanese, Korean), which are written without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from prompt_toolkit.utils import get_cwidth

from qa_bot.render import Fragments

Cell = tuple[str, str]
"""(style, one character)"""

HEAD = re.compile(r" *(?:\d{1,3}\. |\S.*? {2,})?")
"""Indentation, and a number or a column that two blanks set off: what follows it keeps its left edge when wrapped."""

CLOSING = frozenset("、。，．！？：；）」』】》〉〕”’…ー々")
"""What must not begin a line in Chinese or Japanese."""


def wrap(fragments: Fragments, width: int) -> Fragments:
    """The same text with newlines where a line would be wider than `width` columns.

    A line that is continued keeps its left edge. A word that is wider than a line is cut.
    """
    cells = [(style, character) for style, text in fragments for character in text]
    lines: list[list[Cell]] = [[]]
    for cell in cells:
        if cell[1] == "\n":
            lines.append([])
        else:
            lines[-1].append(cell)
    wrapped = [row for line in lines for row in _rows(line, max(width, 2))]
    return joined(_with_newlines(wrapped))


def joined(cells: Iterable[Cell]) -> Fragments:
    """Neighbours of one style as one fragment."""
    return [(style, "".join(text for _, text in group)) for style, group in groupby(cells, key=lambda cell: cell[0])]


def _with_newlines(rows: list[list[Cell]]) -> Iterator[Cell]:
    for number, row in enumerate(rows):
        if number:
            yield ("", "\n")
        yield from row


def _rows(line: list[Cell], width: int) -> Iterator[list[Cell]]:
    """One line of text as rows of at most `width` columns."""
    head = _head(line, width)
    margin: list[Cell] = [("", " ")] * columns(head)
    row, used = head, len(margin)
    gap: list[Cell] = []
    for atom in _atoms(line[len(head) :]):
        if atom[0][1] == " ":
            gap = atom
            continue
        if used > len(margin) and used + len(gap) + columns(atom) > width:
            yield row
            row, used, gap = margin[:], len(margin), []
        if used + len(gap) >= width:  # blanks alone would fill the line
            gap = []
        row, used, gap = row + gap, used + len(gap), []
        for cell in atom:
            if used + columns([cell]) > width:
                yield row
                row, used = margin[:], len(margin)
            row.append(cell)
            used += columns([cell])
    yield row + (gap if used + len(gap) <= width else [])


def _head(line: list[Cell], width: int) -> list[Cell]:
    """What stands left of the text: blanks, a number, or a first column; none where it would take half the width."""
    match = HEAD.match("".join(character for _, character in line))
    head = line[: match.end() if match else 0]
    return head if columns(head) <= min(width // 2, width - 2) else []  # a wide character needs two


def _atoms(line: list[Cell]) -> Iterator[list[Cell]]:
    """What a line may not be broken within: runs of blanks, words, single wide characters with what closes them."""
    atom: list[Cell] = []
    for cell in line:
        if atom and _breaks(atom[-1][1], cell[1]):
            yield atom
            atom = []
        atom.append(cell)
    if atom:
        yield atom


def _breaks(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return before != after
    if after in CLOSING or get_cwidth(after) == 0 or re.match(r"[“‘（「『【《〈〔]", before):
        return False
    return get_cwidth(before) == 2 or get_cwidth(after) == 2


def columns(cells: Iterable[Cell]) -> int:
    """How wide the characters are on a terminal."""
    return sum(get_cwidth(character) for _, character in cells)


def fitted(text: str, width: int) -> str:
    """Text cut or filled to exactly so many columns."""
    used, kept = 0, ""
    if breadth(text) > width:
        width -= 1
        for character in text:
            if used + get_cwidth(character) > width:
                break
            kept, used = kept + character, used + get_cwidth(character)
        return f"{kept}…{' ' * (width - used)}"
    return text + " " * (width - breadth(text))


def breadth(text: str) -> int:
    """How wide a line of text is drawn; of very long ones the beginning, as nobody's window is wider."""
    return get_cwidth(text[:1000])
