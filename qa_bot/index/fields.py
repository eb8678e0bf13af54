"""What a passage is found by: its own text, and the title of its document with the heading it stands under."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.analysis import Analyzer
from qa_bot.passages import headings_of, title_of
from qa_bot.records import Document, Passage

Fields = tuple[str, str]


def field_terms(analyzer: Analyzer, title_weight: int, fields: Fields) -> list[str]:
    """The terms of a passage; those of its title count `title_weight` times (as in BM25F, one common length)."""
    text, title = fields
    return analyzer(text) + analyzer(title) * title_weight


def fields_of(passage: Passage) -> Fields:
    """A passage's text, and the title of its document with the heading it stands under."""
    return next(fields(passage.document, np.array([(passage.start, passage.end)])))


def fields(document: Document, spans: NDArray[np.integer]) -> Iterator[Fields]:
    """The fields of a document's passages, given as [n, 2] half-open offsets."""
    text, title, headings = document.text, title_of(document), headings_of(document)
    names = [title, *("\n".join(dict.fromkeys(n for n in (title, own.text) if n)) for own in headings)]
    above = np.searchsorted([heading.start for heading in headings], spans[:, 0], "right")
    for (start, end), heading in zip(spans.tolist(), above.tolist(), strict=True):
        yield text[start:end], names[heading]
