import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss as log_loss_of_sklearn

from qa_bot.evaluation.fitting import (
    SLOPE_SPREAD,
    Asked,
    Scale,
    fit_scale,
    fit_threshold,
    learn,
    log_loss,
    logistic,
    served,
)
from qa_bot.settings import Settings


def drawn(count: int, seed: int, slope: float = 1.0, shift: float = 0.0) -> Asked:
    """Questions whose confidence is true once it is changed by `slope` and `shift`."""
    draw = np.random.default_rng(seed)
    confidence = draw.random(count)
    right = draw.random(count) < Scale(slope, shift)(confidence)
    answerable = right | (draw.random(count) < 0.2)
    return Asked(confidence, right, answerable, np.zeros(count, bool))


def test_a_scale_keeps_certainty_and_order():
    scale = Scale(0.5, -1.0)
    given = np.array([0.0, 0.1, 0.5, 0.9, 1.0])
    assert list(scale(given)[[0, -1]]) == [0, 1] and np.all(np.diff(scale(given)) > 0)
    assert scale(0.5) == pytest.approx(1 / (1 + np.e))
    assert Scale()(given) == pytest.approx(given)


def test_from_many_questions_the_true_scale_is_learnt():
    learnt = fit_scale(drawn(20_000, 1, 0.6, -1.5))
    assert (learnt.slope, learnt.shift) == (pytest.approx(0.6, abs=0.05), pytest.approx(-1.5, abs=0.05))


def test_from_few_questions_little_is_learnt():
    few, many = fit_scale(drawn(10, 2, 0.6, -1.5)), fit_scale(drawn(1000, 2, 0.6, -1.5))
    assert abs(few.slope - 1) < abs(many.slope - 1) and abs(few.shift) < abs(many.shift)
    assert fit_scale(Asked(np.zeros(3), *(np.zeros(3, bool),) * 3)) == Scale(), "without a span, nothing"


def test_the_slope_is_the_most_probable_between_the_identity_and_the_free_fit_of_scikit_learn():
    x = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0] * 20)  # symmetric around 0, so that the shift stays 0
    right = np.array([False, False, True, False, True, True] * 20)
    found = fit_scale(Asked(logistic(x), right, right, np.zeros(len(x), bool)))
    assert found.shift == pytest.approx(0, abs=1e-4)

    def loss(slope: float) -> float:
        z = slope * x
        return float(np.sum(np.logaddexp(0, z) - right * z) + ((slope - 1) / SLOPE_SPREAD) ** 2 / 2)

    grid = np.linspace(0.5, 2, 3001)
    assert found.slope == pytest.approx(grid[np.argmin([loss(slope) for slope in grid])], abs=1e-3)
    free = LogisticRegression(C=np.inf).fit(x[:, None], right).coef_[0, 0]
    assert 1 < found.slope < free or free < found.slope < 1


def test_the_threshold_by_hand():
    # surest first: right, right, unanswerable, right, unanswerable, unanswerable
    confidence = np.array([0.9, 0.8, 0.6, 0.5, 0.3, 0.2])
    right = np.array([True, True, False, True, False, False])
    asked = Asked(confidence, right, right, np.zeros(6, bool))
    # refusing below 0.4 serves all but one, below 0.7 as well; the nearer to the default is taken
    assert fit_threshold(asked) == pytest.approx(0.4)
    assert served(asked, confidence < 0.4).sum() == 5


def test_a_threshold_that_serves_no_better_stays_the_default():
    right = np.array([True, True, False])
    asked = Asked(np.array([0.9, 0.5, 0.01]), right, right, np.zeros(3, bool))
    assert fit_threshold(asked) == Settings.threshold


def test_what_is_refused_anyway_has_no_say():
    right = np.array([True, False, False])
    asked = Asked(np.array([0.5, 0.9, 0.95]), right, right, np.array([False, True, True]))
    assert fit_threshold(asked) == Settings.threshold
    nothing = Asked(np.zeros(3), np.zeros(3, bool), right, np.ones(3, bool))
    assert fit_threshold(nothing) == Settings.threshold


COLUMNS = st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans(), st.booleans(), st.booleans())


@given(st.lists(COLUMNS, min_size=1, max_size=40))
@example([(0.0, True, True, False), (1.0, False, False, False), (1.0, False, False, False)])
def test_no_threshold_serves_better(rows):
    confidence, answerable, right, unsayable = (np.array(column) for column in zip(*rows, strict=True))
    asked = Asked(confidence, right & answerable, answerable, unsayable)

    def total(threshold: float) -> int:
        return int(served(asked, unsayable | (confidence < threshold)).sum())

    # a confidence of 1 is never refused, as no threshold is above
    assert total(fit_threshold(asked)) >= max(map(total, np.linspace(0, 1, 201)))


@given(st.lists(st.tuples(st.integers(1, 99).map(lambda n: n / 100), st.booleans()), min_size=1))
def test_log_loss_is_that_of_scikit_learn(rows):
    confidence, right = np.array([p for p, _ in rows]), np.array([own for _, own in rows])
    assert log_loss(confidence, right) == pytest.approx(log_loss_of_sklearn(right, confidence, labels=[False, True]))


def test_confidences_that_are_off_are_mended_and_figures_are_out_of_fold():
    asked = drawn(300, 3, 0.8, -2.0)
    learnt = learn(asked)
    assert learnt.changed and learnt.scale.shift < -1
    assert learnt.after.calibration_error < learnt.before.calibration_error / 2
    assert learnt.after.log_loss < learnt.before.log_loss
    assert learnt.after.served > learnt.before.served
    inside = log_loss(learnt.scale(asked.confidence), asked.right)
    assert inside < learnt.after.log_loss, "what has seen a question judges it better than what has not"


def test_what_serves_well_already_is_left_alone():
    draw = np.random.default_rng(4)
    right = draw.random(400) < 0.5
    confidence = np.where(right, draw.uniform(0.5, 1, 400), draw.uniform(0.0, Settings.threshold, 400))
    learnt = learn(Asked(confidence, right, right, np.zeros(400, bool)))
    assert learnt.threshold == pytest.approx(float(learnt.scale(Settings.threshold)))
    assert learnt.after.served == learnt.before.served == 100
    assert (learnt.scale == Scale()) == (learnt.after.log_loss == learnt.before.log_loss)


def test_nothing_is_learnt_from_noise_about_true_confidences():
    changed = 0
    for seed in range(20):
        learnt = learn(drawn(60, seed))
        changed += learnt.scale != Scale()
        assert learnt.after.log_loss <= learnt.before.log_loss
        assert learnt.after.served >= learnt.before.served
    assert changed < 15


def test_a_given_threshold_is_used_on_the_changed_scale():
    asked = drawn(300, 5, 0.8, -2.0)
    learnt = learn(asked, 0.25)
    assert learnt.threshold == learnt.after.threshold == 0.25
    loose, strict = learn(asked, 0.0).after, learn(asked, 1.0).after
    assert loose.refused_answerable == 0 and strict.refused_unanswerable == 100
