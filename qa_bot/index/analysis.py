"""Text into terms: "what counts as the same word?"

A term is a folded, stemmed word (`lunar`), or two neighbouring ones (`lunar research`, with a space, which no
word has). Passages and questions go through the same analyzer, that of the passage's language. What is not English
has terms of its own, with the language before them (`de:haus`): the same letters may be another word there, and a
language that has few passages has its own common words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import Stemmer

from qa_bot.index.unspaced import LETTER, LETTERS, RUN_OR_REST, bigrams, parted
from qa_bot.languages import ENGLISH, Language, fold, language, lower

# Vowel signs and the like, which are no letters to `re`, but stand inside the words of many scripts.
SIGNS = "".join(chr(code) for code in range(0x300, 0x1D00) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
LETTERS_OF_WORD = rf"[^\W_]+(?:[{SIGNS}]+[^\W_]*)*"
WORD = re.compile(
    rf"[{LETTERS}]+"
    r"|\d+(?:[.,]\d+)*(?![^\W_])"  # 48,213.6
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    rf"|{LETTERS_OF_WORD}(?:['’\-\u2010\u2011]{LETTERS_OF_WORD})*"  # O'Neal, win-win, RC-40
)
QUESTION_FORMS = 4096  # surface forms of questions that are kept at hand
JOINTS = re.compile(r"['’\-\u2010\u2011]")

IDENTITY = {"stemmer": Stemmer.version(), "unicode": unicodedata.unidata_version}
"""What terms depend on beside this module: an index of other versions may hold other terms for the same text."""

ALGORITHMS = frozenset(Stemmer.algorithms())
"""The stemmers that are installed."""

Forms = tuple[tuple[str, ...], tuple[str, ...]]
"""A surface form's words in order, and the joined forms that it is to be found by as well."""


@dataclass(frozen=True)
class Token:
    """A surface form of a question: `text[start:end]`, its forms, and whether it is a question or function word."""

    start: int
    end: int
    forms: Forms
    asks: bool
    function: bool


class Analyzer:
    """Terms of a text in one language, for scikit-learn's `CountVectorizer(analyzer=...)` and for questions.

    Each distinct surface form of the passages is normalised and stemmed once; a question adds nothing to what is
    kept. The stemmers are Snowball's. Those of other languages than English see accents, which endings are told by;
    their stems are folded.

    Parameters
    ----------
    code
        The language, one of `qa_bot.languages.CODES`.
    """

    def __init__(self, code: str = ENGLISH.code) -> None:
        self.language = language(code)
        name = self.language.stemmer
        self._stemmer = Stemmer.Stemmer(name, 0) if name else None  # without its cache, since each word comes once
        self._prefix = "" if self.language is ENGLISH else f"{code}:"
        self._known: dict[str, Forms] = {}
        self._of_question = lru_cache(QUESTION_FORMS)(self._of_piece)

    def __getstate__(self) -> str:
        return self.language.code

    def __setstate__(self, code: str) -> None:
        self.__init__(code)  # type: ignore[misc]

    def lowered(self, text: str) -> str:
        """A text as its surface forms are taken from it."""
        return fold(text) if self.language is ENGLISH else lower(text, self.language.code)

    def __call__(self, text: str) -> list[str]:
        """Every term of a text, repeated as it occurs: its words, their joined forms and the pairs of neighbours."""
        words, joined = self.forms(text)
        return [*words, *joined, *pairs(words)]

    def forms(self, text: str) -> tuple[list[str], list[str]]:
        """The words of a text in its order, and their joined forms."""
        words: list[str] = []
        joined: list[str] = []
        known = self._known
        for surface in WORD.findall(self.lowered(text)):
            forms = known.get(surface)
            if forms is None:
                forms = known[surface] = self._normalise(surface)
            words += forms[0]
            joined += forms[1]
        return words, joined

    def stems(self, surfaces: list[str]) -> list[str]:
        """The word of each lowered surface form that has no joints, dots or commas, [n]; keeps nothing.

        None of them may be of a script without spaces.
        """
        words: list[str] = self._stemmer.stemWords(surfaces) if self._stemmer else surfaces
        return [self._prefix + fold(word) for word in words] if self._prefix else words

    def of_unit(self, unit: str) -> list[tuple[str, Forms]]:
        """The surface forms of a lowered text with the forms of each; keeps nothing."""
        return [(surface, self._normalise(surface)) for surface in WORD.findall(unit)]

    def surfaces(self) -> dict[str, str]:
        """The surface forms met so far -> the word that each is a form of; forms of several words are left out."""
        return {surface: words[0] for surface, (words, _) in self._known.items() if len(words) == 1}

    def words(self, text: str) -> list[str]:
        """The stemmed words of a question in its order, then their joined forms."""
        tokens = self.tokens(text)
        return [word for part in (0, 1) for token in tokens for word in token.forms[part]]

    def of_word(self, word: str) -> list[str]:
        """The stemmed words and joined forms of one surface form of a question."""
        surface = self.lowered(word)
        return list(chain.from_iterable(self._known.get(surface) or self._of_question(surface)))

    def question(self, text: str, pair_weight: float, asked_in: Language | None = None) -> dict[str, float]:
        """The terms of a question with their weights, in the order of the question.

        Question words and auxiliaries say how to answer, not what about, so they count only within pairs
        ("how long") - unless there is nothing else. `asked_in` is the language whose words these are, if it is
        another than the passages'.
        """
        tokens = self.tokens(text, asked_in)
        about = [token for token in tokens if not token.asks] or tokens
        weights = dict.fromkeys((term for token in about for part in token.forms for term in part), 1.0)
        if pair_weight:
            for pair in pairs([word for token in tokens for word in token.forms[0]]):
                weights.setdefault(pair, pair_weight)
        return weights

    def tokens(self, text: str, asked_in: Language | None = None) -> list[Token]:
        """The surface forms of a question. One written as a name is no function word: "in May", "the US", "WHO"."""
        text, shouted = unicodedata.normalize("NFC", text), text.isupper()
        asked = asked_in or self.language
        found: list[Token] = []
        for match in WORD.finditer(text):
            if not match.group().isascii() and LETTER.search(match.group()):
                found += self._unspaced(match.group(), match.start(), asked)
                continue
            surface, folded = self.lowered(match.group()), fold(match.group())
            named = is_name(match.group(), first=not found) and not shouted
            forms = self._known.get(surface) or self._of_question(surface)
            asks, function = (folded in words and not named for words in (asked.question_words, asked.function_words))
            found.append(Token(match.start(), match.end(), forms, asks, function))
        return found

    def _unspaced(self, word: str, start: int, asked: Language) -> Iterator[Token]:
        """The tokens of a word that has characters of a script without spaces."""
        for piece in RUN_OR_REST.finditer(word):
            for first, end, asks in parted(piece.group(), asked):
                part = piece.group()[first:end]
                function = asks or fold(part) in asked.function_words
                at = start + piece.start() + first
                yield Token(at, at + len(part), self._of_question(self.lowered(part)), asks, function)

    def _of_piece(self, folded: str) -> Forms:
        """The forms of what was one surface form before folding; folding may have cut it in several."""
        forms = [self._normalise(surface) for surface in WORD.findall(folded)]
        return tuple(chain.from_iterable(w for w, _ in forms)), tuple(chain.from_iterable(j for _, j in forms))

    def _normalise(self, surface: str) -> Forms:
        """The forms of one surface form, lowered."""
        if not surface.isascii() and LETTER.search(surface):
            pieces = [piece for piece in RUN_OR_REST.findall(surface) if any(map(str.isalnum, piece))]
            forms = [(bigrams(piece), ()) if LETTER.match(piece) else self._spelt(piece) for piece in pieces]
            words, joined = (tuple(chain.from_iterable(own[part] for own in forms)) for part in (0, 1))
        else:
            words, joined = self._spelt(surface)
        if self._prefix:
            words, joined = (tuple(self._prefix + word for word in part) for part in (words, joined))
        return words, joined

    def _spelt(self, surface: str) -> Forms:
        """The forms of a surface form in letters and digits, without the language."""
        if surface[0].isdigit() and not surface.isalnum() and not JOINTS.search(surface):
            whole = surface.replace(",", "")
            return (whole,), ((whole.partition(".")[0],) if "." in whole else ())
        if surface.endswith("."):
            return (surface.replace(".", ""),), ()
        parts = [part for part in JOINTS.split(surface) if part]
        if len(parts) > 1 and parts[-1] == "s":  # the possessive is no part of the name
            parts.pop()
        stems = tuple(self._stemmed(part) for part in parts)
        return stems, ((self._stemmed("".join(parts)),) if len(parts) > 1 else ())

    def _stemmed(self, part: str) -> str:
        word: str = self._stemmer.stemWord(part) if self._stemmer else part
        return fold(word) if self._prefix else word


def content_runs(text: str, tokens: Sequence[Token], held: Sequence[bool]) -> list[tuple[str, bool]]:
    """The words of a question that say what it is about, as written, and whether some passage holds them.

    Neighbours of which the same is true are one run: ("Bian Zhigang", True), ("shoe size", False).
    """
    text = unicodedata.normalize("NFC", text)
    runs: list[tuple[int, int, bool]] = []
    for token, own in zip(tokens, held, strict=True):
        if token.function:
            continue
        if runs and runs[-1][2] == own and not text[runs[-1][1] : token.start].strip():
            runs[-1] = (runs[-1][0], token.end, own)
        else:
            runs.append((token.start, token.end, own))
    return [(text[start:end], own) for start, end, own in runs]


def is_name(word: str, first: bool) -> bool:
    """Whether a word is written as a name: in capitals, or with one although it does not begin the question."""
    return len(word) > 1 and (word.isupper() or (word[0].isupper() and not first))


def pairs(words: list[str]) -> list[str]:
    """Neighbouring words as one term each: n words -> n - 1 pairs."""
    return [f"{left} {right}" for left, right in pairwise(words)]
