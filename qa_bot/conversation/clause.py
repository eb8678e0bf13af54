"""How a question is built: "what does it ask for, and what does it say about that?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.conversation.grammar import (
    BE,
    CONNECTORS,
    DO,
    Lexicon,
    Phrase,
    Word,
    is_verb,
    phrase_end,
    phrases,
    words_of,
)
from qa_bot.languages import uncontracted

PLACES, TIMES = ("where",), ("when",)
TIME_NOUNS = frozenset("time year years day days date month months week hour century decade".split())
PLACE_NOUNS = frozenset("place town city village country state region street building room".split())


@dataclass(frozen=True)
class Clause:
    """A question in its parts, as ranges of its words.

    Parameters
    ----------
    text, words
        The question.
    asked
        The wh phrase with its preposition ("for how long"); empty for a question for yes or no.
    auxiliary
        The auxiliary behind it, or an empty range.
    inverted
        Whether the subject follows the auxiliary ("when did he ..."); otherwise the wh phrase is the subject.
    subject
        The subject of an inverted question; empty otherwise.
    rest
        All behind the subject or, where the wh phrase is the subject, behind it and the auxiliary.
    """

    text: str
    words: tuple[Word, ...]
    asked: range
    auxiliary: range
    inverted: bool
    subject: range
    rest: range

    def said(self, part: range) -> str:
        """A part, as it stands in the text."""
        return self.text[self.words[part.start].start : self.words[part.stop - 1].end] if part else ""

    @property
    def wh(self) -> str:
        """The wh word, in lower case, or ""."""
        return next((self.words[i].low for i in self.asked if self.words[i].kind == "wh"), "")

    @property
    def noun(self) -> range:
        """What the wh phrase asks which or how many of: "countries" in "how many countries"."""
        at = next((i for i in self.asked if self.words[i].kind == "wh"), self.asked.stop) + 1
        if self.wh == "how":
            at += 1
        if at < self.asked.stop and self.words[at].kind == "preposition":  # "where in the project"
            at = self.asked.stop
        return range(min(at, self.asked.stop), self.asked.stop)

    @property
    def complete(self) -> bool:
        """Whether it says something, and does not only ask ("since when?")."""
        return bool(self.auxiliary or self.rest)

    @property
    def asks_for(self) -> str:
        """ "person", "place", "time", "amount" or "thing"."""
        noun = self.words[self.noun.stop - 1].low if self.noun else ""
        if self.wh in ("who", "whom", "whose"):
            return "person"
        if self.wh in PLACES or noun in PLACE_NOUNS:
            return "place"
        if self.wh in TIMES or noun in TIME_NOUNS:
            return "time"
        if self.wh == "how" and len(self.asked) > 1:
            return "amount"
        return "thing"


def clause_of(text: str, lexicon: Lexicon) -> Clause | None:
    """The question in its parts, or None where the text is not built like one."""
    text = uncontracted(text)
    words = words_of(text)
    stop = len(words)
    while stop and words[stop - 1].kind == "mark":
        stop -= 1
    words = words[:stop]
    start = asking(words)
    if start is None:
        return None
    if words[start].kind == "auxiliary":
        return parted(text, words, range(start, start), lexicon)
    first = start - 1 if start and words[start - 1].kind == "preposition" else start
    end = wh_end(words, start, lexicon)
    if end < stop and words[end].kind == "preposition":  # "where in the project are"
        beyond = phrase_end(words, end + 1, lexicon)
        if end + 1 < beyond < stop and words[beyond].kind == "auxiliary":
            end = beyond
    return parted(text, words, range(first, end), lexicon)


def asking(words: Sequence[Word]) -> int | None:
    """The wh word or auxiliary that makes a question of the words: at the front, or behind a comma."""
    for at, word in enumerate(words):
        led = all(before.kind in ("conjunction", "adverb", "mark") for before in words[:at])  # "and who", "so, who"
        front = led or words[at - 1].low == ","
        if word.kind == "wh" and (front or (words[at - 1].kind == "preposition" and at == 1)):
            return at
        if word.kind == "auxiliary" and front:
            return at
    return None


def wh_end(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Where the phrase of the wh word at `at` ends."""
    low, following = words[at].low, words[at + 1] if at + 1 < len(words) else None
    if following is None:
        return at + 1
    if following.low == "else":
        return at + 2
    if low == "how":
        if following.kind in ("auxiliary", "determiner", "pronoun", "preposition", "conjunction"):
            return at + 1
        return nouns_end(words, at + 2, lexicon) if following.low in ("many", "much") else at + 2
    if low in ("what", "which", "whose"):
        return nouns_end(words, at + 1, lexicon)
    return at + 1


def nouns_end(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Where the nouns from `at` on end, with "of ..." and "and ..." behind them; `at` where a verb follows at once."""
    if at >= len(words) or not words[at].content:
        return at
    asked = at + 1 < len(words) and words[at + 1].kind == "auxiliary"  # "on what date does"
    if is_verb(words, at, lexicon) and not asked:
        return at
    end = at + 1 if asked else phrase_end(words, at, lexicon)
    while end < len(words) and words[end].low in CONNECTORS:
        beyond = phrase_end(words, end + 1, lexicon)
        if beyond == end + 1:
            break
        end = beyond
    return end


def parted(text: str, words: tuple[Word, ...], asked: range, lexicon: Lexicon) -> Clause:
    at, stop = asked.stop, len(words)
    none = range(stop, stop)
    if at >= stop or words[at].kind != "auxiliary":
        return Clause(text, words, asked, range(at, at), False, none, range(at, stop))
    end = subject_end(words, at + 1, words[at].low, must_invert(words, asked), lexicon)
    if end == at + 1:
        return Clause(text, words, asked, range(at, end), False, none, range(end, stop))
    return Clause(text, words, asked, range(at, at + 1), True, range(at + 1, end), range(end, stop))


def must_invert(words: Sequence[Word], asked: range) -> bool:
    """Whether what is asked for can't be the subject: yes or no, a place, a manner, or what a preposition leads."""
    if not asked or words[asked.start].kind == "preposition":
        return True
    if words[asked.start].low == "how":
        return len(asked) < 3
    return words[asked.start].low in ("where", "when", "why", "whom")


def subject_end(words: Sequence[Word], at: int, auxiliary: str, inverted: bool, lexicon: Lexicon) -> int:
    """Where the subject that follows an auxiliary ends; `at` itself if none follows ("who may inspect ...")."""
    if at >= len(words):
        return at
    support = auxiliary in DO
    if words[at].kind == "pronoun" or words[at].low == "there":
        return at + 1
    run = at + 1
    while run < len(words) and words[run].content:
        run += 1
    if words[at].low in POINTING and run - at < 2 + support:  # "does that cost", but "does that rule hold"
        return at + 1
    bare = words[at].kind == "word" and not support and not inverted
    if bare and (is_verb(words, at, lexicon) or not lexicon.noun(words[at].low)):  # "who may inspect"
        return at
    end = phrase_end(words, at, lexicon)
    if end == at:
        return at
    last = at
    while end < len(words) and words[end].low in CONNECTORS:
        beyond = phrase_end(words, end + 1, lexicon)
        if beyond == end + 1:
            break
        last, end = end + 1, beyond
    return max(last + 1, without_verb(words, last, end, auxiliary, lexicon))


POINTING = ("this", "that", "these", "those")


def without_verb(words: Sequence[Word], at: int, end: int, auxiliary: str, lexicon: Lexicon) -> int:
    """Where the nouns `at:end` behind an auxiliary end when the verb that it needs is among them."""
    if words[end - 1].kind == "pronoun":  # "the older one"
        return end
    first = next((i for i in range(at, end) if words[i].content), at)
    name = next((i for i in range(first, end) if words[i].kind == "name"), end)
    if name < end:
        while name < end and (words[name].kind in ("name", "number") or words[name].low in CONNECTORS):
            name += 1
        return name
    if auxiliary in BE and end < len(words):
        return end
    held = first + 1
    while held < end and lexicon.together(words[held - 1].low, words[held].low):
        held += 1
    if auxiliary in BE:
        return held
    behind = next((word for word in words[end:] if word.kind != "adverb"), None)
    if behind is not None and (behind.content or behind.kind == "auxiliary"):  # the verb comes yet
        return end
    if held < end and held > first + 1:
        return held
    return max(end - 1, first + 1)


def noun_phrases(clause: Clause, lexicon: Lexicon) -> list[tuple[Phrase, bool]]:
    """The noun phrases of a question, in order, and whether it is the subject; the nouns of its wh phrase are one."""
    found: list[tuple[Phrase, bool]] = []
    if clause.noun:
        found.append((Phrase(clause.noun.start, clause.noun.stop, ""), not clause.inverted))
    for part, subject in ((clause.subject, True), (behind_verb(clause), False)):
        found += [(phrase, subject) for phrase in phrases(clause.words, lexicon, part.start, part.stop)]
    if clause.asked.start:  # "besides the old powers, what ..."
        found += [(phrase, False) for phrase in phrases(clause.words, lexicon, 0, clause.asked.start)]
    return found


def behind_verb(clause: Clause) -> range:
    """What is left of the rest behind the verb that it begins with; all of it where the verb is a form of "be"."""
    rest = clause.rest
    if clause.auxiliary and clause.words[clause.auxiliary.start].low in BE:
        return rest
    first = next((i for i in rest if clause.words[i].kind not in ("adverb", "auxiliary")), rest.stop)
    return range(first + 1, rest.stop) if first < rest.stop and clause.words[first].content else rest
