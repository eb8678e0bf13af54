"""Turn the question files into the examples that `train.py` reads, in the order it reads them.

    python training/prepare.py DATA_FOLDER BASE_MODEL_FOLDER OUT_FOLDER

An example is one row of pieces, `[CLS] question [SEP] (title [SEP]) passage [SEP]`, with the first and last
piece of the answer, or 0 and 0 where the passage does not answer. `first.npz` has three phases: single sentences
among distractors first (short rows teach cheaply what a span is), then windows cut around the answer, then
whole paragraphs. `second.npz` and `third.npz` are one phase each, of whole paragraphs, nearly half of them without
an answer. `fourth-a.npz` and `fourth-b.npz` are two halves of a pass in which the wording of a question does not tell
whether it is answered. The same seed and files give the same rows.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import random
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer

T = TypeVar("T")
SEED = 17
MAX_PIECES = 320
CLS, SEP = 101, 102
SOURCES = ("squad_bt", "qamr", "squad_original_sample", "fairytale")
KINDS = ("answer", "elsewhere", "swapped", "unmatched")  # all but the first have no answer in their passage
SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
SMALL = frozenset("a an the is are was were be been do does did has have had to of in on at for by with".split())
YEAR = re.compile(r"\b1[0-9]{3}\b|\b20[0-9]{2}\b")


@dataclass(frozen=True)
class Example:
    """A question on a context; `start:end` are the answer's characters, or None where there is none."""

    question: str
    context: str
    span: tuple[int, int] | None
    title: str = ""
    kind: str = "answer"


def read(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)["data"]


def subject(article: dict) -> str:
    """A stand-in for the title that `squad_bt` lost: the name that most of the article's paragraphs hold."""
    counts: collections.Counter[str] = collections.Counter()
    for paragraph in article["paragraphs"]:
        counts.update(list(dict.fromkeys(NAME.findall(paragraph["context"]))))
    return counts.most_common(1)[0][0] if counts else ""


def answered(article: dict, title: str = "") -> list[Example]:
    return [
        Example(qa["question"], paragraph["context"], (start, start + len(text)), title)
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
        for text, start in [(qa["answers"][0]["text"], qa["answers"][0]["answer_start"])]
    ]


def elsewhere(article: dict, title: str) -> list[Example]:
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
                    found.append(Example(qa["question"], contexts[row], None, title, "elsewhere"))
                    break
    return found


def swapped(article: dict, title: str, draw: random.Random) -> list[Example]:
    """Questions whose year or name is exchanged for another of the same article that the paragraph lacks."""
    whole = " ".join(paragraph["context"] for paragraph in article["paragraphs"])
    pools = {shape: sorted(set(shape.findall(whole))) for shape in (YEAR, NAME)}
    found = []
    for paragraph in article["paragraphs"]:
        for qa in paragraph["qas"]:
            for shape, pool in pools.items():
                match = shape.search(qa["question"])
                others = [word for word in pool if word not in paragraph["context"]]
                if match and others and match.group() in paragraph["context"]:
                    question = qa["question"].replace(match.group(), draw.choice(others))
                    found.append(Example(question, paragraph["context"], None, title, "swapped"))
                    break
    return found


def unmatched(article: dict, title: str) -> list[Example]:
    return [
        Example(question, paragraph["context"], None, title, "unmatched")
        for paragraph in article["paragraphs"]
        for question in dict.fromkeys(paragraph["unmatched"])
    ]


def typo(question: str, draw: random.Random) -> str:
    """One slip of the fingers in a word of five letters or more: dropped, doubled or exchanged."""
    words = question.split()
    long = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return question
    i = draw.choice(long)
    word, at = words[i], draw.randrange(1, len(words[i]) - 1)
    words[i] = draw.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return " ".join(words)


def telegram(question: str) -> str:
    """The question as people type it in haste: 'How many people died?' becomes 'number of people died'."""
    text = re.sub(r"^How many\b", "number of", question)
    text = re.sub(r"^(What|Who|Which|Where|When) (is|was|are|were|did|does|do)( the)? ", "", text)
    return re.sub(r"^(What|Which) ", "", text).rstrip("?")


def in_haste(question: str, draw: random.Random) -> str:
    """The question with some of its small words and the order of its parts lost, as typed into a search box."""
    words = [word for word in telegram(question).split() if word.lower() not in SMALL or draw.random() < 0.4]
    comma = next((i for i, word in enumerate(words) if word.lower() in ("in", "of", "for", "during")), 0)
    if comma and draw.random() < 0.3:
        words = words[comma + 1 :] + words[:comma]
    return " ".join(words) or question


def as_typed(example: Example, draw: random.Random) -> Example:
    """Vary a question as users do; case needs no varying, since the model reads lower case."""
    question, roll = example.question.strip(), draw.random()
    if roll < 0.05:
        question = telegram(question)
    elif roll < 0.11:
        question = typo(question, draw)
    if draw.random() < 0.35:
        question = question.rstrip("?. ")
    return replace(example, question=question, title=example.title if draw.random() < 0.4 else "")


def sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def window(example: Example, words: int, draw: random.Random, near: bool = False) -> Example:
    """Cut the context to whole sentences of about `words` words around the answer.

    If there is none, they are anywhere, or with `near` around the sentence that shares most with the question.
    """
    parts = sentences(example.context)
    at = example.span[0] if example.span else draw.randrange(len(example.context))
    if near and not example.span:
        asked = content(example.question)
        at = max(parts, key=lambda part: len(asked & content(example.context[slice(*part)])))[0]
    last = example.span[1] if example.span else at
    low = next(i for i, (_, b) in enumerate(parts) if b > at)
    high = next((i for i, (_, b) in enumerate(parts) if b >= last), len(parts) - 1)
    while len(example.context[parts[low][0] : parts[high][1]].split()) < words:
        wider = [step for step in (-1, 1) if 0 <= (low if step < 0 else high) + step < len(parts)]
        if not wider:
            break
        if draw.choice(wider) < 0:
            low -= 1
        else:
            high += 1
    a, b = parts[low][0], parts[high][1]
    span = (example.span[0] - a, example.span[1] - a) if example.span else None
    return replace(example, context=example.context[a:b], span=span)


def content(text: str) -> set[str]:
    """The beginnings of the words that are not small, which inflected forms share."""
    return {word[:6] for word in re.findall(r"\w+", text.lower())} - SMALL


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


def sample(rows: list[T], count: int, draw: random.Random) -> list[T]:
    return draw.sample(rows, min(count, len(rows)))


@dataclass(frozen=True)
class Pool:
    """What the passes draw their Examples from; `paraphrased[i]` asks what `main[i]` does in other words."""

    main: list[Example]
    paraphrased: list[Example]
    original: list[Example]
    stories: list[Example]
    facts: list[Example]
    elsewhere: list[Example]
    swapped: list[Example]
    unmatched: list[Example]
    original_unmatched: list[Example]
    original_paraphrased: list[Example]


def pool(folder: Path, draw: random.Random) -> Pool:
    data = {name: read(folder / "train" / f"{name}.json.gz") for name in SOURCES}
    held_out = {
        bare(qa["question"])
        for article in read(folder / "tune" / "squad_bt.json.gz")
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    }
    main, paraphrased, apart, exchanged, open_ended = [], [], [], [], []
    for article in data["squad_bt"]:
        title = subject(article)
        main += answered(article, title)
        apart += elsewhere(article, title)
        exchanged += swapped(article, title, draw)
        open_ended += unmatched(article, title)
        asked = [qa for paragraph in article["paragraphs"] for qa in paragraph["qas"]]
        paraphrased += [
            replace(example, question=qa.get("paraphrase", qa["question"]))
            for example, qa in zip(answered(article, title), asked, strict=True)
        ]
    original = [
        example
        for article in data["squad_original_sample"]
        for example in answered(article)
        if bare(example.question) not in held_out
    ]
    translated = {bare(own.question): other.question for own, other in zip(main, paraphrased, strict=True)}
    original_paraphrased = [
        replace(example, question=translated[bare(example.question)])
        for example in original
        if translated.get(bare(example.question), example.question) != example.question
    ]
    stories = [example for article in data["fairytale"] for example in answered(article)]
    facts = [example for article in data["qamr"] for example in among_distractors(article, draw)]
    draw.shuffle(facts)
    original_unmatched = over_original(data["squad_bt"], data["squad_original_sample"])
    return Pool(
        *(main, paraphrased, original, stories, facts, apart, exchanged, open_ended),
        *(original_unmatched, original_paraphrased),
    )


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
                    Example(question, paragraph["context"], None, kind="unmatched")
                    for question in dict.fromkeys(owners[0]["unmatched"])
                    if bare(question) not in asked
                ]
    return found


def first_pass(pool: Pool, draw: random.Random) -> list[list[Example]]:
    """Three phases, in the order of training."""
    half = len(pool.main) // 2
    order = list(range(len(pool.main)))
    draw.shuffle(order)
    open_ended = pool.unmatched[:]
    draw.shuffle(open_ended)
    windows = (
        [pool.paraphrased[i] if draw.random() < 0.3 else pool.main[i] for i in order]
        + pool.facts[12_000:32_000]
        + sample(pool.stories, 3_000, draw)
        + sample(pool.elsewhere, 8_000, draw)
        + sample(pool.swapped, 5_000, draw)
        + open_ended[: len(open_ended) // 2]
    )
    second = [window(example, draw.randrange(15, 75), draw) for example in windows]
    third = (
        [pool.paraphrased[i] if draw.random() < 0.15 else pool.main[i] for i in order[:half]]
        + pool.original
        + [window(e, draw.randrange(60, 180), draw) for e in open_ended[len(open_ended) // 2 :]]
        + sample(pool.elsewhere, 5_000, draw)
        + sample(pool.swapped, 4_000, draw)
    )
    return [[as_typed(example, draw) for example in phase] for phase in (pool.facts[:12_000], second, third)]


@dataclass(frozen=True)
class Share:
    """How many rows of each kind a later pass has."""

    main: int
    facts: int
    unmatched: int
    elsewhere: int
    swapped: int


SECOND = Share(main=46_000, facts=5_700, unmatched=44_000, elsewhere=4_000, swapped=6_000)
THIRD = Share(main=30_000, facts=3_000, unmatched=32_000, elsewhere=3_000, swapped=5_000)


def later_pass(pool: Pool, share: Share, draw: random.Random) -> list[list[Example]]:
    """One phase: whole paragraphs, nearly half of them without an answer, and more questions typed in haste."""
    order = sample(list(range(len(pool.main))), share.main, draw)
    rows = (
        [pool.paraphrased[i] if draw.random() < 0.3 else pool.main[i] for i in order]
        + pool.original
        + pool.facts[32_000 : 32_000 + share.facts]
        + [window(e, draw.randrange(80, 200), draw) for e in sample(pool.unmatched, share.unmatched, draw)]
        + sample(pool.elsewhere, share.elsewhere, draw)
        + sample(pool.swapped, share.swapped, draw)
    )
    hasty = [replace(e, question=in_haste(e.question, draw)) if draw.random() < 0.15 else e for e in rows]
    return [[replace(as_typed(example, draw), title="") for example in hasty]]


def fourth_pass(pool: Pool, draw: random.Random) -> list[list[list[Example]]]:
    """Two halves of one phase each, balanced by how questions are worded.

    The `unmatched` questions went through the translator, as the paraphrases did: the words of a question alone tell
    them from untranslated ones (AUROC 0.75; from paraphrases 0.58). A reader that learns from answered questions as
    they were asked and from unanswered ones in translation learns that difference in place of what it should. So
    here as many paraphrases stand against the `unmatched` questions, and as many untranslated questions with an
    answer against untranslated ones without. Half of the rows are windows of 40 to 110 words.
    """
    reworded = [b for a, b in zip(pool.main, pool.paraphrased, strict=True) if a.question != b.question]
    rows = (
        sample(pool.unmatched, 50_000, draw)
        + sample(reworded, 50_000, draw)
        + pool.original_unmatched
        + pool.original_paraphrased
        + pool.original
        + sample(pool.main, 16_000, draw)
        + pool.facts[32_000:35_000]
        + sample(pool.elsewhere, 6_000, draw)
        + sample(pool.swapped, 12_000, draw)
    )
    draw.shuffle(rows)
    cut = [window(e, draw.randrange(40, 110), draw, near=True) if draw.random() < 0.5 else e for e in rows]
    hasty = [replace(e, question=in_haste(e.question, draw)) if draw.random() < 0.12 else e for e in cut]
    typed = [replace(as_typed(example, draw), title="") for example in hasty]
    return [[typed[half::2]] for half in range(2)]


def encode(examples: list[Example], tokenizer: Tokenizer) -> list[tuple[list[int], int, int, int, int]]:
    """(pieces, first piece of the passage, answer's first and last piece, kind) of each Example."""
    rows = []
    for at in range(0, len(examples), 4096):
        chunk = examples[at : at + 4096]
        questions = tokenizer.encode_batch([e.question for e in chunk], add_special_tokens=False)
        titles = tokenizer.encode_batch([e.title for e in chunk], add_special_tokens=False)
        contexts = tokenizer.encode_batch([e.context for e in chunk], add_special_tokens=False)
        for example, question, title, context in zip(chunk, questions, titles, contexts, strict=True):
            head = [CLS, *question.ids[:48], SEP, *([*title.ids[:16], SEP] if title.ids else [])]
            body = context.ids[: MAX_PIECES - len(head) - 1]
            start = end = 0
            if example.span:
                a, b = example.span
                inside = [i for i, (s, e) in enumerate(context.offsets[: len(body)]) if e > a and s < b]
                if not inside or context.offsets[inside[-1]][1] < b:
                    continue  # cut off by the limit
                start, end = len(head) + inside[0], len(head) + inside[-1]
            rows.append(([*head, *body, SEP], len(head), start, end, KINDS.index(example.kind)))
    return rows


def write(path: Path, phases: list[list[Example]], tokenizer: Tokenizer) -> None:
    rows, phase = [], []
    for number, examples in enumerate(phases):
        encoded = encode(examples, tokenizer)
        rows += encoded
        phase += [number] * len(encoded)
        pieces = sum(len(row[0]) for row in encoded)
        print(number, len(encoded), "examples", pieces, "pieces", collections.Counter(r[4] for r in encoded))
    lengths = [len(row[0]) for row in rows]
    np.savez(
        path,
        pieces=np.concatenate([np.array(row[0], np.uint16) for row in rows]),
        offsets=np.concatenate([[0], np.cumsum(lengths)]),
        first=np.array([row[1] for row in rows], np.int32),
        start=np.array([row[2] for row in rows], np.int32),
        end=np.array([row[3] for row in rows], np.int32),
        kind=np.array([row[4] for row in rows], np.int8),
        phase=np.array(phase, np.int8),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    args.out.mkdir(parents=True, exist_ok=True)
    draw = random.Random(SEED)
    examples = pool(args.data, draw)
    write(args.out / "first.npz", first_pass(examples, draw), tokenizer)
    write(args.out / "second.npz", later_pass(examples, SECOND, random.Random(SEED + 1)), tokenizer)
    write(args.out / "third.npz", later_pass(examples, THIRD, random.Random(SEED + 2)), tokenizer)
    for name, half in zip("ab", fourth_pass(examples, random.Random(SEED + 3)), strict=True):
        write(args.out / f"fourth-{name}.npz", half, tokenizer)


if __name__ == "__main__":
    main()
