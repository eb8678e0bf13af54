"""Text into terms: "what counts as the same word?"

A term is a folded, stemmed word (`lunar`), or two neighbouring ones (`lunar research`, with a space, which no
word has). Passages and questions go through the same analyzer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import Stemmer

UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # scripts without spaces: a character each
WORD = re.compile(
    rf"[{UNSPACED}]"
    r"|\d+(?:[.,]\d+)*(?![^\W_])"  # 48,213.6
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W_]+(?:['’\-\u2010\u2011][^\W_]+)*"  # O'Neal, win-win, RC-40
)
QUESTION_FORMS = 4096  # surface forms of questions that are kept at hand
MARKS = re.compile(r"[\u0300-\u036f]")
JOINTS = re.compile(r"['’\-\u2010\u2011]")

QUESTION_WORDS = frozenset(
    "what which who whom whose when where why how do does did is are was were be been has have had "
    "can could will would shall should may might must".split()
)
FUNCTION_WORDS = QUESTION_WORDS | frozenset(
    "a an the this that these those there here it its he him his she her they them their we us our you your i me my "
    "of in on at by to for from with without into onto over under about between among as than then so such "
    "and or but nor not no if because while also too very just only own same other another each every all any some "
    "many much more most often few less least being am having doing s t".split()
)


def fold(text: str) -> str:
    """Lower case without accents: "Žywny" and "zywny", "ﬁne" and "fine" are the same."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())))


IDENTITY = {"stemmer": Stemmer.version(), "unicode": unicodedata.unidata_version}
"""What terms depend on beside this module: an index of other versions may hold other terms for the same text."""

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
    """Terms of a text, for scikit-learn's `CountVectorizer(analyzer=...)` and for questions.

    Each distinct surface form of the passages is normalised and stemmed once; a question adds nothing to what is
    kept. The stemmer is Snowball's for English.
    """

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._stem = self._stemmer.stemWord
        self._known: dict[str, Forms] = {}
        self._of_piece = lru_cache(QUESTION_FORMS)(self._forms_of_piece)

    def __getstate__(self) -> dict[str, object]:
        return {}

    def __setstate__(self, _: dict[str, object]) -> None:
        self.__init__()  # type: ignore[misc]

    def __call__(self, text: str) -> list[str]:
        """Every term of a text, repeated as it occurs: its words, their joined forms and the pairs of neighbours."""
        words, joined = self.forms(text)
        return [*words, *joined, *pairs(words)]

    def forms(self, text: str) -> tuple[list[str], list[str]]:
        """The words of a text in its order, and their joined forms."""
        words: list[str] = []
        joined: list[str] = []
        known = self._known
        for surface in WORD.findall(fold(text)):
            forms = known.get(surface)
            if forms is None:
                forms = known[surface] = self._normalise(surface)
            words += forms[0]
            joined += forms[1]
        return words, joined

    def stems(self, surfaces: list[str]) -> list[str]:
        """The word of each folded surface form that has no joints, dots or commas, [n]; keeps nothing."""
        words: list[str] = self._stemmer.stemWords(surfaces)
        return words

    def of_unit(self, unit: str) -> list[tuple[str, Forms]]:
        """The surface forms of a folded text with the forms of each; keeps nothing."""
        return [(surface, self._normalise(surface)) for surface in WORD.findall(unit)]

    def surfaces(self) -> dict[str, str]:
        """The surface forms met so far -> the word that each is a form of; forms of several words are left out."""
        return {surface: words[0] for surface, (words, _) in self._known.items() if len(words) == 1}

    def words(self, text: str) -> list[str]:
        """The stemmed words of a question in its order, then their joined forms."""
        tokens = self.tokens(text)
        return [word for part in (0, 1) for token in tokens for word in token.forms[part]]

    def question(self, text: str, pair_weight: float) -> dict[str, float]:
        """The terms of a question with their weights, in the order of the question.

        Question words and auxiliaries say how to answer, not what about, so they count only within pairs
        ("how long") - unless there is nothing else.
        """
        tokens = self.tokens(text)
        about = [token for token in tokens if not token.asks] or tokens
        weights = dict.fromkeys((term for token in about for part in token.forms for term in part), 1.0)
        if pair_weight:
            for pair in pairs([word for token in tokens for word in token.forms[0]]):
                weights.setdefault(pair, pair_weight)
        return weights

    def content_runs(self, text: str, holds: Callable[[str], bool]) -> list[tuple[str, bool]]:
        """The words of a question that say what it is about, as written, and whether some passage holds them.

        Neighbours of which the same is true are one run: ("Bian Zhigang", True), ("shoe size", False).
        """
        text = unicodedata.normalize("NFC", text)
        runs: list[tuple[int, int, bool]] = []
        for token in self.tokens(text):
            if token.function:
                continue
            held = any(holds(term) for part in token.forms for term in part)
            if runs and runs[-1][2] == held and text[runs[-1][1] : token.start].isspace():
                runs[-1] = (runs[-1][0], token.end, held)
            else:
                runs.append((token.start, token.end, held))
        return [(text[start:end], held) for start, end, held in runs]

    def tokens(self, text: str) -> list[Token]:
        """The surface forms of a question. One written as a name is no function word: "in May", "the US", "WHO"."""
        text, shouted = unicodedata.normalize("NFC", text), text.isupper()
        found: list[Token] = []
        for match in WORD.finditer(text):
            surface = fold(match.group())
            named = is_name(match.group(), first=not found) and not shouted
            forms = self._known.get(surface) or self._of_piece(surface)
            asks, function = (surface in words and not named for words in (QUESTION_WORDS, FUNCTION_WORDS))
            found.append(Token(match.start(), match.end(), forms, asks, function))
        return found

    def _forms_of_piece(self, folded: str) -> Forms:
        """The forms of what was one surface form before folding; folding may have cut it in several."""
        forms = [self._normalise(surface) for surface in WORD.findall(folded)]
        return tuple(chain.from_iterable(w for w, _ in forms)), tuple(chain.from_iterable(j for _, j in forms))

    def _normalise(self, surface: str) -> Forms:
        """The forms of one folded surface form."""
        if surface[0].isdigit() and not surface.isalnum() and not JOINTS.search(surface):
            whole = surface.replace(",", "")
            return (whole,), ((whole.partition(".")[0],) if "." in whole else ())
        if surface.endswith("."):
            return (surface.replace(".", ""),), ()
        parts = JOINTS.split(surface)
        if len(parts) > 1 and parts[-1] == "s":  # the possessive is no part of the name
            parts.pop()
        stems = tuple(self._stem(part) for part in parts)
        return stems, ((self._stem("".join(parts)),) if len(parts) > 1 else ())


def is_name(word: str, first: bool) -> bool:
    """Whether a word is written as a name: in capitals, or with one although it does not begin the question."""
    return len(word) > 1 and (word.isupper() or (word[0].isupper() and not first))


def pairs(words: list[str]) -> list[str]:
    """Neighbouring words as one term each: n words -> n - 1 pairs."""
    return [f"{left} {right}" for left, right in pairwise(words)]
