"""Text into terms: "what counts as the same word?"

A term is a folded, stemmed word (`lunar`), or two neighbouring ones (`lunar research`, with a space, which no
word has). Passages and questions go through the same analyzer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain, pairwise

import Stemmer

WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"  # scripts without spaces: a character each
    r"|\d+(?:[.,]\d+)*(?![^\W_])"  # 48,213.6
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W_]+(?:['’\-\u2010\u2011][^\W_]+)*"  # O'Neal, win-win, RC-40
)
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


class Analyzer:
    """Terms of a text, for scikit-learn's `CountVectorizer(analyzer=...)` and for questions.

    Each distinct surface form is normalised and stemmed once. The stemmer is Snowball's for English.
    """

    def __init__(self) -> None:
        self._stem = Stemmer.Stemmer("english").stemWord
        self._known: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def __getstate__(self) -> dict[str, object]:
        return {}

    def __setstate__(self, _: dict[str, object]) -> None:
        self.__init__()  # type: ignore[misc]

    def __call__(self, text: str) -> list[str]:
        """Every term of a text, repeated as it occurs: its words, their joined forms and the pairs of neighbours."""
        words, joined = self._split(text)
        return [*words, *joined, *pairs(words)]

    def surfaces(self) -> dict[str, str]:
        """The surface forms met so far -> the word that each is a form of; forms of several words are left out."""
        return {surface: words[0] for surface, (words, _) in self._known.items() if len(words) == 1}

    def words(self, text: str) -> list[str]:
        """The stemmed words of a text in its order, without pairs."""
        words, joined = self._split(text)
        return [*words, *joined]

    def question(self, text: str, pair_weight: float) -> dict[str, float]:
        """The terms of a question with their weights, in the order of the question.

        Question words and auxiliaries say how to answer, not what about, so they count only within pairs
        ("how long") - unless there is nothing else.
        """
        words, joined = self._split(text)
        content = [word for word, surface in self._with_surfaces(text) if surface not in QUESTION_WORDS]
        weights = dict.fromkeys(chain(content or words, joined), 1.0)
        for pair in pairs(words):
            weights.setdefault(pair, pair_weight)
        return weights

    def content_runs(self, text: str, holds: Callable[[str], bool]) -> list[tuple[str, bool]]:
        """The words of a question that say what it is about, as written, and whether some passage holds them.

        Neighbours of which the same is true are one run: ("Bian Zhigang", True), ("shoe size", False).
        """
        text = unicodedata.normalize("NFC", text)
        runs: list[tuple[int, int, bool]] = []
        for match in WORD.finditer(text):
            forms = list(self._with_surfaces(match.group()))
            if all(surface in FUNCTION_WORDS for _, surface in forms):
                continue
            held = any(holds(term) for term, _ in forms)
            if runs and runs[-1][2] == held and text[runs[-1][1] : match.start()].isspace():
                runs[-1] = (runs[-1][0], match.end(), held)
            else:
                runs.append((match.start(), match.end(), held))
        return [(text[start:end], held) for start, end, held in runs]

    def _split(self, text: str) -> tuple[list[str], list[str]]:
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

    def _normalise(self, surface: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(words in order, further forms to be found by) of one folded surface form."""
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

    def _with_surfaces(self, text: str) -> Iterator[tuple[str, str]]:
        for surface in WORD.findall(fold(text)):
            for word in self._normalise(surface)[0]:
                yield word, surface


def pairs(words: list[str]) -> list[str]:
    """Neighbouring words as one term each: n words -> n - 1 pairs."""
    return [f"{left} {right}" for left, right in pairwise(words)]
