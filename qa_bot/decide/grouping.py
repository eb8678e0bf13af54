"""Which candidates say the same?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.decide.confidence import Candidate
from qa_bot.likeness import bare
from qa_bot.passages import sentence_around
from qa_bot.records import Span


def distinct(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Candidates that say the same, or overlap, as one group each, in the order of their best."""
    groups: list[list[tuple[Candidate, Said]]] = []
    for candidate in candidates:
        own = said(candidate.span)
        for group in groups:
            if any(own.says_as(other) for _, other in group):
                group.append((candidate, own))
                break
        else:
            groups.append([(candidate, own)])
    return [[candidate for candidate, _ in group] for group in groups]


@dataclass(frozen=True)
class Said:
    """A span as it is compared with others.

    Parameters
    ----------
    span
        The span itself.
    words
        It, without what two quotes may differ in: case and white space.
    start, sentence, first, last
        Where the sentence or sentences around it begin, what they say, and where it lies in them, white space not
        counted.
    """

    span: Span
    words: str
    start: int
    sentence: str
    first: int
    last: int

    def says_as(self, other: Said) -> bool:
        """Whether it says the same: the same words, or words of the same place of the same sentence."""
        in_place = self.sentence == other.sentence and self.first < other.last and other.first < self.last
        return self.words == other.words or in_place or overlap(self.span, other.span)


def said(span: Span) -> Said:
    text = span.passage.document.text
    start, end = sentence_around(span.passage, span.start, span.end)
    first = len(bare(text[start : span.start]))
    return Said(span, normal(span.text), start, bare(text[start:end]), first, first + len(bare(span.text)))


def overlap(one: Span, other: Span) -> bool:
    return one.passage.document is other.passage.document and one.start < other.end and other.start < one.end


def normal(text: str) -> str:
    """What two quotes have in common when they differ in case and white space alone."""
    return " ".join(text.casefold().split())
