"""Of spans that are about as likely, which one? "The one beside the question's words, said first, a name for a who"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.languages import ENGLISH, fold
from qa_bot.passages import sentences_of
from qa_bot.records import Span

NEAR, LATE, POINTING, NAMELESS = 2.0, 1.0, 1.0, 1.0  # in the logits' units
BEGINNING = 6  # letters that the forms of a word have in common
WORD = re.compile(r"\w+")
WHO = re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)
POINTER = re.compile(
    r"(?:(?:in|at|on|to|from|of|by|for|with)\s+)?"
    r"(?:that|this|these|those|such|it|its|they|their|them|he|his|him|she|hers?|there|then|here)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wanted:
    """A question: its content words, and whether it is for a who."""

    words: frozenset[str]
    who: bool

    @classmethod
    def of(cls, question: str) -> Wanted:
        return cls(content(question), bool(WHO.search(question)))


def preferred(wanted: Wanted, spans: Sequence[Span]) -> list[Span]:
    """The spans with their preferences."""
    return [replace(span, preference=own) for span, own in zip(spans, preferences(wanted, spans), strict=True)]


def preferences(wanted: Wanted, spans: Sequence[Span]) -> list[float]:
    """What speaks for each span, beside the model's word, in logits, [spans].

    NEAR times the share of the question's words that stand beside it in its sentence. Less LATE times how far down the
    passage it begins, 0 to 1, since texts say first what they are most asked for; less POINTING if it begins with a
    word that points elsewhere ("in that city"), since it is quoted alone; less NAMELESS if the question is for a who
    and it has no capital letter. Added to the scores, these raise F1 on all tune files (training/README.md).
    """
    sentences: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    found = []
    for span in spans:
        passage, text = span.passage, span.passage.document.text
        key = (passage.row, passage.start, passage.end)
        if key not in sentences:
            sentences[key] = sentences_of(passage)
        start, end = sentences[key][max(bisect_right(sentences[key], (span.start, len(text))) - 1, 0)]
        beside = content(f"{text[start : span.start]} {text[span.end : end]}")
        speaks = NEAR * len(wanted.words & beside) / max(len(wanted.words), 1)
        speaks -= LATE * (span.start - passage.start) / (passage.end - passage.start)
        speaks -= POINTING * bool(POINTER.match(span.text))
        speaks -= NAMELESS * (wanted.who and not any(letter.isupper() for letter in span.text))
        found.append(speaks)
    return found


def content(text: str) -> frozenset[str]:
    """The beginnings of the words of an English text that are no function words."""
    return frozenset(word[:BEGINNING] for word in WORD.findall(fold(text)) if word not in ENGLISH.function_words)
