"""Say it, or say which kind of no: "is the best candidate good enough, and if not, what is missing?"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa_bot.citation import cite
from qa_bot.errors import WeightsError
from qa_bot.passages import sentence_around
from qa_bot.records import Answer, Reason, Span, Unread

ALTERNATIVES = 3
LONGEST_NAMED = 60  # characters of what an explanation names
YES_OR_NO = frozenset(
    "is are was were am do does did can could may might must shall should will would has have had isn't aren't wasn't "
    "weren't don't doesn't didn't can't won't".split()
)
WH_WORDS = frozenset("what which who whom whose when where why how".split())
FEATURES = ("margin", "coverage", "behind", "size")  # of a span
SENTENCE_FEATURES = ("coverage",)
LOWEST, HIGHEST = -12.0, 20.0  # a margin beyond says nothing more


@dataclass(frozen=True)
class Evidence:
    """A span and what speaks for it.

    Parameters
    ----------
    span
        Its score is the reader's span minus none, or a sentence's retrieval score.
    read
        Whether the reader found it; otherwise it is a whole sentence, by its words alone.
    coverage
        The share of the question's weight, 0 to 1, that its passage holds.
    retrieval
        The passage's retrieval score over the best one's, 0 to 1.
    """

    span: Span
    read: bool
    coverage: float
    retrieval: float


@dataclass(frozen=True)
class Candidate:
    """A span and the probability that it is right."""

    span: Span
    confidence: float


@dataclass(frozen=True)
class Calibration:
    """Logistic regressions that `training/calibrate.py` fitted: an intercept and a coefficient for each feature."""

    span: tuple[float, ...]
    sentence: tuple[float, ...]

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Calibration:
        """The calibration that belongs to a reader's weights."""
        try:
            calibration = cls(*(tuple(map(float, manifest["calibration"][name])) for name in ("span", "sentence")))
        except (KeyError, TypeError, ValueError):
            calibration = cls((), ())
        if (len(calibration.span), len(calibration.sentence)) != (1 + len(FEATURES), 1 + len(SENTENCE_FEATURES)):
            raise WeightsError("the reader's weights come without a calibration for this version; reinstall qa-bot")
        return calibration


def weighed(evidence: Sequence[Evidence], passages: int, calibration: Calibration) -> list[Candidate]:
    """Each piece of evidence with its probability, likeliest first, ties in the order given."""
    rows = features(evidence, passages)
    found = [
        Candidate(own.span, logistic(calibration.span if own.read else calibration.sentence, row))
        for own, row in zip(evidence, rows, strict=True)
    ]
    return sorted(found, key=lambda candidate: -candidate.confidence)


def features(evidence: Sequence[Evidence], passages: int) -> list[tuple[float, ...]]:
    """What the calibration weighs, in the order of FEATURES, for each piece of evidence on one question.

    `passages` counts those of the collection. `behind` is how far a passage's retrieval score lies behind the best
    one's, and is worth the more the more passages that was chosen among: of a text of a page, all are read anyway.
    """
    size = math.log(passages)
    return [
        (min(max(own.span.score, LOWEST), HIGHEST), own.coverage, size * (1 - own.retrieval), size)
        if own.read
        else (own.coverage,)
        for own in evidence
    ]


def logistic(coefficients: Sequence[float], row: Sequence[float]) -> float:
    """1 / (1 + exp(-(intercept + coefficients . row)))."""
    intercept, *weights = coefficients
    return 1 / (1 + math.exp(-(intercept + sum(w * x for w, x in zip(weights, row, strict=True)))))


@dataclass(frozen=True)
class Wording:
    """The question's words that say what it is about, as written: those that some passage has, and the rest."""

    known: tuple[str, ...]
    missing: tuple[str, ...]


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


def deciding_sentence(span: Span) -> Span:
    """What is quoted for a span of a question for yes or no: the sentence that decides it."""
    start, end = sentence_around(span.passage, span.start, span.end)
    return replace(span, start=start, end=end)


def wants_yes_or_no(question: str) -> bool:
    """Whether a question begins like one for yes or no and asks nothing else ("Can you tell me who ...")."""
    words = re.findall(r"[\w']+", question[:1000].replace("’", "'").casefold())
    return words[:1] != [] and words[0] in YES_OR_NO and words[1:2] != ["you"] and WH_WORDS.isdisjoint(words)


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


def refusal(wording: Wording, unread: Sequence[Unread], found: bool) -> tuple[Reason, str]:
    """Which kind of no, and a sentence that says so."""
    if wording.missing and not wording.known:
        no: tuple[Reason, str] = ("not_mentioned", f"nothing in it mentions {listed(wording.missing, 'or')}.")
    elif wording.missing:
        spoken, unspoken = listed(wording.known, "and"), listed(wording.missing, "or")
        no = ("not_said", f"it speaks of {spoken}, but does not mention {unspoken}.")
    elif wording.known and found:
        no = ("not_said", f"it speaks of {listed(wording.known, 'and')}, but does not say this.")
    else:
        no = ("not_said", "the question names nothing that could be looked up.")
    if unread:
        names = listed([item.path for item in unread], "and")
        return "not_readable", f"{no[1]} Not all could be read: {names}."
    return no


def listed(words: Sequence[str], link: str, limit: int = 6) -> str:
    """Words in quotation marks as a person lists them; of many the first few, of long ones the beginning."""
    shown = [f"“{word if len(word) <= LONGEST_NAMED else word[:LONGEST_NAMED] + '…'}”" for word in words[:limit]]
    if len(words) > limit:
        shown[-1] = f"{len(words) - limit + 1} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {link} {shown[-1]}"
