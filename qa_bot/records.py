"""What the rooms hand to one another: frozen dataclasses, offsets half-open and in characters of `Document.text`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Reason = Literal["not_mentioned", "not_said", "not_readable"]


@dataclass(frozen=True)
class Heading:
    """A title or heading: `document.text[start:end] == text`; it holds until the next heading."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Page:
    """A page that begins at `start`; `number` counts from 1, `label` is what is printed on it, if known."""

    start: int
    number: int
    label: str | None = None


@dataclass(frozen=True)
class Line:
    """From `start` on, the file's lines, or a table's rows, are counted from `number` on, one a line break."""

    start: int
    number: int


@dataclass(frozen=True)
class Document:
    """A text and where it came from; only `text` is required.

    Parameters
    ----------
    text
        What offsets count in. For a plain text file: the decoded file with CRLF and CR turned into LF. For other
        formats: what a person reads, without markup, a blank line between paragraphs.
    id
        What tells the document from others; its path, where it has one.
    title
        What to call it, or "" to take its first line if that is a title.
    path
        The file it was read from, or None.
    pages, headings
        Places by offset, in the order of the text. Headings are found in the text where none are given; one without
        words, `Heading(0, 0, "")`, says that there are none.
    lines, rows
        The lines of the file, and the rows of tables, by offset. `lines` is empty for a format that has none. Row 0 is
        one that has no number, or what comes after a table.
    gaps
        What of the file is not in `text`, and why, in words: "pages 3-7 have no text (scanned?)".
    stamp
        The size in bytes and the time of the last change, in nanoseconds, of the file that was read.
    language
        A code as in ISO 639-1, or "" to tell it from the text.
    """

    text: str
    id: str = ""
    title: str = ""
    path: str | None = None
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    lines: tuple[Line, ...] = (Line(0, 1),)
    rows: tuple[Line, ...] = ()
    language: str = ""
    gaps: str = ""
    stamp: tuple[int, int] | None = field(default=None, compare=False, repr=False)


PLACES: dict[str, Callable[..., Any]] = {"pages": Page, "headings": Heading, "lines": Line, "rows": Line}
"""The fields of a Document that tell places by offset, and what each is made of."""


@dataclass(frozen=True)
class Unread:
    """A file or folder that was not read, or not all of it, and why; `left_out` if by a rule, such as `.gitignore`."""

    path: str
    reason: str
    left_out: bool = False


@dataclass(frozen=True)
class Passage:
    """Whole sentences of a document, `text == document.text[start:end]`; `row` is its place in the index."""

    row: int
    document: Document = field(repr=False)
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True)
class Hit:
    """A passage and its retrieval score (higher fits better; 0 shares no term with the question).

    `also` holds passages that fit no better and add nothing to it: the same in another file, or nearly so.
    """

    passage: Passage
    score: float
    also: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Match:
    """Words of a question as written, their weight in the search, and whether a passage holds them."""

    words: str
    weight: float
    held: bool


@dataclass(frozen=True)
class Span:
    """Words of a passage, `document.text[start:end]`; `score` compares across passages of one question."""

    passage: Passage
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        return self.passage.document.text[self.start : self.end]


@dataclass(frozen=True)
class Citation:
    """Where a quote stands.

    Parameters
    ----------
    path, title
        The file and the document's title, where it has them.
    start, end
        Half-open character offsets into `Document.text`; `quote == document.text[start:end]`.
    line
        The line of `start`, counted from 1 as editors do, for formats that have lines.
    page, page_label
        The page, counted from 1, and what is printed on it, for formats that have pages.
    heading
        The nearest heading above, or "".
    quote, sentence
        The words themselves and the sentence or sentences that hold them.
    place
        All of it in words, for people: "lease.txt, line 12, “3. RENT”".
    row
        The row of a table, counted from 1 as spreadsheets do.
    """

    path: str | None
    title: str
    start: int
    end: int
    line: int | None
    page: int | None
    page_label: str | None
    heading: str
    quote: str
    sentence: str
    place: str
    row: int | None = None


@dataclass(frozen=True)
class Answer:
    """What the text says, or that it does not say.

    `text is None` exactly when `citation is None`; otherwise `text == citation.quote`. `bool(answer)` is whether
    it was found, `str(answer)` the text or, on a refusal, the explanation.

    Parameters
    ----------
    question
        As asked.
    text, citation
        The exact words and where they stand, or None and None.
    also
        Further places that say the same.
    confidence
        The probability, 0 to 1, that the best candidate is right, also when it is refused. 0 where there is
        none: of a summary, of a line that is neither answer nor refusal, and where all that a question names is a
        name, a number or a mere word that the documents don't have.
    alternatives
        Other answers, best first, up to three; on a refusal the first is the best span found.
    reason, explanation
        On a refusal: `not_mentioned` (nothing speaks of it), `not_said` (it is spoken of, this is not said) or
        `not_readable` (some files could not be read and nothing else answers), and a sentence that says so. In a
        conversation an answer can have an explanation too ("are you sure?"), and a line that is neither answer nor
        refusal (a greeting) has an explanation alone: no text and no reason.
    read_as, suggestion
        What a follow-up or a misspelt question was taken to be, where that differs from what was asked.
    unread
        What was not read of the files that were asked, and why.
    """

    question: str
    text: str | None = None
    citation: Citation | None = None
    also: tuple[Citation, ...] = ()
    confidence: float = 0.0
    alternatives: tuple[Answer, ...] = ()
    reason: Reason | None = None
    explanation: str = ""
    read_as: str | None = None
    suggestion: str | None = None
    unread: tuple[Unread, ...] = ()

    def __bool__(self) -> bool:
        return self.text is not None

    def __str__(self) -> str:
        return self.explanation if self.text is None else self.text

    def to(self, question: str) -> Answer:
        """The same as the answer to another wording of its question."""
        return replace(self, question=question, alternatives=tuple(other.to(question) for other in self.alternatives))
