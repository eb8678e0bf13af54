"""Say it, or say which kind of no: "is the best candidate good enough, and if not, what is missing?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa_bot.citation import cite
from qa_bot.decide.confidence import (
    FEATURES,
    SENTENCE_FEATURES,
    Calibration,
    Candidate,
    Evidence,
    beginnings,
    content_words,
    logistic,
    spoken_for,
    weighed,
)
from qa_bot.decide.grouping import distinct, overlap, said
from qa_bot.decide.refusal import Wording, refusal
from qa_bot.decide.whole import asks, whole
from qa_bot.likeness import moved
from qa_bot.records import Answer, Unread

__all__ = [
    "ALTERNATIVES",
    "FEATURES",
    "SENTENCE_FEATURES",
    "Calibration",
    "Candidate",
    "Evidence",
    "Wording",
    "beginnings",
    "content_words",
    "decide",
    "logistic",
    "spoken_for",
    "weighed",
]

ALTERNATIVES = 3
AS_WELL = 0.5
"""The share of the best one's confidence from which on the same words in another place answer there too."""


def decide(
    question: str, candidates: Sequence[Candidate], wording: Wording, unread: Sequence[Unread], threshold: float
) -> Answer:
    """The answer that the candidates, best first, amount to.

    The best one is said if its confidence reaches `threshold` and the question is not on something that the documents
    don't mention; otherwise it becomes the first of a refusal's alternatives.
    """
    groups = distinct([replace(own, span=whole(question, own.span)) for own in candidates])
    found = [stated(question, group) for group in groups[: ALTERNATIVES + 1]]
    sayable = bool(found) and not is_foreign(question, wording)
    confidence = found[0].confidence if sayable else 0.0
    if sayable and confidence >= threshold:
        return replace(found[0], alternatives=tuple(found[1:]))
    reason, explanation = refusal(wording, unread)
    return Answer(
        question,
        confidence=confidence,
        alternatives=tuple(found[:ALTERNATIVES]),
        reason=reason,
        explanation=explanation,
    )


def is_foreign(question: str, wording: Wording) -> bool:
    """Whether all that the question names is a name or number, or it is a mere word, that the documents don't have.

    Or it has no word at all.

    One in other words may well ask for what they say: "load of the hoist" for what a crane lifts.
    """
    words = [] if wording.known else " ".join(wording.missing).split()
    named = [word for word in words if not word[0].islower() and not begins_with(question, word)]
    return bool(named) or (len(words) == 1 and not asks(question)) or not any(map(str.isalnum, question))


def begins_with(question: str, word: str) -> bool:
    """Whether `word`, which has a capital there anyway, is the first of a question, behind its quotes or brackets."""
    return re.match(rf"\W*{re.escape(word)}(?!\w)", question) is not None


def stated(question: str, group: Sequence[Candidate]) -> Answer:
    """A group as an Answer; the same words elsewhere are its `also`, if they could as well be the answer there."""
    best = said(group[0].span)
    citation = cite(best.span)
    places = [best.span]
    likely = [candidate for candidate in group[1:] if candidate.confidence >= AS_WELL * group[0].confidence]
    for other in (said(candidate.span) for candidate in likely):
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
