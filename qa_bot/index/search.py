"""The index: "here is my question, gimme my passages". Asking it needs numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from itertools import chain
from typing import ParamSpec, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import StoreError
from qa_bot.index.analysis import Analyzer, content_runs
from qa_bot.index.formula import comparable, inverse_document_frequency, norms
from qa_bot.index.layout import REMEDY
from qa_bot.index.ranking import Ranker, kth
from qa_bot.index.segment import Living, Lost, Segment
from qa_bot.index.spelling import Lexicon, Speller
from qa_bot.languages import ENGLISH, Language, detect, fold, language
from qa_bot.records import Document, Hit, Passage
from qa_bot.settings import Settings

Ints = NDArray[np.int64]
TINY = 1e-300  # in the place of a norm of 0, so that what does not occur gives nothing
P = ParamSpec("P")
T = TypeVar("T")


def bounded(method: Callable[P, T]) -> Callable[P, T]:
    """Numbers that lead beyond an array or to no result, and bytes that are no text, tell that the index is damaged."""

    @wraps(method)
    def read(*arguments: P.args, **options: P.kwargs) -> T:
        try:
            return method(*arguments, **options)
        except (IndexError, ValueError, ArithmeticError) as error:
            raise StoreError(f"the index is damaged ({error}); see qa-bot index --check, and build it again") from error

    return read


@dataclass(frozen=True, eq=False)
class Part:
    """A segment as an index uses it.

    Parameters
    ----------
    living
        [documents] which are still there; None where all are.
    lost
        What the dead ones take away, see `qa_bot.index.segment.lost`; given exactly where `living` is.
    """

    segment: Segment
    living: Living | None = None
    lost: Lost | None = None

    @property
    def passages(self) -> int:
        return self.segment.passages - (self.lost.passages if self.lost else 0)

    @cached_property
    def languages(self) -> dict[str, tuple[int, int]]:
        """For each language how many living passages there are, and the number of their terms."""
        told, lost = self.segment.meta["languages"], self.lost
        if lost is None:
            return {code: (passages, length) for code, (passages, length) in told.items()}
        if self.segment.spoken is None:
            return {code: (passages - lost.passages, length - lost.length) for code, (passages, length) in told.items()}
        spoken, lengths = (own[self.living_rows] for own in (self.segment.spoken, self.segment.lengths))
        passages, length = (np.bincount(spoken, weights, len(told)).astype(int) for weights in (None, lengths))
        return dict(zip(told, zip(passages.tolist(), length.tolist(), strict=True), strict=True))

    def frequency(self, number: int) -> int:
        """How many living passages hold a term."""
        return self.segment.frequency(number) - (self.lost.frequency(number) if self.lost else 0)

    def form_frequency(self, form: int) -> int:
        """How many living passages hold a form, by its number, or another form of its word."""
        return self.frequency(int(self.segment.arrays["form_words"][form]))

    @cached_property
    def living_rows(self) -> NDArray[np.bool_] | None:
        return None if self.living is None else self.segment.living_rows(self.living)


@dataclass(frozen=True, eq=False)
class Order:
    """In which order the living documents of all segments come; a passage's row follows from it.

    Parameters
    ----------
    parts, documents
        [living documents] each one's segment and its number there.
    firsts
        [living documents + 1] the row of each one's first passage.
    bases
        For each segment [documents]: the row of each one's first passage in the index, minus that in the segment.
    """

    parts: Ints
    documents: Ints
    firsts: Ints
    bases: tuple[Ints, ...]

    @classmethod
    def of(cls, parts: Sequence[Part], order: NDArray[np.integer] | None) -> Order:
        """From [living documents, 2] pairs of segment and document; None for the segments' own order."""
        if order is None:
            own = [
                np.arange(len(part.segment.documents)) if part.living is None else np.flatnonzero(part.living)
                for part in parts
            ]
            which = np.repeat(np.arange(len(parts)), [len(numbers) for numbers in own])
            documents = np.concatenate([*own, np.zeros(0, np.int64)]).astype(np.int64)
        else:
            which, documents = (np.asarray(order, np.int64).reshape(-1, 2)[:, column] for column in (0, 1))
        sizes = np.zeros(len(which), np.int64)
        bases = []
        for number, part in enumerate(parts):
            here = which == number
            sizes[here] = np.diff(part.segment.arrays["firsts"])[documents[here]]
        firsts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        for number, part in enumerate(parts):
            here, base = which == number, np.zeros(len(part.segment.documents), np.int64)
            base[documents[here]] = firsts[:-1][here] - part.segment.arrays["firsts"][documents[here]]
            bases.append(base)
        return cls(which, documents, firsts, tuple(bases))

    def rows(self, part: int, segment: Segment, rows: NDArray[np.integer]) -> Ints:
        """Rows within a segment as rows of the index."""
        found: Ints = rows + self.bases[part][segment.arrays["passages"][rows, 0]]
        return found

    def place(self, row: int) -> tuple[int, int, int]:
        """A row of the index as its segment, the document there, and the how-manieth of its passages it is."""
        at = self.position(row)
        return int(self.parts[at]), int(self.documents[at]), row - int(self.firsts[at])

    def position(self, row: int) -> int:
        """Which of the living documents a row of the index belongs to."""
        return int(np.searchsorted(self.firsts, row, "right")) - 1


class Passages(Sequence[Passage]):
    """All passages of an index, made when they are asked for; row r is number r, its document one of `documents`."""

    def __init__(self, parts: Sequence[Part], order: Order, documents: Sequence[Document]) -> None:
        self._parts, self._order, self._documents = parts, order, documents

    def __len__(self) -> int:
        return int(self._order.firsts[-1])

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> list[Passage]: ...
    def __getitem__(self, row: int | slice) -> Passage | list[Passage]:
        if isinstance(row, slice):
            return [self[own] for own in range(*row.indices(len(self)))]
        return self.at(np.array([range(len(self))[row]]))[0]

    def at(self, rows: Ints) -> list[Passage]:
        """The passages of some rows."""
        positions, own = self._order.firsts.searchsorted(rows, "right") - 1, rows.tolist()
        parts, within = self._order.parts[positions], rows - self._order.firsts[positions]
        spans = np.zeros((len(rows), 2), np.int64)
        for part in np.flatnonzero(np.bincount(parts)).tolist():  # np.unique imports numpy.ma, which takes its time
            here, arrays = np.flatnonzero(parts == part), self._parts[part].segment.arrays
            local = arrays["firsts"][self._order.documents[positions[here]]] + within[here]
            spans[here] = arrays["passages"][local, 1:]
        told = zip(own, positions.tolist(), spans.tolist(), strict=True)
        return [Passage(row, self._documents[position], start, end) for row, position, (start, end) in told]

    def __iter__(self) -> Iterator[Passage]:
        return (self[row] for row in range(len(self)))


class Documents(Sequence[Document]):
    """All living documents of an index in their order, read when they are asked for."""

    def __init__(self, parts: Sequence[Part], order: Order) -> None:
        self._parts, self._order = parts, order

    def __len__(self) -> int:
        return len(self._order.documents)

    @overload
    def __getitem__(self, number: int) -> Document: ...
    @overload
    def __getitem__(self, number: slice) -> list[Document]: ...
    def __getitem__(self, number: int | slice) -> Document | list[Document]:
        if isinstance(number, slice):
            return [self[own] for own in range(*number.indices(len(self)))]
        part, document = (int(own[number]) for own in (self._order.parts, self._order.documents))
        return self._parts[part].segment.documents[document]


@dataclass(frozen=True, eq=False)
class Term:
    """A term of a question.

    Parameters
    ----------
    weight
        Its IDF, less for pairs.
    frequency
        How many living passages hold it.
    numbers
        Its number in each segment, -1 where that does not hold it.
    """

    term: str
    weight: float
    frequency: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Index:
    """What is asked: segments, which documents of them live, and in which order. Made by `Index.of`.

    Parameters
    ----------
    languages
        For each language how many living passages there are and the number of their terms, the commonest first.
    analyzers
        One for each of these languages; no two of them share a term.
    """

    parts: tuple[Part, ...] = field(repr=False)
    settings: Settings
    order: Order = field(repr=False)
    languages: dict[str, tuple[int, int]]
    analyzers: dict[str, Analyzer] = field(repr=False)
    passages: Passages = field(repr=False)
    documents: Sequence[Document] = field(repr=False)

    @classmethod
    def of(
        cls,
        parts: Sequence[Part],
        settings: Settings,
        order: NDArray[np.integer] | None = None,
        documents: Sequence[Document] | None = None,
    ) -> Index:
        """An index of segments.

        Parameters
        ----------
        order
            [living documents, 2] the segment and number of each document, in the order in which hits tie; None for
            the order of the segments and, in them, of their documents.
        documents
            What to show for each document in that order, such as one under its present path; the segments' own if None.
        """
        parts, placed = tuple(parts), Order.of(parts, order)
        shown = Documents(parts, placed) if documents is None else documents
        spoken = languages_of(parts)
        analyzers = {code: Analyzer(code) for code in spoken}
        return cls(parts, settings, placed, spoken, analyzers, Passages(parts, placed, shown), shown)

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages of the passages, the commonest first."""
        return tuple(self.analyzers)

    @property
    def analyzer(self) -> Analyzer:
        """What makes the terms of passages in the commonest language."""
        return next(iter(self.analyzers.values()))

    def analyzer_of(self, row: int) -> Analyzer:
        """What makes the terms of a passage."""
        return self.analyzers[self.language_of(row)] if len(self.analyzers) > 1 else self.analyzer

    @bounded
    def language_of(self, row: int) -> str:
        """The code of the language of a passage."""
        part, document, _ = self.order.place(row)
        return self.parts[part].segment.language(document)

    def asked_in(self, question: str) -> Language:
        """The language of a question: one of the passages' or English; the commonest where nothing tells."""
        if self.codes == (ENGLISH.code,):
            return ENGLISH
        return language(detect(question, {*self.codes, ENGLISH.code}) or self.codes[0])

    @cached_property
    def speller(self) -> Speller:
        """What a word that no passage holds was meant to be."""
        own = (ENGLISH.function_words, *(analyzer.language.function_words for analyzer in self.analyzers.values()))
        lexicons = [Lexicon(part.segment.arrays, part.form_frequency) for part in self.parts]
        return Speller(lexicons, frozenset().union(*own))

    @cached_property
    def mean_lengths(self) -> dict[str, float]:
        """For each language the mean number of terms of its living passages."""
        return {code: length / max(passages, 1) or 1.0 for code, (passages, length) in self.languages.items()}

    @bounded
    def question_weights(self, question: str) -> dict[str, float]:
        """The terms of a question that the index knows -> their weight (IDF, less for pairs)."""
        return {term.term: term.weight for term in self._terms(question, self.settings.pair_weight)}

    def _terms(self, question: str, pair_weight: float) -> list[Term]:
        """The terms of a question that some living passage holds.

        A question is analysed once for each language; a passage has terms of its own language alone, so that none
        counts twice.
        """
        asked_in = self.asked_in(question)
        return [
            term
            for analyzer in self.analyzers.values()
            for term in self._terms_of(analyzer, analyzer.question(question, pair_weight, asked_in))
        ]

    def _terms_of(self, analyzer: Analyzer, asked: Mapping[str, float]) -> list[Term]:
        """The terms of one language that some living passage holds; frequencies are those in this language."""
        return self._weighed(asked, self.languages[analyzer.language.code][0])

    def _weighed(self, asked: Mapping[str, float], passages: int) -> list[Term]:
        """Of some terms, those that some living passage holds; what they are given is multiplied with their IDF.

        Parameters
        ----------
        passages
            The number of passages that their frequencies count among.
        """
        if not asked:
            return []
        numbers = self._numbers(list(asked))
        frequencies = np.array([self._frequency(own) for own in numbers])
        idf = inverse_document_frequency(frequencies, passages) * comparable(passages, len(self.passages))
        told = zip(asked.items(), idf.tolist(), frequencies.tolist(), numbers, strict=True)
        return [
            Term(term, weight * own, frequency, where) for (term, weight), own, frequency, where in told if frequency
        ]

    def _frequency(self, numbers: Sequence[int]) -> int:
        return sum(part.frequency(number) for part, number in zip(self.parts, numbers, strict=True) if number >= 0)

    @bounded
    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The k best passages that share a term with the question, best first, ties by position."""
        return self._best(self._terms(question, self.settings.pair_weight), k)

    @bounded
    def typical(self, words: int, k: int) -> list[Hit]:
        """The k passages closest to the words that weigh most in the whole, best first, ties by position.

        Parameters
        ----------
        words
            How many words count: those with the largest product of IDF and share of the passages that hold them.
        """
        frequent = {word: 1.0 for part in self.parts for word in part.segment.weightiest(words)}
        known = sorted(self._weighed(frequent, len(self.passages)), key=lambda term: -term.weight * term.frequency)[
            :words
        ]
        whole = len(self.passages)
        return self._best([replace(term, weight=term.weight**2 * term.frequency / whole) for term in known], k)

    def _best(self, terms: Sequence[Term], k: int) -> list[Hit]:
        """The k passages in which some terms weigh most."""
        terms = sorted(terms, key=lambda term: term.frequency)
        rows, scores = [np.zeros(0, np.int64)], np.zeros(0)
        for number, (part, ranker) in enumerate(zip(self.parts, self._rankers, strict=True)):
            own = [(term.numbers[number], term.weight) for term in terms if term.numbers[number] >= 0]
            try:
                found, gained = ranker.best(own, k, kth(scores, k))
            except IndexError:
                raise StoreError(f"the index is damaged; {REMEDY}") from None
            rows.append(self.order.rows(number, part.segment, found))
            scores = np.concatenate([scores, gained])
        row = np.concatenate(rows)
        best = np.lexsort((row, -scores))[:k]
        return [Hit(own, score) for own, score in zip(self.passages.at(row[best]), scores[best].tolist(), strict=True)]

    @cached_property
    def _rankers(self) -> tuple[Ranker, ...]:
        """What ranks the passages of each segment."""
        return tuple(self._ranker(part) for part in self.parts)

    def _ranker(self, part: Part) -> Ranker:
        segment = part.segment
        lengths, told = np.arange(int(segment.lengths.max(initial=0)) + 1, dtype=float), segment.meta["settings"]
        now, then, kinds = [np.zeros(0)], [np.zeros(0)], segment.lengths
        for code, (passages, length) in segment.meta["languages"].items():
            mean = self.mean_lengths.get(code, 1.0)  # of a language without living passages nothing is found
            now.append(norms(lengths, mean, self.settings.k1, self.settings.b))
            then.append(norms(lengths, length / max(passages, 1) or 1.0, told["k1"], told["b"]))
        if segment.spoken is not None:
            kinds = kinds + np.int32(len(lengths)) * segment.spoken.astype(np.int32)
        norm = np.concatenate(now)
        change = (1 + np.concatenate(then)) / (1 + norm)  # of gains, at the most, as each occurs once at least
        least, most = float(change.min(initial=1.0)), float(change.max(initial=1.0))
        return Ranker(segment, part.living_rows, np.maximum(norm, TINY), kinds, least, most)

    @bounded
    def coverage(self, question: str, rows: Sequence[int]) -> NDArray[np.float64]:
        """The share of the question's weight, 0 to 1, that lies on words which each of these passages holds, [rows].

        A word that no passage holds has the largest IDF there is.
        """
        places = [self.order.place(int(row)) for row in rows]
        spoken = np.array([self.parts[part].segment.language(document) for part, document, _ in places], "U2")
        asked_in, shares = self.asked_in(question), np.zeros(len(places))
        for code in dict.fromkeys(spoken.tolist()):
            own = np.flatnonzero(spoken == code)
            shares[own] = self._covered(self.analyzers[code], question, asked_in, [places[at] for at in own.tolist()])
        return shares

    def _covered(
        self, analyzer: Analyzer, question: str, asked_in: Language, places: Sequence[tuple[int, int, int]]
    ) -> NDArray[np.float64]:
        """See `coverage`, of passages in one language, given as `Order.place` gives them."""
        asked = analyzer.question(question, 0.0, asked_in)
        unseen = float(inverse_document_frequency(np.zeros(1), len(self.passages))[0])
        known = {term.term: term for term in self._terms_of(analyzer, asked)}
        held, total = np.zeros(len(places)), 0.0
        for name, weight in asked.items():
            term = known.get(name)
            weight = term.weight if term else weight * unseen
            total += weight
            if term:
                held += weight * np.array([self._holds(term, *place) for place in places], float)
        return held / total if total else held

    def _holds(self, term: Term, part: int, document: int, within: int) -> bool:
        number, segment = term.numbers[part], self.parts[part].segment
        if number < 0:
            return False
        rows, row = segment.posting(number)[0], int(segment.arrays["firsts"][document]) + within
        at = int(np.searchsorted(rows, row))
        return at < len(rows) and int(rows[at]) == row

    @bounded
    def corrected(self, question: str, known: Callable[[str], bool]) -> str:
        """The question with its misspelt words replaced by the documents' own; `known` accepts folded words."""
        doubtful = [word for word in self.speller.words(question) if not known(fold(word))]
        held = self._held(doubtful)
        if len(held) == len(set(doubtful)):
            return question
        return self.speller.corrected(question, lambda word: word in held or known(fold(word)))

    def _held(self, words: Sequence[str]) -> set[str]:
        """Those of some words of a question that a passage holds, in any language."""
        terms = [(word, term) for word in words for own in self.analyzers.values() for term in own.of_word(word)]
        numbers = self._numbers([term for _, term in terms])
        return {word for (word, _), where in zip(terms, numbers, strict=True) if self._frequency(where)}

    def _numbers(self, terms: Sequence[str]) -> list[tuple[int, ...]]:
        """For each term its number in each segment, -1 where that does not hold it."""
        return list(zip(*(part.segment.numbers(terms) for part in self.parts), strict=True)) or [()] * len(terms)

    def content_runs(self, question: str) -> list[tuple[str, bool]]:
        """The words of a question that say what it is about, and whether some passage, in any language, holds them."""
        asked_in = self.asked_in(question)
        each = [analyzer.tokens(question, asked_in) for analyzer in self.analyzers.values()]
        held = [
            any(self.holds(term) for token in tokens for part in token.forms for term in part)
            for tokens in zip(*each, strict=True)
        ]
        return content_runs(question, each[0], held)

    @bounded
    def holds(self, term: str) -> bool:
        """Whether any passage holds the term."""
        return self._frequency(self._numbers([term])[0]) > 0


def languages_of(parts: Sequence[Part]) -> dict[str, tuple[int, int]]:
    """See `Index.languages`; English where there are no passages."""
    found: dict[str, tuple[int, int]] = {}
    for code, (passages, length) in chain.from_iterable(part.languages.items() for part in parts):
        before = found.get(code, (0, 0))
        found[code] = before[0] + passages, before[1] + length
    order = sorted((-passages, code) for code, (passages, _) in found.items() if passages)
    return {code: found[code] for _, code in order} or {ENGLISH.code: (0, 0)}
