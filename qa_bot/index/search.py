"""The index: "here is my question, gimme my passages". Asking it needs numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.analysis import Analyzer
from qa_bot.index.formula import inverse_document_frequency
from qa_bot.index.spelling import Speller
from qa_bot.records import Hit, Passage
from qa_bot.settings import Settings


@dataclass(frozen=True, eq=False)
class Index:
    """Term-major postings over passages.

    Parameters
    ----------
    passages
        Row r of the index is `passages[r]`.
    vocabulary
        Term -> its number.
    idf
        [terms] the weight of a term in a question.
    offsets
        [terms + 1] the postings of term t are `rows[offsets[t]:offsets[t + 1]]`, ascending, and their `weights`.
    speller
        What a word that is in no passage was meant to be.
    """

    passages: tuple[Passage, ...] = field(repr=False)
    analyzer: Analyzer = field(repr=False)
    settings: Settings
    vocabulary: Mapping[str, int] = field(repr=False)
    idf: NDArray[np.float64] = field(repr=False)
    offsets: NDArray[np.int64] = field(repr=False)
    rows: NDArray[np.int32] = field(repr=False)
    weights: NDArray[np.float64] = field(repr=False)
    speller: Speller = field(repr=False)

    def question_weights(self, question: str) -> dict[str, float]:
        """The terms of a question that the index knows -> their weight (IDF, less for pairs)."""
        asked = self.analyzer.question(question, self.settings.pair_weight)
        return {
            term: weight * float(self.idf[self.vocabulary[term]])
            for term, weight in asked.items()
            if term in self.vocabulary
        }

    def scores(self, question: str) -> NDArray[np.float64]:
        """The score of each passage, [passages]; 0 where it shares no term with the question."""
        totals = np.zeros(len(self.passages))
        for term, weight in self.question_weights(question).items():
            number = self.vocabulary[term]
            posting = slice(self.offsets[number], self.offsets[number + 1])
            totals[self.rows[posting]] += weight * self.weights[posting]
        return totals

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The k best passages that share a term with the question, best first, ties by position."""
        totals = self.scores(question)
        found = np.flatnonzero(totals)
        if len(found) > k:  # all that tie with the k-th stay in, so that position decides
            worst = np.partition(totals[found], -k)[-k]
            found = found[totals[found] >= worst]
        best = found[np.argsort(-totals[found], kind="stable")][:k]
        return [Hit(self.passages[row], float(totals[row])) for row in best]

    def coverage(self, question: str, rows: Sequence[int]) -> NDArray[np.float64]:
        """The share of the question's weight, 0 to 1, that lies on words which each of these passages holds, [rows].

        A word that no passage holds has the largest IDF there is.
        """
        asked = self.analyzer.question(question, 0.0)
        unseen = float(inverse_document_frequency(np.zeros(1), len(self.passages))[0])
        wanted = np.asarray(rows)
        held, total = np.zeros(len(wanted)), 0.0
        for term, weight in asked.items():
            number = self.vocabulary.get(term)
            weight *= unseen if number is None else float(self.idf[number])
            total += weight
            if number is not None:
                held += weight * np.isin(wanted, self.rows[self.offsets[number] : self.offsets[number + 1]])
        return held / total if total else held

    def corrected(self, question: str, known: Callable[[str], bool]) -> str:
        """The question with its misspelt words replaced by the documents' own; `known` accepts folded words."""
        return self.speller.corrected(
            question, lambda word: known(word) or any(map(self.holds, self.analyzer.words(word)))
        )

    def holds(self, term: str) -> bool:
        """Whether any passage holds the term."""
        return term in self.vocabulary
