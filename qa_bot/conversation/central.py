"""What is this about? The sentences most central to the documents.

As in MEAD (Radev et al. 2004, "Centroid-based summarization of multiple documents") a sentence is the more central
the closer its TF-IDF vector is to the centroid of all sentences, the more it shares with the title, and the earlier
it stands; the three count alike. Departures: closeness is the cosine, the title stands for the first sentence, and
function words are left out. A sentence that needs the one before it ("They are ...") or mostly repeats a better one
is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa_bot.conversation.grammar import PRONOUNS, listed
from qa_bot.index.analysis import Analyzer
from qa_bot.index.formula import inverse_document_frequency
from qa_bot.index.search import Index
from qa_bot.passages import count_words, headings_of, sentences_of, title_of
from qa_bot.reader.parts import COLUMN
from qa_bot.records import Passage, Span

WORDS = 64
"""Words by which the passages of a large collection are chosen; it bounds the work."""
PASSAGES = 64
"""Passages whose sentences are weighed, the most central ones of a larger collection."""
FEWEST, MOST = 6, 60
"""Words of a sentence that can stand for a text: a shorter one is a heading or label, a longer one a list."""
POINTING = listed("this that these those such then there")
ALIKE = 0.6
"""Cosine from which on two sentences say the same."""

Floats = NDArray[np.float64]


def central_sentences(index: Index, k: int) -> list[Span]:
    """The k most central sentences, best first, ties by position; `score` is their centrality, 0 to 1."""
    passages = central_passages(index)
    every = [Span(passage, start, end, 0.0) for passage in passages for start, end in sentences_of(passage)]
    # a text of one line has but its heading
    spans = [span for span in every if span.start not in starts_of_headings(span.passage)] or every
    fitting = [span for span in spans if stands_alone(span.text)] or spans
    if not fitting:
        return []
    titled_by = {title_of(span.passage.document): span for span in spans}
    sources = [*fitting, *titled_by.values()]
    texts = [*(span.text for span in fitting), *titled_by]
    vectors = vectors_of(
        [words_of(index.analyzer_of(span.passage.row), text) for span, text in zip(sources, texts, strict=True)]
    )
    own, named = vectors[: len(fitting)], vectors[len(fitting) :]
    central, titled = own @ unit(own.sum(axis=0)), own @ unit(named.sum(axis=0))
    scores = (scaled(central) + scaled(titled) + earliness(fitting)) / 3
    chosen: list[int] = []
    for row in np.argsort(-scores, kind="stable"):
        if len(chosen) < k and all(own[row] @ own[other] < ALIKE for other in chosen):
            chosen.append(int(row))
    return [replace(fitting[row], score=float(scores[row])) for row in chosen]


def starts_of_headings(passage: Passage) -> set[int]:
    return {heading.start for heading in headings_of(passage.document)}


def scaled(values: Floats) -> Floats:
    """Values over their maximum, 0 to 1."""
    return values / (values.max(initial=0.0) or 1.0)


def earliness(spans: Sequence[Span]) -> Floats:
    """1 at the beginning of a document down to 0 at its end, [sentences]."""
    return np.array([1 - span.start / len(span.passage.document.text) for span in spans])


def stands_alone(sentence: str) -> bool:
    """Whether a sentence has the length of one, is no row of a table, and does not begin with what points back."""
    if len(COLUMN.findall(sentence)) > 1:
        return False
    first = sentence.split(None, 1)[0].lower() if sentence.split() else ""
    item = first != "" and not any(map(str.isalnum, first))  # a list's dash
    return FEWEST <= count_words(sentence) <= MOST and not item and first not in PRONOUNS | POINTING


def vectors_of(texts: Sequence[Sequence[str]]) -> Floats:
    """The TF-IDF vectors of texts, given as their stems; each of length 1 (or 0 if it has none), [texts, terms]."""
    counts = [Counter(stems) for stems in texts]
    terms = {term: column for column, term in enumerate(dict.fromkeys(term for own in counts for term in own))}
    found = np.zeros((len(texts), len(terms)))
    for row, own in enumerate(counts):
        found[row, [terms[term] for term in own]] = list(own.values())
    frequencies = np.count_nonzero(found, axis=0).astype(float)  # [terms]
    found *= inverse_document_frequency(frequencies, len(texts))
    return np.array([unit(row) for row in found])


def unit(vector: Floats) -> Floats:
    """A vector at length 1; one of zeros as it is."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def words_of(analyzer: Analyzer, text: str) -> list[str]:
    """The stems of a sentence that say what it is about."""
    return [stem for token in analyzer.tokens(text) if not token.function for stem in token.forms[0]]


def central_passages(index: Index) -> Sequence[Passage]:
    """All passages or, of many, those closest to the words that weigh most in the whole, in their order."""
    if len(index.passages) <= PASSAGES:
        return index.passages
    return sorted((hit.passage for hit in index.typical(WORDS, PASSAGES)), key=lambda passage: passage.row)
