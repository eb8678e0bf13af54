"""Say it, or say which kind of no: "is the best candidate good enough, and if not, what is missing?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.citation import cite
from qa_bot.decide.confidence import (
    FEATURES,
    SENTENCE_FEATURES,
    Calibration,
    Candidate,
    Evidence,
    features,
    logistic,
    weighed,
)
from qa_bot.decide.refusal import Wording, refusal
from qa_bot.decide.whole import deciding_sentence, wants_yes_or_no
from qa_bot.likeness import bare, moved
from qa_bot.passages import sentence_around
from qa_bot.records import Answer, Span, Unread

__all__ = [
    "ALTERNATIVES",
    "FEATURES",
    "SENTENCE_FEATURES",
    "Calibration",
    "Candidate",
    "Evidence",
    "Wording",
    "decide",
    "features",
    "logistic",
    "weighed",
]

ALTERNATIVES = 3


def decide(
    question: str, candidates: Sequence[Candidate], wording: Wording, unread: Sequence[Unread], threshold: float
) -> Answer:
    """The answer that the candidates, best first, amount to.

    The best one is said if its confidence reaches `threshold` and the documents hold at least one word of what
    the question is about; otherwise it becomes the first of a refusal's alternatives.
    """
    if wants_yes_or_no(question):
        candidates = [replace(own, span=deciding_sentence(own.span)) for own in candidates]
    groups = distinct(candidates)
    found = [stated(question, group) for group in groups[: ALTERNATIVES + 1]]
    confidence = found[0].confidence if found else 0.0
    if found and (wording.known or not wording.missing) and confidence >= threshold:
        return replace(found[0], alternatives=tuple(found[1:]))
    reason, explanation = refusal(wording, unread, bool(found))
    return Answer(
        question,
        confidence=confidence,
        alternatives=tuple(found[:ALTERNATIVES]),
        reason=reason,
        explanation=explanation,
    )


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


def stated(question: str, group: Sequence[Candidate]) -> Answer:
    """A group as an Answer; the same words elsewhere are its `also`."""
    best = said(group[0].span)
    citation = cite(best.span)
    places = [best.span]
    for other in (said(candidate.span) for candidate in group[1:]):
        if other.words == best.words:
            span = other.span
        elif other.sentence == best.sentence:  # of which it is another part
            span = moved(best.span, best.start, other.span.passage, other.start)
        else:
            continue
        if not any(overlap(span, own) for own in places):
            places.append(span)
    also = tuple(cite(span) for span in places[1:])
    return Answer(question, citation.quote, citation, also=also, confidence=group[0].confidence)
