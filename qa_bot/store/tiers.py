"""Which segments to merge: "how many may there be, and how often is a passage written again?"

Sizes are kept apart by a factor, as the digits of a number are: n passages lie in about log2(n / SMALL) segments, and
each is rewritten about as often. Segments of LARGE passages and more are left alone, so that adding a file never costs
the time of a whole build.
"""

from __future__ import annotations

from collections.abc import Sequence

SMALL = 2_000  # passages that are rewritten in some hundredths of a second: such segments never stay two
LARGE = 500_000
FACTOR = 2


def to_merge(living: Sequence[int], dead: Sequence[int]) -> list[int]:
    """The numbers of the segments to write as one, ascending; none or at least one, which then sheds its dead.

    Parameters
    ----------
    living, dead
        [segments] passages that are and are no more in the index. A segment with none that lives is not merged, but
        dropped; one with more dead than living passages is always rewritten.
    """
    alive = sorted((i for i in range(len(living)) if living[i]), key=lambda i: (living[i], i))
    chosen = {i for i in alive if dead[i] > living[i]}
    total = sum(living[i] for i in chosen)
    for i in alive:
        if i in chosen:
            continue
        if living[i] >= LARGE or living[i] >= FACTOR * max(total, SMALL):
            break
        chosen.add(i)
        total += living[i]
    rewritten = len(chosen) > 1 or any(dead[i] > living[i] for i in chosen)
    return sorted(chosen) if rewritten else []
