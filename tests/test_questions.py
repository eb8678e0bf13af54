"""The figures of `benchmarks/answers.py` that the product promises, over the documents in this repository."""

import json
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "benchmarks" / "answers.py"


@pytest.fixture(scope="module")
def results():
    script = runpy.run_path(str(SCRIPT), run_name="answers")
    rows = [row for name in script["NAMES"] for row in script["ask"](name)]
    return lambda kinds, figure: script["share"](rows, kinds, figure)


def test_the_right_sentence_for_most_plain_questions(results):
    assert results(("plain",), "sentence") >= 0.85  # 0.89 where it was measured


def test_the_right_words_for_most_plain_questions(results):
    assert results(("plain",), "words") >= 0.77  # 0.80 where it was measured; another machine may round otherwise


def test_the_right_words_for_most_of_the_harder_ones(results):
    assert results(("hard",), "words") >= 0.62  # 0.675 where it was measured


def test_most_of_what_is_not_answered_is_refused_and_little_that_is(results):
    assert results(("absent", "near"), "refused") >= 0.9  # 0.94 where it was measured
    assert results(("plain", "hard"), "lost") <= 0.06  # 0.052 where it was measured


def test_every_accepted_answer_stands_in_its_document():
    files = sorted((ROOT / "tests" / "data" / "questions").rglob("*.json"))
    assert len(files) == 8
    for file in files:
        content = json.loads(file.read_text(encoding="utf-8"))
        text = " ".join((ROOT / content["document"]).read_text(encoding="utf-8").split())
        assert len({row["id"] for row in content["questions"]}) == len(content["questions"]) >= 20
        for row in content["questions"]:
            assert bool(row["answers"]) == (row["kind"] in ("plain", "hard"))
            assert not [answer for answer in row["answers"] if " ".join(answer.split()) not in text], row["id"]
