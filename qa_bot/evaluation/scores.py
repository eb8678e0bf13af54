"""The figures of a question file, from what was answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import UsageError
from qa_bot.evaluation.curves import (
    Bin,
    Floats,
    accuracy_at,
    auroc,
    best_threshold,
    calibration_error,
    reliability,
    risk_coverage,
)
from qa_bot.evaluation.overlap import RIGHT, best_of, exact_match, token_f1
from qa_bot.evaluation.questions import Question

DEPTHS = (1, 5, 20)
POINTS = 50
"""Points of the risk-coverage curve that are kept, every 2% of the questions."""


@dataclass(frozen=True)
class Prediction:
    """What was answered: the best span whether or not it was said, how sure, and whether it was said."""

    text: str
    confidence: float
    said: bool
    seconds: float


@dataclass(frozen=True)
class Scores:
    """All figures in per cent, but the counts, milliseconds, and those said to be from 0 to 1.

    Parameters
    ----------
    exact, f1, right
        Of the answerable questions, answering always: the best span counts, said or not. `right` is the share with
        a token F1 of at least a half.
    refused_answerable, refused_right, refused_unanswerable
        What is refused at the threshold in force, of the answerable questions, those of them whose best span is
        right, and the unanswerable ones.
    best_f1
        Over all questions with the threshold that serves them best, refusing an unanswerable one scores 100.
    auroc
        0 to 1: the chance that an answerable question has a higher confidence than an unanswerable one.
    calibration_error, reliability
        0 to 1: how far confidences are from the share that is right, in bins; over all questions.
    risk_area
        0 to 1: the area under the risk-coverage curve of all questions, an answer to an unanswerable one being wrong.
    accuracy_at_50, accuracy_at_80
        The share right where only the surest 50% and 80% of all questions are answered.
    recall, mrr
        How often the right paragraph is among the first, where it was searched for.
    risk_coverage
        Pairs of coverage and risk, 0 to 1.
    """

    questions: int
    answerable: int
    exact: float
    f1: float
    right: float
    refused_answerable: float
    refused_right: float | None
    milliseconds: float
    calibration_error: float
    risk_area: float
    accuracy_at_50: float
    accuracy_at_80: float
    unanswerable: int = 0
    refused_unanswerable: float | None = None
    best_f1: float | None = None
    auroc: float | None = None
    recall: dict[str, float] | None = None
    mrr: float | None = None
    reliability: tuple[Bin, ...] = ()
    risk_coverage: tuple[tuple[float, float], ...] = ()

    @property
    def said(self) -> float:
        """The share of all questions, 0 to 1, that was not refused."""
        refused = self.answerable * self.refused_answerable + self.unanswerable * (self.refused_unanswerable or 0.0)
        return 1 - refused / (100 * self.questions)


def summarise(
    questions: Sequence[Question], predictions: Sequence[Prediction], ranks: Sequence[int | None] = ()
) -> Scores:
    """The figures of predictions, one a question; `ranks` of the right paragraph, where it was searched."""
    has = np.array([bool(question.answers) for question in questions])
    if not has.any():
        raise UsageError("no question of the file has an answer; give a file with answers to score against")
    pairs = list(zip(questions, predictions, strict=True))
    exact = np.array([best_of(exact_match, p.text, q.answers) for q, p in pairs])
    overlap = overlaps(questions, predictions)
    right = overlap >= RIGHT
    confidence = np.array([p.confidence for p in predictions])
    refused = np.array([not p.said for p in predictions])
    return Scores(
        questions=len(questions),
        answerable=int(has.sum()),
        exact=percent(exact[has]),
        f1=percent(overlap[has]),
        right=percent(right[has]),
        refused_answerable=percent(refused[has]),
        refused_right=percent(refused[right]) if right.any() else None,
        milliseconds=1000 * float(np.median([p.seconds for p in predictions])),
        **of_confidence(confidence, right),
        **({} if has.all() else of_refusals(confidence, overlap, refused, has)),
        **(of_ranks(ranks, has) if ranks else {}),
    )


def overlaps(questions: Sequence[Question], predictions: Sequence[Prediction]) -> Floats:
    """The token F1 of each best span with the nearest accepted answer, [questions]; 0 where there is none."""
    return np.array([best_of(token_f1, p.text, q.answers) for q, p in zip(questions, predictions, strict=True)])


def of_confidence(confidence: NDArray[Any], right: NDArray[Any]) -> dict[str, Any]:
    risk = risk_coverage(confidence, right)
    shown = np.unique(np.ceil(np.linspace(0, len(risk), POINTS + 1)[1:]).astype(int))
    return {
        "calibration_error": calibration_error(confidence, right),
        "risk_area": float(risk.mean()),
        "accuracy_at_50": 100 * accuracy_at(risk, 0.5),
        "accuracy_at_80": 100 * accuracy_at(risk, 0.8),
        "reliability": reliability(confidence, right),
        "risk_coverage": tuple((float(count / len(risk)), float(risk[count - 1])) for count in shown),
    }


def of_refusals(
    confidence: NDArray[Any], overlap: NDArray[Any], refused: NDArray[Any], has: NDArray[Any]
) -> dict[str, Any]:
    return {
        "unanswerable": int((~has).sum()),
        "refused_unanswerable": percent(refused[~has]),
        "best_f1": 100 * best_threshold(overlap, confidence, has),
        "auroc": auroc(confidence[has], confidence[~has]),
    }


def of_ranks(ranks: Sequence[int | None], has: NDArray[Any]) -> dict[str, Any]:
    found = np.array([np.inf if rank is None else rank for rank in ranks])[has]
    return {
        "recall": {f"R@{depth}": percent(found < depth) for depth in DEPTHS},
        "mrr": percent(np.where(found < 10, 1 / (found + 1), 0)),
    }


def percent(values: NDArray[Any]) -> float:
    return 100 * float(np.mean(values))


def as_text(scores: Scores) -> str:
    """The figures as a small table for people."""
    figures = {name: value for name, value in asdict(scores).items() if value is not None}
    figures.update(figures.pop("recall", {}))
    rows = [(name.replace("_", " "), shown(value)) for name, value in figures.items() if not isinstance(value, tuple)]
    return "\n".join(f"{name:22}{value:>10}" for name, value in rows)


def shown(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}" if 0 < value < 1 else f"{value:.2f}"


def as_json(scores: Scores) -> str:
    """The figures for machines, on one line; what does not apply is null."""
    return json.dumps(asdict(scores))
