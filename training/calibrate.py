"""Fit the confidence: what the evidence for an answer is worth, as a probability.

    python training/calibrate.py DATA_FOLDER WEIGHTS_FOLDER [--questions N] [--plot PICTURE]

Seven ways of asking, about N questions each: SQuAD 2.0 with the paragraph given, half of them written to be
unanswerable; Natural Questions over all their paragraphs, with as many foreign questions (of the third file) among
them; the back-translated SQuAD articles likewise, with questions of the second; SQuAD 2.0 again, over all paragraphs
of the question's article, as a document of some pages is asked, and over six neighbouring ones, as a short one is;
half as many, the back-translated articles over fifteen neighbouring paragraphs, half of the questions being on the
rest of the article; and the contracts, manuals, minutes and letters of `written/tune`, each asked its own questions
and the plain ones of another. An answer is right if its token F1 with an accepted one is at least 0.5. Printed figures
are out of fold, the folds cut by article; the coefficients written into the weights' manifest are fitted on all
questions, weighed by WEIGHT. Below the table stand the figures without a feature, and those of each way by coefficients
that were fitted on one way alone. With --kept, what was found is kept in a file, and not asked for again while the
weights are those of then.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import joblib
import numpy as np
from figures import SEED, Told, brief, draw, table, thresholds
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from written import TUNE, written

from qa_bot.bot import Bot
from qa_bot.decide import FEATURES, SENTENCE_FEATURES, spoken_for
from qa_bot.evaluation import RIGHT, Question, QuestionFile, best_of, read_questions, token_f1
from qa_bot.reader import Reader
from qa_bot.reader.weights import read_manifest, write_manifest
from qa_bot.sentence import best_sentences

FOLDS = 10
BLANK = {"sentence": [0.0] * (1 + len(SENTENCE_FEATURES)), "span": [0.0] * (1 + len(FEATURES))}
WAYS = (
    "squad2, paragraph given",
    "nq, over all",
    "squad_bt, over all",
    "squad2, over its article",
    "squad_bt, over some pages",
    "squad2, over a few paragraphs",
    "a written document",
)
GIVEN, NQ, SQUAD, ARTICLE, PAGES, PARAGRAPHS, WRITTEN = range(len(WAYS))
WEIGHT = (1.0, 9.0, 1.0, 1.0, 1.5, 1.0, 1.0)
"""Of each way, in fitting: most of the one whose right answers are told least by the margin."""
FEW, SOME_PAGES = 6, 15  # paragraphs


@dataclass(frozen=True)
class Asked:
    """A question and what was found for it.

    Parameters
    ----------
    rows, overlap
        The spans that the reader found: score, coverage, missing words, retrieval and unlikeness of each, [n, 5], then
        their features, [n, F]; and their token F1 with the accepted answers, [n].
    passages
        How many there were.
    answerable
        Whether there are any.
    way, article
        Where the question comes from.
    sentence
        The coverage of the best sentence, and whether that holds an accepted answer.
    """

    rows: np.ndarray
    overlap: np.ndarray
    passages: int
    answerable: bool
    way: int
    article: int
    sentence: tuple[float, bool]


@dataclass(frozen=True)
class Kept:
    """What was found, with which weights."""

    weights: str
    asked: list[Asked]


def ask(bot: Bot, question: Question, answerable: bool, way: int, article: int) -> Asked:
    evidence = [own for own in bot.evidence(question.text) if own.read]
    answers = question.answers if answerable else ()
    found = [(own.span.score, own.coverage, own.missing, own.retrieval, own.unlike) for own in evidence]
    rows = np.array(found).reshape(-1, 5)
    overlap = np.array([best_of(token_f1, own.span.text, answers) for own in evidence])
    best = best_sentences(question.text, bot.index, bot.index.search(question.text, bot.settings.passages_read))[:1]
    covered = float(bot.index.coverage(question.text, [best[0].passage.row])[0]) if best else 0.0
    holds = bool(best) and any(answer in best[0].text for answer in answers)
    return Asked(rows, overlap, len(bot.index.passages), bool(answers), way, article, (covered, holds))


def with_features(one: Asked) -> Asked:
    rows = [spoken_for(*row, one.passages) for row in one.rows]
    return replace(one, rows=np.array(rows).reshape(-1, len(FEATURES)))


def over_article(file: QuestionFile, reader: Reader, way: int, count: int, at_once: int) -> Iterator[Asked]:
    """Questions over the article that they are on, or over so many neighbouring paragraphs of it."""
    articles, step = np.array(numbered(file)), max(1, len(file.questions) // count)
    for article in range(max(articles) + 1):
        rows = np.flatnonzero(articles == article)
        for own in (rows[at : at + at_once] for at in range(0, len(rows), at_once)):
            bot = Bot.open(*(file.paragraphs[row] for row in own), reader=reader)
            for question in file.questions[::step]:
                if question.paragraph in own:
                    yield ask(bot, question, bool(question.answers), way, article)


def over_all(file: QuestionFile, foreign: QuestionFile, reader: Reader, way: int, count: int) -> Iterator[Asked]:
    draw, articles = np.random.default_rng(SEED), numbered(file)
    bot = Bot.open(*file.paragraphs, reader=reader)
    for source, answerable in ((file, True), (foreign, False)):
        for i in draw.permutation(len(source.questions))[: count // 2]:
            question = source.questions[i]
            article = articles[question.paragraph] if answerable else 100_000 + int(i) % 1000
            yield ask(bot, question, answerable, way, article)


def over_pages(file: QuestionFile, reader: Reader, way: int, count: int) -> Iterator[Asked]:
    """Questions over some neighbouring paragraphs, and as many on the rest of the article."""
    draw, articles = np.random.default_rng(SEED), np.array(numbered(file))
    of = np.array([question.paragraph for question in file.questions])
    whole = [np.flatnonzero(articles == article) for article in range(max(articles) + 1)]
    pages = [rows[at : at + SOME_PAGES] for rows in whole for at in range(0, len(rows) - SOME_PAGES, SOME_PAGES)]
    each = max(1, count // (2 * len(pages)))
    for own in pages:
        bot = Bot.open(*(file.paragraphs[row] for row in own), reader=reader)
        article = int(articles[own[0]])
        for answerable in (True, False):
            asked = np.flatnonzero((np.isin(of, own) == answerable) & (articles[of] == article))
            for i in draw.permutation(asked)[:each]:
                yield ask(bot, file.questions[i], answerable, way, article)


def over_written(reader: Reader, way: int) -> Iterator[Asked]:
    """The questions on each written document, and the plain ones on another, which it does not answer."""
    documents = written(TUNE)
    for number, document in enumerate(documents):
        bot = Bot.open(document.document, reader=reader)
        own = [(one.text, document.answers(one)) for one in document.questions]
        foreign = [(one.text, ()) for one in documents[number - 1].questions if one.kind == "plain"]
        for text, answers in own + foreign:
            yield ask(bot, Question(document.name, text, answers), bool(answers), way, number)


def in_way(way: int, data: Path, weights: Path, count: int) -> list[Asked]:
    """What is found in one way of asking, for about `count` questions."""
    files = [read_questions(data / "tune" / f"{name}.json.gz") for name in ("squad2", "nq", "squad_bt")]
    reader = Reader.open(weights)
    reader = replace(reader, manifest={**reader.manifest, "calibration": BLANK})  # fresh weights have none yet
    if way == GIVEN:
        return list(over_article(files[0], reader, way, count, 1))
    if way == ARTICLE:
        return list(over_article(files[0], reader, way, count, len(files[0].paragraphs)))
    if way == PARAGRAPHS:
        return list(over_article(files[0], reader, way, count, FEW))
    if way == PAGES:
        return list(over_pages(files[2], reader, way, count))
    if way == WRITTEN:
        return list(over_written(reader, way))
    return list(over_all(files[way], files[3 - way], reader, way, count))


def numbered(file: QuestionFile) -> list[int]:
    """The number of each paragraph's article."""
    titles = list(dict.fromkeys(paragraph.title for paragraph in file.paragraphs))
    return [titles.index(paragraph.title) for paragraph in file.paragraphs]


def fit(asked: list[Asked]) -> np.ndarray:
    """Intercept and coefficients, [1 + F]: fitted on all candidates, then on those which that chooses, twice."""
    ways = np.bincount([one.way for one in asked], minlength=len(WAYS))
    weights = np.array(WEIGHT) / np.maximum(ways, 1)
    chosen = [list(range(len(one.rows))) for one in asked]
    for _ in range(3):
        rows = np.concatenate([one.rows[own] for one, own in zip(asked, chosen, strict=True)])
        right = np.concatenate([one.overlap[own] >= RIGHT for one, own in zip(asked, chosen, strict=True)])
        weight = np.concatenate([np.full(len(own), weights[one.way]) for one, own in zip(asked, chosen, strict=True)])
        model = LogisticRegression(C=100.0, max_iter=1000).fit(rows, right, sample_weight=weight * len(rows))
        coefficients = np.concatenate([model.intercept_, model.coef_[0]])
        chosen = [[best(one, coefficients)] if len(one.rows) else [] for one in asked]
    return coefficients


def best(one: Asked, coefficients: np.ndarray) -> int:
    return int(np.argmax(one.rows @ coefficients[1:]))


def probability(one: Asked, coefficients: np.ndarray) -> tuple[float, float]:
    """Confidence and token F1 of the candidate that the coefficients choose."""
    if not len(one.rows):
        return 0.0, 0.0
    i = best(one, coefficients)
    return float(1 / (1 + np.exp(-(coefficients[0] + one.rows[i] @ coefficients[1:])))), float(one.overlap[i])


def out_of_fold(asked: list[Asked]) -> np.ndarray:
    """[questions, 2]: confidence and token F1, by coefficients that have not seen the question's article."""
    files = [{ARTICLE: GIVEN, PARAGRAPHS: GIVEN, PAGES: SQUAD}.get(one.way, one.way) for one in asked]
    groups = [file * 1_000_000 + one.article for file, one in zip(files, asked, strict=True)]
    found = np.zeros((len(asked), 2))
    for train, test in GroupKFold(min(FOLDS, len(set(groups)))).split(asked, groups=groups):
        coefficients = fit([asked[i] for i in train])
        found[test] = [probability(asked[i], coefficients) for i in test]
    return found


def told(asked: list[Asked], found: np.ndarray) -> list[Told]:
    """What was said, [questions, 2] of confidence and token F1, for each way of asking."""
    ways, has = np.array([one.way for one in asked]), np.array([one.answerable for one in asked])
    return [Told(name, *found[ways == way].T, has[ways == way]) for way, name in enumerate(WAYS)]


def without(feature: int, asked: list[Asked]) -> list[Asked]:
    return [replace(one, rows=np.delete(one.rows, feature, axis=1)) for one in asked]


def fitted_on(asked: list[Asked], way: int) -> np.ndarray:
    """[questions, 2]: confidence and token F1, by coefficients of one way of asking; of that way out of fold."""
    own = [one for one in asked if one.way == way]
    coefficients = fit(own)
    found = np.array([probability(one, coefficients) for one in asked])
    found[[one.way == way for one in asked]] = out_of_fold(own)
    return found


def digests(weights: Path) -> str:
    """Of the weights' files, without what is written here."""
    return json.dumps(read_manifest(weights)["files"], sort_keys=True)


def every_way(data: Path, weights: Path, count: int) -> list[Asked]:
    each = Parallel(n_jobs=-1)(
        delayed(in_way)(way, data, weights, count // 2 if way == PAGES else count)
        for way in (NQ, SQUAD, ARTICLE, PARAGRAPHS, PAGES, WRITTEN, GIVEN)
    )
    return [one for own in each for one in own]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--questions", type=int, default=1200, help="of each way of asking")
    parser.add_argument("--kept", type=Path, help="the file that keeps what was asked")
    parser.add_argument("--plot", type=Path, help="draw reliability, risk and coverage to this file")
    args = parser.parse_args()
    began, weights = time.time(), digests(args.weights)
    kept = joblib.load(args.kept) if args.kept and args.kept.exists() else None
    if kept is None or kept.weights != weights:
        kept = Kept(weights, every_way(args.data, args.weights, args.questions))
        if args.kept:
            joblib.dump(kept, args.kept)
    asked = [with_features(one) for one in kept.asked]
    print(f"{len(asked)} questions asked in {time.time() - began:.0f} s")
    every = told(asked, out_of_fold(asked))
    print(f"\n{table(every)}\n\n{thresholds(every)}\n\nwithout a feature: AUROC and calibration error of each way")
    for i, feature in enumerate(FEATURES):
        print(f"  {feature:31}{brief(told(asked, out_of_fold(without(i, asked))))}")
    print("\nfitted on one way alone")
    for way, name in enumerate(WAYS):
        print(f"  {name:31}{brief(told(asked, fitted_on(asked, way)))}")
    if args.plot:
        draw(every, args.plot)
    covered, holds = np.array([one.sentence for one in asked if one.way != GIVEN]).T
    sentence = LogisticRegression().fit(covered[:, None], holds)
    calibration = {"sentence": (*sentence.intercept_, *sentence.coef_[0]), "span": fit(asked)}
    print("\nintercept and coefficients of", *FEATURES)
    for name, coefficients in calibration.items():
        print(f"  {name:10}", *(f"{number:.3f}" for number in coefficients))
    manifest = read_manifest(args.weights)
    manifest["calibration"] = {
        name: [round(float(number), 4) for number in coefficients] for name, coefficients in calibration.items()
    }
    write_manifest(args.weights, manifest)


if __name__ == "__main__":
    main()
