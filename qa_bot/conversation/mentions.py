"""What the last turns spoke of: "what could a pronoun mean?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.conversation.clause import TIME_NOUNS, Clause, clause_of, noun_phrases
from qa_bot.conversation.grammar import TITLES, Lexicon, Phrase, Word, is_plural, phrases, words_of
from qa_bot.conversation.verbs import PAST
from qa_bot.records import Answer

TURNS = 3
"""Turns that are looked back on."""
LONGEST = 12
"""Words of what a pronoun can stand for; a longer answer is named by what was asked for."""
LONGEST_TEXT = 2000
"""Characters of an answer or sentence that are looked through."""

# How much less likely each is meant than the answer itself, in log-odds.
SUBJECT, OBJECT, WITHIN, BESIDE, EARLIER, NOT_SAID = -0.2, -0.5, -0.8, -1.6, -1.0, -1.5

MONTHS = "january february march april may june july august september october november december".split()
DATE = re.compile(rf"(?:{'|'.join(MONTHS)})\b|\b(?:1\d|20)\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
MALE = frozenset("mr sir lord".split())
FEMALE = frozenset("mrs ms miss lady dame mme mlle".split())


@dataclass(frozen=True)
class Mention:
    """Something that was spoken of.

    Parameters
    ----------
    text
        As it is put into a question; it begins in lower case unless it is a name.
    sort
        "person", "name" (perhaps a person's), "thing", "group", "place", "time" or "amount".
    plural
        Whether it is more than one.
    preposition
        The one that it stood behind, or "".
    weight
        How likely it is meant, in log-odds; 0 for the last answer.
    noun
        What was asked for if this is the answer: "city" after "in which city".
    gender
        "he", "she" or "" where it does not tell.
    """

    text: str
    sort: str
    plural: bool
    preposition: str
    weight: float
    noun: str = ""
    gender: str = ""


def mentions(turns: Sequence[Answer], lexicon: Lexicon) -> list[Mention]:
    """What the last turns named, likeliest first; each once."""
    found: dict[str, Mention] = {}
    for age, turn in enumerate(reversed(turns[-TURNS:])):
        for mention in of_turn(turn, lexicon):
            aged = replace(mention, weight=mention.weight + age * EARLIER)
            key = bare(mention.text)
            if key and (key not in found or found[key].weight < aged.weight):
                found[key] = aged
    return sorted(found.values(), key=lambda mention: -mention.weight)


def of_turn(turn: Answer, lexicon: Lexicon) -> Iterator[Mention]:
    """The answer, what stands in the question, in the answer and in the sentence quoted, and roughly how likely."""
    clause = clause_of(turn.read_as or turn.question, lexicon)
    best = turn if turn else next(iter(turn.alternatives), None)
    surely = 0.0 if turn else NOT_SAID
    answer = None
    if best is not None and best.text is not None:
        sentence = best.citation.sentence[:LONGEST_TEXT] if best.citation is not None else ""
        text = with_determiner(best.text[:LONGEST_TEXT], sentence)
        answer = of_answer(text, clause)
        if answer is not None:
            yield replace(answer, weight=surely)
        placed = clause is not None and clause.asks_for == "place"
        for inner in of_text(text, lexicon, surely + WITHIN):
            yield replace(inner, sort="place") if placed and inner.sort != "time" else inner
        yield from of_text(sentence, lexicon, surely + BESIDE)
    if clause is None:
        yield from of_text(turn.read_as or turn.question, lexicon, OBJECT)
        return
    told = bool(turn) and answer is not None and not answer.plural and clause.asks_for != "amount"
    for phrase, subject in noun_phrases(clause, lexicon):
        if told and phrase.start in clause.noun:
            continue  # the answer tells which
        mention = of_phrase(clause.text, clause.words, phrase, SUBJECT if subject else OBJECT)
        if mention is not None:
            yield with_article(mention) if phrase.start in clause.noun else mention


def with_article(mention: Mention) -> Mention:
    """ "countries" of "how many countries" is spoken of as "the countries"."""
    return replace(mention, text=f"the {mention.text}")


def with_determiner(text: str, sentence: str) -> str:
    """An answer with the article that stands before it in its sentence: readers leave it out."""
    before = re.findall(rf"(?:(\S+)\s+)?(?<![\w\-]){re.escape(text)}(?![\w\-])", sentence)
    articles = {word.lower() for word in before}
    return f"{before[0].lower()} {text}" if articles and articles <= {"the", "a", "an"} else text


def of_answer(text: str, clause: Clause | None) -> Mention | None:
    """The answer as something to speak of, by what was asked for."""
    words = core(words_of(text))
    if not words or len(words) > LONGEST or (words[-1].kind == "word" and words[-1].low.endswith("ed")):
        return None
    if words[0].kind == "word" and [word.kind for word in words[1:2]] == ["determiner"]:
        return None  # "saved the crew" is what was done
    if any(word.low in (".", "?", "!") for word in words):
        return None  # more than a sentence
    own = without_possessive(text[words[0].start : words[-1].end])
    sort = clause.asks_for if clause is not None else "thing"
    if sort == "thing" and DATE.search(own):
        sort = "time"
    if sort in ("thing", "person", "place") and words[0].kind == "number":
        sort = "thing" if any(word.kind == "word" for word in words) else "amount"
    if sort == "amount" and any(is_plural(word.text) for word in words if word.kind == "word"):
        sort = "thing"
    if sort == "thing" and looks_like_person(words):
        sort = "name"
    noun = clause.said(clause.noun) if clause is not None else ""
    if words[0].kind == "number":
        own = own[0].lower() + own[1:]
    if noun and all(word.kind == "number" for word in words):  # "17" countries are "the 17 countries"
        own, sort, words = f"the {own} {noun}", "thing", [*words, *words_of(noun)]
    lead = words_of(text)[0]
    preposition = lead.low if lead.kind == "preposition" else ""
    return Mention(own, sort, several(words), preposition, 0.0, noun, gender(words))


def core(words: Sequence[Word]) -> Sequence[Word]:
    """The words without a preposition in front and without what a comma or bracket adds to them."""
    first = 0
    while first < len(words) and words[first].kind in ("preposition", "mark", "conjunction", "adverb"):
        first += 1
    stop = next((i for i in range(first, len(words)) if words[i].low in ("(", "[", ";", ":")), len(words))
    comma = next((i for i in range(first, stop) if words[i].low == ","), stop)
    listed = any(word.low in ("and", "or") for word in words[comma:stop])
    stop = stop if listed else comma
    while stop > first and words[stop - 1].kind == "mark":
        stop -= 1
    return words[first:stop]


def of_text(text: str, lexicon: Lexicon, weight: float) -> Iterator[Mention]:
    """The noun phrases of a text that is no question."""
    words = words_of(text)
    for phrase in phrases(words, lexicon):
        mention = None if names_nothing(words, phrase, lexicon) else of_phrase(text, words, phrase, weight)
        if mention is not None:
            yield mention


def names_nothing(words: Sequence[Word], phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether it is but one word, by its form an adverb ("finally") or a verb that opens a sentence ("Sold")."""
    word = words[phrase.start]
    if phrase.stop - phrase.start > 1 or lexicon.noun(word.low):
        return False
    opens = phrase.start == 0 or words[phrase.start - 1].low in (".", "?", "!", "“", '"')
    adverb = word.low.endswith("ly") and (opens or word.text[0].islower())
    verb = word.low.endswith("ed") or word.low in PAST or lexicon.verb(word.low)
    return adverb or (opens and word.kind == "name" and verb)


def of_phrase(text: str, words: Sequence[Word], phrase: Phrase, weight: float) -> Mention | None:
    """A noun phrase as something to speak of; None for one that names nothing by itself."""
    own = words[phrase.start : phrase.stop]
    content = [word for word in own if word.content]
    if not content or len(own) > LONGEST or own[0].low in ("my", "your", "our", "his", "her", "its", "their"):
        return None
    if own[0].low in ("no", "any", "this", "that", "these", "those"):
        return None
    part = without_possessive(text[own[0].start : own[-1].end])
    if DATE.search(part) or content[-1].low in TIME_NOUNS:
        sort = "time"
    elif all(word.kind == "number" for word in content):
        sort = "amount"
    elif phrase.preposition != "of" and looks_like_person(own):
        sort = "place" if phrase.preposition in ("in", "at", "from", "to", "near") and len(own) == 1 else "name"
    else:
        sort = "group" if is_group(own) else "thing"
    unmarked = own[0].kind == "word" and not is_plural(content[-1].text)  # "steam", "repair": a matter, not a thing
    shown = part if own[0].kind != "determiner" else part[0].lower() + part[1:]
    penalty = 0.5 if unmarked else 0.0
    return Mention(shown, sort, several(own), phrase.preposition, weight - penalty, "", gender(own))


def looks_like_person(words: Sequence[Word]) -> bool:
    """Whether it is written like a person's name: a title, or capitals all through without an article or a number."""
    named = [word for word in words if word.content]
    if not named:
        return False
    if any(word.low.rstrip(".") in TITLES for word in named):
        return True
    whole = all(word.text[0].isupper() and not word.text.isupper() for word in named)
    return whole and words[0].kind != "determiner" and len(words) == len(named) <= 4


def several(words: Sequence[Word]) -> bool:
    """Whether the words name more than one: joined by "and", or a plural."""
    if any(word.low == "and" for word in words):
        return True
    head = next((word for word in reversed(words[: of_at(words)]) if word.content), None)
    return head is not None and ((head.kind == "word" and is_plural(head.text)) or words[0].low in ("all", "both"))


def is_group(words: Sequence[Word]) -> bool:
    """ "a society of friends", "a team of engineers": it, or they."""
    at = of_at(words)
    return at + 1 < len(words) and words[at].low == "of" and is_plural(words[-1].text) and not several(words)


def of_at(words: Sequence[Word]) -> int:
    """Where the first preposition stands: the head of a noun phrase is the noun before it."""
    return next(
        (i for i, word in enumerate(words) if i and word.kind == "preposition" and word.low != "than"), len(words)
    )


def without_possessive(text: str) -> str:
    return text[:-2] if text.endswith(("'s", "’s")) else text


def gender(words: Sequence[Word]) -> str:
    for word in words:
        low = word.low.rstrip(".")
        if low in MALE or low in FEMALE:
            return "he" if low in MALE else "she"
    return ""


def bare(text: str) -> str:
    """What two ways of naming the same have in common."""
    low = " ".join(text.casefold().split())
    return low.removeprefix("the ").removeprefix("a ")
