"""Read passages for the words that answer a question: pieces, scores, spans with their place in the document."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.reader import bert, cutting, decode
from qa_bot.reader.bert import Model
from qa_bot.reader.parts import parts_of
from qa_bot.reader.weights import damaged, open_weights
from qa_bot.reader.wordpiece import Pieces, WordPiece
from qa_bot.reader.words import closeness
from qa_bot.records import Passage, Span

__all__ = ["PACKAGED", "Reader"]

PACKAGED = Path(__file__).parent / "weights"

# What the weights were trained on (training/prepare.py); longer rows would be guesses.
MAX_PIECES, QUESTION_PIECES = 320, 48
OVERLAP = 64  # pieces that windows of a long passage share: more than the longest answer
LONGEST_ANSWER = 48  # pieces; a list of ten names has about that many, and longer spans are seldom right
BATCH_PIECES = 1024  # read at once, which bounds the memory: about 6 MB for the widest array
MAX_WINDOWS = 64  # per question, so that its time is bounded whatever is handed in
LATIN_ENOUGH = 0.5  # share of the letters that must be Latin
UNKNOWN_AT_MOST = 0.3  # share of the pieces
Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Window:
    """Pieces `start:stop` of passage number `passage`, and the row that is read: `head` before them, [SEP] after."""

    passage: int
    start: int
    stop: int
    head: Ids

    def __len__(self) -> int:
        return len(self.head) + self.stop - self.start + 1


@dataclass(frozen=True, eq=False)
class Reader:
    """A model with its tokenizer; nothing of it changes, so threads can share it.

    Parameters
    ----------
    model, wordpiece
        The weights, and the tokenizer of their vocabulary.
    separators
        The ids of [CLS] and [SEP].
    manifest
        What the weights' folder says of them: seed, recipe, metrics, licences.
    """

    model: Model
    wordpiece: WordPiece
    separators: tuple[int, int]
    manifest: Mapping[str, Any]

    @classmethod
    def open(cls, folder: Path | None = None) -> Reader:
        """The reader of a folder of weights; the packaged ones without `folder`.

        Raises
        ------
        WeightsError
            If the weights are missing, truncated, altered or of another version.
        """
        folder = PACKAGED if folder is None else folder
        weights = open_weights(folder)
        if len(weights.model.position.values) < MAX_PIECES:
            raise damaged(folder, f"read rows of fewer than {MAX_PIECES} pieces")
        separators = (weights.vocab.index("[CLS]"), weights.vocab.index("[SEP]"))
        return cls(weights.model, WordPiece(weights.vocab), separators, weights.manifest)

    def read(self, question: str, passages: Sequence[Passage], k: int = 3) -> list[list[Span]]:
        """For each passage its up to `k` best spans that don't overlap, best first.

        A span's score is the sum of its start and end logits minus those of "no answer" of the same row: above 0 the
        model finds it likelier than none, and scores compare across the passages of a question. A passage too long for
        one row is read in overlapping windows. Beyond MAX_WINDOWS windows in all, those are read that share the most
        pieces with the question.

        Parameters
        ----------
        question
            Its first QUESTION_PIECES pieces are read.
        passages
            What to read; one without a readable character has no spans.
        """
        asked = self.wordpiece.encode(question).ids[:QUESTION_PIECES]
        pieces = [self.wordpiece.encode(passage.text) for passage in passages]
        cls, sep = self.separators
        head = np.array([cls, *asked, sep], np.int32)
        every = [
            Window(i, start, stop, head)
            for i, own in enumerate(pieces)
            for start, stop in windows(len(own), MAX_PIECES - len(head) - 1)
        ]
        found: list[list[Span]] = [[] for _ in passages]
        for batch in batches(closest(every, pieces, asked)):
            for window, scores in zip(batch, self._logits(batch, pieces), strict=True):
                found[window.passage] += spans(scores, window, pieces[window.passage], passages[window.passage], k)
        return [distinct(own, k) for own in found]

    def closeness(self, asked: Sequence[str], texts: Sequence[Sequence[str]]) -> list[float]:
        """How well the words of each text match the words asked for, also others of like meaning, from -1 to 1.

        Of the words asked for the first QUESTION_PIECES are looked at.
        """
        return closeness(self.model.word, self.wordpiece, asked[:QUESTION_PIECES], texts)

    def knows(self, word: str) -> bool:
        """Whether a word, in lower case, is one piece of the vocabulary, as common English words are."""
        return self.wordpiece.is_piece(word)

    def can_read(self, text: str) -> bool:
        """Whether `text` is in a script that the model knows: most letters Latin, most pieces in the vocabulary."""
        ids = self.wordpiece.encode(text).ids
        if not len(ids) or np.mean(ids == self.wordpiece.unknown) > UNKNOWN_AT_MOST:
            return False
        letters = [c for c in text if c.isalpha()]
        return sum(map(is_latin, letters)) >= LATIN_ENOUGH * len(letters)

    def _logits(self, batch: Sequence[Window], pieces: Sequence[Pieces]) -> list[bert.Floats]:
        """Scores of each row of a batch, [pieces of the row, 2]."""
        end = [self.separators[1]]
        rows = [np.concatenate([w.head, pieces[w.passage].ids[w.start : w.stop], end]) for w in batch]
        segments = [(np.arange(len(w)) >= len(w.head)).astype(np.int32) for w in batch]
        lengths = np.array([len(w) for w in batch])
        scores = bert.logits(self.model, np.concatenate(rows), np.concatenate(segments), lengths)
        return np.split(scores, np.cumsum(lengths)[:-1])


def windows(count: int, room: int) -> Iterator[tuple[int, int]]:
    """(start, stop) of the pieces of each window of a passage of `count` pieces, where `room` fit a row."""
    start = 0
    while start < count:
        yield start, min(count, start + room)
        if start + room >= count:
            break
        start += room - OVERLAP


def closest(every: Sequence[Window], pieces: Sequence[Pieces], asked: Ids) -> Sequence[Window]:
    """All windows, or the MAX_WINDOWS that hold the most different pieces of the question, in their order."""
    if len(every) <= MAX_WINDOWS:
        return every
    shared = [len(np.intersect1d(pieces[w.passage].ids[w.start : w.stop], asked)) for w in every]
    kept = np.sort(np.argsort(-np.array(shared), kind="stable")[:MAX_WINDOWS])
    return [every[i] for i in kept]


def batches(rows: Sequence[Window]) -> Iterator[list[Window]]:
    """Rows in their order, as many at once as hold BATCH_PIECES pieces, and at least one."""
    batch: list[Window] = []
    for row in rows:
        if batch and sum(map(len, batch)) + len(row) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def spans(scores: bert.Floats, window: Window, pieces: Pieces, passage: Passage, k: int) -> list[Span]:
    """The best spans of one window, tidied, in characters of the document."""
    first = len(window.head)
    text, shift = passage.document.text, passage.start
    own = slice(window.start, window.stop)
    parts = parts_of(passage, pieces.starts[own])
    found = []
    # More than are wanted, because tidying can make two of them meet or leave nothing of one.
    for choice in decode.best(scores, first, len(window) - 1, 2 * k, LONGEST_ANSWER, parts):
        start = shift + int(pieces.starts[window.start + choice.start])
        end = shift + int(pieces.ends[window.start + choice.end])
        tidied = cutting.tidy(text, start, end, passage.start, passage.end)
        if tidied and not cutting.says_nothing(text[slice(*tidied)]):
            found.append(Span(passage, *tidied, choice.score))
    return found


def distinct(found: Sequence[Span], k: int) -> list[Span]:
    """The `k` best spans of a passage that don't overlap, best first, ties by position."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (-s.score, s.start, s.end)):
        if len(kept) < k and all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return kept


def is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "FULLWIDTH LATIN", "MODIFIER"))
