"""Calibrating to a person's own questions on their own documents: ask, learn, keep, and say what changed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from qa_bot.bot import Bot, bundled, checked
from qa_bot.calibration import OwnCalibration, digest_of_corpus, digest_of_weights, forget, save
from qa_bot.errors import CalibrationError, QuestionError
from qa_bot.evaluation.asking import predict
from qa_bot.evaluation.fitting import FOLDS, Asked, Figures, Learnt, learn
from qa_bot.evaluation.overlap import RIGHT
from qa_bot.evaluation.questions import Question, QuestionFile
from qa_bot.evaluation.scores import overlaps
from qa_bot.records import Document, Unread
from qa_bot.settings import Settings

ENOUGH = 20
"""Answerable questions, and unanswerable ones, that it takes: ten of the rarer outcome for each of the two numbers of a
scale (Peduzzi et al., A Simulation Study of the Number of Events per Variable, 1996). With 20 of each, held-out
questions of thirteen corpora had a lower log loss, and 78.2% instead of 75.5% of them were served."""


@dataclass(frozen=True)
class Report:
    """What was learnt, from which questions and documents, and where it is kept.

    Parameters
    ----------
    answerable, unanswerable
        How many questions.
    unfound
        The answerable questions of which no accepted answer stands in the documents word for word.
    unread
        Files of the documents' folders that could not be read.
    learnt
        What to use, with the figures before and after.
    path, removed
        Where it is kept, or None where nothing had to be; then whether an earlier one was removed.
    corpus
        The paths as given.
    """

    answerable: int
    unanswerable: int
    unfound: tuple[str, ...]
    unread: tuple[Unread, ...]
    learnt: Learnt
    path: Path | None
    removed: bool
    corpus: tuple[str, ...]


def calibrate(
    file: QuestionFile,
    corpus: Sequence[str],
    threshold: float | None = None,
    told: Callable[[int], None] = lambda asked: None,
) -> Report:
    """Ask a file's questions over the corpus, learn from them and keep what serves them better.

    Parameters
    ----------
    file
        At least ENOUGH answerable and as many unanswerable ones, no two the same.
    corpus
        Paths, or none for the bundled article.
    threshold
        What to refuse below, 0 to 1, or None to choose it.
    told
        Called with how many questions have been asked, before each.

    Raises
    ------
    CalibrationError
        The questions can't be learnt from, or what was learnt can't be kept.
    """
    if threshold is not None and not 0 <= threshold <= 1:
        raise CalibrationError(f"threshold {threshold} is no probability: give a number from 0 to 1")
    check(file)
    paths = list(corpus) or [str(bundled())]
    # what is refused at a threshold of 0 is so whatever the threshold
    bot = Bot.open(*paths, settings=Settings(threshold=0.0), calibrated=False)
    asked = ask(bot, file.questions, told)
    if not asked.right.any():
        raise CalibrationError(
            f"{file.path}: not one of the questions is answered rightly; name the documents that they are about with -c"
        )
    learnt = learn(asked, threshold)
    path, removed = keep(learnt, own_calibration(learnt, asked, bot), paths)
    has = int(asked.answerable.sum())
    missing = unfound(file.questions, bot.documents)
    return Report(has, len(asked) - has, missing, bot.unread, learnt, path, removed, tuple(corpus))


def check(file: QuestionFile) -> None:
    """Raise CalibrationError unless the questions can be learnt from."""
    known: dict[str, str] = {}
    for own in file.questions:
        words = flat(own.text)
        if words in known:
            raise CalibrationError(f"{file.path}: questions {known[words]} and {own.id} are the same; remove one")
        known[words] = own.id
        try:
            checked(own.text, Settings())
        except QuestionError as error:
            raise CalibrationError(f"{file.path}: question {own.id}: {error}") from None
    has = sum(bool(own.answers) for own in file.questions)
    has_not = len(file.questions) - has
    lacks = [
        f"{ENOUGH - count} more {kind}"
        for kind, count in (("answerable", has), ("unanswerable", has_not))
        if count < ENOUGH
    ]
    if lacks:
        raise CalibrationError(
            f"{file.path}: it takes at least {ENOUGH} answerable and {ENOUGH} unanswerable questions, and there are "
            f"{has} and {has_not}; add {' and '.join(lacks)}"
        )


def ask(bot: Bot, questions: Sequence[Question], told: Callable[[int], None]) -> Asked:
    """What comes of each question, of a bot with a threshold of 0."""
    predictions = []
    for number, question in enumerate(questions):
        told(number)
        predictions.append(predict(bot, question))
    return Asked(
        confidence=np.array([own.confidence for own in predictions]),
        right=overlaps(questions, predictions) >= RIGHT,
        answerable=np.array([bool(own.answers) for own in questions]),
        unsayable=np.array([not own.said for own in predictions]),
    )


def keep(learnt: Learnt, own: OwnCalibration, paths: Sequence[str]) -> tuple[Path | None, bool]:
    """Keep what changes something, or else remove an earlier one: where it is kept, and whether one was removed."""
    return (save(own, paths), False) if learnt.changed else (None, forget(paths))


def own_calibration(learnt: Learnt, asked: Asked, bot: Bot) -> OwnCalibration:
    has = int(asked.answerable.sum())
    return OwnCalibration(
        slope=learnt.scale.slope,
        shift=learnt.scale.shift,
        threshold=learnt.threshold,
        answerable=has,
        unanswerable=len(asked) - has,
        corpus=digest_of_corpus(bot.documents),
        weights=digest_of_weights(bot.reader.manifest),
    )


def unfound(questions: Sequence[Question], documents: Sequence[Document]) -> tuple[str, ...]:
    """The answerable questions of which no accepted answer stands in a document, apart from case and white space."""
    texts = [flat(own.text) for own in documents]
    return tuple(
        question.id
        for question in questions
        if question.answers and not any(flat(answer) in text for answer in question.answers for text in texts)
    )


def flat(text: str) -> str:
    return " ".join(text.casefold().split())


def report_text(report: Report) -> str:
    """What changed, for people."""
    learnt, count = report.learnt, report.answerable + report.unanswerable
    lines = [
        f"{count} questions, {report.unanswerable / count:.0%} of them unanswerable; “after” judges each by what "
        f"{FOLDS - 1} in {FOLDS} of the others taught",
        f"{'':24}{'before':>10}{'after':>10}",
    ]
    for own in fields(Figures):
        before, after = (shown(own.name, getattr(side, own.name)) for side in (learnt.before, learnt.after))
        lines.append(f"{own.name.replace('_', ' '):24}{before:>10}{after:>10}")
    if report.unfound:
        lines.append(
            f"{len(report.unfound)} accepted answers stand nowhere in the documents word for word "
            f"(question {', '.join(report.unfound[:5])}{' ...' if len(report.unfound) > 5 else ''}); mind the wording"
        )
    named = " ".join(f"-c {shlex.quote(path)}" for path in report.corpus)
    if report.path:
        lines += [
            f"kept in {report.path}, and used whenever the same paths are asked",
            f"undo it with: qa-bot calibrate --forget {named}".rstrip(),
        ]
    else:
        lines.append("nothing was changed: by these questions, what is packaged serves them as well")
        lines += ["the earlier calibration of these documents was removed"] * report.removed
    return "\n".join(lines)


def shown(name: str, value: float) -> str:
    return f"{value:.1f}%" if name.startswith(("refused", "served")) else f"{value:.3f}"


def report_json(report: Report) -> str:
    """What changed, for machines, on one line."""
    return json.dumps({**asdict(report), "path": str(report.path) if report.path else None})
