"""The best passages of a segment: bounds for all that hold a term, scores only for those that can be among them.

Every posting has an impact: its gain, rounded up to one byte. Their weighted sums, in two bytes so that those of many
passages fit into the processor's cache, tell for each passage, within the rounding, the most that it scores, and the
k-th best of them is what all others must reach. The commonest terms, which give little to many, are left out and
looked up for the few that remain (max-score, Turtle and Flood, 1995, "Query evaluation: strategies and
optimizations").
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.formula import Floats, saturated
from qa_bot.index.segment import PEAK, Segment

Rows = NDArray[np.int32]
SURE = 1 - 1e-3  # more than what rounding takes from numbers of 32 bits
LOOKED_UP = 0.13  # of what all terms can give together, the share that is left for looking up
SHORT = 1 << 12  # postings that are sooner added up than looked up
FEW = 32  # where postings are fewer than one for so many passages, only what they lead to is looked at
TOGETHER = 64  # terms that are looked up at once
SPARE = np.uint16  # as what the bounds of most questions are added up, so that their array is worth keeping
MANY = 1 << 10  # terms to whose rounding two bytes are too small
COLUMNS = 1 << 11  # into how many parts a segment is divided to find a score that k passages reach


class _Posting(NamedTuple):
    """A term's postings, [n] each: rows, which ascend, counts and impacts; its weight, and the most that it gives."""

    rows: Rows
    counts: NDArray[Any]
    impacts: NDArray[np.uint8]
    weight: float
    most: float


class _Scale(NamedTuple):
    """As what bounds are added up: whole numbers of a type, so many units a score of 1."""

    kind: type[np.unsignedinteger[Any]]
    units: float

    @classmethod
    def of(cls, terms: int, most: float) -> _Scale:
        """For so many terms that all together give `most` at most; each is rounded up, by less than two units."""
        kind = SPARE if terms < MANY else np.uint32
        return cls(kind, (np.iinfo(kind).max - 2 * terms) / most if most else 1.0)

    def raised(self, impacts: NDArray[np.uint8], weight: float) -> NDArray[Any]:
        """The most that a term of this weight gives where it has these impacts, in units, [n]."""
        raised: NDArray[Any] = (impacts * np.float32(weight * self.units / PEAK)).astype(self.kind)
        raised += self.kind(1)
        return raised

    def least(self, score: float) -> Any:
        """What a bound above 0 that may be this score has in units, or more."""
        return self.kind(min(max(int(score * self.units), 1), np.iinfo(self.kind).max))


@dataclass(frozen=True, eq=False)
class Ranker:
    """What it takes to score the passages of a segment.

    Parameters
    ----------
    living
        [passages] which are still there; None where all are.
    norms
        [kinds] the part of the formula that depends on a passage's length and language, see `qa_bot.index.formula`.
    kinds
        [passages] which of the norms each has.
    shrink, stretch
        A gain is at least and at most so many times what the segment's impacts tell, as the passages of the index
        are longer or shorter on average than its own.
    """

    segment: Segment
    living: NDArray[np.bool_] | None
    norms: Floats
    kinds: NDArray[Any]
    shrink: float
    stretch: float
    _spare: deque[NDArray[np.uint16]] = field(default_factory=deque)  # of earlier questions, all back at 0

    def best(self, terms: Sequence[tuple[int, float]], k: int, floor: float) -> tuple[Rows, Floats]:
        """The k best passages and all that tie with the last of them, two arrays [n]; none that score below `floor`.

        Parameters
        ----------
        terms
            Numbers of the segment's terms with their weights, the rarest first. All scores are summed in this order,
            so that equal passages have equal scores.
        """
        postings = [self._posting(*term) for term in terms]
        scale = _Scale.of(len(postings), self.stretch * sum(own.weight for own in postings))
        certain = self._certain(postings, scale)
        rows, bounds, later, reached = self._bounded(postings, k, SURE * floor, scale, certain)
        left = sum(own.most for own in later)
        for own in later:
            left -= own.most
            bounds += self._looked_up(own, rows)
            reached = max(reached, certain(kth(bounds, k)))
            kept = np.flatnonzero(bounds >= reached - left)
            rows, bounds = rows.take(kept), bounds.take(kept)
        if self.segment.file is not None:
            self.segment.file.used()
        scores = np.zeros(len(rows))
        for first in range(0, len(postings), TOGETHER):
            for gains in self._gains(postings[first : first + TOGETHER], rows):
                scores += gains
        best = np.flatnonzero(scores >= max(floor, kth(scores, k)))
        return rows.take(best), scores.take(best)

    def _bounded(
        self, postings: list[_Posting], k: int, reached: float, scale: _Scale, certain: Callable[[float], float]
    ) -> tuple[Rows, Floats, Sequence[_Posting], float]:
        """Passages that can be among the best and how much each scores at most without the common terms.

        Returns them, these terms, and the score that the k best are known to reach.
        """
        sums = self._sums(scale.kind)
        done, end = 0, len(postings) - common(postings)
        while True:
            for at in range(done, end):
                own = postings[at] = self._copied(postings[at])
                np.add.at(sums, own.rows, scale.raised(own.impacts, own.weight * self.stretch))
            touched = self._touched(postings[:end])
            if touched is None and self.living is not None:
                sums[: len(self.living)] *= self.living
            bounds = sums if touched is None else sums.take(touched)
            reached = max(reached, certain(reached_by(bounds, k) / scale.units))
            left = sum(own.most for own in postings[end:])
            if left < reached or end == len(postings):
                break
            done, end = end, len(postings)  # what holds common terms alone may be among the best
        within = np.flatnonzero(bounds >= scale.least(reached - left))
        bounds = bounds.take(within)
        rows = within.astype(np.int32) if touched is None else touched.take(within)
        if touched is None:
            sums.fill(0)
        else:
            for own in postings[:end]:
                sums[own.rows] = 0
        if scale.kind is SPARE:
            self._spare.append(sums)
        return rows, bounds / scale.units, postings[end:], reached

    def _sums(self, kind: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
        """A number for each passage, and some for none, all 0."""
        if kind is SPARE:
            with suppress(IndexError):  # another thread has it
                return self._spare.pop()
        return np.zeros(-(-self.segment.passages // COLUMNS) * COLUMNS, kind)

    def _touched(self, postings: Sequence[_Posting]) -> Rows | None:
        """The living passages that hold one of some terms, ascending, where these have few postings; else None."""
        if sum(len(own.rows) for own in postings) * FEW > self.segment.passages:
            return None
        rows = np.sort(np.concatenate([np.zeros(0, np.int32), *(own.rows for own in postings)]))
        rows = rows[np.diff(rows, prepend=-1) > 0]
        return rows if self.living is None else rows[self.living.take(rows)]

    def _certain(self, postings: Sequence[_Posting], scale: _Scale) -> Callable[[float], float]:
        """From the most that a passage scores, by its impacts, to what it scores at least."""
        rounded = sum(own.weight for own in postings) / PEAK + len(postings) / scale.units
        return lambda bound: SURE * self.shrink * (bound / self.stretch - rounded)

    def _weighted(self, impacts: NDArray[np.uint8], weight: float) -> NDArray[np.float32]:
        """The most that a term gives where it has these impacts, [n]."""
        bounds: NDArray[np.float32] = impacts * np.float32(weight * self.stretch / PEAK)
        return bounds

    def _looked_up(self, posting: _Posting, rows: Rows) -> NDArray[np.float32]:
        """The most that a term gives to each of some passages."""
        at = posting.rows.searchsorted(rows)
        held = posting.rows.take(at, mode="clip") == rows
        return self._weighted(posting.impacts.take(at, mode="clip") * held, posting.weight)

    def _posting(self, number: int, weight: float) -> _Posting:
        return _Posting(
            *self.segment.posting(number), weight, weight * min(1.0, self.segment.peak(number) * self.stretch)
        )

    def _copied(self, posting: _Posting) -> _Posting:
        file = self.segment.file
        if file is None:
            return posting
        rows, counts, impacts = map(file.copy, posting[:3])
        return posting._replace(rows=rows, counts=counts, impacts=impacts)

    def _gains(self, postings: Sequence[_Posting], rows: Rows) -> Floats:
        """What each term gives to some passages, [terms, passages]."""
        counts = np.empty((len(postings), len(rows)))
        for own, posting in zip(counts, postings, strict=True):
            at = posting.rows.searchsorted(rows)
            np.multiply(posting.counts.take(at, mode="clip"), posting.rows.take(at, mode="clip") == rows, out=own)
        norms = self.norms.take(self.kinds.take(rows))
        weights = np.array([[posting.weight] for posting in postings])
        gains: Floats = weights * saturated(counts, norms)
        return gains


def common(postings: Sequence[_Posting]) -> int:
    """How many of the last postings are long, and all together can give but a small share of all."""
    budget, number = LOOKED_UP * sum(own.most for own in postings), 0
    for own in reversed(postings):
        budget -= own.most
        if budget < 0 or len(own.rows) < SHORT:
            break
        number += 1
    return number


def reached_by(bounds: NDArray[Any], k: int) -> float:
    """A number that k of the bounds reach: the k-th highest, or less where they are many."""
    if len(bounds) % COLUMNS or len(bounds) < 8 * COLUMNS or k > COLUMNS // 8:
        return kth(bounds, k)
    return kth(bounds.reshape(-1, COLUMNS).max(axis=0), k)


def kth(scores: NDArray[Any], k: int) -> float:
    """The k-th best score, or 0 where there are fewer."""
    return float(np.partition(scores, len(scores) - k)[len(scores) - k]) if len(scores) >= k else 0.0
