"""The text of a Document as it is put together: paragraphs with a blank line between, and the places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from qa_bot.documents.names import shown
from qa_bot.errors import CorpusError
from qa_bot.records import Document, Heading, Line, Page

NO_HEADINGS = (Heading(0, 0, ""),)
"""The headings of a document that is known to have none, so that they are not looked for in the text."""

BLANK = "\n\n"
_UNSEEN = re.compile("[\0\xad\u200b\u2060\ufeff]+")  # soft hyphens, and marks of no width
_SPACES = re.compile(r"[^\S\n]+")


class Writer:
    """Paragraphs, headings and places into a Document; offsets are right because only it writes the text.

    Parameters
    ----------
    most
        The characters that it may hold; more raise CorpusError.
    path
        The file, for that error.
    """

    def __init__(self, path: str, most: int) -> None:
        self._path, self._most = path, most
        self._parts: list[str] = []
        self._pages: list[Page] = []
        self._headings: list[Heading] = []
        self._lines: list[Line] = []
        self._rows: list[tuple[int, int, int]] = []
        self.end = 0

    def add(self, text: str) -> int:
        """Put text at the end, as it is; where it begins."""
        start = self.end
        self.end += len(text)
        if self.end > self._most:
            raise CorpusError(
                f"{shown(self._path)} holds more than the {self._most:,} characters that are read; split it"
            )
        self._parts.append(text)
        return start

    def gap(self) -> None:
        """A blank line before what comes, unless it is the first."""
        if self.end:
            self.add(BLANK)

    def paragraph(self, text: str) -> int:
        """A paragraph, unless it is empty; where it begins."""
        if not text:
            return self.end
        self.gap()
        return self.add(text)

    def heading(self, text: str) -> None:
        """A heading, on a line of its own."""
        if text:
            self.mark_heading(self.paragraph(text), text)

    def mark_heading(self, start: int, text: str) -> None:
        """The text that stands at `start` is a heading."""
        self._headings.append(Heading(start, start + len(text), text))

    def page(self, number: int, label: str | None = None) -> None:
        """What comes stands on this page."""
        self._pages.append(Page(self.end, number, label))

    def line(self, number: int, start: int | None = None) -> None:
        """What comes, or what stands from `start` on, is on this line of the file."""
        self._lines.append(Line(self.end if start is None else start, number))

    def row(self, number: int, start: int) -> None:
        """What stands from `start` on is this row of a table; 0 for one that its line tells better."""
        self._rows.append((start, self.end, number))

    def _placed_rows(self) -> Iterator[Line]:
        """The rows, and after each table where it ends."""
        for (start, end, number), following in zip_longest(self._rows, self._rows[1:]):
            yield Line(start, number)
            if end < (following[0] - len(BLANK) if following else self.end):
                yield Line(end, 0)

    def document(self, title: str = "", finds_headings: bool = False) -> Document:
        """The Document; `finds_headings` if those of its text are to be found where it was given none.

        Raises
        ------
        CorpusError
            There is no text in it.
        """
        text = "".join(self._parts)
        if not text.strip():
            raise CorpusError(f"{shown(self._path)} holds no text; give a file with text in it")
        headings = tuple(self._headings) or (() if finds_headings else NO_HEADINGS)
        return Document(
            text,
            id=self._path,
            title=title or next((heading.text for heading in self._headings), ""),
            path=self._path,
            pages=tuple(self._pages),
            headings=headings,
            lines=tuple(self._lines),
            rows=tuple(self._placed_rows()),
        )


def seen(text: str) -> str:
    """Text without characters that nobody sees; offsets count in what is left."""
    return _UNSEEN.sub("", text)


def squeezed(text: str) -> str:
    """Text in one line, its white space made single spaces."""
    return " ".join(seen(text).split())


def tidied(text: str) -> str:
    """Lines without white space at their ends, with single spaces within."""
    return "\n".join(_SPACES.sub(" ", line).strip() for line in seen(text).split("\n")).strip("\n")


def row_of(header: list[str], cells: list[str]) -> str:
    """A row of a table as "column: value; column: value"; without a header, its cells."""
    if not any(header):
        return _pair(cells) if len(cells) == 2 else "; ".join(filter(None, cells))
    names = header + [""] * (len(cells) - len(header))
    told = [f"{name}: {cell}" if name else cell for name, cell in zip(names, cells, strict=False) if cell]
    return "; ".join(told)


def _pair(cells: list[str]) -> str:
    name, value = cells
    return f"{name.rstrip(':')}: {value}" if name and value else name or value
