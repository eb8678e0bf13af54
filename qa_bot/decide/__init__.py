"""Say it, or say which kind of no: "is the best candidate good enough, and if not, what is missing?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        for group in groups:
            if any(same(candidate.span, other.span) for other in group):
                group.append(candidate)
                break
        else:
            groups.append([candidate])
    return groups


def same(one: Span, other: Span) -> bool:
    """Whether two spans say the same: the same words, or words of the same place."""
    return overlap(one, other) or normal(one.text) == normal(other.text)


def overlap(one: Span, other: Span) -> bool:
    return one.passage.document is other.passage.document and one.start < other.end and other.start < one.end


def normal(text: str) -> str:
    """What two quotes have in common when they differ in case and white space alone."""
    return " ".join(text.casefold().split())


def stated(question: str, group: Sequence[Candidate]) -> Answer:
    """A group as an Answer; the same words elsewhere are its `also`."""
    best = group[0]
    citation = cite(best.span)
    places = [best.span]
    for other in group[1:]:
        if normal(other.span.text) == normal(best.span.text) and not any(overlap(other.span, own) for own in places):
            places.append(other.span)
    also = tuple(cite(span) for span in places[1:])
    return Answer(question, citation.quote, citation, also=also, confidence=best.confidence)
