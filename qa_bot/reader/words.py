"""How like are the words of two texts? By their embeddings, in which "rent" and "lease" lie near each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa_bot.reader.bert import Floats, Table, look_up
from qa_bot.reader.wordpiece import WordPiece


def closeness(table: Table, wordpiece: WordPiece, asked: Sequence[str], texts: Sequence[Sequence[str]]) -> list[float]:
    """How well the words of each text match the words asked for, from -1 to 1, where 1 has them all.

    The mean, over the words asked for, of the greatest cosine with a word of the text: the greedy matching of Rus and
    Lintean (2012), "A comparison of greedy and optimal assessment of natural language student input using word-to-word
    similarity metrics", and the recall of BERTScore (Zhang et al. 2020), here of embeddings without context. 0 where
    there are no words; a word that the vocabulary can't write is like no other.
    """
    every = list(dict.fromkeys(word for words in texts for word in words))
    if not asked or not every:
        return [0.0] * len(texts)
    column = {word: i for i, word in enumerate(every)}
    cosines = vectors(table, wordpiece, asked) @ vectors(table, wordpiece, every).T  # [asked, every]
    return [float(cosines[:, [column[word] for word in words]].max(axis=1).mean()) if words else 0.0 for words in texts]


def vectors(table: Table, wordpiece: WordPiece, words: Sequence[str]) -> Floats:
    """The mean embedding of each word's known pieces, scaled to length 1, [words, width]; 0 for a word without any."""
    pieces = wordpiece.encode(" ".join(words))
    known = pieces.ids != wordpiece.unknown
    ends = np.cumsum([len(word) + 1 for word in words])
    sums = np.zeros((len(words), table.values.shape[1]), np.float32)
    np.add.at(sums, np.searchsorted(ends, pieces.starts[known], side="right"), look_up(table, pieces.ids[known]))
    lengths = np.sqrt(np.sum(sums * sums, axis=1, keepdims=True))
    scaled: Floats = sums / np.maximum(lengths, np.float32(1e-12))
    return scaled
