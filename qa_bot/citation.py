"""Spans into Citations: "where does it stand, in words that a person can look up?"."""

from __future__ import annotations

from pathlib import PurePath

from qa_bot.passages import heading_of, line_of, page_of, row_of, sentence_around, title_of
from qa_bot.records import Citation, Page, Span


def cite(span: Span) -> Citation:
    """The place of a span, with the fields that its document's format has."""
    document = span.passage.document
    start, end = sentence_around(span.passage, span.start, span.end)
    page = page_of(document, span.start)
    line = None if page else line_of(document, span.start)
    row = row_of(document, span.start)
    title, heading = title_of(document), heading_of(document, span.start)
    name = PurePath(document.path).name if document.path else title
    return Citation(
        path=document.path,
        title=title,
        start=span.start,
        end=span.end,
        line=line,
        page=page.number if page else None,
        page_label=page.label if page else None,
        heading=heading,
        quote=document.text[span.start : span.end],
        sentence=document.text[start:end],
        place=place(name, page, line, heading if heading != title else "", row),
        row=row,
    )


def place(name: str, page: Page | None, line: int | None, heading: str, row: int | None = None) -> str:
    """A place in words: file or title; page, row or line; and the heading below the title."""
    parts = [name] if name else []
    if page:
        parts.append(f"p. {page.number}")
        if page.label not in (None, str(page.number)):
            parts.append(f"printed {page.label}")
    elif row is not None:
        parts.append(f"row {row}")
    elif line is not None:
        parts.append(f"line {line}")
    if heading:
        parts.append(f"“{heading}”")
    return ", ".join(parts)
