"""Turn the question files into the rows that `train.py` reads, in the order it reads them.

    python training/prepare.py DATA_FOLDER BASE_MODEL_FOLDER OUT_FOLDER [--only closing] [--known N] [--share S]

The files are those of DATA_FOLDER and the documents of `written.py`. A row is `[CLS] question [SEP] passage [SEP]` in
pieces, with the first and last piece of the answer, or 0 and 0 where the passage does not answer. `taught.npz` is what
the teacher learns from; `asked.npz`, three times as many, is what it is asked, and the reader learns from its answers.
`closing.npz`, few, is for a last run that learns the documents of `written.py` and keeps what it knew of the rest; the
documents below number N it has learnt in an earlier run. The same seed and files give the same rows,
but for passages that are as like a question as others but for rounding.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from closing import Embed, Group, closing, embedder, groups
from examples import KINDS, SEED, Example, sample, sentences, varied
from model import CLS, SEP
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer
from written import TAUGHT, written

MAX_PIECES = 320
ASTRAY = 10_000
SOURCES = ("squad_bt", "qamr", "squad_original_sample", "fairytale")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
YEAR = re.compile(r"\b1[0-9]{3}\b|\b20[0-9]{2}\b")


def read(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)["data"]


def answered(article: dict) -> list[Example]:
    return [
        Example(qa["question"], paragraph["context"], (start, start + len(text)))
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
        for text, start in [(qa["answers"][0]["text"], qa["answers"][0]["answer_start"])]
    ]


def elsewhere(article: dict) -> list[Example]:
    """Each question with the paragraph of its article that TF-IDF ranks first without the answer in it."""
    contexts = [paragraph["context"] for paragraph in article["paragraphs"]]
    if len(contexts) < 2:
        return []
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    passages = vectorizer.fit_transform(contexts)
    found = []
    for own, paragraph in enumerate(article["paragraphs"]):
        for qa in paragraph["qas"]:
            scores = (passages @ vectorizer.transform([qa["question"]]).T).toarray()[:, 0]
            for row in np.argsort(-scores, kind="stable"):
                if row != own and qa["answers"][0]["text"].lower() not in contexts[row].lower():
                    found.append(Example(qa["question"], contexts[row], None, "elsewhere"))
                    break
    return found


def astray(articles: list[dict], count: int, draw: random.Random) -> list[Example]:
    """Some questions, each with the paragraph that TF-IDF ranks first for it among those of other articles."""
    contexts = [(i, p["context"]) for i, article in enumerate(articles) for p in article["paragraphs"]]
    asked = [(i, example) for i, article in enumerate(articles) for example in answered(article)]
    owners, chosen = np.array([i for i, _ in contexts]), sample(asked, count, draw)
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    paragraphs = vectorizer.fit_transform([context for _, context in contexts]).T.tocsr()
    found = []
    for own, example in chosen:
        scores = (vectorizer.transform([example.question]) @ paragraphs).toarray()[0]
        scores[owners == own] = -1
        found.append(Example(example.question, contexts[int(scores.argmax())][1], None, "judged"))
    return found


def swapped(article: dict, draw: random.Random) -> list[Example]:
    """Questions whose year or name is exchanged for another of the same article that the paragraph lacks."""
    whole = " ".join(paragraph["context"] for paragraph in article["paragraphs"])
    pools = {shape: sorted(set(shape.findall(whole))) for shape in (YEAR, NAME)}
    found = []
    for paragraph in article["paragraphs"]:
        others = {shape: [word for word in pool if word not in paragraph["context"]] for shape, pool in pools.items()}
        found += with_another(paragraph, others, "swapped", draw)
    return found


def exchanged(article: dict, draw: random.Random) -> list[Example]:
    """Questions whose year or name is exchanged for another of the same paragraph, which may answer that too."""
    found = []
    for paragraph in article["paragraphs"]:
        others = {shape: sorted(set(shape.findall(paragraph["context"]))) for shape in (YEAR, NAME)}
        found += with_another(paragraph, others, "judged", draw)
    return found


def with_another(
    paragraph: dict, others: dict[re.Pattern[str], list[str]], kind: str, draw: random.Random
) -> list[Example]:
    """The paragraph's questions with a year or name that it holds replaced by one of `others` of the same shape."""
    found = []
    for qa in paragraph["qas"]:
        for shape, words in others.items():
            match = shape.search(qa["question"])
            apart = [word for word in words if word not in qa["question"]]
            if match and apart and match.group() in paragraph["context"]:
                question = qa["question"].replace(match.group(), draw.choice(apart))
                found.append(Example(question, paragraph["context"], None, kind))
                break
    return found


def beside(example: Example) -> Example:
    """The question with what is left of its context when the sentences of the answer are cut out."""
    assert example.span
    a, b = example.span
    left = [example.context[c:d] for c, d in sentences(example.context) if d <= a or c >= b]
    return replace(example, context="".join(left), span=None, kind="judged")


def unmatched(article: dict) -> list[Example]:
    return [
        Example(question, paragraph["context"], None, "unmatched")
        for paragraph in article["paragraphs"]
        for question in dict.fromkeys(paragraph["unmatched"])
    ]


def among_distractors(article: dict, draw: random.Random) -> list[Example]:
    """QAMR's single sentences, each among up to three others of its article in their order."""
    texts = [paragraph["context"] for paragraph in article["paragraphs"]]
    found = []
    for i, paragraph in enumerate(article["paragraphs"]):
        for qa in paragraph["qas"]:
            low, high = max(0, i - draw.randrange(3)), min(len(texts), i + 1 + draw.randrange(3))
            before = "".join(text + " " for text in texts[low:i])
            start = len(before) + qa["answers"][0]["answer_start"]
            context = before + " ".join(texts[i:high])
            found.append(Example(qa["question"], context, (start, start + len(qa["answers"][0]["text"]))))
    return found


@dataclass(frozen=True)
class Pool:
    """What the rows are drawn from."""

    main: list[Example]
    reworded: list[Example]
    original: list[Example]
    original_reworded: list[Example]
    stories: list[Example]
    facts: list[Example]
    elsewhere: list[Example]
    swapped: list[Example]
    exchanged: list[Example]
    unmatched: list[Example]
    original_unmatched: list[Example]
    articles: list[dict]
    written: dict[int, list[Group]]


def pool(folder: Path, embed: Embed, draw: random.Random) -> Pool:
    data = {name: read(folder / "train" / f"{name}.json.gz") for name in SOURCES}
    held_out = {
        bare(qa["question"])
        for article in read(folder / "tune" / "squad_bt.json.gz")
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    }
    translated = data["squad_bt"]
    rewording = {
        bare(qa["question"]): qa["paraphrase"]
        for article in translated
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
        if qa.get("paraphrase", qa["question"]) != qa["question"]
    }
    main = [example for article in translated for example in answered(article)]
    original = [
        example
        for article in data["squad_original_sample"]
        for example in answered(article)
        if bare(example.question) not in held_out
    ]
    return Pool(
        main=main,
        reworded=reworded(main, rewording),
        original=original,
        original_reworded=reworded(original, rewording),
        stories=[example for article in data["fairytale"] for example in answered(article)],
        facts=[example for article in data["qamr"] for example in among_distractors(article, draw)],
        elsewhere=[example for article in translated for example in elsewhere(article)],
        swapped=[example for article in translated for example in swapped(article, draw)],
        exchanged=[example for article in translated for example in exchanged(article, draw)],
        unmatched=[example for article in translated for example in unmatched(article)],
        original_unmatched=over_original(translated, data["squad_original_sample"]),
        articles=translated,
        written={int(document.name): groups(document, embed) for document in written(TAUGHT)},
    )


def reworded(examples: list[Example], rewording: dict[str, str]) -> list[Example]:
    """Those examples of whose question there is a paraphrase, with that."""
    return [
        replace(example, question=rewording[bare(example.question)])
        for example in examples
        if bare(example.question) in rewording
    ]


def bare(question: str) -> str:
    """A question without what two versions of it differ in: case and white space."""
    return question.replace(" ", "").lower()


def over_original(translated: list[dict], original: list[dict]) -> list[Example]:
    """The `unmatched` questions of those paragraphs that are there in the original too, with the original."""
    owner = {
        bare(qa["question"]): paragraph
        for article in translated
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    }
    found = []
    for article in original:
        for paragraph in article["paragraphs"]:
            asked = {bare(qa["question"]) for qa in paragraph["qas"]}
            owners = [owner[question] for question in sorted(asked) if question in owner]
            if owners:
                found += [
                    Example(question, paragraph["context"], None, "unmatched")
                    for question in dict.fromkeys(owners[0]["unmatched"])
                    if bare(question) not in asked
                ]
    return found


def taught(pool: Pool, draw: random.Random) -> list[list[Example]]:
    """The teacher's rows: two phases, the same kinds drawn and varied twice.

    They are balanced by how questions are worded. The `unmatched` questions went through the translator, as the
    paraphrases did: the words of a question alone tell them from untranslated ones (AUROC 0.75; from paraphrases
    0.58). A reader that learns from answered questions as they were asked and from unanswered ones in translation
    learns that difference in place of what it should. So about as many paraphrases stand against the `unmatched`
    questions, and as many untranslated questions with an answer against untranslated ones without.
    """
    phases, (best, others) = [], parted(pool.written.values())
    for _ in range(2):
        rows = (
            pool.unmatched
            + sample(pool.reworded, 45_000, draw)
            + sample(pool.main, 40_000, draw)
            + pool.original
            + pool.original_unmatched
            + pool.original_reworded
            + sample(pool.facts, 8_000, draw)
            + sample(pool.stories, 3_000, draw)
            + sample(pool.elsewhere, 12_000, draw)
            + sample(pool.swapped, 16_000, draw)
            + 6 * best
            + others
        )
        phases.append([varied(example, draw, (40, 110), 0.5) for example in rows])
    return phases


def asked(pool: Pool, draw: random.Random) -> list[list[Example]]:
    """The reader's rows, which the teacher judges: one phase, everything there is in two versions each.

    Among them are questions of which only the teacher can say whether the passage answers them.
    """
    rows, cut_out = [], [example for example in map(beside, pool.main) if example.context]
    best, others = parted(pool.written.values())
    for _ in range(2):
        rows += (
            pool.unmatched
            + pool.reworded
            + pool.main
            + 2 * pool.original
            + pool.original_unmatched
            + pool.original_reworded
            + sample(pool.facts, 20_000, draw)
            + sample(pool.stories, 3_000, draw)
            + sample(pool.elsewhere, 25_000, draw)
            + sample(pool.swapped, 25_000, draw)
            + sample(pool.exchanged, 30_000, draw)
            + sample(cut_out, 30_000, draw)
            + 5 * best
            + 2 * others
        )
    return [[varied(example, draw, (15, 110), 0.6) for example in rows]]


def parted(documents: Iterable[Sequence[Group]]) -> tuple[list[Example], list[Example]]:
    """The rows with the passage that answers, or comes nearest, and those with the others."""
    every = [group for own in documents for group in own]
    return [group[0] for group in every], [example for group in every for example in group[1:]]


def kept(pool: Pool, draw: random.Random) -> list[Example]:
    """What a closing run reads beside the written documents."""
    return (
        sample(pool.unmatched, 6_000, draw)
        + sample(pool.reworded, 5_000, draw)
        + sample(pool.main, 7_000, draw)
        + sample(pool.original, 4_000, draw)
        + sample(pool.original_unmatched, 3_000, draw)
        + sample(pool.elsewhere, 2_000, draw)
        + sample(pool.swapped, 2_000, draw)
        + sample(pool.facts, 1_000, draw)
        # Last and drawn apart, so that the rows before stay as they were.
        + astray(pool.articles, ASTRAY, random.Random(SEED))
    )


@dataclass(frozen=True)
class Row:
    """An Example in pieces: the first of its passage, the answer's first and last, or 0 and 0; kind and group."""

    pieces: list[int]
    first: int
    start: int
    end: int
    kind: int
    group: int = -1


def encode(examples: list[Example], tokenizer: Tokenizer) -> list[Row | None]:
    """The Row of each Example; None where the limit of a row cuts off its answer."""
    rows: list[Row | None] = []
    for at in range(0, len(examples), 4096):
        chunk = examples[at : at + 4096]
        questions = tokenizer.encode_batch([e.question for e in chunk], add_special_tokens=False)
        contexts = tokenizer.encode_batch([e.context for e in chunk], add_special_tokens=False)
        for example, question, context in zip(chunk, questions, contexts, strict=True):
            head = [CLS, *question.ids[:48], SEP]
            body = context.ids[: MAX_PIECES - len(head) - 1]
            answer = (0, 0)
            if example.span:
                a, b = example.span
                inside = [i for i, (s, e) in enumerate(context.offsets[: len(body)]) if e > a and s < b]
                if not inside or context.offsets[inside[-1]][1] < b:
                    rows.append(None)
                    continue
                answer = len(head) + inside[0], len(head) + inside[-1]
            rows.append(Row([*head, *body, SEP], len(head), *answer, KINDS.index(example.kind), example.group))
    return rows


def whole(examples: list[Example], rows: list[Row | None]) -> list[Row]:
    """The rows whose answer is there; of a group without it none, since the rest would be learnt as unanswered."""
    cut = {e.group for e, row in zip(examples, rows, strict=True) if row is None and e.group >= 0}
    return [row for row in rows if row and row.group not in cut]


def arrays(phases: list[list[Row]]) -> dict[str, np.ndarray]:
    """What `train.Rows` is made of: all pieces one after the other, the offsets of the rows, and a number a row."""
    rows = [row for own in phases for row in own]
    return {
        "pieces": np.concatenate([np.array(row.pieces, np.uint16) for row in rows]),
        "offsets": np.concatenate([[0], np.cumsum([len(row.pieces) for row in rows])]),
        "first": np.array([row.first for row in rows], np.int32),
        "start": np.array([row.start for row in rows], np.int32),
        "end": np.array([row.end for row in rows], np.int32),
        "kind": np.array([row.kind for row in rows], np.int8),
        "group": np.array([row.group for row in rows], np.int32),
        "phase": np.repeat(np.arange(len(phases), dtype=np.int8), [len(own) for own in phases]),
    }


def write(path: Path, phases: list[list[Example]], tokenizer: Tokenizer) -> None:
    encoded = [whole(examples, encode(examples, tokenizer)) for examples in phases]
    for number, rows in enumerate(encoded):
        pieces = sum(len(row.pieces) for row in rows)
        print(path, number, len(rows), "rows", pieces, "pieces", collections.Counter(KINDS[row.kind] for row in rows))
    np.savez(path, **arrays(encoded))


def tokenizer_of(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", choices=("asked", "closing"), help="not all: what a teacher is for, or the last run")
    parser.add_argument("--known", type=int, default=0, metavar="N", help="documents below it were learnt before")
    parser.add_argument("--share", type=float, default=1.0, help="of what is no document in the last run's rows")
    args = parser.parse_args()
    tokenizer = tokenizer_of(args.base)
    args.out.mkdir(parents=True, exist_ok=True)
    draw = random.Random(SEED)
    examples = pool(args.data, embedder(args.base, tokenizer), draw)
    if args.only in (None, "asked"):
        write(args.out / "taught.npz", taught(examples, draw), tokenizer)
        write(args.out / "asked.npz", asked(examples, draw), tokenizer)
    if args.only in (None, "closing"):
        draw = random.Random(SEED)
        rest = kept(examples, draw)
        rows = closing(rest, args.share, examples.written, args.known, draw)
        write(args.out / "closing.npz", [rows], tokenizer)


if __name__ == "__main__":
    main()
