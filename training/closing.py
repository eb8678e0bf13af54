"""Rows of the written documents for the closing runs: each question with two of its document's passages.

The one that answers and the one most like the question form a group, of which `train.py` learns that the right words
score above all others, as the product compares them. Run TWELVE read the two most like it (`NEAREST`).
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from examples import SEED, Example, as_typed, content, sample, varied, window
from model import CLS, SEP, from_base
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from written import Written

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qa_bot.passages import passages

WINDOW, CUT = (15, 110), 0.4  # words of a window, and the share of the rows that are one
NEAREST = 1  # the passages that are read beside the one that answers
REPEATED = 0.1  # the share of the questions learnt before that come again
ESTRANGED = 2_000
THING = re.compile(r"\b(?:the|an?) ([a-z]{4,})\b")

Group = list[Example]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


def embedder(base: Path, tokenizer: Tokenizer) -> Embed:
    """Texts to the mean of their pieces in the base model, of length one, [texts, width]; of 254 pieces at most."""
    model, kept = from_base(base).eval(), []
    model.span.register_forward_pre_hook(lambda _, inputs: kept.append(inputs[0]))

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[CLS, *row.ids[:254], SEP] for row in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
        found = np.zeros((len(rows), model.span.in_features), np.float32)
        for at in np.array_split(np.argsort([len(row) for row in rows], kind="stable"), -(-len(rows) // 64)):
            ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(rows[i]) for i in at], batch_first=True)
            with torch.inference_mode():
                model(ids, torch.zeros_like(ids), ids != 0)
            found[at] = torch.nn.functional.normalize(mean(kept.pop(), ids != 0)).numpy()
        return found

    return embed


def mean(hidden: Tensor, mask: Tensor) -> Tensor:
    """The mean over those pieces that are there, [rows, width], of hidden [rows, pieces, width]."""
    return (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)


def groups(document: Written, embed: Embed) -> list[Group]:
    """For each question the passages that the product makes of its document: one that answers, then by likeness.

    A passage that holds another wording of the answer alone is left out: it neither answers nor doesn't. So is a
    question of which no passage holds the whole answer.
    """
    found, every = [], list(passages(document.document))
    if not document.questions or not every:
        return []
    likeness = embed([question.text for question in document.questions]) @ embed([p.text for p in every]).T
    for question, alike in zip(document.questions, likeness, strict=True):
        rows = []
        for i in np.argsort(-alike, kind="stable"):
            passage = every[i]
            own = [(a - passage.start, b - passage.start) for a, b in question.places]
            inside = [(a, b) for a, b in own if a >= 0 and b <= len(passage.text)]
            if own[:1] == inside[:1] or not inside:
                kind = "answer" if inside else "elsewhere"
                rows.append(Example(question.text, passage.text, inside[0] if inside else None, kind))
        rows.sort(key=lambda row: row.span is None)
        if rows and (rows[0].span or not question.places):
            found.append(rows)
    return found


def estranged(documents: Iterable[Sequence[Group]], draw: random.Random) -> list[Example]:
    """Written questions that are answered, about a thing of another document that theirs does not speak of."""
    every = list(documents)
    things = sorted({word for own in every for group in own for word in THING.findall(group[0].question)})
    found = []
    for own in every:
        held = set().union(*(content(example.context) for group in own for example in group))
        foreign = [thing for thing in things if thing[:6] not in held]
        for first, *_ in own:
            told = [match for match in THING.finditer(first.question) if match[1][:6] in content(first.context)]
            if first.span and told and foreign:
                a, b = draw.choice(told).span(1)
                question = first.question[:a] + draw.choice(foreign) + first.question[b:]
                found.append(Example(question, first.context, None, "elsewhere"))
    return found


def once(groups: Iterable[Group], draw: random.Random) -> list[Example]:
    """Each question, varied, with the passage that answers and those most like it, a group each."""
    found = []
    for number, group in enumerate(groups):
        question = as_typed(group[0].question, draw)
        for example in group[: 1 + NEAREST]:
            if draw.random() < CUT:
                example = window(example, draw.randrange(*WINDOW), draw, near=True)
            found.append(replace(example, question=question, kind="written", group=number))
    return found


def closing(
    rest: Sequence[Example],
    share: float,
    written: Mapping[int, Sequence[Group]],
    known: int,
    draw: random.Random,
) -> list[Example]:
    """The rows of a closing run: a share of `rest`, for what the reader has learnt of it to stay, and the documents.

    Of those with a number below `known`, which it has learnt too, a part of the questions comes again.
    """
    # Drawn apart, so that more documents leave the rows of the rest, and what was judged of them, as they are.
    kept, apart = random.Random(SEED), random.Random(SEED)
    rows = [row for row in [varied(example, draw, WINDOW, CUT) for example in rest] if kept.random() < share]
    new = [group for number, own in written.items() if number >= known for group in own]
    old = [group for number, own in written.items() if number < known for group in own]
    rows += once(new + sample(old, int(len(old) * REPEATED), apart), apart)
    foreign = sample(estranged(written.values(), apart), ESTRANGED, apart)
    return rows + [replace(varied(example, apart, WINDOW, CUT), kind="written") for example in foreign]
