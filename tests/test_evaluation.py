import gzip
import json

import numpy as np
import pytest

from qa_bot.errors import CorpusError, UsageError
from qa_bot.evaluation import (
    Prediction,
    Question,
    as_json,
    as_text,
    auroc,
    best_threshold,
    evaluate,
    exact_match,
    normalise,
    read_questions,
    summarise,
    token_f1,
)

CONTENT = {
    "data": [
        {
            "title": "Lake_Aral",
            "paragraphs": [
                {
                    "context": "The ferry Juno sank in 1911. Nobody was on board.",
                    "qas": [
                        {
                            "id": 1,
                            "question": "When did the ferry sink?",
                            "answers": [{"text": "1911", "answer_start": 23}],
                        },
                        {"id": 2, "question": "Who owned Juno?", "answers": [], "is_impossible": True},
                    ],
                },
                {
                    "context": "A baker in Oran sold bread shaped like moons.",
                    "qas": [
                        {"id": 3, "question": "Where was the baker?", "answers": [{"text": "Oran", "answer_start": 11}]}
                    ],
                },
            ],
        }
    ]
}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "questions.json"
    path.write_text(json.dumps(CONTENT), encoding="utf-8")
    return path


def test_the_official_normalisation():
    assert normalise("The  U.S.A., an `Apple'") == "usa apple"
    assert exact_match("the Aral lake!", "Aral Lake") == 1
    assert exact_match("Aral", "Aral lake") == 0


def test_token_f1_by_hand():
    # own: big red dog; true: red dog house -> 2 common of 3 and 3
    assert token_f1("a big red dog", "the red dog house") == pytest.approx(2 / 3)
    assert token_f1("cat", "dog") == 0
    assert token_f1("the", "a") == 1, "nothing is left of either"
    assert token_f1("", "dog") == 0


def test_auroc_by_hand():
    # of the pairs (3, 2) (3, 1) (1, 2) (1, 1): two above, one below, one tie
    assert auroc(np.array([3.0, 1.0]), np.array([2.0, 1.0])) == pytest.approx(2.5 / 4)


def test_the_best_threshold_by_hand():
    # saying the two surest gives 1 + 0.5, refusing the other two gives 1 for the unanswerable one: 2.5 of 4
    overlap, score = np.array([1.0, 0.5, 0.2, 0.0]), np.array([4.0, 3.0, 1.0, 2.0])
    assert best_threshold(overlap, score, np.array([True, True, True, False])) == pytest.approx(2.5 / 4)
    assert best_threshold(np.zeros(2), np.array([1.0, 2.0]), np.array([False, False])) == 1, "refuse all"
    assert best_threshold(np.array([1.0, 0.0]), np.ones(2), np.array([True, False])) == 0.5, "ties stay together"


def test_summarise_by_hand():
    questions = [
        Question("1", "?", ("1911", "in 1911"), 0),
        Question("2", "?", ("Oran",), 1),
        Question("3", "?", (), 0),
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
    assert "best f1" in as_text(scores) and "R@20" in as_text(scores)
    assert json.loads(as_json(scores))["mrr"] == 50


def test_a_file_of_questions_only_that_nothing_answers_cannot_be_scored():
    with pytest.raises(UsageError, match="no question"):
        summarise([Question("1", "?", (), 0)], [Prediction("", 0, False, 0)])


def test_reading_a_file_compressed_or_not(path, tmp_path):
    packed = tmp_path / "questions.json.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    file = read_questions(path)
    assert file == read_questions(packed)
    assert [question.answers for question in file.questions] == [("1911",), (), ("Oran",)]
    assert file.paragraphs[0].title == "Lake Aral" and file.questions[2].paragraph == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\x1f\x8bxx",
        b"[]",
        b'{"data": [{}]}',
        b'{"data": [{"paragraphs": [{"qas": []}]}]}',
        b"[" * 100_000,
        gzip.compress(b"{}")[:-9] + b"x" * 9,
        b'{"data": [{"paragraphs": [{"context": " ", "qas": []}]}]}',
        b'{"data": [{"paragraphs": [{"context": "x", "qas": [{"id": 1, "question": 7, "answers": []}]}]}]}',
    ],
)
def test_files_in_another_layout_are_refused(tmp_path, content):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match="bad.json"):
        read_questions(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="nowhere.json"):
        read_questions(tmp_path / "nowhere.json")


def test_evaluating_over_all_paragraphs(path):
    scores = evaluate(read_questions(path))
    assert scores.questions == 3 and scores.answerable == 2
    assert scores.recall["R@1"] == 100
    assert scores.f1 > 0
