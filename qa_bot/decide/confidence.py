"""How sure can one be of a span? A logistic regression over what speaks for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa_bot.errors import WeightsError
from qa_bot.records import Span

FEATURES = ("margin", "covered", "behind", "size")  # of a span
SENTENCE_FEATURES = ("coverage",)
LOWEST, HIGHEST = -12.0, 20.0  # a margin beyond says nothing more


@dataclass(frozen=True)
class Evidence:
    """A span and what speaks for it.

    Parameters
    ----------
    span
        Its score is the reader's span minus none, or a sentence's retrieval score.
    read
        Whether the reader found it; otherwise it is a whole sentence, by its words alone.
    coverage
        The share of the question's weight, 0 to 1, that its passage holds.
    retrieval
        The passage's retrieval score over the best one's, 0 to 1.
    """

    span: Span
    read: bool
    coverage: float
    retrieval: float


@dataclass(frozen=True)
class Candidate:
    """A span and the probability that it is right."""

    span: Span
    confidence: float


@dataclass(frozen=True)
class Calibration:
    """Logistic regressions that `training/calibrate.py` fitted: an intercept and a coefficient for each feature."""

    span: tuple[float, ...]
    sentence: tuple[float, ...]

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Calibration:
        """The calibration that belongs to a reader's weights."""
        try:
            calibration = cls(*(tuple(map(float, manifest["calibration"][name])) for name in ("span", "sentence")))
        except (KeyError, TypeError, ValueError):
            calibration = cls((), ())
        if (len(calibration.span), len(calibration.sentence)) != (1 + len(FEATURES), 1 + len(SENTENCE_FEATURES)):
            raise WeightsError("the reader's weights come without a calibration for this version; reinstall qa-bot")
        return calibration


def weighed(evidence: Sequence[Evidence], passages: int, calibration: Calibration) -> list[Candidate]:
    """Each piece of evidence with its probability, likeliest first, ties in the order given."""
    rows = features(evidence, passages)
    found = [
        Candidate(own.span, logistic(calibration.span if own.read else calibration.sentence, row))
        for own, row in zip(evidence, rows, strict=True)
    ]
    return sorted(found, key=lambda candidate: -candidate.confidence)


def features(evidence: Sequence[Evidence], passages: int) -> list[tuple[float, ...]]:
    """What the calibration weighs, in the order of FEATURES, for each piece of evidence on one question.

    `passages` counts those of the collection. `covered` is the share of the question's weight that a passage holds,
    `behind` how far its retrieval score lies behind the best one's. Both are worth the more the more passages that
    was chosen among, so they are taken times `size`, the logarithm of their number: of a single passage every
    question may be, and any of its words may be put otherwise.
    """
    size = math.log(passages)
    return [
        (min(max(own.span.score, LOWEST), HIGHEST), size * own.coverage, size * (1 - own.retrieval), size)
        if own.read
        else (own.coverage,)
        for own in evidence
    ]


def logistic(coefficients: Sequence[float], row: Sequence[float]) -> float:
    """1 / (1 + exp(-(intercept + coefficients . row)))."""
    intercept, *weights = coefficients
    return 1 / (1 + math.exp(-(intercept + sum(w * x for w, x in zip(weights, row, strict=True)))))
