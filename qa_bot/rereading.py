"""Read the likeliest spans again, close by: "is it still the answer when less stands around it?".

The score of a span depends on all that is read with it. In its sentence alone, and with the sentences beside it, the
same reader gives further opinions of the same span, whose errors are other ones: their mean tells better whether the
passage answers at all (test-time augmentation, as in Krizhevsky et al. 2012, of windows instead of images). Which words
of a passage answer, it tells no better, since what they refer to may stand further away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from qa_bot.decide import ONCE, TWICE, Calibration, Evidence, probabilities
from qa_bot.passages import sentences_of
from qa_bot.reader import Reader
from qa_bot.records import Passage, Span

Place = tuple[int, int]

MOST_PASSAGES = 100
"""Of larger collections no second look is taken, as it tells nothing that the first does not (training/README.md)."""
UNSEEN = -12.0  # the score of a span that is not among the best of its own sentence
BEST = 5  # spans of a view that are looked at


def views(span: Span, sentences: Sequence[Place]) -> tuple[Place, Place]:
    """The sentence or sentences that hold a span, and these with the one before and the one after.

    `sentences` are those of its passage, of which the view does not reach beyond.
    """
    touched = [at for at, (start, end) in enumerate(sentences) if start < span.end and end > span.start]
    if not touched:  # white space between two sentences
        return (span.start, span.end), (span.start, span.end)
    own, near = sentences[touched[0] : touched[-1] + 1], sentences[max(touched[0] - 1, 0) : touched[-1] + 2]
    close = min(span.start, own[0][0]), max(span.end, own[-1][1])
    return close, (min(close[0], near[0][0]), max(close[1], near[-1][1]))


def look_again(
    reader: Reader, question: str, evidence: Sequence[Evidence], passages: int, calibration: Calibration, most: int
) -> list[Evidence]:
    """Evidence after a second look at the likeliest spans, those in `most` different sentences, which come first.

    `passages` counts those of the collection; of more than MOST_PASSAGES none is looked at twice.
    """
    if passages > MOST_PASSAGES:
        return list(evidence)
    sure = probabilities(evidence, passages, calibration)
    once = [evidence[i] for i in sorted(range(len(evidence)), key=lambda i: -sure[i]) if evidence[i].looks == ONCE]
    again = reread(reader, question, [own.span for own in once], most)
    twice = [replace(once[at], span=span, looks=TWICE) for at, span in again.items()]
    others = [own for at, own in enumerate(once) if at not in again]
    return [*twice, *others, *(own for own in evidence if own.looks != ONCE)]


def reread(reader: Reader, question: str, spans: Sequence[Span], most: int) -> dict[int, Span]:
    """Those spans, by their place, that lie in the first `most` different sentences, read again.

    Their score is the mean of that in the passage, in the sentence and in its neighbourhood, each still the
    span's logits minus those of "no answer". A view that is the whole passage is not read twice.
    """
    if not most:
        return {}
    seen: dict[int, tuple[Place, Place]] = {}
    kept: set[tuple[int, Place]] = set()
    passages = {span.passage.row: span.passage for span in spans}
    sentences = {row: sentences_of(passage) for row, passage in passages.items()}
    for at, span in enumerate(spans):
        own = views(span, sentences[span.passage.row])
        if len(kept) < most or (span.passage.row, own[0]) in kept:
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
        at: replace(spans[at], score=fmean([spans[at].score, *(opinion(spans[at], own) for own in places)]))
        for at, places in seen.items()
    }
