"""The best sentence: what answers where the span reader can't read the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from qa_bot.index.formula import saturate
from qa_bot.index.search import Index
from qa_bot.passages import sentences_of
from qa_bot.records import Hit, Span

NEIGHBOURS = 0.3  # how much of its passage's score a sentence inherits: what it leaves unsaid, they may say


def best_sentences(question: str, index: Index, hits: Sequence[Hit]) -> list[Span]:
    """Every sentence of the hits that shares a term with the question, best first, ties by position.

    A sentence is scored as the index scores passages, with the same weights of terms, as if the hits' sentences
    were the passages; to that comes a share of its passage's own score.
    """
    asked = index.question_weights(question)
    rows = [(hit, start, end) for hit in hits for start, end in sentences_of(hit.passage)]
    counts = [
        Counter(index.analyzer_of(hit.passage.row)(hit.passage.document.text[start:end])) for hit, start, end in rows
    ]
    lengths = np.array([counted.total() for counted in counts], float)
    if not len(rows):
        return []
    mean = float(lengths.mean()) or 1.0
    found = []
    for (hit, start, end), counted, length in zip(rows, counts, lengths, strict=True):
        occurring = [term for term in asked if term in counted]
        if occurring:
            times = np.array([counted[term] for term in occurring], float)
            own = np.array([asked[term] for term in occurring])
            score = float(own @ saturate(times, length, mean, index.settings.k1, index.settings.b))
            found.append(Span(hit.passage, start, end, score + NEIGHBOURS * hit.score))
    return sorted(found, key=lambda span: -span.score)
