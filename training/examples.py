"""Questions on contexts, and how they are varied: as people type them, and of the context a window."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
SEED = 17
# Only the first have an answer in their passage, as far as is known; of `unmatched` and `judged` ones a part has one,
# and of `written` ones the marks are sure, answered or not.
KINDS = ("answer", "elsewhere", "swapped", "unmatched", "judged", "written")
SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+")
SMALL = frozenset("a an the is are was were be been do does did has have had to of in on at for by with".split())


@dataclass(frozen=True)
class Example:
    """A question on a context; `start:end` are the answer's characters, or None where there is none.

    Examples of one question that are learnt together share a `group`, a number from 0; -1 is none.
    """

    question: str
    context: str
    span: tuple[int, int] | None
    kind: str = "answer"
    group: int = -1


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


def as_typed(question: str, draw: random.Random) -> str:
    """The question varied as users do; case needs no varying, since the model reads lower case."""
    if draw.random() < 0.12:
        question = in_haste(question, draw)
    question, roll = question.strip(), draw.random()
    if roll < 0.05:
        question = telegram(question)
    elif roll < 0.11:
        question = typo(question, draw)
    return question.rstrip("?. ") if draw.random() < 0.35 else question


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


def varied(example: Example, draw: random.Random, words: tuple[int, int], cut: float) -> Example:
    """The example as it may come up: its question as people type, of its context a window in `cut` of all cases."""
    if draw.random() < cut:
        example = window(example, draw.randrange(*words), draw, near=True)
    return replace(example, question=as_typed(example.question, draw))


def sample(rows: list[T], count: int, draw: random.Random) -> list[T]:
    return draw.sample(rows, min(count, len(rows)))
