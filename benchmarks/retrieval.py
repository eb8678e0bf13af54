"""How often the right paragraph comes first: ours beside `TfidfVectorizer()`, rank_bm25 and bm25s.

    python benchmarks/retrieval.py [--mixed] FILE [FILE ...]

Each FILE is in SQuAD's JSON layout, gzip-compressed or not, in any language; its paragraphs are the collection and
its answerable questions are asked over all of them. With --mixed, all files are also asked as one collection. A
paragraph is found by the first passage that begins in it. The peers get the title before the paragraph's text and
their own defaults; "bm25s, stemmed" is told the file's language, for its Snowball stemmer, and gets bigrams of
characters for Chinese, Japanese and Korean. Ours finds the languages by itself.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from rank_bm25 import BM25Okapi
from sklearn.feature_extraction.text import TfidfVectorizer

from qa_bot.bot import Bot
from qa_bot.evaluation import Question, QuestionFile, read_questions
from qa_bot.languages import detect, language

DEPTH = 20
Ranking = list[list[int]]  # for each question the paragraphs' numbers, best first
CHARACTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+|\w+")


@dataclass(frozen=True)
class Collection:
    """Paragraphs and answerable questions, and the language of each."""

    name: str
    file: QuestionFile
    paragraphs: tuple[str, ...]
    questions: tuple[str, ...]

    @classmethod
    def of(cls, path: Path) -> Collection:
        """A file; its language is that of its paragraphs together."""
        file = read_questions(path)
        asked = tuple(question for question in file.questions if question.answers)
        code = detect("\n".join(paragraph.text for paragraph in file.paragraphs)) or "en"
        return cls(path.name, replace(file, questions=asked), (code,) * len(file.paragraphs), (code,) * len(asked))


def mixed(collections: Sequence[Collection]) -> Collection:
    """All collections as one."""
    questions: list[Question] = []
    before = 0
    for own in collections:
        questions += [replace(question, paragraph=question.paragraph + before) for question in own.file.questions]
        before += len(own.file.paragraphs)
    paragraphs = tuple(paragraph for own in collections for paragraph in own.file.paragraphs)
    return Collection(
        "mixed",
        QuestionFile(paragraphs, tuple(questions)),
        tuple(code for own in collections for code in own.paragraphs),
        tuple(code for own in collections for code in own.questions),
    )


def ours(collection: Collection) -> Ranking:
    bot = Bot.open(*(replace(paragraph, id=str(at)) for at, paragraph in enumerate(collection.file.paragraphs)))
    found = []
    for question in asked(collection):
        hits = bot.search(question, 3 * DEPTH, repeats=True)  # a paragraph may have several passages
        found.append(list(dict.fromkeys(int(hit.passage.document.id) for hit in hits))[:DEPTH])
    return found


def tfidf(collection: Collection) -> Ranking:
    vectorizer = TfidfVectorizer()
    matrix = vectorizer.fit_transform(texts(collection))
    scores = (vectorizer.transform(asked(collection)) @ matrix.T).toarray()
    return [list(np.argsort(-row, kind="stable")[:DEPTH]) for row in scores]


def rank_bm25(collection: Collection) -> Ranking:
    index = BM25Okapi([text.lower().split() for text in texts(collection)])
    return [list(np.argsort(-index.get_scores(q.lower().split()), kind="stable")[:DEPTH]) for q in asked(collection)]


def bm25s_stemmed(collection: Collection) -> Ranking:
    index = bm25s.BM25()
    index.index(terms(texts(collection), collection.paragraphs), show_progress=False)
    questions = terms(asked(collection), collection.questions)
    rows, _ = index.retrieve(questions, k=min(DEPTH, len(collection.file.paragraphs)), show_progress=False)
    return [list(row) for row in rows]


def terms(texts: Sequence[str], codes: Sequence[str]) -> list[list[str]]:
    """The terms of each text in its language: stems, or bigrams of characters."""
    stemmers = {code: Stemmer.Stemmer(language(code).stemmer) for code in set(codes) if language(code).stemmer}
    return [
        stems(text, stemmers[code]) if code in stemmers else characters(text)
        for text, code in zip(texts, codes, strict=True)
    ]


def stems(text: str, stemmer: Stemmer.Stemmer) -> list[str]:
    return stemmer.stemWords(re.findall(r"[^\W_]+", text.lower()))


def characters(text: str) -> list[str]:
    found: list[str] = []
    for run in CHARACTERS.findall(text.lower()):
        found += [run] if run.isascii() else [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return found


PEERS: dict[str, Callable[[Collection], Ranking]] = {
    "qa_bot": ours,
    "TfidfVectorizer()": tfidf,
    "rank_bm25": rank_bm25,
    "bm25s, stemmed": bm25s_stemmed,
}


def texts(collection: Collection) -> list[str]:
    return [f"{paragraph.title}\n{paragraph.text}".strip() for paragraph in collection.file.paragraphs]


def asked(collection: Collection) -> list[str]:
    return [question.text for question in collection.file.questions]


def figures(ranking: Ranking, right: Sequence[int]) -> tuple[float, float, float, float]:
    """R@1, R@5, R@20 and MRR@10."""
    places = [found.index(row) if row in found else DEPTH for found, row in zip(ranking, right, strict=True)]
    at = np.array(places)
    return (*(float(np.mean(at < depth)) for depth in (1, 5, 20)), float(np.mean(np.where(at < 10, 1 / (at + 1), 0))))  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--mixed", action="store_true", help="ask all files as one collection, too")
    options = parser.parse_args()
    collections = [Collection.of(path) for path in options.files]
    for collection in [*collections, mixed(collections)] if options.mixed else collections:
        report(collection)


def report(collection: Collection) -> None:
    right = [question.paragraph for question in collection.file.questions]
    spoken = ", ".join(sorted({language(code).name for code in collection.paragraphs}))
    print(f"\n{collection.name} ({spoken}): {len(collection.file.paragraphs)} paragraphs, {len(right)} questions")
    print(f"{'':20}{'R@1':>8}{'R@5':>8}{'R@20':>8}{'MRR@10':>8}{'seconds':>9}")
    for name, rank in PEERS.items():
        began = time.perf_counter()
        row = figures(rank(collection), right)
        print(f"{name:20}" + "".join(f"{value:8.3f}" for value in row) + f"{time.perf_counter() - began:9.1f}")


if __name__ == "__main__":
    main()
