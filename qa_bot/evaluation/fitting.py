"""Learning a calibration from few questions: "what serves these questions better, and by more than chance?".

The confidence p becomes the logistic of slope * logit(p) + shift (Platt, Probabilistic Outputs for Support Vector
Machines, 1999). The shift stands for another share of unanswerable questions (Saerens et al., Adjusting the Outputs of
a Classifier to New a Priori Probabilities, 2002), the slope for documents on which the evidence is worth more or less.
A logistic regression over all the evidence would have more to learn than some dozens of questions can teach: even of
these two numbers, at 40 questions, a freely fitted pair is worse than none, and one drawn toward 1 and 0 is better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.calibration import SHIFTS, SLOPES
from qa_bot.evaluation.curves import Floats, calibration_error
from qa_bot.settings import Settings

SLOPE_SPREAD, SHIFT_SPREAD = 0.25, 1.0
"""Standard deviations of the normal priors around 1 and 0: of eight pairs among the best at 40 and at 80 questions."""
CERTAIN = 1e-6  # a probability nearer to 0 or 1 is taken for this near
FOLDS, SEED = 5, 0

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Asked:
    """What came of each question, [n] each.

    Parameters
    ----------
    confidence
        The packaged probability that the best span is right.
    right, answerable
        Whether it is, and whether it can be.
    unsayable
        Refused at every threshold, since there is no span or no word of the question occurs.
    """

    confidence: Floats
    right: Flags
    answerable: Flags
    unsayable: Flags

    def __len__(self) -> int:
        return len(self.confidence)

    def of(self, rows: NDArray[np.intp]) -> Asked:
        return Asked(self.confidence[rows], self.right[rows], self.answerable[rows], self.unsayable[rows])


@dataclass(frozen=True)
class Scale:
    """The two numbers that change a probability."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, probability: Floats | float) -> Floats:
        """The changed probabilities; 0 and 1 stay."""
        given = np.asarray(probability, np.float64)
        changed = logistic(self.slope * logit(given) + self.shift)
        return np.where((given == 0) | (given == 1), given, changed)


@dataclass(frozen=True)
class Figures:
    """How a threshold and a confidence serve the questions; shares in per cent, the others from 0.

    `refused_right` are those refused of the questions whose best span is right; `served` is the share of all
    questions where a right answer is said or an unanswerable question refused.
    """

    calibration_error: float
    log_loss: float
    threshold: float
    refused_answerable: float
    refused_right: float
    refused_unanswerable: float
    served: float


@dataclass(frozen=True)
class Learnt:
    """What to use for these questions' documents, and the figures without and with it, the latter out of fold."""

    scale: Scale
    threshold: float
    before: Figures
    after: Figures

    @property
    def changed(self) -> bool:
        return (self.scale, self.threshold) != (Scale(), Settings.threshold)


def learn(asked: Asked, threshold: float | None = None) -> Learnt:
    """What serves the questions better than what is packaged, each part kept only if it does so out of fold.

    Parameters
    ----------
    asked
        At least FOLDS answerable and FOLDS unanswerable questions.
    threshold
        What to refuse below, on the changed scale, or None to choose it.
    """
    default = Settings.threshold
    before = figures(asked, asked.confidence, asked.unsayable | (asked.confidence < default), default)
    scale, confidence, raw, refused = Scale(), np.zeros(len(asked)), default, np.zeros(len(asked), bool)
    for train, test in folds(asked):
        confidence[test] = fit_scale(asked.of(train))(asked.confidence[test])
        refused[test] = asked.unsayable[test] | (asked.confidence[test] < fit_threshold(asked.of(train)))
    if log_loss(confidence, asked.right) < before.log_loss:
        scale = fit_scale(asked)
    else:
        confidence = asked.confidence
    if percent(served(asked, refused)) > before.served:
        raw = fit_threshold(asked)
    else:
        refused = asked.unsayable | (asked.confidence < default)
    if threshold is None:
        threshold = float(scale(raw)) if scale != Scale() else raw
    else:
        refused = asked.unsayable | (confidence < threshold)
    return Learnt(scale, threshold, before, figures(asked, confidence, refused, threshold))


def folds(asked: Asked) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """(train, test) rows, each with its share of answerable questions."""
    from sklearn.model_selection import StratifiedKFold

    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(asked.answerable, asked.answerable))


def fit_scale(asked: Asked) -> Scale:
    """The most probable scale given the questions and the priors."""
    from scipy.optimize import minimize

    found = asked.confidence > 0  # without a span there is nothing to change
    x, y = logit(asked.confidence[found]), asked.right[found]

    def loss(scale: Floats) -> tuple[float, Floats]:
        """The negative log posterior of (slope, shift), and its gradient [2]."""
        slope, shift = scale
        away = np.array([(slope - 1) / SLOPE_SPREAD, shift / SHIFT_SPREAD])
        z = slope * x + shift
        error = logistic(z) - y
        value = np.sum(np.logaddexp(0, z) - y * z) + 0.5 * away @ away
        return float(value), np.array([error @ x, error.sum()]) + away / [SLOPE_SPREAD, SHIFT_SPREAD]

    best = minimize(loss, [1.0, 0.0], jac=True, method="L-BFGS-B", bounds=[SLOPES, SHIFTS])
    return Scale(*map(float, best.x))


def fit_threshold(asked: Asked) -> float:
    """The threshold on the packaged scale that serves the most questions; of several the nearest to the default."""
    default = Settings.threshold
    sayable = ~asked.unsayable
    values, number = np.unique(asked.confidence[sayable], return_inverse=True)
    if not len(values):
        return default
    gain = np.bincount(number, np.where(asked.answerable, -1.0 * asked.right, 1.0)[sayable])
    between = np.concatenate([[0], (values[1:] + values[:-1]) / 2, [1] if values[-1] < 1 else []])
    # of refusing none, the least sure, the two least sure, ...; no threshold refuses a confidence of 1
    totals = np.concatenate([[0], np.cumsum(gain)])[: len(between)]
    if totals[np.searchsorted(values, default)] == totals.max():
        return default
    return float(min(between[totals == totals.max()], key=lambda own: abs(float(logit(own) - logit(default)))))


def figures(asked: Asked, confidence: Floats, refused: Flags, threshold: float) -> Figures:
    return Figures(
        calibration_error(confidence, asked.right),
        log_loss(confidence, asked.right),
        threshold,
        percent(refused[asked.answerable]),
        percent(refused[asked.right]),
        percent(refused[~asked.answerable]),
        percent(served(asked, refused)),
    )


def served(asked: Asked, refused: Flags) -> Flags:
    """Whether each question got what it should: its right answer, or a refusal where there is none, [n]."""
    return np.where(asked.answerable, asked.right & ~refused, refused)


def log_loss(confidence: Floats, right: Flags) -> float:
    """The mean of -log of the probability given to what came, which is least where the probabilities are true."""
    z = logit(confidence)
    return float(np.mean(np.logaddexp(0, z) - right * z))


def percent(flags: Flags) -> float:
    return 100 * float(np.mean(flags))


def logit(probability: Floats | float) -> Floats:
    inside = np.clip(probability, CERTAIN, 1 - CERTAIN)
    return np.asarray(np.log(inside / (1 - inside)))


def logistic(z: Floats) -> Floats:
    return np.asarray(np.exp(-np.logaddexp(0, -z)))
