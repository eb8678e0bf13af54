"""Questions cut short: "and research institutions?", "since when?", "no, the tenant" - completed from the last one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa_bot.conversation.clause import TIME_NOUNS, Clause, asking, clause_of, noun_phrases
from qa_bot.conversation.grammar import Lexicon, Word, is_plural, is_verb, said, singular, words_of
from qa_bot.conversation.mentions import bare, with_determiner
from qa_bot.conversation.references import Reading
from qa_bot.conversation.verbs import supported
from qa_bot.languages import uncontracted
from qa_bot.records import Answer

LONGEST = 10
"""Words of a question that may be taken for a part of one."""
LONGEST_FILLER = 8
"""Words of an answer that is put into the next question."""
ADVERBIAL = frozenset("when where why how".split())

# What may stand in front of a question without being part of it.
_ALSO = r"(?:and|but|or|so|also|then|well|ok|okay|now|oh|ah|hm+|yes|yeah|right|alright)\b[\s,]*"
_ABOUT = r"(?:what|how)\s+about\b[\s,]*|what\s+of\b[\s,]*"
_INSTEAD = (
    r"(?:no|nope|sorry|pardon|wait|actually|rather)\b[\s,.!]*(?=[,.!]|\s)[\s,.!]*|"
    r"(?:i(?:['’]m|\s+am)?\s+(?:mean(?:t)?|rather\s+mean(?:t)?|was\s+asking\s+about))\b[\s,:]*"
)
LEAD = re.compile(rf"\s*(?:(?P<also>{_ALSO})|(?P<about>{_ABOUT})|(?P<instead>{_INSTEAD}))", re.IGNORECASE)
TAIL = re.compile(r"[\s,]*\b(?:i mean|i meant|instead|rather|please|too|as well|though|then)[\s?.!]*$", re.IGNORECASE)
CORRECTING = re.compile(r"\b(?:i mean|i meant|instead|rather)[\s?.!]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Remainder:
    """A line without its "and", "what about", "no, I mean".

    `marked` says that such words stood there, `correcting` that they take something back, and `denied` what was
    said not to be meant ("not the landlord, the tenant").
    """

    text: str
    marked: bool
    correcting: bool
    denied: str = ""


def without_lead(question: str) -> Remainder:
    text, marked, correcting = uncontracted(question.strip()), False, False
    while (match := LEAD.match(text)) and match.end() < len(text):
        marked = True
        correcting = correcting or bool(match["instead"])
        text = text[match.end() :]
    if len(text.split()) <= LONGEST and (tail := TAIL.search(text)) and tail.start() and marked_tail(text, tail):
        correcting = correcting or bool(CORRECTING.search(text))
        marked = marked or correcting
        text = text[: tail.start()]
    text, denied = undenied(text)
    return Remainder(text, marked or bool(denied), correcting or bool(denied), denied)


def without_and(question: str) -> str:
    """A question without the "and" or "so" before it."""
    while (match := LEAD.match(question)) and match["also"] and match.end() < len(question):
        question = question[match.end() :]
    return question


def marked_tail(text: str, tail: re.Match[str]) -> bool:
    """Whether the last words belong to the talk: "then" of a whole question is a time."""
    return "then" not in tail.group().lower() or asking(words_of(text)) is None


def undenied(text: str) -> tuple[str, str]:
    """What is meant and what is not, of "not the landlord, the tenant" or "the tenant, not the landlord"."""
    parts = [part.strip() for part in re.split(r"[,;]|\bbut\b", text)]
    denied = [part for part in parts if re.match(r"not\s", part, re.IGNORECASE)]
    meant = [part for part in parts if part and part not in denied]
    if len(denied) != 1 or len(meant) != 1 or not text.split()[:LONGEST]:
        return text, ""
    return meant[0], denied[0][4:].strip(" ?.!")


def completed(rest: Remainder, turn: Answer, lexicon: Lexicon, known: Callable[[str], bool]) -> list[Reading]:
    """The questions that a line can be the rest of, after the last turn; none if it is whole by itself.

    Parameters
    ----------
    rest
        The line without its lead.
    turn
        The last answer; its question, as it was read, is what is completed from.
    lexicon, known
        What the documents show of words, and whether a word is a common one.
    """
    last = clause_of(without_and(turn.read_as or turn.question), lexicon)
    words = trimmed(words_of(rest.text))
    if last is None or not words or len(words) > LONGEST:
        return []
    own = clause_of(rest.text, lexicon)
    if own is not None:
        anew = not own.complete or only_happens(own)
        return list(asked_anew(own, last, turn, known) if anew else with_noun(own, last, lexicon))
    if words[-1].kind == "wh" or (any(word.kind == "auxiliary" for word in words) and not relative(words)):
        return []  # "the deposit is returned when?"
    return list(substituted(rest, words, last, lexicon))


def trimmed(words: Sequence[Word]) -> Sequence[Word]:
    stop = len(words)
    while stop and words[stop - 1].kind == "mark":
        stop -= 1
    return words[:stop]


def relative(words: Sequence[Word]) -> bool:
    """Whether the first auxiliary belongs to a clause about a noun: "the people who were aboard"."""
    at = next(i for i, word in enumerate(words) if word.kind == "auxiliary")
    return any(word.low in ("who", "which", "that") for word in words[1:at])


def only_happens(own: Clause) -> bool:
    """Whether it asks nothing but how, why or when what was just said happened: "how did that happen?"."""
    rest = [own.words[i].low for i in own.rest if own.words[i].kind != "adverb"]
    subject = [own.words[i].low for i in own.subject]
    return own.wh in ADVERBIAL and subject in (["that"], ["this"], ["it"]) and rest in HAPPENS


BY_ITSELF = -1.5
"""Log-odds that "and the deposit?" asks for whatever there is to say of it."""
DENIED = 3.0
"""Log-odds that a fragment stands for what was said not to be meant."""
HAPPENS: tuple[list[str], ...] = (
    ["happen"],
    ["happened"],
    ["occur"],
    ["come", "about"],
    ["so"],
    ["that"],
    [],
)


# --- another wh phrase --------------------------------------------------------------------------------------------


def asked_anew(own: Clause, last: Clause, turn: Answer, known: Callable[[str], bool]) -> Iterator[Reading]:
    """The last question with another wh phrase; what it asked for before is known by now, and stands as such."""
    phrase, auxiliary, rest = own.said(own.asked), last.said(last.auxiliary).lower(), last.said(last.rest)
    if last.inverted or not last.asked:
        stem = spaced(phrase, auxiliary, last.said(last.subject), rest)
        kept = fillers(last, turn) if adverbial(own) and not adverbial(last) else []
        yield Reading(f"{stem}?", -0.3 if kept else 0.0)
        for number, filler in enumerate(kept):
            yield Reading(f"{stem} {filler}?", -0.4 - 0.2 * number)
        return
    subjects = [] if own.noun and last.noun and not adverbial(own) else fillers(last, turn)[::-1]
    for number, subject in enumerate(subjects):
        text = spaced(phrase, auxiliary, subject, rest) if auxiliary else supported_clause(phrase, subject, last, known)
        yield Reading(f"{text}?", -0.3 * number)
    if not subjects:  # "how many institutes?" after "how many countries have joined?"
        yield Reading(f"{spaced(phrase, auxiliary, rest)}?", 0.0)


def adverbial(clause: Clause) -> bool:
    """Whether a wh phrase asks for a time, place or manner, or what a preposition leads, rather than for a thing."""
    first = clause.words[clause.asked.start] if clause.asked else None
    if first is None or first.kind == "preposition":
        return first is not None
    return first.low in ADVERBIAL and not clause.noun


def fillers(last: Clause, turn: Answer) -> list[str]:
    """What can stand for a wh phrase that has been answered: "letters" for "how many letters", then the answer."""
    noun = last.said(last.noun)
    named = [noun if last.wh == "how" else f"the {noun}"] if noun else []
    best = turn if turn else next(iter(turn.alternatives), None)
    if best is None or best.text is None or len(best.text.split()) > LONGEST_FILLER:
        return named
    sentence = best.citation.sentence if best.citation is not None else ""
    return [*named, " ".join(with_determiner(best.text, sentence).split())]


def supported_clause(phrase: str, subject: str, last: Clause, known: Callable[[str], bool]) -> str:
    """A question whose wh phrase is no longer its subject: "where did he bury the dead", "they cost a pound where"."""
    at = next((i for i in last.rest if last.words[i].kind != "adverb"), last.rest.start)
    form = supported(last.words[at].low, known)
    if form is None:
        return spaced(subject, last.said(last.rest), phrase)
    before, behind = last.said(range(last.rest.start, at)), last.said(range(at + 1, last.rest.stop))
    return spaced(phrase, form[0], subject, before, form[1], behind)


# --- another noun, another phrase ---------------------------------------------------------------------------------


def with_noun(own: Clause, last: Clause, lexicon: Lexicon) -> Iterator[Reading]:
    """ "how many lived?" with the noun that the last question counted."""
    bare_quantity = own.wh == "how" and len(own.asked) > 1 and own.words[own.asked.start + 1].low in ("many", "much")
    bare_choice = own.wh == "which" and not own.inverted
    if own.noun or not last.noun or not (bare_quantity or bare_choice):
        return
    start, noun = own.asked.stop, last.said(last.noun)
    if start < len(own.words) and own.words[start].low in ("one", "ones"):
        noun = singular(noun) if own.words[start].low == "one" else noun
        start += 1
    behind = own.said(range(start, len(own.words)))
    yield Reading(spaced(own.said(own.asked), noun, behind) + "?", 0.0)
    place = last.rest if not last.inverted else range(0)
    at = [i for i in place if last.words[i].kind == "preposition"]
    if at:
        of = last.said(range(at[0], last.rest.stop))
        yield Reading(spaced(own.said(own.asked), noun, of, behind) + "?", -0.2)


def substituted(rest: Remainder, words: Sequence[Word], last: Clause, lexicon: Lexicon) -> Iterator[Reading]:
    """The last question with the fragment in the place of each part that it can be parallel to."""
    text = rest.text[words[0].start : words[-1].end]
    if words[0].kind == "preposition" or words[0].low in ("if", "unless"):
        yield from with_adverbial(text, words, last, lexicon)
        return
    if words[0].kind == "adverb" and len(words) == 1:
        yield Reading(spaced(whole(last), text) + "?", 0.0)
        return
    one = words[-1].low in ("one", "ones")
    for phrase, subject in noun_phrases(last, lexicon):
        replaced = last.words[phrase.start : phrase.stop]
        if one and is_plural(replaced[-1].text) != (words[-1].low == "ones"):
            continue
        put = text
        if one:
            put = f"{text[: words[-1].start - words[0].start]}{replaced[-1].text}"
        elif phrase.start in last.noun and words[0].kind == "determiner":
            put = text[words[1].start - words[0].start :] if len(words) > 1 else text
        weight = likeness(words, replaced, subject)
        if rest.denied and bare(rest.denied) in bare(said(last.text, last.words, phrase.start, phrase.stop)):
            weight += DENIED
        if any(word.low == "of" for word in replaced):
            weight += 1.0  # "a loaf of rye" rather than "a loaf"
        yield Reading(exchanged(last, phrase.start, phrase.stop, put), weight)
    if rest.marked and not rest.correcting and not one:
        yield Reading(f"What about {text}?", BY_ITSELF)
    if len(words) == 1 and words[0].kind == "word":
        yield from with_verb(text, words, last, lexicon)


def likeness(words: Sequence[Word], replaced: Sequence[Word], subject: bool) -> float:
    """How alike a fragment and what it may replace are built, in log-odds."""
    score = 0.3 if subject else 0.0
    score += 0.5 * ((words[0].low == "the") == (replaced[0].low == "the"))
    heads = [next((w for w in reversed(own) if w.content or w.kind == "pronoun"), own[-1]) for own in (words, replaced)]
    score += 0.7 * (is_plural(heads[0].text) == is_plural(heads[1].text))
    score += 0.7 if (heads[0].kind == "name") == (heads[1].kind == "name") else -0.7
    if replaced[-1].low in TIME_NOUNS and heads[0].low not in TIME_NOUNS and heads[0].kind != "number":
        score -= 1.5
    own = {word.low for word in words if word.content}
    shared = own & {word.low for word in replaced if word.content}
    if shared:
        score += 1.0 if heads[0].low == heads[1].low else -0.2
    return score - 2.0


def with_adverbial(text: str, words: Sequence[Word], last: Clause, lexicon: Lexicon) -> Iterator[Reading]:
    """The last question with "in Asia" behind it, or in the place of what a preposition leads there."""
    yield Reading(spaced(whole(last), text) + "?", -0.5)
    for phrase, _ in noun_phrases(last, lexicon):
        if phrase.preposition and phrase.start > 0 and words[0].kind == "preposition":
            same = phrase.preposition == words[0].low
            yield Reading(exchanged(last, phrase.start - 1, phrase.stop, text), 0.3 if same else -0.3)


def with_verb(text: str, words: Sequence[Word], last: Clause, lexicon: Lexicon) -> Iterator[Reading]:
    """The last question with another verb: "and end?" after "when does it begin?"."""
    at = next((i for i in last.rest if last.words[i].content), None)
    if at is not None and last.words[at].kind == "word":
        likely = is_verb(words, 0, lexicon) or lexicon.verb(words[0].low)
        yield Reading(exchanged(last, at, at + 1, text), -0.2 if likely else -1.0)


def whole(clause: Clause) -> str:
    return clause.said(range(len(clause.words)))


def exchanged(last: Clause, start: int, stop: int, text: str) -> str:
    """The last question with other words in the place of words `start:stop`."""
    front, behind = last.said(range(0, start)), last.said(range(stop, len(last.words)))
    return spaced(front, text, behind) + "?"


def spaced(*parts: str) -> str:
    """Parts of a question as one, with a capital in front."""
    joined = re.sub(r"\s+([,;])", r"\1", " ".join(part for part in parts if part))
    return joined[:1].upper() + joined[1:]
