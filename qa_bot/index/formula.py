"""The weighting formula, once: BM25 (Robertson and Zaragoza, 2009, "The Probabilistic Relevance Framework").

A passage's side holds saturation and length normalisation, a question's side the IDF, so that passages can be
added without touching the weights of those before them. Departures: the IDF is Lucene's, which is never negative,
and the constant factor k1 + 1 is left out, since it changes no order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def saturate(counts: Floats, lengths: Floats, mean_length: float, k1: float, b: float) -> Floats:
    """tf / (tf + k1 (1 - b + b length / mean length)).

    Parameters
    ----------
    counts
        [n] how often a term occurs in a passage.
    lengths
        [n] the number of terms of that passage.
    mean_length
        The mean number of terms of all passages.

    Returns
    -------
    [n] weights from 0 to 1.
    """
    return saturated(counts, norms(lengths, mean_length, k1, b))


def norms(lengths: Floats, mean_length: Floats | float, k1: float, b: float) -> Floats:
    """k1 (1 - b + b length / mean length), the part of the formula that depends on a passage alone, [n]."""
    return k1 * (1 - b + b * lengths / mean_length)


def saturated(counts: NDArray[Any], norms: NDArray[Any]) -> NDArray[Any]:
    """tf / (tf + norm), [n]: weights from 0 to 1."""
    weights: NDArray[Any] = counts / (counts + norms)
    return weights


def inverse_document_frequency(frequencies: Floats, passages: int) -> Floats:
    """ln(1 + (n - df + 0.5) / (df + 0.5)), [terms] -> [terms]; a term that no passage holds weighs most."""
    return np.log1p((passages - frequencies + 0.5) / (frequencies + 0.5))


def comparable(passages: int, all_passages: int) -> float:
    """By what to multiply the IDFs of a language that has some of all passages, so that scores compare.

    Each language has frequencies of its own, so that "der" is common in German whatever else is there. A word that
    no passage holds then weighs the same in every language; where there is only one, the factor is 1.
    """
    if passages == all_passages:
        return 1.0
    one, whole = (inverse_document_frequency(np.zeros(1), count)[0] for count in (passages, all_passages))
    return float(whole / one)
