"""SQuAD-format scoring: "how often is it right, on questions whose answers are known?"."""

from __future__ import annotations

import gzip
import json
import re
import string
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.bot import Bot
from qa_bot.errors import CorpusError, UsageError
from qa_bot.reader import Reader
from qa_bot.records import Answer, Document, Hit, Passage
from qa_bot.settings import Settings

ARTICLES = re.compile(r"\b(a|an|the)\b")
PUNCTUATION = str.maketrans("", "", string.punctuation)
DEPTHS = (1, 5, 20)


@dataclass(frozen=True)
class Question:
    """One line of a question file; `answers` is empty where the paragraph does not answer."""

    id: str
    text: str
    answers: tuple[str, ...]
    paragraph: int


@dataclass(frozen=True)
class QuestionFile:
    """A SQuAD v1 or v2 file: paragraphs with their titles, and questions on them."""

    paragraphs: tuple[Document, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Prediction:
    """What was answered: the best span whether or not it was said, how sure, and whether it was said."""

    text: str
    score: float
    said: bool
    seconds: float


@dataclass(frozen=True)
class Scores:
    """All figures in per cent, but the counts, AUROC (0 to 1) and milliseconds.

    `f1` and `exact` answer always: the best span counts, said or not. `best_f1` is over all questions with the
    threshold that serves them best, where refusing an unanswerable question scores 100. `auroc` is the chance
    that an answerable question scores above an unanswerable one. `refused_*` are at the threshold in force.
    """

    questions: int
    answerable: int
    exact: float
    f1: float
    refused_answerable: float
    milliseconds: float
    unanswerable: int = 0
    refused_unanswerable: float | None = None
    best_f1: float | None = None
    auroc: float | None = None
    recall: dict[str, float] | None = None
    mrr: float | None = None


def read_questions(path: Path) -> QuestionFile:
    """Read a SQuAD-format file, gzip-compressed or not.

    Raises
    ------
    CorpusError
        The file is missing, no JSON, or not in the layout `data[].paragraphs[].{context, qas[]}`.
    """
    try:
        raw = path.read_bytes()
        content = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except (OSError, EOFError, ValueError, RecursionError, zlib.error) as error:
        raise CorpusError(f"{path}: no SQuAD-format JSON file ({error}); give one") from None
    try:
        return parse(content)
    except (KeyError, TypeError, AttributeError) as error:
        layout = "data[].paragraphs[].{context, qas[]}"
        raise CorpusError(f"{path}: not in SQuAD's layout, {layout} ({error!r})") from None
    except ValueError as error:
        raise CorpusError(f"{path}: {error}") from None


def parse(content: dict[str, Any]) -> QuestionFile:
    """The paragraphs and questions of a file's content; raises ValueError that names what has no text."""
    paragraphs: list[Document] = []
    questions: list[Question] = []
    for article in content["data"]:
        title = str(article.get("title", "")).replace("_", " ")
        for paragraph in article["paragraphs"]:
            number = len(paragraphs)
            for asked in paragraph["qas"]:
                name = str(asked["id"])
                text = worded(asked["question"], f"question {name}")
                answers = [] if asked.get("is_impossible") else asked["answers"]
                accepted = tuple(worded(answer["text"], f"an answer to question {name}") for answer in answers)
                questions.append(Question(name, text, accepted, number))
            context = worded(paragraph["context"], f"paragraph {number + 1}")
            paragraphs.append(Document(context, id=str(number), title=title))
    return QuestionFile(tuple(paragraphs), tuple(questions))


def worded(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{what} has no text: {value!r:.60}")
    return value


def evaluate(file: QuestionFile, settings: Settings | None = None) -> Scores:
    """Ask every question over all paragraphs as one collection."""
    bot = Bot.open(*file.paragraphs, settings=settings)
    predictions, ranks = [], []
    for question in file.questions:
        began = time.perf_counter()
        answer = bot.ask(question.text)
        predictions.append(predicted(answer, time.perf_counter() - began))
        ranks.append(rank(bot.search(question.text, 3 * max(DEPTHS)), file.paragraphs[question.paragraph]))
    return summarise(file.questions, predictions, ranks)


def evaluate_reader(file: QuestionFile, reader: Reader | None = None) -> Scores:
    """Give the reader each question with its own paragraph; the score is its span minus none, said above 0."""
    reader = reader or Reader.open()
    predictions = []
    for question in file.questions:
        document = file.paragraphs[question.paragraph]
        began = time.perf_counter()
        found = reader.read(question.text, [Passage(0, document, 0, len(document.text))], k=1)[0]
        seconds = time.perf_counter() - began
        span = found[0] if found else None
        score = span.score if span else -np.inf
        predictions.append(Prediction(span.text if span else "", score, score > 0, seconds))
    return summarise(file.questions, predictions)


def predicted(answer: Answer, seconds: float) -> Prediction:
    best = answer if answer else next(iter(answer.alternatives), answer)
    return Prediction(best.text or "", answer.confidence, bool(answer), seconds)


def rank(hits: Sequence[Hit], paragraph: Document) -> int | None:
    """The place, from 0, of a paragraph among those that the hits lie in."""
    found = dict.fromkeys(id(hit.passage.document) for hit in hits)
    return next((place for place, own in enumerate(found) if own == id(paragraph)), None)


def summarise(
    questions: Sequence[Question], predictions: Sequence[Prediction], ranks: Sequence[int | None] = ()
) -> Scores:
    """The figures of predictions, one a question; `ranks` of the right paragraph, where it was searched."""
    has = np.array([bool(question.answers) for question in questions])
    if not has.any():
        raise UsageError("no question of the file has an answer; give a file with answers to score against")
    pairs = list(zip(questions, predictions, strict=True))
    exact = np.array([best_of(exact_match, p.text, q.answers) for q, p in pairs])
    overlap = np.array([best_of(token_f1, p.text, q.answers) for q, p in pairs])
    score = np.array([p.score for p in predictions])
    refused = np.array([not p.said for p in predictions])
    apart: dict[str, Any] = {}
    if not has.all():
        apart = {
            "unanswerable": int((~has).sum()),
            "refused_unanswerable": percent(refused[~has]),
            "best_f1": 100 * best_threshold(overlap, score, has),
            "auroc": auroc(score[has], score[~has]),
        }
    if ranks:
        found = np.array([np.inf if rank is None else rank for rank in ranks])[has]
        apart["recall"] = {f"R@{depth}": percent(found < depth) for depth in DEPTHS}
        apart["mrr"] = percent(np.where(found < 10, 1 / (found + 1), 0))
    return Scores(
        questions=len(questions),
        answerable=int(has.sum()),
        exact=percent(exact[has]),
        f1=percent(overlap[has]),
        refused_answerable=percent(refused[has]),
        milliseconds=1000 * float(np.median([p.seconds for p in predictions])),
        **apart,
    )


def percent(values: NDArray[Any]) -> float:
    return 100 * float(np.mean(values))


def normalise(text: str) -> str:
    """SQuAD's official normalisation: lower case, without punctuation, articles and extra white space."""
    return " ".join(ARTICLES.sub(" ", text.lower().translate(PUNCTUATION)).split())


def exact_match(text: str, gold: str) -> float:
    return float(normalise(text) == normalise(gold))


def token_f1(text: str, gold: str) -> float:
    """The harmonic mean of precision and recall over normalised words; 1 if both have none."""
    own, true = normalise(text).split(), normalise(gold).split()
    if not own or not true:
        return float(own == true)
    common = sum((Counter(own) & Counter(true)).values())
    return 2 * common / (len(own) + len(true))


def best_of(metric: Callable[[str, str], float], text: str, answers: Sequence[str]) -> float:
    return max((metric(text, gold) for gold in answers), default=0.0)


def best_threshold(overlap: NDArray[Any], score: NDArray[Any], has: NDArray[Any]) -> float:
    """The best mean F1, 0 to 1, over all thresholds: above it the span counts, below it the refusal."""
    order = np.argsort(-score, kind="stable")
    gain = np.where(has, overlap, -1.0)[order]  # what saying it adds to refusing
    last_of_its_score = np.append(score[order][1:] != score[order][:-1], True)
    totals = np.cumsum(gain)[last_of_its_score]
    return float((np.sum(~has) + max(0.0, totals.max())) / len(has))


def auroc(positive: NDArray[Any], negative: NDArray[Any]) -> float:
    """The chance that a positive scores above a negative, ties counting half (Mann and Whitney's U)."""
    ranked = np.sort(negative)
    below = np.searchsorted(ranked, positive, side="left")
    not_above = np.searchsorted(ranked, positive, side="right")
    return float((below + not_above).sum() / (2 * len(positive) * len(negative)))


def as_text(scores: Scores) -> str:
    """The figures as a small table for people."""
    figures = {name: value for name, value in asdict(scores).items() if value is not None}
    figures.update(figures.pop("recall", {}))
    return "\n".join(f"{name.replace('_', ' '):22}{shown(value):>10}" for name, value in figures.items())


def shown(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def as_json(scores: Scores) -> str:
    """The figures for machines, on one line; what does not apply is null."""
    return json.dumps(asdict(scores))
