"""Streams of words into postings: which passages hold a word, or two neighbouring ones, and how often?

Whole numbers of 64 bits are sorted, which numpy does many at once where the processor can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.formula import norms, saturated
from qa_bot.index.segment import PEAK, spoken_in
from qa_bot.index.threads import in_turn

SHARE = 1 << 20  # words that are sorted at once
BLOCK = 1 << 18  # words that are divided at once
SAMPLED = 1 << 4  # one word in so many tells how common each is
TOGETHER = 1 << 22  # numbers that are subtracted at once
STRIDE = 1 << 14  # terms whose postings are looked at together
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Keys = NDArray[np.uint64]
Numbers = NDArray[np.int32]
NOTHING = np.zeros(0, np.uint8), np.zeros(0, np.uint8)


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


class Block(NamedTuple):
    """The words of some passages, those of a share together.

    Parameters
    ----------
    lefts, rights, rows
        [n] numbers of words, of what follows each in its text, 0 if nothing does, and of their passages, which ascend
        within a share.
    bounds
        [shares + 1] where each share begins.
    """

    lefts: Numbers
    rights: Numbers
    rows: Numbers
    bounds: Ints


@dataclass(frozen=True, eq=False)
class Shares:
    """All words in parts, each counted on its own, so that threads divide the work and little is held at once.

    Parameters
    ----------
    firsts
        [shares + 1] the first word of each share; the last is behind the last word.
    blocks
        The words, some passages after another.
    word_bits, row_bits
        How many bits it takes to number the words, and the passages.
    """

    firsts: list[int]
    blocks: list[Block]
    word_bits: int
    row_bits: int

    @classmethod
    def of(cls, streams: Streams, words: int) -> Shares:
        """Shares of about SHARE words, so narrow that a word of one, any word and a passage are 64 bits together."""
        ids, ends = streams.ids, streams.ends
        word_bits, row_bits = words.bit_length(), (len(ends) - 1).bit_length()
        times = np.bincount(ids[::SAMPLED], minlength=words + 1)[1:]
        begins = changes(np.cumsum(times) * SAMPLED // SHARE) | changes(np.arange(words) >> 64 - word_bits - row_bits)
        owners = narrow(np.concatenate([np.zeros(1, np.int64), np.cumsum(begins)]))
        rows = np.unique(np.append(ends.searchsorted(np.arange(0, len(ids), BLOCK)), len(ends) - 1)).tolist()
        blocks = list(in_turn(partial(block_of, streams, owners), pairwise(rows)))
        return cls([*(np.flatnonzero(begins) + 1).tolist(), words + 1], blocks, word_bits, row_bits)

    def __len__(self) -> int:
        return len(self.firsts) - 1

    def words(self, share: int) -> tuple[Keys, Keys, Keys]:
        """The words of a share, from its first on, what follows each, and their passages, see `Block`."""
        places = [(own, slice(*own.bounds[share : share + 2].tolist())) for own in self.blocks]
        lefts, rights, rows = (
            np.concatenate([own[part][place] for own, place in places]).astype(np.uint64) for part in range(3)
        )
        lefts -= np.uint64(self.firsts[share])
        return lefts, rights, rows


def block_of(streams: Streams, owners: NDArray[Any], passages: tuple[int, int]) -> Block:
    """The words of passages from one to before another; `owners`, [1 + words], has the share of each, 0 for no word."""
    first, last = passages
    start, end = streams.ends[[first, last]].tolist()
    ids = streams.ids[start:end]
    rows = np.repeat(np.arange(first, last, dtype=np.int32), np.diff(streams.ends[first : last + 1]))
    own = owners.take(ids)
    bounds = np.cumsum(np.bincount(own, minlength=int(owners[-1]) + 1))
    order = np.argsort(own, kind="stable")[bounds[0] :]  # the last of a passage is no word, so each has one behind it
    return Block(ids.take(order), ids[1:].take(order), rows.take(order), bounds - bounds[0])


def counted(shares: Shares) -> list[dict[str, NDArray[Any]]]:
    """The postings of each share."""
    return list(in_turn(partial(postings_of, shares), range(len(shares))))


def joined(pieces: list[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """The postings of all shares: words and pairs, term-major, rows ascending.

    They are taken out of the pieces, so that no more than one array is there twice.
    """
    pieces = [empty(), *pieces]
    found = {name: np.concatenate([own.pop(name) for own in pieces]) for name in empty()}
    for name in ("word_offsets", "pair_offsets", "pair_firsts"):
        found[name] = np.concatenate([np.zeros(1, "<i8"), np.cumsum(found[name], dtype="<i8")])
    return found


def empty() -> dict[str, NDArray[Any]]:
    """The postings of no words."""
    sizes = {"word_offsets": "<i8", "pair_firsts": "<i8", "pair_rights": "<i4", "pair_offsets": "<i8"}
    postings = {
        f"{kind}_{name}": own for kind in ("word", "pair") for name, own in (("rows", "<i4"), ("counts", "|u1"))
    }
    return {name: np.zeros(0, kind) for name, kind in (sizes | postings).items()}


def postings_of(shares: Shares, share: int) -> dict[str, NDArray[Any]]:
    """The postings of a share's words, and of the pairs that they begin; in the place of offsets, how many there are.

    A word and its passage, or the two words of a pair and theirs, are a number of 64 bits; these are sorted.
    """
    words = shares.firsts[share + 1] - shares.firsts[share]
    lefts, rights, rows = shares.words(share)
    found: dict[str, NDArray[Any]] = {}
    terms, sizes, found["word_rows"], found["word_counts"] = grouped(lefts << np.uint64(shares.row_bits) | rows, shares)
    found["word_offsets"] = np.zeros(words, "<i8")
    found["word_offsets"][terms] = sizes
    paired = np.flatnonzero(rights)
    keys = lefts.take(paired) << np.uint64(shares.word_bits) | rights.take(paired)
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
    once = impact(np.ones_like(norm), norm)  # that of most postings
    found: dict[str, NDArray[Any]] = {}
    for kind in ("word", "pair"):
        offsets, rows, counts = (arrays[f"{kind}_{name}"] for name in ("offsets", "rows", "counts"))
        work = partial(impacts_of, offsets, rows, counts, norm, once)
        parts = [NOTHING, *in_turn(work, range(0, len(offsets) - 1, STRIDE))]
        found[f"{kind}_impacts"], found[f"{kind}_peaks"] = map(np.concatenate, zip(*parts, strict=True))
    return found


def impacts_of(
    offsets: Ints, rows: Numbers, counts: NDArray[Any], norm: NDArray[np.float32], once: Bytes, first: int
) -> tuple[Bytes, Bytes]:
    """The impacts of STRIDE terms from number `first` on, [n], and the highest of each, [terms]."""
    bounds = offsets[first : first + STRIDE + 1]
    rows, counts = (own[int(bounds[0]) : int(bounds[-1])] for own in (rows, counts))
    found = once.take(rows)
    often = np.flatnonzero(counts != 1)
    found[often] = impact(counts.take(often).astype(np.float32), norm.take(rows.take(often)))
    return found, np.maximum.reduceat(found, bounds[:-1] - bounds[0])


def impact(counts: NDArray[np.float32], norm: NDArray[np.float32]) -> Bytes:
    """Gains, rounded up, [n]; above them also where 32 bits are rounded."""
    gains = np.float32(PEAK) * saturated(counts, norm)
    found: Bytes = np.minimum(gains, PEAK - 1).astype(np.uint8)
    found += np.uint8(1)
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
