"""From scores to spans: which pieces of a passage answer best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from qa_bot.reader.bert import Floats


@dataclass(frozen=True)
class Choice:
    """Pieces `start` to `end`, both within the span, counted from the passage's first; `score` is span minus none."""

    start: int
    end: int
    score: float


def best(
    logits: Floats, first: int, stop: int, k: int, longest: int, parts: NDArray[np.intp] | None = None
) -> list[Choice]:
    """The up to `k` best spans that share no piece, best first, ties by position.

    Parameters
    ----------
    logits
        Start and end scores of one row, [pieces, 2]. Those of piece 0 say that there is no answer.
    first, stop
        Where the passage lies in the row; nothing else can be answered.
    longest
        The most pieces of a span.
    parts
        The number of the part of the text, such as a heading or paragraph, that each piece of the passage belongs
        to, [stop - first]; a span lies within one, and none in part -1.
    """
    starts, ends = logits[first:stop, 0], logits[first:stop, 1]  # [n]
    width = min(longest, len(starts))
    if width < 1:
        return []
    padded = np.concatenate([ends, np.full(width - 1, -np.inf, np.float32)])
    # [n, width]: in row i and column j stands the span from piece i to piece i + j
    scores = starts[:, None] + sliding_window_view(padded, width) - logits[0].sum()
    reaches = np.arange(len(starts))[:, None] + np.arange(width)  # [n, width]: the last piece of each span
    if parts is not None:
        scores[parts[np.minimum(reaches, len(starts) - 1)] != parts[:, None]] = -np.inf
        scores[parts == -1] = -np.inf
    found: list[Choice] = []
    while len(found) < k:
        i, j = divmod(int(scores.argmax()), width)
        if not np.isfinite(scores[i, j]):
            break
        found.append(Choice(i, i + j, float(scores[i, j])))
        scores[: i + j + 1][reaches[: i + j + 1] >= i] = -np.inf  # what starts by its end and ends from its start on
    return found
