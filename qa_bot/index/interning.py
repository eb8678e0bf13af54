"""Words into small numbers, many at once and exactly: what has the same number is the same, byte for byte.

A hash only says where to look first; what is found there is compared in full, so nothing depends on luck.
"""

from __future__ import annotations

from threading import Lock

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int32]

SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, Knuth's multiplicative hashing
CHAINED = np.uint64(1 << 63)  # no run of eight ASCII bytes has this bit
HALF = np.uint64(31)
FULLEST = 4  # slots for each key, at least


class Interner:
    """Keys of 64 bits, none of them 0, to numbers from 1, in the order of their arrival.

    An open hash table in arrays. Threads may share it: a key and then its slot are written under a lock, and who
    reads too early finds an empty slot or an unequal key, and looks again under the lock.
    """

    def __init__(self, bits: int = 16) -> None:
        self._lock = Lock()
        self._keys: Keys = np.zeros(1 << (bits - 2), np.uint64)
        self._slots: Numbers = np.zeros(1 << bits, np.int32)
        self._bits, self._count = bits, 0

    def __len__(self) -> int:
        return self._count

    def numbers(self, keys: Keys) -> Numbers:
        """The number of each key, [n]; those not met before get the next ones."""
        found = self._find(keys)
        missing = np.flatnonzero(found == 0)
        if len(missing):
            new, back = np.unique(keys[missing], return_inverse=True)
            with self._lock:
                own = self._find(new)
                fresh = np.flatnonzero(own == 0)
                if len(fresh):
                    own[fresh] = self._add(new[fresh])
            found[missing] = own[back]
        return found

    def _find(self, keys: Keys) -> Numbers:
        """The number of each key, 0 for those that are not there."""
        slots, own, last = self._slots, self._keys, np.int64(len(self._slots) - 1)
        at = (keys * SPREAD >> np.uint64(64 - (len(slots).bit_length() - 1))).view(np.int64)
        found: Numbers = slots.take(at)
        unequal = np.flatnonzero(own.take(found, mode="clip") != keys)
        while len(unequal):
            unequal = unequal[found[unequal] != 0]
            at[unequal] = (at[unequal] + 1) & last
            found[unequal] = slots[at[unequal]]
            unequal = unequal[own.take(found[unequal], mode="clip") != keys[unequal]]
        return found

    def _add(self, keys: Keys) -> Numbers:
        """Give new, distinct keys their numbers."""
        numbers = np.arange(self._count + 1, self._count + 1 + len(keys), dtype=np.int32)
        self._count += len(keys)
        if self._count >= len(self._keys):
            self._bits = max(self._bits + 1, (self._count * FULLEST).bit_length())
            grown = np.zeros(1 << (self._bits - 2), np.uint64)
            grown[: len(self._keys)] = self._keys
            grown[numbers] = keys
            slots = np.zeros(1 << self._bits, np.int32)
            every = np.arange(1, self._count + 1, dtype=np.int32)
            _settle(slots, grown, every)
            self._keys, self._slots = grown, slots  # keys first: a number that is read from the slots has its key
        else:
            self._keys[numbers] = keys
            _settle(self._slots, self._keys, numbers)
        return numbers


def _settle(slots: Numbers, keys: Keys, numbers: Numbers) -> None:
    """Put numbers into the first free slot that each finds."""
    last = np.int64(len(slots) - 1)
    at = (keys[numbers] * SPREAD >> np.uint64(64 - (len(slots).bit_length() - 1))).view(np.int64)
    while len(numbers):
        free = slots[at] == 0
        slots[at[free]] = numbers[free]  # of several for one slot the last wins
        left = slots[at] != numbers
        numbers, at = numbers[left], (at[left] + 1) & last


class TokenInterner:
    """Runs of ASCII bytes, of any length, to numbers."""

    def __init__(self) -> None:
        self._whole, self._pieces = Interner(18), Interner(16)

    def __len__(self) -> int:
        return len(self._whole)

    def numbers(self, text: NDArray[np.uint8], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Numbers:
        """The number of each `text[start:start + size]`, [n].

        `text` must go on for eight bytes behind the last token. Up to eight bytes are their own key; of longer ones
        a piece is numbered after the other, and the number of what came before with that of the next is a key.
        """
        words = np.ndarray(len(text) - 7, "<u8", text, strides=(1,))
        keys = words[starts] & MASKS[np.minimum(sizes, 8)]
        long = np.flatnonzero(sizes > 8)
        if len(long):
            keys[long] = CHAINED | self._chained(words, keys[long], starts[long], sizes[long])
        return self._whole.numbers(keys)

    def _chained(self, words: Keys, keys: Keys, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Keys:
        before = self._pieces.numbers(keys).astype(np.uint64)
        rest, at = np.arange(len(keys)), 8
        while len(rest):
            piece = words[starts[rest] + at] & MASKS[np.minimum(sizes[rest] - at, 8)]
            own = self._pieces.numbers(piece).astype(np.uint64)
            before[rest] = self._pieces.numbers(CHAINED | before[rest] << HALF | own)
            at += 8
            rest = rest[sizes[rest] > at]
        return before


MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
