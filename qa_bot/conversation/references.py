"""Pronouns, "there", "then" and "that city": "what does it read like with what they stand for in their place?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from qa_bot.conversation.clause import PLACE_NOUNS, TIME_NOUNS
from qa_bot.conversation.grammar import BE, PARTICLES, Word, listed, words_of
from qa_bot.conversation.mentions import Mention, bare
from qa_bot.conversation.verbs import IRREGULAR, PAST

MASCULINE, FEMININE = listed("he him his"), listed("she her hers")
NEUTER, PLURAL = listed("it its"), listed("they them their theirs")
POSSESSIVE = listed("his her its their")
POINTING = listed("this that these those")
LOCATIVE = ("in", "at", "on")
MOTION = listed("go goes went gone come comes came travel travelled move moved get got return returned")
EMPTY_VERBS = listed("take takes took seem seems matter matters")
DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? [A-Z]|[A-Z][a-z]+ \d{1,2}\b|day\b")
CHOICES = 4
"""Mentions that are tried for one pronoun."""


@dataclass(frozen=True)
class Reading:
    """A question as it may be meant, and how likely that is by its form, in log-odds."""

    text: str
    weight: float


@dataclass(frozen=True)
class Reference:
    """Words `start:stop` of a question that point back.

    Parameters
    ----------
    form
        "he", "she", "it", "they", "there", "then", "one", or "that" (also "this city", with `noun`).
    possessive
        Whether it is "his" rather than "he".
    preposition
        The one before it, or "".
    noun
        The noun of "that city", or "".
    """

    start: int
    stop: int
    form: str
    possessive: bool = False
    preposition: str = ""
    noun: str = ""


def references(words: Sequence[Word]) -> list[Reference]:
    """What points back in a question, in order; what points nowhere ("is there", "is it true that") is left out."""
    found: list[Reference] = []
    for at in range(len(words)):
        reference = pointing(words, at)
        if reference is not None:
            found.append(reference)
    if any(reference.form == "it" and is_empty(words, reference.start) for reference in found):
        found = [reference for reference in found if reference.form != "it"]
    return found


def pointing(words: Sequence[Word], at: int) -> Reference | None:
    """The reference that begins with the word at `at`, if one does."""
    low = words[at].low
    before = words[at - 1] if at else None
    following = words[at + 1] if at + 1 < len(words) else None
    lead = before.low if before is not None and before.kind == "preposition" and before.low not in PARTICLES else ""
    naming = following is not None and following.content
    if following is not None and following.low == "own":  # "on their own" is of the question's own subject
        return None
    for form, members in (("he", MASCULINE), ("she", FEMININE), ("it", NEUTER), ("they", PLURAL)):
        if low in members and words[at].kind in ("pronoun", "determiner"):
            return Reference(at, at + 1, form, low in POSSESSIVE and (low != "her" or naming), lead)
    if low == "there" and not ((before and before.low in BE | {"be"}) or (following and following.low in BE | {"be"})):
        return Reference(at, at + 1, "there", preposition=lead)
    if low == "then" and at and before is not None and before.kind != "mark":
        return Reference(at, at + 1, "then", preposition=lead)
    verb = following is not None and following.low.endswith(("s", "ed"))  # one thing has no plural
    if (
        low == "one"
        and not (before and before.kind == "wh")
        and (not naming or verb)
        and (following is None or following.low != "of")
    ):
        return Reference(at, at + 1, "one", preposition=lead)
    if low in POINTING:
        return demonstrative(words, at, lead)
    if low == "same" and naming and before is not None and before.low == "the":
        return Reference(at - 1, at + 2, "that", preposition=preposition_at(words, at - 2), noun=words[at + 1].low)
    return None


def preposition_at(words: Sequence[Word], at: int) -> str:
    return words[at].low if at >= 0 and words[at].kind == "preposition" else ""


def demonstrative(words: Sequence[Word], at: int, lead: str) -> Reference | None:
    """ "that" and its kind, by themselves or with a noun; None for the "that" that joins clauses."""
    following = words[at + 1] if at + 1 < len(words) else None
    ends = following is None or following.kind in ("mark", "preposition", "auxiliary", "adverb")
    before = words[at - 1] if at else None
    if following is not None and following.kind == "word" and (lead or words[at].low != "that"):
        return Reference(at, at + 2, "that", preposition=lead, noun=following.low)
    if before is not None and before.content and following is not None and following.kind == "auxiliary":
        return None  # "the countries that have joined"
    supported = before is not None and before.kind == "auxiliary"
    if supported or (ends and (lead or before is None or before.content or before.kind == "conjunction")):
        return Reference(at, at + 1, "that", preposition=lead)
    return None


def is_empty(words: Sequence[Word], at: int) -> bool:
    """Whether "it" only announces a clause or holds a place: "is it true that", "how long does it take to"."""
    announced = any(word.low in ("that", "to", "if", "when", "whether") for word in words[at + 2 :])
    following = words[at + 1].low if at + 1 < len(words) else ""
    verbs = (words[at - 1].low if at else "", following)
    if EMPTY_VERBS.intersection(verbs):
        return announced
    meant = following.endswith("ed") or following in PAST or following in IRREGULAR  # "is it meant to"
    return announced and not meant and bool(BE.intersection(verbs))


def fit(reference: Reference, mention: Mention) -> float | None:
    """How well a mention agrees with what points back, in log-odds (0 best); None where they can't go together."""
    form, sort = reference.form, mention.sort
    if form in ("he", "she"):
        if mention.plural or sort in ("time", "amount", "place") or mention.gender not in ("", form):
            return None
        return {"person": 0.0, "name": -0.7}.get(sort, -2.5)
    if form == "it":
        if mention.plural or sort in ("person", "time", "amount") or mention.gender:
            return None
        return {"name": -1.2, "place": -1.5}.get(sort, 0.0)
    if form in ("they", "one"):
        if sort in ("time", "place") or (mention.gender and not mention.plural):
            return None
        alone = {"person": -2.5, "group": -0.2}.get(sort, -1.2) if form == "they" else None
        return 0.0 if mention.plural else -0.3 if sort == "amount" and form == "they" else alone
    if form == "there":
        if sort in ("person", "time", "amount"):
            return None
        return 0.0 if sort == "place" else -0.4 if mention.preposition in LOCATIVE else -1.0
    if form == "then":
        return 0.0 if sort == "time" else -2.0 if sort == "thing" and not mention.plural else None
    return fit_that(reference, mention)


def fit_that(reference: Reference, mention: Mention) -> float | None:
    noun, sort = reference.noun, mention.sort
    if noun:
        if noun in mention.noun.lower().split() or noun in bare(mention.text).split():
            return 1.0
        if (noun in TIME_NOUNS and sort == "time") or (noun in PLACE_NOUNS and sort in ("place", "name")):
            return 0.0
        return None
    if sort in ("person", "amount"):
        return None
    if sort == "time":
        return 0.5 if reference.preposition in ("before", "after", "since", "until", "by", "till") else None
    return 0.0 if sort == "thing" else -1.0


def put(reference: Reference, mention: Mention, verb: str = "") -> str:
    """The mention in the form that stands in the pronoun's place; `verb` is the word before that."""
    text = mention.text
    if reference.possessive:
        return f"{text}'" if mention.plural and text.endswith("s") else f"{text}'s"
    if reference.form == "one":
        return f"one of {text if text.lower().startswith('the ') else f'the {text}'}"
    if reference.form == "there" and not reference.preposition:
        if verb in MOTION:
            return f"to {text}"
        lead = {"from": "in", "to": "at"}.get(mention.preposition, mention.preposition)
        return f"{lead if lead in LOCATIVE else 'in'} {text}"
    if reference.form == "then" and not reference.preposition:
        by_form = ("on" if DAY.search(text) else "in") if mention.sort == "time" else "at"
        return f"{mention.preposition if mention.preposition in LOCATIVE else by_form} {text}"
    return text


def resolved(question: str, spoken_of: Sequence[Mention], most: int) -> list[Reading]:
    """The likeliest readings of a question with what points back replaced; none if nothing does or nothing fits."""
    words = words_of(question)
    found = references(words)
    options: list[list[tuple[float, Reference, Mention | None]]] = []
    for reference in found:
        own = list(islice(candidates(reference, words, spoken_of), CHOICES))
        options.append([(weight, reference, mention) for weight, mention in own] or [(0.0, reference, None)])
    readings: dict[str, float] = {}
    for choice in product(*options):
        meant = [mention for _, _, mention in choice if mention is not None]
        # two different pronouns seldom mean the same
        clash = sum(
            a is b is not None and ra.form != rb.form for i, (_, ra, a) in enumerate(choice) for _, rb, b in choice[:i]
        )
        if meant:
            text = replaced(question, words, [(reference, mention) for _, reference, mention in choice if mention])
            readings.setdefault(text, sum(weight for weight, _, _ in choice) - 2.0 * clash)
    ranked = sorted(readings.items(), key=lambda item: -item[1])
    return [Reading(text, weight) for text, weight in ranked[:most]]


def candidates(
    reference: Reference, words: Sequence[Word], spoken_of: Sequence[Mention]
) -> Iterator[tuple[float, Mention]]:
    """The mentions that agree, likeliest first; one that the question itself names is no candidate."""
    own = {word.low.removesuffix("'s") for word in words if word.content}
    fitting = []
    for mention in spoken_of:
        agreement = fit(reference, mention)
        named = {word.low for word in words_of(mention.text) if word.content}
        if agreement is not None and not (named and named <= own and not reference.noun):
            fitting.append((mention.weight + agreement, mention))
    return iter(sorted(fitting, key=lambda item: -item[0]))


def replaced(question: str, words: Sequence[Word], choice: Sequence[tuple[Reference, Mention]]) -> str:
    parts, at = [], 0
    for reference, mention in choice:
        start, stop = words[reference.start].start, words[reference.stop - 1].end
        before = words[reference.start - 1].low if reference.start else ""
        parts += [question[at:start], put(reference, mention, before)]
        at = stop
    text = "".join([*parts, question[at:]]).strip()
    return text[:1].upper() + text[1:]
