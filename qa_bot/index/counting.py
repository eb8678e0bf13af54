"""Streams of words into postings: which passages hold a word, or two neighbouring ones, and how often?

Everything is sorted by counting, as a sparse matrix is transposed: linear in the words, with no comparison. Only
building imports scipy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qa_bot.index.formula import norms, saturated
from qa_bot.index.segment import PEAK, spoken_in

TOGETHER = 1 << 22  # numbers that are subtracted at once
STRIDE = 1 << 14  # terms whose postings are looked at together
Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class Streams:
    """The words of the passages, one passage after another.

    Parameters
    ----------
    ids
        [n] numbers of words from 1; neighbours in a text are neighbours here, and 0 stands between what is not.
        The last of each passage is 0.
    ends
        [passages + 1] those of passage r are `ids[ends[r]:ends[r + 1]]`.
    """

    ids: Numbers
    ends: Ints


def counted(streams: Streams, words: int) -> dict[str, NDArray[Any]]:
    """The postings of `words` words and of their pairs, term-major, rows ascending, and the passages' lengths."""
    ids, rows = streams.ids, len(streams.ends) - 1
    within = np.zeros(len(ids), bool)
    np.logical_and(ids[1:], ids[:-1], out=within[1:])
    lengths = per_row(ids > 0, streams.ends) + per_row(within, streams.ends)
    found: dict[str, NDArray[Any]] = {"lengths": narrow(lengths)}
    matrix = sparse.csr_matrix((np.zeros(len(ids), np.int8), ids, streams.ends), shape=(rows, words + 1))
    by_word = matrix.tocsc()
    del matrix
    found |= word_postings(by_word)
    del by_word
    firsts = np.concatenate([np.zeros(1, np.int64), np.cumsum(within)])[streams.ends]
    at = np.flatnonzero(within)  # of the right words of pairs
    del within
    rights, lefts = ids.take(at), ids.take(at - 1)
    del at
    by_row = sparse.csr_matrix((lefts, rights, firsts), shape=(rows, words + 1))
    del lefts, rights
    by_right = by_row.tocsc().T  # [words + 1, passages], whose data are the left words
    del by_row
    by_left = sparse.csr_matrix(
        (by_right.indices, by_right.data, by_right.indptr), shape=(words + 1, words + 1), dtype=np.int32
    )
    del by_right
    by_left = by_left.tocsc()
    return found | pair_postings(by_left)


def impacts(arrays: Mapping[str, NDArray[Any]], k1: float, b: float) -> dict[str, NDArray[Any]]:
    """What each term gives to each of its passages, see `Segment.posting`, and the most of them."""
    lengths, spoken = arrays["lengths"], spoken_in(arrays)
    count = np.maximum(np.bincount(spoken), 1)
    means = np.bincount(spoken, lengths) / count
    means[means == 0] = 1.0
    norm = norms(lengths.astype(float), means[spoken], k1, b).astype(np.float32)
    found = {}
    for kind in ("word", "pair"):
        offsets, rows, counts = (arrays[f"{kind}_{name}"] for name in ("offsets", "rows", "counts"))
        found[f"{kind}_impacts"] = own_impacts = np.empty(len(rows), np.uint8)
        found[f"{kind}_peaks"] = most = np.zeros(len(offsets) - 1, np.uint8)
        for first in range(0, len(most), STRIDE):
            bounds = offsets[first : first + STRIDE + 1]
            own = slice(int(bounds[0]), int(bounds[-1]))
            gains = np.float32(PEAK) * saturated(counts[own].astype(np.float32), norm.take(rows[own]))
            own_impacts[own] = np.minimum(gains, PEAK - 1).astype(np.uint8) + np.uint8(1)  # above, also when rounded
            most[first : first + STRIDE] = np.maximum.reduceat(own_impacts[own], bounds[:-1] - bounds[0])
    return found


def per_row(flags: NDArray[np.bool_], ends: Ints) -> Ints:
    """How many are true in each row, [rows]."""
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(flags, dtype=np.int64)])
    return np.diff(before[ends])


def word_postings(by_word: sparse.csc_matrix) -> dict[str, NDArray[Any]]:
    """From a matrix [passages, 1 + words] with an entry for each occurrence."""
    start, bounds = by_word.indptr[1], by_word.indptr[1:].astype(np.int64)
    rows, bounds = by_word.indices[start:], bounds - start
    new = changes(rows, bounds)
    at = np.flatnonzero(new)
    return {
        "word_offsets": np.searchsorted(at, bounds).astype("<i8"),
        "word_rows": rows[at].astype("<i4"),
        "word_counts": gaps(at, len(rows)),
    }


def pair_postings(by_left: sparse.csc_matrix) -> dict[str, NDArray[Any]]:
    """From a matrix [1 + right words, 1 + left words] with an entry for each occurrence, whose data are the rows."""
    bounds = by_left.indptr[1:].astype(np.int64)  # no pair begins with word 0
    rights, rows = by_left.indices, by_left.data
    new_pair = changes(rights, bounds)
    new = new_pair | changes(rows, bounds[:0])
    at = np.flatnonzero(new)
    pairs = np.flatnonzero(new_pair[at])
    return {
        "pair_firsts": np.searchsorted(at[pairs], bounds).astype("<i8"),
        "pair_rights": (rights[at[pairs]] - 1).astype("<i4"),
        "pair_offsets": np.append(pairs, len(at)).astype("<i8"),
        "pair_rows": rows[at].astype("<i4"),
        "pair_counts": gaps(at, len(rows)),
    }


def gaps(starts: Ints, end: int) -> NDArray[Any]:
    """How far it is from each start to the next, and from the last to the end; a part at a time."""
    parts = [np.zeros(0, np.uint8)]
    for first in range(0, len(starts), TOGETHER):
        own = starts[first : first + TOGETHER + 1]
        parts.append(narrow(np.diff(own, append=[end] if first + TOGETHER >= len(starts) else own[:0])))
    kind = np.result_type(*(part.dtype for part in parts))
    return np.concatenate([part.astype(kind, copy=False) for part in parts])


def changes(values: NDArray[Any], bounds: Ints) -> NDArray[np.bool_]:
    """Where a value differs from the one before, or a new group begins."""
    new = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    new[bounds[bounds < len(values)]] = True
    return new


def narrow(counts: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in the smallest type that holds them."""
    most = int(counts.max(initial=0))
    return counts.astype("|u1" if most < 1 << 8 else "<u2" if most < 1 << 16 else "<u4")
