"""Read the likeliest spans again, close by: "is it still the answer when less stands around it?".

The score of a span depends on all that is read with it. In its sentence alone, and with the sentences beside it, the
same reader gives further opinions of the same span, whose errors are other ones: their mean tells better whether the
passage answers at all (test-time augmentation, as in Krizhevsky et al. 2012, of windows instead of images). Which words
of a passage answer, it tells no better, since what they refer to may stand further away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_bot.decide import ONCE, TWICE, Calibration, Evidence, probabilities
from qa_bot.passages import sentence_around
from qa_bot.reader import Reader
from qa_bot.records import Passage, Span

Place = tuple[int, int]

WEIGHTS = (1, 1, 2)
"""Of the passage, the sentence and the sentence with its neighbours; chosen with `training/measure.py` on squad2."""
UNSEEN = -12.0  # the score of a span that is not among the best of its own sentence
BEST = 5  # spans of a view that are looked at


def views(span: Span) -> tuple[Place, Place]:
    """The sentence or sentences that hold a span, and these with the one before and the one after in its passage."""
    passage = span.passage
    start, end = sentence_around(passage, span.start, span.end)
    text = passage.document.text
    before = len(text[passage.start : start].rstrip()) + passage.start  # where the sentence before ends
    after = end + len(text[end : passage.end]) - len(text[end : passage.end].lstrip())
    wide_start = sentence_around(passage, before - 1, before)[0] if before > passage.start else start
    wide_end = sentence_around(passage, after, after + 1)[1] if after < passage.end else end
    return (start, end), (min(start, wide_start), max(end, wide_end))


def look_again(
    reader: Reader, question: str, evidence: Sequence[Evidence], passages: int, calibration: Calibration, sentences: int
) -> list[Evidence]:
    """Evidence after a second look at the likeliest spans, those in `sentences` different sentences, which come first.

    `passages` counts those of the collection.
    """
    sure = probabilities(evidence, passages, calibration)
    once = [evidence[i] for i in sorted(range(len(evidence)), key=lambda i: -sure[i]) if evidence[i].looks == ONCE]
    again = reread(reader, question, [own.span for own in once], sentences)
    twice = [replace(once[at], span=span, looks=TWICE) for at, span in again.items()]
    others = [own for at, own in enumerate(once) if at not in again]
    return [*twice, *others, *(own for own in evidence if own.looks != ONCE)]


def reread(reader: Reader, question: str, spans: Sequence[Span], sentences: int) -> dict[int, Span]:
    """Those spans, by their place, that lie in the first `sentences` different sentences, read again.

    Their score is the weighted mean of that in the passage, in the sentence and in its neighbourhood, each still the
    span's logits minus those of "no answer". A view that is the whole passage is not read twice.
    """
    seen: dict[int, tuple[Place, Place]] = {}
    kept: set[tuple[int, Place]] = set()
    for at, span in enumerate(spans):
        own = views(span)
        if len(kept) < sentences or (span.passage.row, own[0]) in kept:
            kept.add((span.passage.row, own[0]))
            seen[at] = own
    wanted = {
        (spans[at].passage.row, place): Passage(spans[at].passage.row, spans[at].passage.document, *place)
        for at, places in seen.items()
        for place in places
        if place != (spans[at].passage.start, spans[at].passage.end)
    }
    found = dict(zip(wanted, reader.read(question, list(wanted.values()), BEST), strict=True))

    def opinion(span: Span, place: Place) -> float:
        own = found.get((span.passage.row, place))
        if own is None:
            return span.score
        return next((other.score for other in own if other.start < span.end and span.start < other.end), UNSEEN)

    return {
        at: replace(spans[at], score=mean(spans[at].score, *(opinion(spans[at], own) for own in places)))
        for at, places in seen.items()
    }


def mean(*scores: float) -> float:
    return sum(weight * score for weight, score in zip(WEIGHTS, scores, strict=True)) / sum(WEIGHTS)
