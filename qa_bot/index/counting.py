"""Streams of words into postings: which passages hold a word, or two neighbouring ones, and how often?

Whole numbers of 64 bits are sorted, which numpy does many at once where the processor can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.formula import norms, saturated
from qa_bot.index.segment import PEAK, spoken_in
from qa_bot.index.threads import in_turn

SHARE = 1 << 22  # words that are sorted at once
SAMPLED = 1 << 4  # one word in so many tells how common each is

TOGETHER = 1 << 22  # numbers that are subtracted at once
STRIDE = 1 << 14  # terms whose postings are looked at together
Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]
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


@dataclass(frozen=True, eq=False)
class Shares:
    """The words in parts, each counted on its own, so that threads divide the work and little is held at once.

    Parameters
    ----------
    firsts
        [shares + 1] the first word of each share; the last is behind the last word.
    owners
        [n] for each word of the streams the number of its share, from 1; 0 for what is no word.
    word_bits, row_bits
        How many bits it takes to number the words, and the passages.
    """

    firsts: list[int]
    owners: NDArray[Any]
    word_bits: int
    row_bits: int

    @classmethod
    def of(cls, ids: Numbers, words: int, rows: int) -> Shares:
        """Shares of about SHARE words, so narrow that a word of one, any word and a passage are 64 bits together."""
        word_bits, row_bits = words.bit_length(), rows.bit_length()
        times = np.bincount(ids[::SAMPLED], minlength=words + 1)[1:]
        begins = changes(np.cumsum(times) * SAMPLED // SHARE) | changes(np.arange(words) >> 64 - word_bits - row_bits)
        number = narrow(np.concatenate([np.zeros(1, np.int64), np.cumsum(begins)]))
        firsts = [*(np.flatnonzero(begins) + 1).tolist(), words + 1]
        return cls(firsts, number.take(ids), word_bits, row_bits)


def counted(streams: Streams, words: int) -> dict[str, NDArray[Any]]:
    """The postings of `words` words and of their pairs, term-major, rows ascending, and the passages' lengths."""
    shares = Shares.of(streams.ids, words, len(streams.ends) - 1)
    found = joined(list(in_turn(partial(postings_of, streams, shares), range(1, len(shares.firsts)))))
    for name in ("word_offsets", "pair_offsets", "pair_firsts"):
        found[name] = np.concatenate([np.zeros(1, "<i8"), np.cumsum(found[name], dtype="<i8")])
    return found | {"lengths": lengths_of(streams)}


def joined(pieces: list[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """The arrays of all shares, end to end; takes them out of the pieces, so that no more than one is there twice."""
    pieces = [empty(), *pieces]
    return {name: np.concatenate([own.pop(name) for own in pieces]) for name in empty()}


def empty() -> dict[str, NDArray[Any]]:
    """The postings of no words."""
    sizes = {"word_offsets": "<i8", "pair_firsts": "<i8", "pair_rights": "<i4", "pair_offsets": "<i8"}
    postings = {
        f"{kind}_{name}": own for kind in ("word", "pair") for name, own in (("rows", "<i4"), ("counts", "|u1"))
    }
    return {name: np.zeros(0, kind) for name, kind in (sizes | postings).items()}


def postings_of(streams: Streams, shares: Shares, number: int) -> dict[str, NDArray[Any]]:
    """The postings of a share's words, and of the pairs that they begin; in the place of offsets, how many there are.

    A word and its passage, or the two words of a pair and theirs, are a number of 64 bits; these are sorted.
    """
    first, words = shares.firsts[number - 1], shares.firsts[number] - shares.firsts[number - 1]
    at = np.flatnonzero(shares.owners == number)
    rows = np.repeat(np.arange(len(streams.ends) - 1, dtype=np.uint64), np.diff(at.searchsorted(streams.ends)))
    lefts = (streams.ids.take(at) - np.int32(first)).astype(np.uint64)
    rights = streams.ids.take(at + 1)  # the last of all is no word
    del at
    found: dict[str, NDArray[Any]] = {}
    terms, sizes, found["word_rows"], found["word_counts"] = grouped(lefts << np.uint64(shares.row_bits) | rows, shares)
    found["word_offsets"] = np.zeros(words, "<i8")
    found["word_offsets"][terms] = sizes
    paired = np.flatnonzero(rights)
    keys = lefts.take(paired) << np.uint64(shares.word_bits) | rights.take(paired).astype(np.uint64)
    keys = keys << np.uint64(shares.row_bits) | rows.take(paired)
    del lefts, rights, rows, paired
    terms, found["pair_offsets"], found["pair_rows"], found["pair_counts"] = grouped(keys, shares)
    found["pair_firsts"] = np.bincount(terms >> shares.word_bits, minlength=words).astype("<i8")
    found["pair_rights"] = ((terms & (1 << shares.word_bits) - 1) - 1).astype("<i4")
    return found


def grouped(keys: Keys, shares: Shares) -> tuple[Ints, Ints, NDArray[Any], NDArray[Any]]:
    """Terms above a passage's number as postings; sorts the keys.

    Returns
    -------
    The terms, ascending, and how many passages hold each, [terms]; these passages, and how often each does, [n].
    """
    keys.sort()
    at = np.flatnonzero(changes(keys))
    counts, keys = gaps(at, len(keys)), keys.take(at)
    rows = (keys & np.uint64((1 << shares.row_bits) - 1)).astype("<i4")
    keys >>= np.uint64(shares.row_bits)
    starts = np.flatnonzero(changes(keys))
    return keys.take(starts).view(np.int64), np.diff(starts, append=len(keys)), rows, counts


def lengths_of(streams: Streams) -> NDArray[Any]:
    """How many terms each passage has: its words, and its pairs, one fewer in each run of words, [passages]."""
    ids, ends = streams.ids, streams.ends
    between = np.flatnonzero(ids == 0)  # few; each passage ends with one
    closing = between[ids.take(between - 1, mode="wrap") > 0]
    words = np.diff(ends) - np.diff(between.searchsorted(ends))
    return narrow(2 * words - np.diff(closing.searchsorted(ends)))


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


def gaps(starts: Ints, end: int) -> NDArray[Any]:
    """How far it is from each start to the next, and from the last to the end; a part at a time."""
    parts = [np.zeros(0, np.uint8)]
    for first in range(0, len(starts), TOGETHER):
        own = starts[first : first + TOGETHER + 1]
        parts.append(narrow(np.diff(own, append=[end] if first + TOGETHER >= len(starts) else own[:0])))
    kind = np.result_type(*(part.dtype for part in parts))
    return np.concatenate([part.astype(kind, copy=False) for part in parts])


def changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a value differs from the one before it, [n]; the first does."""
    new = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def narrow(counts: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in the smallest type that holds them."""
    most = int(counts.max(initial=0))
    return counts.astype("|u1" if most < 1 << 8 else "<u2" if most < 1 << 16 else "<u4")
