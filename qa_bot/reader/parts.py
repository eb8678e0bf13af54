"""What of a passage can be one answer: "where does a sentence, an item or a cell end, and what only names it?"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa_bot.passages import sentences_of
from qa_bot.records import Document, Passage

BLANK_LINE = re.compile(
    r"(?:\r\n|[\n\r\u2028\u2029])[ \t]*(?:\r\n|[\n\r\u2028\u2029])"
)  # what ends a paragraph ends an answer
# The number or bullet of a clause, list item or heading: "3.5 The rent", "(b) Every", "- Sound", "3 Duties" on a line
# of its own; never within a paragraph, where a wrapped line may begin with any number.
LABEL = re.compile(
    r"(?:\A|\n[ \t]*\n|[.;:!?,]\n|\n(?=[ \t]*[-–•*]))[ \t]*"
    r"(?P<label>[-–•*]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\(?[A-Z]\)|\d{1,3}(?:\.\d{1,3})+\.?)"
    r"[ \t]+(?=[^\W\d_]|[\"“‘(])"
    r"|(?:\A|\n[ \t]*\n)[ \t]*(?P<number>\d{1,2})[ \t]+(?=[^\W\d_][^\n.]{0,60}(?:\n[ \t]*\n|\Z))"
)
FULL_STOP = re.compile(r"[.!?][\"'”’)\]]*\s*\Z")
COLUMN = re.compile(r"(?:\A|; )(?P<column>[^:;\n]{1,80}:)(?= )")  # as documents write rows of a table

Place = tuple[int, int]


def parts_of(passage: Passage, starts: NDArray[np.int32]) -> NDArray[np.intp]:
    """The sentence, list item or cell that each piece belongs to, [pieces]; -1 for what only names it.

    `starts` [pieces] are where the pieces begin in the passage.
    """
    labels = sorted([*labels_of(passage.text), *columns_of(passage)])
    blanks = [blank.start() for blank in BLANK_LINE.finditer(passage.text)]
    cuts = sorted([*blanks, *stops_of(passage), *(at for own in labels for at in own)])
    parts = np.searchsorted(cuts, starts, side="right")
    for start, end in labels:
        parts[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = -1
    return parts


def stops_of(passage: Passage) -> Iterator[int]:
    """Where a sentence begins after a full stop, within the passage: answers that go on there are hardly ever right."""
    text = passage.document.text
    for (start, end), (following, _) in pairwise(sentences_of(passage)):
        if FULL_STOP.search(text, start, end):
            yield following - passage.start


def labels_of(text: str) -> Iterator[Place]:
    """The numbers and bullets of clauses, list items and headings."""
    for match in LABEL.finditer(text):
        yield match.span(match.lastgroup or 0)


def columns_of(passage: Passage) -> Iterator[Place]:
    """The names of columns in the rows of a table; within the passage.

    A row with names for several cells has a heading; one with a single name may be a line of two cells, of which the
    first says something too, unless the row before or after has the same.
    """
    document = passage.document
    first, last = (bisect_right(document.rows, at, key=lambda own: own.start) for at in (passage.start, passage.end))
    for row in range(max(first - 1, 0), last):
        names = list(names_of(document, row))
        beside = {name for near in (row - 1, row + 1) for name, _ in names_of(document, near)}
        for name, (start, end) in names:
            if (len(names) > 1 or name in beside) and passage.start <= start and end <= passage.end:
                yield start - passage.start, end - passage.start


def names_of(document: Document, row: int) -> Iterator[tuple[str, Place]]:
    """What stands before the colon of each cell of a row, and where; nothing for a row that is not there."""
    if 0 <= row < len(document.rows):
        start = document.rows[row].start
        end = document.rows[row + 1].start if row + 1 < len(document.rows) else len(document.text)
        line = document.text.find("\n", start, end)
        for match in COLUMN.finditer(document.text[start : end if line < 0 else line]):
            yield match["column"], (start + match.start("column"), start + match.end("column"))
