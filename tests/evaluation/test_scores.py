import json

import pytest

from qa_bot.errors import UsageError
from qa_bot.evaluation.questions import Question
from qa_bot.evaluation.scores import Prediction, as_json, as_text, summarise


def test_summarise_by_hand():
    questions = [
        Question("1", "?", ("1911", "in 1911")),
        Question("2", "?", ("Oran",)),
        Question("3", "?", ()),
    ]
    predictions = [
        Prediction("in 1911", 0.9, True, 0.002),
        Prediction("", 0.1, False, 0.004),
        Prediction("x", 0.5, True, 0.001),
    ]
    scores = summarise(questions, predictions, [0, None, 3])
    assert (scores.exact, scores.f1, scores.refused_answerable) == (50, 50, 50)
    assert (scores.unanswerable, scores.refused_unanswerable, scores.auroc) == (1, 0, 0.5)
    assert scores.best_f1 == pytest.approx(100 * 2 / 3)
    assert scores.recall == {"R@1": 50, "R@5": 50, "R@20": 50} and scores.mrr == 50
    assert scores.milliseconds == 2
    # right is the first alone, whose confidence is 0.9; 0.1 and 0.5 are wrong: one bin, as there are few questions
    assert scores.right == 50 and scores.refused_right == 0
    assert scores.calibration_error == pytest.approx(0.5 - 1 / 3)
    assert scores.risk_area == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)
    assert scores.accuracy_at_50 == pytest.approx(50) and scores.accuracy_at_80 == pytest.approx(100 / 3)
    assert scores.risk_coverage == ((1 / 3, 0.0), (2 / 3, 0.5), (1.0, pytest.approx(2 / 3)))
    assert scores.said == pytest.approx(2 / 3)
    assert "best f1" in as_text(scores) and "R@20" in as_text(scores)
    for_machines = json.loads(as_json(scores))
    assert for_machines["mrr"] == 50 and for_machines["reliability"][0]["questions"] == 3
    assert for_machines["risk_coverage"][-1][0] == 1


def test_without_unanswerable_questions_what_compares_them_is_left_out():
    scores = summarise([Question("1", "?", ("Oran",))], [Prediction("x", 0.2, False, 0.001)])
    assert (scores.refused_unanswerable, scores.auroc, scores.best_f1, scores.refused_right) == (None,) * 4
    assert scores.calibration_error == pytest.approx(0.2) and scores.risk_area == 1 and scores.said == 0
    assert "auroc" not in as_text(scores)


def test_a_file_of_questions_only_that_nothing_answers_cannot_be_scored():
    with pytest.raises(UsageError, match="no question"):
        summarise([Question("1", "?", ())], [Prediction("", 0, False, 0)])
