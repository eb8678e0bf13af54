"""The closed classes of English: "which words of a question could name something, and which hold it together?".

Names, nouns and verbs are not listed. What a content word is, is told from where it stands, and from the words that it
stands beside in the documents (`Lexicon`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qa_bot.conversation.verbs import IRREGULAR
from qa_bot.index.search import Index
from qa_bot.languages import ENGLISH


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


BE = listed("is are was were am be been being isn't aren't wasn't weren't")
DO = listed("do does did don't doesn't didn't")
HAVE = listed("has have had hasn't haven't hadn't")
MODAL = listed(
    "can could may might must shall should will would cannot can't couldn't mustn't shouldn't won't wouldn't shan't"
)
AUXILIARIES = BE | DO | HAVE | MODAL
WH = listed("what which who whom whose when where why how")
PREPOSITIONS = listed(
    "of in on at by to for from with without into onto over under about between among as than against during before "
    "after since until till through throughout across near per within beside besides behind below above along around "
    "toward towards upon inside outside beyond despite except like via up down out off according aboard due"
)
DETERMINERS = listed("the a an this that these those my your our his her its their every each all any some no both")
CONJUNCTIONS = listed("and or but nor if because while although though unless whether so that")
PRONOUNS = listed(
    "i me mine you yours he him she her hers it they them theirs we us ours one ones myself yourself himself herself "
    "itself themselves someone somebody anyone anybody everyone everybody nobody something anything everything nothing"
)
ADVERBS = listed(
    "not never ever just only even still yet already now then there here again too also else once often soon later ago "
    "far away back together twice exactly very please therefore however instead maybe perhaps really actually"
)
NUMERALS = listed(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion dozen"
)
PARTICLES = listed("up down out off away back over")
TITLES = listed("mr mrs ms miss mx dr prof professor rev revd sir lady lord dame mme mlle capt captain sgt col gen")
CONNECTORS = ("of", "and")

TOKEN = re.compile(
    r"[$€£¥]?\d+(?:[.,:/]\d+)*%?"  # £2,850.00
    r"|(?:[^\W\d_]\.)+(?=[\s,;:?!)]|$)"  # J. R., U.S.
    r"|[^\W_]+(?:['’\-\u2010\u2011&/][^\W_]+)*"
    r"|[^\w\s]"
)
TITLE_DOT = re.compile(rf"(?:{'|'.join(sorted(TITLES))}|st)\.", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """`text[start:end]` of a question, in lower case as `low`, and what it can be.

    `kind` is one of "auxiliary", "wh", "preposition", "determiner", "conjunction", "pronoun", "adverb", "name",
    "number", "word" (any other) and "mark".
    """

    text: str
    start: int
    end: int
    low: str
    kind: str

    @property
    def content(self) -> bool:
        return self.kind in ("name", "number", "word")


def words_of(text: str) -> tuple[Word, ...]:
    """The words and marks of a text, in order."""
    found: list[Word] = []
    shouted = text.isupper()
    for match in TOKEN.finditer(text):
        end = match.end()
        if TITLE_DOT.match(text, match.start()) and text[end : end + 1] == ".":
            end += 1
        elif found and text[match.start()] == "." and found[-1].end > match.start():
            continue  # the dot of a title
        surface = text[match.start() : end]
        low = surface.replace("’", "'").lower()
        first = not found or found[-1].low in (".", "?", "!", "“", '"')
        found.append(Word(surface, match.start(), end, low, kind(surface, low, first or shouted)))
    return tuple(found)


def kind(surface: str, low: str, first: bool) -> str:
    """What a word can be, by its form and the closed classes; `first` if its capital says nothing."""
    if not surface[0].isalnum() and not surface[-1].isalnum():
        return "mark"
    if any(map(str.isdigit, surface)) and not surface[0].isalpha():
        return "number"
    acronym = len(surface) > 1 and surface.isupper() and not first
    capital = surface[0].isupper() and not first
    for name, members in CLASSES:
        # "The" is none, but "US", "May" and "Will" are names
        if low in members and not acronym and not (capital and name in ("auxiliary", "adverb", "number")):
            return name
    if capital:
        return "name"
    return "name" if surface[:1].isupper() and len(surface) > 1 else "word"


CLASSES = (
    ("auxiliary", AUXILIARIES),
    ("wh", WH),
    ("determiner", DETERMINERS),
    ("preposition", PREPOSITIONS),
    ("conjunction", CONJUNCTIONS),
    ("pronoun", PRONOUNS),
    ("adverb", ADVERBS),
    ("number", NUMERALS),
)


@dataclass(frozen=True)
class Lexicon:
    """What the documents show of a word: whether it follows an article, or what only a verb follows."""

    index: Index

    def together(self, left: str, right: str) -> bool:
        """Whether two words stand side by side somewhere."""
        pair = self._stems(left)[-1:] + self._stems(right)[:1]
        return len(pair) == 2 and self.index.holds(" ".join(pair))

    def noun(self, word: str) -> bool:
        return any(self.index.holds(f"{before} {stem}") for stem in self._stems(word)[:1] for before in BEFORE_NOUNS)

    def verb(self, word: str) -> bool:
        return any(self.index.holds(f"{before} {stem}") for stem in self._stems(word)[:1] for before in self._subjects)

    def _stems(self, word: str) -> list[str]:
        english = self.index.analyzers.get(ENGLISH.code)
        return english.words(word) if english else []

    @cached_property
    def _subjects(self) -> list[str]:
        return [stem for word in BEFORE_VERBS for stem in self._stems(word)]


BEFORE_NOUNS = ("the", "a", "an", "of", "his", "its", "their")
BEFORE_VERBS = ("will", "may", "must", "can", "could", "would", "should", "not", "he", "she", "it", "they", "who")


@dataclass(frozen=True)
class Phrase:
    """A noun phrase, words `start:stop`; `preposition` is the one before it, or ""."""

    start: int
    stop: int
    preposition: str


def is_verb(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether the content word at `at` is likely a verb there."""
    word = words[at]
    if word.kind != "word":
        return False
    following = words[at + 1] if at + 1 < len(words) else None
    determined = at > 0 and words[at - 1].kind == "determiner" and words[at - 1].low != "that"
    if word.low.endswith("ing") and len(word.low) > 4:
        if following is None or following.kind in ("mark", "preposition"):
            return not determined and not lexicon.noun(word.low)
        return not following.content
    if word.low.endswith("ed") and len(word.low) > 3 and not word.low.endswith(("eed", "hundred")):
        return not determined
    if following is not None and following.low in ("it", "him", "them", "me", "us"):
        return True
    if word.low in IRREGULAR or word.low.removesuffix("s") in IRREGULAR:
        return not lexicon.noun(word.low)
    if lexicon.verb(word.low) and not lexicon.noun(word.low):
        return True
    # "society holds the deposit": what an article follows is no noun
    before = at > 0 and words[at - 1].content
    return before and following is not None and (following.kind in ("determiner", "name") and word.low[-1:] == "s")


def phrase_end(words: Sequence[Word], start: int, lexicon: Lexicon) -> int:
    """Where the noun phrase that begins at `start` ends; `start` itself if none begins there."""
    at = start
    while at < len(words) and (
        words[at].kind == "determiner" or (words[at].low in ("more", "than") and words[at].kind != "mark")
    ):
        at += 1
    first = at
    bound = first > start and words[first - 1].low != "that"  # behind an article stands no verb
    while at < len(words) and words[at].content and ((bound and at == first) or not is_verb(words, at, lexicon)):
        at += 1
    if at > first > start and at < len(words) and words[at].low in ("one", "ones"):  # "the older one"
        at += 1
    return at if at > first else start


def phrases(words: Sequence[Word], lexicon: Lexicon, start: int = 0, stop: int | None = None) -> list[Phrase]:
    """The noun phrases of words `start:stop`, each without and with the "of ..." and "and ..." behind it."""
    stop = len(words) if stop is None else stop
    own = words[:stop]
    found: list[Phrase] = []
    at = start
    while at < stop:
        end = phrase_end(own, at, lexicon)
        if end == at:
            at += 1
            continue
        preposition = words[at - 1].low if at > 0 and words[at - 1].kind == "preposition" else ""
        found.append(Phrase(at, end, preposition))
        longer = end
        while longer < stop and words[longer].low in CONNECTORS:
            beyond = phrase_end(own, longer + 1, lexicon)
            if beyond == longer + 1:
                break
            longer = beyond
        if longer > end:
            found.append(Phrase(at, longer, preposition))
        at = end
    return found


def said(text: str, words: Sequence[Word], start: int, stop: int) -> str:
    """The words `start:stop` as they stand in their text."""
    return text[words[start].start : words[stop - 1].end] if start < stop else ""


def is_plural(word: str) -> bool:
    """Whether a noun looks like more than one."""
    low = word.lower()
    return low in ("people", "men", "women", "children", "mice", "feet", "teeth") or (
        len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s"))
    )


def singular(noun: str) -> str:
    """One of what a plural names; other words as they are."""
    if not is_plural(noun.split()[-1] if noun else "") or not noun.endswith("s"):
        return noun
    return (
        f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-2] if noun.endswith(("xes", "ches", "shes")) else noun[:-1]
    )
