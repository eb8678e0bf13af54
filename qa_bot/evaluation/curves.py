"""What a confidence is worth: "of those at 0.8, are eight in ten right, and are the surest the most often right?".

Pure functions of arrays, one entry a question: `confidence` [n], 0 to 1; `right` [n], whether the best span is right.
Entries of the same confidence stay together, so that no figure depends on the order of the questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_BINS, FEWEST_IN_A_BIN = 15, 20


@dataclass(frozen=True)
class Bin:
    """Questions of like confidence: the mean of it, the share of them that is right, and how many they are."""

    confidence: float
    right: float
    questions: int


def reliability(confidence: NDArray[Any], right: NDArray[Any], bins: int | None = None) -> tuple[Bin, ...]:
    """The reliability diagram, from the least to the most confident questions.

    Bins hold equally many questions (Nixon et al., Measuring Calibration in Deep Learning, 2019): where many questions
    have no answer most confidences are near 0, and of bins of equal width one would hold nearly all.

    Parameters
    ----------
    confidence, right
        [n] each, n at least 1.
    bins
        How many; without it 15 (Guo et al., On Calibration of Modern Neural Networks, 2017), and fewer where they
        would hold less than 20 questions each, since the noise of small bins counts as error.
    """
    count = bins or min(MOST_BINS, max(1, len(confidence) // FEWEST_IN_A_BIN))
    edges = np.percentile(confidence, 100 * np.linspace(0, 1, count + 1))[1:-1]
    place = np.searchsorted(edges, confidence)
    own = [place == number for number in np.unique(place)]
    return tuple(Bin(float(confidence[of].mean()), float(right[of].mean()), int(of.sum())) for of in own)


def calibration_error(confidence: NDArray[Any], right: NDArray[Any], bins: int | None = None) -> float:
    """Expected calibration error, 0 to 1: the bins' mean distance of confidence and share right, weighed by size."""
    found = reliability(confidence, right, bins)
    return sum(own.questions * abs(own.confidence - own.right) for own in found) / len(confidence)


def risk_coverage(confidence: NDArray[Any], right: NDArray[Any]) -> Floats:
    """The share of wrong answers among the k surest questions, for k = 1 ... n, [n].

    Entry k - 1 is the risk at a coverage of k / n (El-Yaniv and Wiener, On the Foundations of Noise-free Selective
    Classification, 2010); their mean is the area under the curve. Within a tie it is the mean over all its orders.
    """
    order = np.argsort(-confidence, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(confidence[order])) + 1, len(order))
    wrong = np.cumsum(~np.asarray(right, bool)[order])
    count = np.arange(1, len(order) + 1)
    risk: Floats = np.interp(count, [0, *ends], [0, *wrong[ends - 1]]) / count
    return risk


def accuracy_at(risk: Floats, coverage: float) -> float:
    """The share right, 0 to 1, where the surest `coverage` of all questions, 0 to 1, is answered."""
    return 1 - float(risk[max(1, int(np.ceil(coverage * len(risk)))) - 1])


def best_threshold(overlap: NDArray[Any], score: NDArray[Any], has: NDArray[Any]) -> float:
    """The best mean F1, 0 to 1, over all thresholds: above it the span counts, below it the refusal."""
    order = np.argsort(-score, kind="stable")
    gain = np.where(has, overlap, -1.0)[order]  # what saying it adds to refusing
    last_of_its_score = np.append(score[order][1:] != score[order][:-1], True)
    totals = np.cumsum(gain)[last_of_its_score]
    return float((np.sum(~has) + max(0.0, totals.max())) / len(has))


def auroc(positive: NDArray[Any], negative: NDArray[Any]) -> float:
    """The chance that a positive scores above a negative, ties counting half (Mann and Whitney's U)."""
    ranked = np.sort(negative)
    below = np.searchsorted(ranked, positive, side="left")
    not_above = np.searchsorted(ranked, positive, side="right")
    return float((below + not_above).sum() / (2 * len(positive) * len(negative)))
