"""Of spans that are about as likely, which one? "The one beside the question's words, said first, a name for a who"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.languages import ENGLISH, fold
from qa_bot.passages import sentences_of
from qa_bot.records import Passage, Span

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


def preferred(wanted: Wanted, passage: Passage, spans: Sequence[Span]) -> Iterator[Span]:
    """Spans of a passage with what speaks for each, beside the model's word, added to its score.

    A span gains NEAR times the share of the question's words that stand beside it in its sentence. It loses LATE times
    how far down the passage it begins, 0 to 1, since texts say first what they are most asked for; POINTING if it
    begins with a word that points elsewhere ("in that city"), since it is quoted alone; and NAMELESS if the question is
    for a who and it has no capital letter. The weights raise F1 on all tune files (training/README.md).
    """
    sentences = sentences_of(passage) if spans else []
    starts = [start for start, _ in sentences]
    text, length = passage.document.text, passage.end - passage.start
    for span in spans:
        own = sentences[max(bisect_right(starts, span.start) - 1, 0)]
        beside = content(f"{text[own[0] : span.start]} {text[span.end : own[1]]}")
        bonus = NEAR * len(wanted.words & beside) / max(len(wanted.words), 1)
        bonus -= LATE * (span.start - passage.start) / length
        bonus -= POINTING * bool(POINTER.match(span.text))
        bonus -= NAMELESS * (wanted.who and not any(letter.isupper() for letter in span.text))
        yield replace(span, score=span.score + bonus)


def content(text: str) -> frozenset[str]:
    """The beginnings of the words of an English text that are no function words."""
    return frozenset(word[:BEGINNING] for word in WORD.findall(fold(text)) if word not in ENGLISH.function_words)
