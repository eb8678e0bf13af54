import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import precision_recall_curve, roc_auc_score

from qa_bot.evaluation.curves import (
    accuracy_at,
    auroc,
    best_threshold,
    calibration_error,
    reliability,
    risk_coverage,
)

ASKED = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=1, max_size=80)


def arrays(asked) -> tuple[np.ndarray, np.ndarray]:
    return np.array([confidence for confidence, _ in asked]), np.array([right for _, right in asked])


def test_the_calibration_error_by_hand():
    # two bins: 0.1 and 0.3 with none right, 0.6 and 0.8 with one right -> (2 * 0.2 + 2 * |0.7 - 0.5|) / 4
    confidence, right = np.array([0.8, 0.1, 0.6, 0.3]), np.array([True, False, False, False])
    assert calibration_error(confidence, right, bins=2) == pytest.approx(0.2)
    low, high = reliability(confidence, right, bins=2)
    assert (low.confidence, low.right, low.questions) == (pytest.approx(0.2), 0, 2)
    assert (high.confidence, high.right, high.questions) == (pytest.approx(0.7), 0.5, 2)


@given(ASKED, st.integers(1, 15))
def test_the_reliability_diagram_is_that_of_scikit_learn(asked, bins):
    confidence, right = arrays(asked)
    found = reliability(confidence, right, bins)
    share, mean = calibration_curve(right, confidence, n_bins=bins, strategy="quantile", pos_label=True)
    assert np.allclose([own.right for own in found], share)
    assert np.allclose([own.confidence for own in found], mean)
    assert sum(own.questions for own in found) == len(asked)


def test_bins_hold_at_least_twenty_questions_and_are_fifteen_at_most():
    draw = np.random.default_rng(0)
    for count, bins in ((5, 1), (59, 2), (299, 14), (300, 15), (5000, 15)):
        found = reliability(draw.random(count), draw.random(count) < 0.5)
        assert len(found) == bins
        assert min(own.questions for own in found) >= min(count, 19), "edges between two questions may move one"


def test_confidences_that_hold_have_a_small_error_and_those_that_do_not_a_large_one():
    draw = np.random.default_rng(1)
    confidence = draw.random(20_000)
    right = draw.random(20_000) < confidence
    assert calibration_error(confidence, right) < 0.02
    # sure of all and right in half: off by the mean distance of the square root from the line, 2/3 - 1/2
    assert calibration_error(np.sqrt(confidence), right) == pytest.approx(1 / 6, abs=0.02)


def test_risk_and_coverage_by_hand():
    # surest first: right, wrong, right, wrong -> of 1, 2, 3, 4 answered 0, 1/2, 1/3, 1/2 are wrong
    confidence, right = np.array([0.2, 0.9, 0.5, 0.7]), np.array([False, True, True, False])
    risk = risk_coverage(confidence, right)
    assert risk == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert accuracy_at(risk, 0.5) == pytest.approx(1 / 2) and accuracy_at(risk, 0.75) == pytest.approx(2 / 3)
    assert accuracy_at(risk, 0.51) == accuracy_at(risk, 0.75), "at least so many are answered"
    assert risk_coverage(np.full(4, 0.5), right) == pytest.approx(np.full(4, 0.5)), "in a tie, the mean of all orders"


@given(ASKED.filter(lambda asked: any(right for _, right in asked)))
def test_the_accuracy_of_the_surest_is_the_precision_of_scikit_learn(asked):
    confidence, right = arrays(asked)
    precision, _, thresholds = precision_recall_curve(right, confidence, pos_label=True)
    risk = risk_coverage(confidence, right)
    counts = [int((confidence >= threshold).sum()) for threshold in thresholds]
    assert np.allclose(1 - risk[np.array(counts) - 1], precision[:-1])


@given(ASKED.filter(lambda asked: len({right for _, right in asked}) == 2))
def test_auroc_is_that_of_scikit_learn(asked):
    confidence, right = arrays(asked)
    assert auroc(confidence[right], confidence[~right]) == pytest.approx(roc_auc_score(right, confidence))


def test_auroc_by_hand():
    # of the pairs (3, 2) (3, 1) (1, 2) (1, 1): two above, one below, one tie
    assert auroc(np.array([3.0, 1.0]), np.array([2.0, 1.0])) == pytest.approx(2.5 / 4)


def test_the_best_threshold_by_hand():
    # saying the two surest gives 1 + 0.5, refusing the other two gives 1 for the unanswerable one: 2.5 of 4
    overlap, score = np.array([1.0, 0.5, 0.2, 0.0]), np.array([4.0, 3.0, 1.0, 2.0])
    assert best_threshold(overlap, score, np.array([True, True, True, False])) == pytest.approx(2.5 / 4)
    assert best_threshold(np.zeros(2), np.array([1.0, 2.0]), np.array([False, False])) == 1, "refuse all"
    assert best_threshold(np.array([1.0, 0.0]), np.ones(2), np.array([True, False])) == 0.5, "ties stay together"
