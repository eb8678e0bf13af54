"""How sure can one be of a span? A logistic regression over what speaks for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from qa_bot.errors import WeightsError
from qa_bot.records import Span

FEATURES = ("margin", "preferred", "covered", "missing", "behind", "size", "small")  # of a span
SENTENCE_FEATURES = ("coverage",)
NEVER, ONCE, TWICE = range(3)  # how often the reader looked
LOWEST, HIGHEST = -12.0, 20.0  # a margin beyond says nothing more
ENOUGH = 0.6  # nor does a higher coverage
ALL_READ = 2.0  # the logarithm of as many passages as are about all read
FEW = 2  # passages that are no choice


@dataclass(frozen=True)
class Evidence:
    """A span and what speaks for it.

    Parameters
    ----------
    span
        Its score is the reader's span minus none, or a sentence's retrieval score; its preference is in logits too.
    looks
        How often the reader looked at it: once in its passage, twice if close by too; a whole sentence that was
        chosen by its words alone, never.
    coverage
        The share of the question's weight, 0 to 1, that its passage holds.
    missing
        How many of the question's content words its passage lacks.
    retrieval
        The passage's retrieval score over the best one's, 0 to 1.
    """

    span: Span
    looks: int
    coverage: float
    missing: int
    retrieval: float


@dataclass(frozen=True)
class Candidate:
    """A span and the probability that it is right."""

    span: Span
    confidence: float


@dataclass(frozen=True)
class Calibration:
    """Logistic regressions that `training/calibrate.py` fitted: an intercept and a coefficient for each feature.

    Parameters
    ----------
    sentence, once, twice
        For what the reader never looked at, and for spans that it looked at once or twice.
    """

    sentence: tuple[float, ...]
    once: tuple[float, ...]
    twice: tuple[float, ...]

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Calibration:
        """The calibration that belongs to a reader's weights."""
        try:
            calibration = cls(*(tuple(map(float, manifest["calibration"][own.name])) for own in fields(cls)))
        except (KeyError, TypeError, ValueError):
            calibration = cls((), (), ())
        if tuple(map(len, calibration.by_looks)) != (1 + len(SENTENCE_FEATURES), 1 + len(FEATURES), 1 + len(FEATURES)):
            raise WeightsError("the reader's weights come without a calibration for this version; reinstall qa-bot")
        return calibration

    @property
    def by_looks(self) -> tuple[tuple[float, ...], ...]:
        """The coefficients for what was looked at never, once and twice."""
        return self.sentence, self.once, self.twice


def weighed(evidence: Sequence[Evidence], passages: int, calibration: Calibration) -> list[Candidate]:
    """Each piece of evidence with its probability, likeliest first, ties in the order given.

    What was looked at once, as it seemed less likely, is no likelier than what was looked at twice.
    """
    told = probabilities(evidence, passages, calibration)
    most = min((sure for own, sure in zip(evidence, told, strict=True) if own.looks == TWICE), default=1.0)
    found = [
        Candidate(own.span, min(sure, most) if own.looks == ONCE else sure)
        for own, sure in zip(evidence, told, strict=True)
    ]
    return sorted(found, key=lambda candidate: -candidate.confidence)


def probabilities(evidence: Sequence[Evidence], passages: int, calibration: Calibration) -> list[float]:
    """The probability that each piece of evidence is right, [n], by itself."""
    rows = features(evidence, passages)
    return [logistic(calibration.by_looks[own.looks], row) for own, row in zip(evidence, rows, strict=True)]


def features(evidence: Sequence[Evidence], passages: int) -> list[tuple[float, ...]]:
    """What the calibration weighs, in the order of FEATURES, for each piece of evidence on one question.

    `passages` counts those of the collection. The more of them a span was chosen among, the more it matters how much of
    the question its passage holds, how many words it lacks, how far its retrieval score lies behind the best one's and
    how the span stands in it. So these are taken times the logarithm of how many passages there are for each FEW: of
    one or two every question may be, and any of their words may be put otherwise. `size` is the logarithm of their
    number, `small` that up to ALL_READ: of a small document all is read, whatever words it shares with the question.
    """
    return [spoken_for(own, passages) if own.looks else (own.coverage,) for own in evidence]


def spoken_for(own: Evidence, passages: int) -> tuple[float, ...]:
    """The features of a span, in the order of FEATURES."""
    margin, covered = min(max(own.span.score, LOWEST), HIGHEST), min(own.coverage, ENOUGH)
    size, choice = math.log(passages), math.log(max(passages / FEW, 1))
    times_choice = (own.span.preference, covered, own.missing, 1 - own.retrieval)
    return (margin, *(choice * value for value in times_choice), size, min(size, ALL_READ))


def logistic(coefficients: Sequence[float], row: Sequence[float]) -> float:
    """1 / (1 + exp(-(intercept + coefficients . row)))."""
    intercept, *weights = coefficients
    return 1 / (1 + math.exp(-(intercept + sum(w * x for w, x in zip(weights, row, strict=True)))))
