"""How often the right paragraph comes first: ours beside `TfidfVectorizer()`, rank_bm25 and bm25s.

    python benchmarks/retrieval.py FILE [FILE ...]

Each FILE is in SQuAD's JSON layout, gzip-compressed or not; its paragraphs are the collection and its answerable
questions are asked over all of them. A paragraph is found by the first passage that begins in it. The peers get
the title before the paragraph's text and their own defaults (bm25s with its English stemming).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from rank_bm25 import BM25Okapi
from sklearn.feature_extraction.text import TfidfVectorizer

from qa_bot.bot import Bot
from qa_bot.evaluation import QuestionFile, read_questions

DEPTH = 20
Ranking = list[list[int]]  # for each question the paragraphs' numbers, best first


def ours(file: QuestionFile) -> Ranking:
    bot = Bot.open(*file.paragraphs)
    number = {paragraph.id: i for i, paragraph in enumerate(file.paragraphs)}
    found = []
    for question in asked(file):
        hits = bot.search(question, 3 * DEPTH)  # a paragraph may have several passages
        found.append(list(dict.fromkeys(number[hit.passage.document.id] for hit in hits))[:DEPTH])
    return found


def tfidf(file: QuestionFile) -> Ranking:
    vectorizer = TfidfVectorizer()
    matrix = vectorizer.fit_transform(texts(file))
    scores = (vectorizer.transform(asked(file)) @ matrix.T).toarray()
    return [list(np.argsort(-row, kind="stable")[:DEPTH]) for row in scores]


def rank_bm25(file: QuestionFile) -> Ranking:
    index = BM25Okapi([text.lower().split() for text in texts(file)])
    return [list(np.argsort(-index.get_scores(q.lower().split()), kind="stable")[:DEPTH]) for q in asked(file)]


def bm25s_stemmed(file: QuestionFile) -> Ranking:
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts(file), stemmer=stemmer, show_progress=False), show_progress=False)
    questions = bm25s.tokenize(asked(file), stemmer=stemmer, show_progress=False)
    rows, _ = index.retrieve(questions, k=min(DEPTH, len(file.paragraphs)), show_progress=False)
    return [list(row) for row in rows]


PEERS: dict[str, Callable[[QuestionFile], Ranking]] = {
    "qa_bot": ours,
    "TfidfVectorizer()": tfidf,
    "rank_bm25": rank_bm25,
    "bm25s, stemmed": bm25s_stemmed,
}


def texts(file: QuestionFile) -> list[str]:
    return [f"{paragraph.title}\n{paragraph.text}".strip() for paragraph in file.paragraphs]


def asked(file: QuestionFile) -> list[str]:
    return [question.text for question in file.questions if question.answers]


def figures(ranking: Ranking, right: Sequence[int]) -> tuple[float, float, float, float]:
    """R@1, R@5, R@20 and MRR@10."""
    places = [found.index(row) if row in found else DEPTH for found, row in zip(ranking, right, strict=True)]
    at = np.array(places)
    return (*(float(np.mean(at < depth)) for depth in (1, 5, 20)), float(np.mean(np.where(at < 10, 1 / (at + 1), 0))))  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    for path in parser.parse_args().files:
        file = read_questions(path)
        right = [question.paragraph for question in file.questions if question.answers]
        print(f"\n{path.name}: {len(file.paragraphs)} paragraphs, {len(right)} questions")
        print(f"{'':20}{'R@1':>8}{'R@5':>8}{'R@20':>8}{'MRR@10':>8}{'seconds':>9}")
        for name, rank in PEERS.items():
            began = time.perf_counter()
            row = figures(rank(file), right)
            print(f"{name:20}" + "".join(f"{value:8.3f}" for value in row) + f"{time.perf_counter() - began:9.1f}")


if __name__ == "__main__":
    main()
