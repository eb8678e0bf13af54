"""A line in a chat: "which question is it, after what was said before?"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from qa_bot.bot import Bot
from qa_bot.conversation.ellipsis import Remainder, completed, without_lead
from qa_bot.conversation.grammar import Lexicon, words_of
from qa_bot.conversation.mentions import mentions
from qa_bot.conversation.references import Reading, references, resolved
from qa_bot.reader.once import ReadOnce
from qa_bot.records import Answer

TRIED = 3
"""Readings that are tried, beside the question as it stands."""
GLANCED = 2
"""Passages that are read to try a reading; the best answer is mostly in one of them, and a question is worth more."""
CERTAIN = 2.2
"""Log-odds of a confidence of 0.9, above which few answers are."""
LONGEST = 40
"""Words of a question that can be a follow-up; who writes more says what is meant."""
TELEGRAM = 3
"""Content words and prepositions from which on a line without a verb is taken for a question, as in a search box."""


def meanings(question: str, turns: Sequence[Answer], bot: Bot) -> list[Reading]:
    """What a question can mean after the turns before it, likeliest first by its form; none if it stands by itself.

    The question as it stands is among them where it may be meant so.
    """
    if not turns or len(question.split()) > LONGEST:
        return []
    lexicon = Lexicon(bot.index)
    rest = without_lead(question)
    whole = completed(rest, turns[-1], lexicon, bot.reader.knows)
    spoken_of = mentions(turns, lexicon)
    if not whole:
        pointed = resolved(rest.text, spoken_of, most=2 * TRIED)
        return [*pointed, Reading(question, stands_by_itself(rest))] if pointed else []
    found: list[Reading] = []
    for reading in whole:
        pointed = resolved(reading.text, spoken_of, most=2) or [Reading(reading.text, 0.0)]
        found += [Reading(other.text, reading.weight + other.weight) for other in pointed]
    return [*found, Reading(question, alone(question, rest))]


def alone(question: str, rest: Remainder) -> float:
    """How likely a line that may be the rest of a question is one by itself, in log-odds."""
    if rest.marked:
        return -2.0
    parts = len([word for word in words_of(question) if word.content or word.kind == "preposition"])
    return parts - 1.5 if parts >= TELEGRAM else -1.0


def stands_by_itself(rest: Remainder) -> float:
    """How likely what points back in a question needs nothing from outside it, in log-odds."""
    words = words_of(rest.text)
    first = references(words)[0]
    named = any(word.kind == "name" for word in words[1 : first.start])
    return 0.5 if named else -2.5


def likeliest(found: Sequence[Reading], bot: Bot) -> list[Reading]:
    """The readings to ask: the best by their form and by whether one passage holds their words, each once."""
    best: dict[str, float] = {}
    for reading in found:
        weight = reading.weight + 2.0 * held_together(reading.text, bot)
        if weight > best.get(reading.text, -math.inf):
            best[reading.text] = weight
    ranked = sorted(found, key=lambda reading: -best[reading.text])
    return list({reading.text: reading for reading in reversed(ranked)}.values())[::-1][:TRIED]


def held_together(question: str, bot: Bot) -> float:
    """The share of a question's weight, 0 to 1, that the one passage which fits best holds."""
    hits = bot.index.search(question, 1)
    return float(bot.index.coverage(question, [hits[0].passage.row])[0]) if hits else 0.0


def surest(question: str, found: Sequence[Reading], bot: Bot) -> Answer:
    """The answer to the reading that its form and the reader together are surest of.

    The likelier by their form are tried first; those that could not catch up any more are not tried. To try one, the
    passages that fit it best are read; all that a question is worth are read for the chosen one alone.
    """
    standing = [reading for reading in found if reading.text == question]
    tried = likeliest([reading for reading in found if reading.text != question], bot) + standing
    patient = replace(bot, reader=ReadOnce.of(bot.reader))
    few = min(GLANCED, bot.settings.passages_read)
    hasty = replace(patient, settings=replace(bot.settings, passages_read=few, read_whole=few))
    best, most = question, -math.inf
    for reading in sorted(tried, key=lambda reading: -reading.weight):
        if reading.weight + CERTAIN < most:
            break
        total = reading.weight + log_odds(hasty.ask(reading.text).confidence)
        if total > most:
            best, most = reading.text, total
    answer = patient.ask(best)
    return answer if best == question else retold(answer, question)


def retold(answer: Answer, question: str) -> Answer:
    """An answer to a reading of a question as the answer to the question."""
    return replace(answer.to(question), read_as=answer.question)


def log_odds(probability: float) -> float:
    kept = min(max(probability, 0.001), 0.999)
    return math.log(kept / (1 - kept))
