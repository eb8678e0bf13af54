"""Where does this stand? Lines, pages, headings, and the sentences around a span."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from qa_bot.passages.language import language_of
from qa_bot.passages.outline import headings_of
from qa_bot.passages.stops import sentences
from qa_bot.records import Document, Line, Page, Passage


def line_of(document: Document, offset: int) -> int | None:
    """The line of the file that holds `offset`, counted from 1 as editors do, or None where the format has no lines.

    CR, LF and the two together end a line.
    """
    return _counted(document.lines, document.text, offset)


def row_of(document: Document, offset: int) -> int | None:
    """The row of the table that holds `offset`, counted from 1 as spreadsheets do, or None outside a table."""
    known = bisect_right(document.rows, offset, key=lambda row: row.start)
    return (document.rows[known - 1].number or None) if known else None


def _counted(lines: Sequence[Line], text: str, offset: int) -> int | None:
    known = bisect_right(lines, offset, key=lambda line: line.start)
    if not known:
        return None
    start, number = lines[known - 1].start, lines[known - 1].number
    number += text.count("\n", start, offset)
    if text.find("\r", start, offset + 1) >= 0:
        number += text.count("\r", start, offset) - text.count("\r\n", start, offset)
        number -= text[max(start, offset - 1) : offset + 1] == "\r\n"  # on the LF of a pair
    return number


def page_of(document: Document, offset: int) -> Page | None:
    """The page that holds `offset`, or None for a document without pages."""
    number = bisect_right(document.pages, offset, key=lambda page: page.start)
    return document.pages[number - 1] if number else None


def heading_of(document: Document, offset: int) -> str:
    """The text of the nearest heading at or above `offset`, or ""."""
    found = headings_of(document)
    number = bisect_right(found, offset, key=lambda heading: heading.start)
    return found[number - 1].text if number else ""


def sentences_of(passage: Passage) -> list[tuple[int, int]]:
    """The sentences of a passage, as half-open offsets into its document's text."""
    document = passage.document
    return sentences(document.text, passage.start, passage.end, language_of(document))


def sentence_around(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The smallest run of whole sentences of a passage that holds `document.text[start:end]`.

    A heading at the top of the passage is a sentence of its own. An empty span counts as the character at `start`.
    """
    end = max(end, start + 1)
    touched = [(first, last) for first, last in sentences_of(passage) if first < end and last > start]
    if not touched:  # the span is white space between two sentences
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])
