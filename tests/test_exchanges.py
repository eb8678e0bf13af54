"""The share of follow-ups that the product promises, over the exchanges in this repository."""

import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "exchanges.py"


@pytest.fixture(scope="module")
def turns():
    script = runpy.run_path(str(SCRIPT), run_name="exchanges")
    return list(script["ask"](script["EXCHANGES"]))


def test_follow_ups_are_answered_as_the_full_questions(turns):
    follow = [turn for turn in turns if turn.place]
    assert sum(turn.as_full for turn in follow) >= 0.85 * len(follow)


def test_full_questions_are_taken_as_they_stand(turns):
    whole = [turn for turn in turns if turn.is_full]
    assert all(turn.kept for turn in whole)
