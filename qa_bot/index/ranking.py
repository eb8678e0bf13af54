"""The best passages of a segment, without scoring the others: max-score (Turtle and Flood, 1995).

"Query evaluation: strategies and optimizations". A term gives a passage less than its weight. Terms are taken the
weightiest first; once all that are left could not lift a passage without a single earlier term to the k best,
no new passage comes in, and those found are looked up in the remaining postings - fewer with each term.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.formula import Floats, saturated
from qa_bot.index.segment import Segment

Rows = NDArray[np.int32]
SLACK = 1 + 1e-9  # more than what rounding adds to a sum of weights


@dataclass(frozen=True, eq=False)
class Ranker:
    """What it takes to score the passages of a segment.

    Parameters
    ----------
    living
        [passages] which are still there; None where all are.
    norms
        [longest + 1] the part of the formula that depends on a passage's length alone, see `qa_bot.index.formula`.
    """

    segment: Segment
    living: NDArray[np.bool_] | None
    norms: Floats
    _spare: deque[Floats] = field(default_factory=deque)  # sums of earlier questions, all back at 0

    def best(self, terms: Sequence[tuple[int, float]], k: int, floor: float) -> tuple[Rows, Floats]:
        """The k best passages and all that tie with the last of them, two arrays [n]; none that score below `floor`.

        Parameters
        ----------
        terms
            Numbers of the segment's terms with their weights, the weightiest first.
        """
        left = [*np.cumsum([weight for _, weight in terms][::-1])[::-1].tolist(), 0.0]
        rows, scores, used, floor = self._found(terms, left, k, floor)
        rows, scores, floor = pruned(rows, scores, k, floor, left[used])
        for at in range(used, len(terms)):
            if not len(rows):
                break
            places, gains = self._gains(rows, *terms[at])
            scores[places] += gains
            if len(rows) > k:
                rows, scores, floor = pruned(rows, scores, k, floor, left[at + 1])
        return rows, scores

    def _found(
        self, terms: Sequence[tuple[int, float]], left: Sequence[float], k: int, floor: float
    ) -> tuple[Rows, Floats, int, float]:
        """Every passage that can be among the best, ascending; its sum over the first terms; how many those are."""
        try:
            sums = self._spare.pop()
        except IndexError:
            sums = np.zeros(self.segment.passages)
        found: list[Rows] = []
        used = 0
        for number, weight in terms:
            if left[used] * SLACK < floor:
                break
            rows, counts = self.segment.posting(number)
            if self.living is not None:
                alive = self.living.take(rows)
                rows, counts = rows[alive], counts[alive]
            before = sums.take(rows)
            after = before + self._weights(rows, counts, weight)
            sums[rows] = after
            found.append(rows[before == 0] if found else rows)
            floor = max(floor, kth(after, k, floor))
            used += 1
        rows = np.concatenate(found) if len(found) > 1 else found[0] if found else np.zeros(0, np.int32)
        scores = sums.take(rows)
        sums[rows] = 0
        self._spare.append(sums)
        kept = np.flatnonzero(scores + left[used] * SLACK >= floor)
        rows, scores = rows.take(kept), scores.take(kept)
        if len(found) > 1:
            order = np.argsort(rows)
            rows, scores = rows.take(order), scores.take(order)
        return rows, scores, used, floor

    def _weights(self, rows: Rows, counts: NDArray[Any], weight: float) -> Floats:
        return weight * saturated(counts, self.norms.take(self.segment.lengths.take(rows)))

    def _gains(self, rows: Rows, number: int, weight: float) -> tuple[NDArray[np.int64], Floats]:
        """Which of some passages, ascending, hold a term, and what it gives them."""
        own, counts = self.segment.posting(number)
        few, many = (rows, own) if len(rows) < len(own) else (own, rows)
        at = many.searchsorted(few)
        np.minimum(at, len(many) - 1, out=at)
        held = np.flatnonzero(many.take(at) == few)
        at = at.take(held)
        places, posts = (held, at) if few is rows else (at, held)
        return places, self._weights(rows.take(places), counts.take(posts), weight)


def pruned(rows: Rows, scores: Floats, k: int, floor: float, left: float) -> tuple[Rows, Floats, float]:
    """Those that can still be among the k best when `left` is what may be added; and the k-th best score so far."""
    floor = max(floor, kth(scores, k, floor))
    kept = np.flatnonzero(scores + left * SLACK >= floor)
    if len(kept) == len(rows):
        return rows, scores, floor
    return rows.take(kept), scores.take(kept), floor


def kth(scores: Floats, k: int, floor: float) -> float:
    """The k-th best score, or 0 where fewer reach `floor`."""
    if floor:
        scores = scores[scores >= floor]
    return float(np.partition(scores, len(scores) - k)[len(scores) - k]) if len(scores) >= k else 0.0
