"""Asking a file's questions: of all its paragraphs, each of its own paragraph, or of other documents."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from qa_bot.bot import Bot
from qa_bot.errors import UsageError
from qa_bot.evaluation.questions import Question, QuestionFile
from qa_bot.evaluation.scores import DEPTHS, Prediction, Scores, summarise
from qa_bot.reader import Reader
from qa_bot.records import Document, Hit
from qa_bot.settings import Settings

WHOLE = 100_000
"""Words of a passage where a paragraph is read as one."""


def evaluate(file: QuestionFile, settings: Settings | None = None, reader: Reader | None = None) -> Scores:
    """Ask every question over all paragraphs as one collection."""
    about = paragraphs_of(file)
    bot = Bot.open(*file.paragraphs, settings=settings, reader=reader)
    predictions, ranks = [], []
    for question, paragraph in zip(file.questions, about, strict=True):
        predictions.append(predict(bot, question))
        ranks.append(rank(bot.search(question.text, 3 * max(DEPTHS), repeats=True), paragraph))
    return summarise(file.questions, predictions, ranks)


def evaluate_reader(file: QuestionFile, settings: Settings | None = None, reader: Reader | None = None) -> Scores:
    """Ask each question of its own paragraph, as one passage and as all there is: what is left is to read it."""
    about, reader = paragraphs_of(file), reader or Reader.open()
    whole = replace(settings or Settings(), max_words=WHOLE)
    predictions = []
    for paragraph, own in groupby(zip(about, file.questions, strict=True), lambda pair: pair[0]):
        bot = Bot.open(paragraph, settings=whole, reader=reader)
        predictions += [predict(bot, question) for _, question in own]
    return summarise(file.questions, predictions)


def evaluate_corpus(file: QuestionFile, bot: Bot) -> Scores:
    """Ask every question of other documents than the file's own."""
    return summarise(file.questions, [predict(bot, question) for question in file.questions])


def predict(bot: Bot, question: Question) -> Prediction:
    """The best span for a question, whether or not it is said."""
    began = time.perf_counter()
    answer = bot.ask(question.text)
    seconds = time.perf_counter() - began
    best = answer if answer else next(iter(answer.alternatives), answer)
    return Prediction(best.text or "", answer.confidence, bool(answer), seconds)


def paragraphs_of(file: QuestionFile) -> list[Document]:
    """The paragraph of each question."""
    numbers = [question.paragraph for question in file.questions]
    if None in numbers:
        raise UsageError("the file has questions without a paragraph (context); name the documents to ask with -c PATH")
    return [file.paragraphs[number] for number in numbers if number is not None]


def rank(hits: Sequence[Hit], paragraph: Document) -> int | None:
    """The place, from 0, of a paragraph among those that the hits lie in."""
    found = dict.fromkeys(hit.passage.document.id for hit in hits)
    return next((place for place, own in enumerate(found) if own == paragraph.id), None)
