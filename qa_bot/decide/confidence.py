"""How sure can one be of a span? A logistic regression over what speaks for it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from qa_bot.errors import WeightsError
from qa_bot.languages import ENGLISH, fold
from qa_bot.records import Span
from qa_bot.remedies import reinstall

FEATURES = (  # of a span
    *("margin", "covered", "missing", "behind", "unlike", "size", "small", "medium"),
    *("margin x small", "covered x small"),
)
SENTENCE_FEATURES = ("coverage",)
LOWEST, HIGHEST = -12.0, 20.0  # a margin beyond says nothing more
ENOUGH = 0.6  # nor does a higher coverage
MANY = 9  # nor do more missing words: one in a hundred of the questions that it is fitted on has more
A_PAGE, ONE_SUBJECT = 1.5, 5.0  # logarithms of how many passages a page is, and a document on one subject
FEW = 2  # passages that are no choice
BEGINNING = 6  # letters that the forms of a word have in common
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Evidence:
    """A span and what speaks for it.

    Parameters
    ----------
    span
        Its score is the reader's span minus none, or a sentence's retrieval score.
    read
        Whether the reader found it; else it is a whole sentence that was chosen by its words alone.
    coverage
        The share of the question's weight, 0 to 1, that its passage holds.
    missing
        How many of the question's content words its passage lacks.
    retrieval
        The passage's retrieval score over the best one's, 0 to 1.
    unlike
        How much less its passage's words are like those of the question than another's are, by their embeddings. 0 for
        the passage that is most like it, and where not all were read.
    """

    span: Span
    read: bool
    coverage: float
    missing: int
    retrieval: float
    unlike: float


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
    sentence, span
        For whole sentences, and for spans that the reader found.
    """

    sentence: tuple[float, ...]
    span: tuple[float, ...]

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Calibration:
        """The calibration that belongs to a reader's weights."""
        try:
            calibration = cls(*(tuple(map(float, manifest["calibration"][own.name])) for own in fields(cls)))
        except (KeyError, TypeError, ValueError):
            calibration = cls((), ())
        if (len(calibration.sentence), len(calibration.span)) != (1 + len(SENTENCE_FEATURES), 1 + len(FEATURES)):
            raise WeightsError(f"the reader's weights come without a calibration for this version; {reinstall()}")
        return calibration


def weighed(evidence: Sequence[Evidence], passages: int, calibration: Calibration) -> list[Candidate]:
    """Each piece of evidence with its probability, likeliest first, ties in the order given."""
    found = [
        Candidate(own.span, logistic(calibration.span if own.read else calibration.sentence, row))
        for own, row in zip(evidence, features(evidence, passages), strict=True)
    ]
    return sorted(found, key=lambda candidate: -candidate.confidence)


def features(evidence: Sequence[Evidence], passages: int) -> list[tuple[float, ...]]:
    """What the calibration weighs, in the order of FEATURES, for each piece of evidence on one question.

    `passages` counts those of the collection. The more of them a span was chosen among, the more it matters how much of
    the question its passage holds, how many words it lacks, how far its retrieval score lies behind the best one's and
    how much more like the question the words of another passage are. So these are taken times the logarithm of how many
    passages there are for each FEW: of one or two every question may be, and any of their words may be put otherwise.
    `size` is the logarithm of their number, `small` and `medium` are that up to A_PAGE and ONE_SUBJECT: a paragraph
    that was given has no others beside it to answer better, of a few pages about all is read, and what a document on
    one subject is asked is mostly on that, answered or not. The less there is beside a passage, the less its margin,
    and what it holds of the question, tell by themselves; so these are taken times `small` too.
    """
    return [
        spoken_for(own.span.score, own.coverage, own.missing, own.retrieval, own.unlike, passages)
        if own.read
        else (own.coverage,)
        for own in evidence
    ]


def spoken_for(
    score: float, coverage: float, missing: int, retrieval: float, unlike: float, passages: int
) -> tuple[float, ...]:
    """The features of a span, in the order of FEATURES, from its Evidence."""
    margin, covered, missing = min(max(score, LOWEST), HIGHEST), min(coverage, ENOUGH), min(missing, MANY)
    size, choice = math.log(passages), math.log(max(passages / FEW, 1))
    times_choice = (choice * value for value in (covered, missing, 1 - retrieval, unlike))
    small, medium = min(size, A_PAGE), min(size, ONE_SUBJECT)
    return (margin, *times_choice, size, small, medium, margin * small, covered * small)


def beginnings(words: Iterable[str]) -> frozenset[str]:
    """The beginnings of words, which the forms of a word have in common."""
    return frozenset(word[:BEGINNING] for word in words)


def content_words(text: str) -> list[str]:
    """The words of an English text, in lower case, that are no function words, each once."""
    return [word for word in dict.fromkeys(WORD.findall(fold(text))) if word not in ENGLISH.function_words]


def logistic(coefficients: Sequence[float], row: Sequence[float]) -> float:
    """1 / (1 + exp(-(intercept + coefficients . row)))."""
    intercept, *weights = coefficients
    return 1 / (1 + math.exp(-(intercept + sum(w * x for w, x in zip(weights, row, strict=True)))))
