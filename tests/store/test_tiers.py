"""Which segments are merged: their number stays logarithmic, and so does the rewriting."""

import math

import pytest

from qa_bot.store.tiers import LARGE, SMALL, to_merge


@pytest.mark.parametrize(
    ("living", "dead", "chosen"),
    [
        ([], [], []),
        ([5], [0], []),
        ([5], [6], [0]),  # more dead than alive: rewritten
        ([0, 5], [9, 0], []),  # without a living passage it is dropped, not merged
        ([5, 7], [0, 0], [0, 1]),
        ([10 * SMALL, 5, 7], [0, 0, 0], [1, 2]),
        ([10 * SMALL, 9 * SMALL, 5], [0, 0, 0], []),
        ([10 * SMALL, 9 * SMALL, 6 * SMALL], [0, 0, 0], []),
        ([3 * SMALL, 3 * SMALL, SMALL, SMALL], [0, 0, 0, 0], [0, 1, 2, 3]),
        ([LARGE, LARGE], [0, 0], []),
    ],
)
def test_what_is_merged(living, dead, chosen):
    assert to_merge(living, dead) == chosen


@pytest.mark.parametrize(("start", "step"), [(0, 50), (200_000, 1), (0, SMALL)])
def test_adding_again_and_again(start, step):
    sizes, written = [start] if start else [], 0
    for number in range(1, 1500):
        sizes.append(step)
        chosen = to_merge(sizes, [0] * len(sizes))
        if chosen:
            whole = sum(sizes[i] for i in chosen)
            written += whole
            sizes = [size for i, size in enumerate(sizes) if i not in chosen] + [whole]
        total = start + step * number
        assert sum(sizes) == total
        assert len(sizes) <= 3 + math.log2(max(total / SMALL, 1)) + total / LARGE * 2
    assert written <= 1500 * (2 * SMALL + step * 2 * math.log2(max(total / SMALL, 2)))
