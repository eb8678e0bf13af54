import re
import sys

import pytest

from qa_bot.errors import UsageError
from qa_bot.evaluation.curves import Bin
from qa_bot.evaluation.plot import check_plot, draw_reliability, draw_risk, plot
from qa_bot.evaluation.questions import Question
from qa_bot.evaluation.scores import Prediction, summarise
from qa_bot.remedies import install


@pytest.fixture(scope="module")
def scores():
    questions = [Question(str(i), "?", ("1911",) if i % 2 else ()) for i in range(200)]
    predictions = [Prediction("1911", i / 200, i >= 50, 0.001) for i in range(200)]
    return summarise(questions, predictions)


@pytest.mark.parametrize(("name", "magic"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("b.PDF", b"%PDF")])
def test_a_picture_in_the_format_of_its_name(tmp_path, scores, name, magic):
    path = tmp_path / name
    plot(scores, path, "questions.json")
    assert path.read_bytes().startswith(magic)


def test_what_is_drawn_are_the_figures(scores):
    from matplotlib.figure import Figure

    axes = Figure().subplots(1, 2)
    draw_reliability(axes[0], scores)
    draw_risk(axes[1], scores)
    _, points = axes[0].lines
    assert list(zip(*points.get_data(), strict=True)) == [(own.confidence, own.right) for own in scores.reliability]
    curve, threshold = axes[1].lines
    assert list(zip(*curve.get_data(), strict=True)) == list(scores.risk_coverage)
    assert threshold.get_xdata()[0] == pytest.approx(0.75), "150 of 200 are said"
    assert all(isinstance(own, Bin) for own in scores.reliability)


@pytest.mark.parametrize(("name", "words"), [("a.txt", ".png"), ("nowhere/a.png", "folder that exists"), ("a", ".png")])
def test_a_place_that_cannot_hold_a_picture_is_refused(tmp_path, name, words):
    with pytest.raises(UsageError, match=words):
        check_plot(tmp_path / name)


def test_without_matplotlib_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=re.escape(install("plot"))):
        check_plot(tmp_path / "a.png")
