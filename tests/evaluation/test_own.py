"""Calibrating to a person's own questions: the real bot over two of the documents."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa_bot import Bot, Document, Settings
from qa_bot.calibration import OwnCalibration, digest_of_corpus, digest_of_weights, forget, load, place, save
from qa_bot.errors import CalibrationError
from qa_bot.evaluation import Question, calibrate, evaluate_corpus, report_json, report_text
from qa_bot.evaluation.fitting import Scale
from qa_bot.evaluation.own import ENOUGH, check, keep, unfound
from qa_bot.evaluation.questions import QuestionFile

DATA = Path(__file__).resolve().parents[1] / "data"
NAMES = ("lease", "lighthouse")
PLAIN = Settings()


def written(name: str) -> list[Question]:
    """11 questions that a document answers and 10 that it does not."""
    rows = json.loads((DATA / "questions" / f"{name}.json").read_text(encoding="utf-8"))["questions"]
    questions = [Question(row["id"], row["question"], tuple(row["answers"])) for row in rows]
    return [own for own in questions if own.answers][:11] + [own for own in questions if not own.answers][-10:]


QUESTIONS = [question for name in NAMES for question in written(name)]
FILE = QuestionFile((), tuple(QUESTIONS), "mine.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of the two documents, so that they can be changed."""
    folder = tmp_path_factory.mktemp("own")
    for name in NAMES:
        (folder / f"{name}.txt").write_bytes((DATA / "documents" / f"{name}.txt").read_bytes())
    yield folder
    forget([folder])


@pytest.fixture(scope="module")
def report(folder):
    asked = []
    report = calibrate(FILE, [str(folder)], 0.37, told=asked.append)
    assert asked == list(range(len(QUESTIONS)))
    return report


def test_it_says_what_changed_and_how_to_undo_it(report, folder):
    text = report_text(report)
    assert "calibration error" in text and "refused unanswerable" in text and "out of" not in text
    assert f"--forget -c {folder}" in text and str(place([folder])) in text
    assert report.learnt.after.log_loss <= report.learnt.before.log_loss
    assert report.learnt.after.refused_unanswerable >= report.learnt.before.refused_unanswerable
    content = json.loads(report_json(report))
    assert content["path"] == str(place([folder])) and content["answerable"] == 22
    assert content["learnt"]["after"]["threshold"] == report.learnt.threshold == 0.37


def test_before_is_what_the_bot_gives_as_it_comes(report, folder):
    scores = evaluate_corpus(FILE, Bot.open(folder, calibrated=False))
    before = report.learnt.before
    assert before.calibration_error == pytest.approx(scores.calibration_error)
    assert before.refused_answerable == pytest.approx(scores.refused_answerable)
    assert before.refused_unanswerable == pytest.approx(scores.refused_unanswerable)
    assert before.refused_right == pytest.approx(scores.refused_right)


def test_it_is_used_for_the_same_paths(report, folder):
    bot = Bot.open(folder)
    assert bot.own == load([folder], bot.reader.manifest["sha256"]) and bot.own.threshold == 0.37 and bot.notes == ()
    assert bot.settings == Settings(threshold=0.37)
    assert Bot.open(folder, settings=Settings(threshold=0.7)).settings.threshold == 0.7, "what is asked for wins"
    plain = Bot.open(folder, calibrated=False)
    assert plain.own is None and plain.settings == PLAIN


def test_it_changes_nothing_but_confidence_and_threshold(tmp_path):
    path = tmp_path / "lease.txt"
    path.write_bytes((DATA / "documents" / "lease.txt").read_bytes())
    plain = Bot.open(path)
    own = OwnCalibration(
        0.6, -0.5, 0.3, 20, 20, digest_of_corpus(plain.documents), digest_of_weights(plain.reader.manifest)
    )
    save(own, [path])
    bot = Bot.open(path)
    forget([path])
    for question in (*QUESTIONS[:3], *QUESTIONS[18:20]):
        before, after = plain.ask(question.text), bot.ask(question.text)
        assert after.confidence == pytest.approx(float(Scale(0.6, -0.5)(before.confidence)))
        best = [(said if said else said.alternatives[0]).text for said in (before, after)]
        assert best[0] == best[1]
        assert not after or after.confidence >= 0.3


def test_other_paths_and_documents_in_memory_are_not_calibrated(report, folder):
    assert Bot.open(folder / "lease.txt").own is None
    assert Bot.open(folder, Document("The ferry sank.")).own is None


def test_it_is_not_used_for_more_documents_than_it_was_made_for(report, folder):
    bot, packaged = Bot.open(folder), Bot.open(folder, calibrated=False)
    more = bot.add(Document("The ferry sank."))
    assert more.own is None and more.calibration == packaged.calibration and more.settings == PLAIN
    assert "fewer documents" in more.notes[-1]
    again = bot.add(folder)
    assert again.own == bot.own and again.settings == bot.settings and again.notes == ()
    set_by_hand = replace(bot, settings=replace(bot.settings, threshold=0.7)).add(Document("The ferry sank."))
    assert set_by_hand.settings.threshold == 0.7


def test_documents_that_changed_are_used_with_a_note(report, folder):
    assert report.path is not None
    more = folder / "more.txt"
    more.write_text("The ferry Juno sank in 1911.", encoding="utf-8")
    try:
        bot = Bot.open(folder)
        assert bot.own is not None and "have changed" in bot.notes[0]
        assert bot.own.corpus != digest_of_corpus(bot.documents)
    finally:
        more.unlink()


def test_what_was_made_for_another_format_is_not_used_and_says_so(report, folder):
    kept = report.path.read_bytes()
    report.path.write_bytes(json.dumps({**json.loads(kept), "format": 0}).encode())
    try:
        bot = Bot.open(folder)
        assert bot.own is None and bot.settings == PLAIN and "format 0" in bot.notes[0]
    finally:
        report.path.write_bytes(kept)


def questions(answerable: int, unanswerable: int, *more: Question) -> QuestionFile:
    asked = [Question(str(i), f"Question {i}?", ("x",) * (i < answerable)) for i in range(answerable + unanswerable)]
    return QuestionFile((), (*asked, *more), "mine.json")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (questions(ENOUGH, 0), "0; add 20 more unanswerable"),
        (questions(0, ENOUGH), "add 20 more answerable"),
        (questions(19, 18), "add 1 more answerable and 2 more unanswerable"),
        (questions(20, 20, Question("x", "question  3?", ())), "questions 3 and x are the same"),
        (questions(20, 20, Question("x", "\u200b", ())), "question x: the question is empty"),
        (questions(20, 20, Question("x", "why " * 30_000, ())), "question x: .* characters"),
    ],
)
def test_questions_that_cannot_be_learnt_from_are_refused(file, words):
    with pytest.raises(CalibrationError, match=f"mine.json: .*{words}"):
        check(file)


def test_enough_questions_are_taken():
    check(questions(ENOUGH, ENOUGH))


@pytest.mark.parametrize("threshold", [-0.1, 1.1, np.nan, np.inf])
def test_a_threshold_outside_0_and_1_is_refused_before_anything_is_read(threshold):
    with pytest.raises(CalibrationError, match="from 0 to 1"):
        calibrate(questions(20, 20), ["/nowhere"], threshold)


def test_questions_about_other_documents_are_refused(tmp_path):
    path = tmp_path / "lake.txt"
    path.write_text("The ferry Juno sank.", encoding="utf-8")
    with pytest.raises(CalibrationError, match="mine.json: .*documents that they are about"):
        calibrate(questions(20, 20), [str(path)])
    assert not place([path]).exists()


def test_answers_that_stand_nowhere_are_told():
    documents = [Document("The  ferry\nJuno sank.")]
    asked = [
        Question("1", "?", ("Ferry Juno", "x")),
        Question("2", "?", ("the yacht",)),
        Question("3", "?", ()),
    ]
    assert unfound(asked, documents) == ("2",)


def test_where_nothing_need_change_nothing_is_kept_and_an_earlier_one_is_removed(report, tmp_path):
    paths = [str(tmp_path)]
    own = OwnCalibration(1.0, 0.0, PLAIN.threshold, 20, 20, "", "")
    assert keep(report.learnt, own, paths) == (place(paths), False)
    same = replace(report.learnt, scale=Scale(), threshold=PLAIN.threshold)
    assert keep(same, own, paths) == (None, True) and not place(paths).exists()
    assert keep(same, own, paths) == (None, False)
    text = report_text(replace(report, learnt=same, path=None, removed=True, unfound=("7",)))
    assert "nothing was changed" in text and "was removed" in text and "question 7" in text
