"""The best passages of a segment, without scoring the others: max-score (Turtle and Flood, 1995).

"Query evaluation: strategies and optimizations". A term gives a passage at most its weight times its peak. Terms
are taken the rarest first. Once some passages are found, the best are scored in full, and the k-th best is what
others must reach; as soon as all terms that are left could not lift a passage without an earlier one so high, no new
passage comes in, and those found are looked up in the remaining postings - fewer with each term.
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
TOGETHER = 1 << 13  # postings that are handled at once
SHORT = 1 << 12  # postings that are sooner read than avoided
PROBES = 2  # times k passages are scored ahead
SCANNED = 16  # postings that are read as fast as one passage is looked up among them


@dataclass(frozen=True, eq=False)
class _Group:
    """Postings of one term, whose weight is a number, or of several, with a weight for each posting.

    `most` is the most that all of them together can give to a passage; `run` has each term's own.
    """

    run: Sequence[tuple[Rows, NDArray[Any], float]]
    rows: Rows
    counts: NDArray[Any]
    weights: Floats | float
    most: float

    @classmethod
    def of(cls, run: Sequence[tuple[Rows, NDArray[Any], float]], most: float) -> _Group:
        if len(run) == 1:
            return cls(run, *run[0], most)
        rows, counts, weights = zip(*run, strict=True)
        return cls(
            run, np.concatenate(rows), np.concatenate(counts), np.repeat(weights, [len(own) for own in rows]), most
        )


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
    stretch
        How much more than its peak in the segment a term may give, as the passages of the index are longer on average.
    """

    segment: Segment
    living: NDArray[np.bool_] | None
    norms: Floats
    kinds: NDArray[Any]
    stretch: float
    _spare: deque[tuple[Floats, NDArray[np.int32]]] = field(
        default_factory=deque
    )  # of earlier questions, all back at 0

    def best(self, terms: Sequence[tuple[int, float]], k: int, floor: float) -> tuple[Rows, Floats]:
        """The k best passages and all that tie with the last of them, two arrays [n]; none that score below `floor`.

        Parameters
        ----------
        terms
            Numbers of the segment's terms with their weights, the rarest first. All scores are summed in this order,
            so that equal passages have equal scores.
        """
        groups = self._grouped(terms)
        left = [*np.cumsum([group.most for group in groups][::-1])[::-1].tolist(), 0.0]
        try:
            sums, marks = self._spare.pop()
        except IndexError:
            sums, marks = np.zeros(self.segment.passages), np.zeros(self.segment.passages, np.int32)
        found: list[Rows] = []
        worth = SHORT  # postings that a probe may spare, so that it pays
        rows: Rows | None = None  # all that can be among the best, once no new ones can come in
        for at, (group, more, rest) in enumerate(zip(groups, left, left[1:], strict=False)):
            if rows is None and found and more * SLACK >= floor and len(group.rows) > worth:
                floor = max(floor, self._probed(sums, together(found), groups[at:], k))
                worth *= 8
            if rows is None and more * SLACK < floor:
                rows, floor = pruned(together(found), sums, k, floor, more)
                rows.sort()
            if rows is None:
                found.append(self._added(sums, marks, group))
            elif len(rows):
                self._look_up(sums, group, rows)
                if len(rows) > k:
                    rows, floor = pruned(rows, sums, k, floor, rest)
        rows, floor = pruned(together(found) if rows is None else rows, sums, k, floor, 0.0)
        scores = sums.take(rows)
        for own in found:
            sums[own] = 0
        self._spare.append((sums, marks))
        return rows, scores

    def _probed(self, sums: Floats, rows: Rows, groups: Sequence[_Group], k: int) -> float:
        """A score that k passages are known to reach: that of the best so far, with all that is still to come."""
        if len(rows) < k:
            return 0.0
        scores = sums.take(rows)
        if len(rows) > PROBES * k:
            best = np.argpartition(scores, len(rows) - PROBES * k)[-PROBES * k :]
            rows, scores = rows[best], scores[best]
        for group in groups:
            for own, counts, weight in group.run:
                places, posts = held(own, rows)
                if len(posts):
                    scores[places] += self._gains(rows.take(places), counts.take(posts), weight)
        return kth(scores, k, 0.0) / SLACK  # as sums in another order may differ by rounding

    def _grouped(self, terms: Sequence[tuple[int, float]]) -> list[_Group]:
        """Neighbouring terms with few postings as one group, so that numpy has enough to do at once."""
        groups: list[_Group] = []
        run: list[tuple[Rows, NDArray[Any], float]] = []
        size, most = 0, 0.0
        for number, weight in terms:
            rows, counts = self.segment.posting(number)
            if run and size + len(rows) > TOGETHER:
                groups.append(_Group.of(run, most))
                run, size, most = [], 0, 0.0
            run.append((rows, counts, weight))
            size += len(rows)
            most += weight * min(1.0, self.segment.peak(number) * self.stretch)
        return [*groups, _Group.of(run, most)] if run else groups

    def _added(self, sums: Floats, marks: NDArray[np.int32], group: _Group) -> Rows:
        """Add what a group gives to all passages that hold one of its terms; returns those that had nothing yet."""
        rows, counts, weights = group.rows, group.counts, group.weights
        if self.living is not None:
            alive = np.flatnonzero(self.living.take(rows))
            rows, counts = rows.take(alive), counts.take(alive)
            weights = weights.take(alive) if isinstance(weights, np.ndarray) else weights
        before = sums.take(rows)
        gains = self._gains(rows, counts, weights)
        new: Rows = rows[before == 0]
        if isinstance(weights, float):
            sums[rows] = before + gains
        else:
            np.add.at(sums, rows, gains)  # in the order of the terms
            places = np.arange(len(new), dtype=np.int32)
            marks[new] = places
            new = new[marks.take(new) == places]  # each once
        return new

    def _look_up(self, sums: Floats, group: _Group, rows: Rows) -> None:
        """Add what a group gives to some passages."""
        own, counts, weights = group.rows, group.counts, group.weights
        if len(own) < SCANNED * len(rows) or isinstance(weights, np.ndarray):
            posts = np.flatnonzero(sums.take(own))
        else:
            _, posts = held(own, rows)
        if len(posts):
            here = own.take(posts)
            if isinstance(weights, float):
                sums[here] += self._gains(here, counts.take(posts), weights)
            else:
                np.add.at(sums, here, self._gains(here, counts.take(posts), weights.take(posts)))

    def _gains(self, rows: Rows, counts: NDArray[Any], weights: Floats | float) -> Floats:
        return weights * saturated(counts, self.norms.take(self.kinds.take(rows)))


def held(posting: Rows, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of some passages a posting holds, and where, two arrays [n] of places."""
    at = posting.searchsorted(rows)
    np.minimum(at, len(posting) - 1, out=at)
    places = np.flatnonzero(posting.take(at) == rows)
    return places, at.take(places)


def together(found: Sequence[Rows]) -> Rows:
    return np.concatenate(found) if found else np.zeros(0, np.int32)


def pruned(rows: Rows, sums: Floats, k: int, floor: float, left: float) -> tuple[Rows, float]:
    """Those that can still be among the k best when `left` is what may be added; and the k-th best score so far."""
    scores = sums.take(rows)
    floor = max(floor, kth(scores, k, floor))
    return rows[scores + left * SLACK >= floor], floor


def kth(scores: Floats, k: int, floor: float) -> float:
    """The k-th best score, or 0 where fewer reach `floor`."""
    if floor:
        scores = scores[scores >= floor]
    return float(np.partition(scores, len(scores) - k)[len(scores) - k]) if len(scores) >= k else 0.0
