"""Words that no passage holds: "which of the documents' own words was meant?"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.analysis import FUNCTION_WORDS, WORD, fold, is_name

SHORTEST = 3  # letters of a word that is looked at; shorter ones are too close to everything
MOST_WORDS = 64  # of a question; the reader reads fewer
LONG = 8  # letters from which on two edits are forgiven
POPCOUNT = np.array([bin(i).count("1") for i in range(1 << 13)], np.uint8)


@dataclass(frozen=True)
class Speller:
    """The surface forms of an index, to find the one that a misspelt word means.

    Parameters
    ----------
    forms
        Folded surface form -> in how many passages it, or another form of its word, occurs.
    """

    forms: Mapping[str, int]

    def corrected(self, question: str, known: Callable[[str], bool]) -> str:
        """The question with each misspelt word replaced; the same string if there is none.

        Words that `known` accepts (given folded), the index's own forms, function words and words that are not a
        plain run of letters stay as they are. So do names, since another name is another person, and all after the
        first MOST_WORDS words.
        """
        parts, at = [], 0
        for number, match in enumerate(islice(WORD.finditer(question), MOST_WORDS)):
            word, folded = match.group(), fold(match.group())
            plain = word.isalpha() and len(word) >= SHORTEST and not is_name(word, first=number == 0)
            if plain and folded not in self.forms and folded not in FUNCTION_WORDS and not known(folded):
                meant = self.nearest(folded)
                if meant:
                    parts += [question[at : match.start()], meant.capitalize() if word[0].isupper() else meant]
                    at = match.end()
        return "".join([*parts, question[at:]])

    def nearest(self, word: str) -> str | None:
        """The closest form that begins alike: within one edit, or two for words of eight letters and more.

        An edit inserts, drops or changes a letter or swaps two neighbours (optimal string alignment). Of equally
        close forms one that is longer than what was typed wins, since a letter is most often left out, then that of
        more passages, then the first in the alphabet.
        """
        allowed = 2 if len(word) >= LONG else 1
        names, lengths, letters = self._table
        # An edit changes the length by one and the set of letters by two at most; few forms pass both
        different = letters ^ np.uint32(_letters(word))
        apart = POPCOUNT[different & 0x1FFF] + POPCOUNT[different >> np.uint32(13)]
        close = np.flatnonzero((np.abs(lengths - len(word)) <= allowed) & (apart <= 2 * allowed))
        found = [
            (distance, len(names[i]) <= len(word), -self.forms.get(names[i], 0), names[i])
            for i in close
            if names[i][0] == word[0] and (distance := edits(word, names[i], allowed)) <= allowed
        ]
        return min(found)[-1] if found else None

    @cached_property
    def _table(self) -> tuple[list[str], NDArray[np.int64], NDArray[np.uint32]]:
        """The forms that a word may mean with their lengths and sets of letters, in the order of the alphabet."""
        names = sorted({form for form in self.forms if form.isalpha()} | FUNCTION_WORDS)
        lengths = np.array([len(name) for name in names])
        return names, lengths, np.array([_letters(name) for name in names], np.uint32)


def _letters(word: str) -> int:
    """The letters of a word as a set of 26 bits; letters beyond a to z share them."""
    bits = 0
    for letter in word:
        bits |= 1 << ((ord(letter) - 97) % 26)
    return bits


def edits(one: str, other: str, most: int) -> int:
    """The optimal string alignment distance of two words, or `most + 1` if it is larger."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
