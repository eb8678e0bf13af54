"""Words that no passage holds: "which of the documents' own words was meant?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.analysis import WORD, is_name
from qa_bot.index.layout import prefix_key, spelt, utf8
from qa_bot.index.unspaced import LETTER
from qa_bot.languages import ENGLISH, fold

SHORTEST = 3  # letters of a word that is looked at; shorter ones are too close to everything
MOST_WORDS = 64  # of a question; the reader reads fewer
LONG = 8  # letters from which on two edits are forgiven
LONGEST = 255  # letters that are counted
MEANT = "\0"  # between a folded spelling and the form that it stands for; no form has it
POPCOUNT = np.array([bin(i).count("1") for i in range(1 << 13)], np.uint8)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The surface forms of a segment, each after its folded spelling where that differs, in the order of UTF-8.

    Forms of two languages may be spelt alike.

    Parameters
    ----------
    arrays
        As `lexicon` makes them; read where a word needs it, so they may lie on the disk.
    frequency
        From the number of a form to how many living passages hold it, or another form of its word.
    """

    arrays: Mapping[str, NDArray[Any]] = field(repr=False)
    frequency: Callable[[int], int] = field(repr=False)

    @classmethod
    def of(cls, forms: Mapping[str, int]) -> Lexicon:
        """A lexicon of surface forms and their frequencies."""
        names = sorted(map(looked_up, forms))
        frequencies = {looked_up(form): frequency for form, frequency in forms.items()}
        return cls(lexicon(names), lambda number: frequencies[names[number]])

    def near(self, word: str, allowed: int) -> tuple[NDArray[np.int64], list[str]]:
        """The forms that may be within `allowed` edits of a word and begin with its letter: numbers and names.

        Names are as `looked_up` gives them.

        An edit changes the length by one and the set of letters by two at most; few forms pass both.
        """
        sizes, letters = self.arrays["form_sizes"], self.arrays["form_letters"]
        start, end = self.arrays["form_keys"].searchsorted(alike(word[0])).tolist()
        close = start + np.flatnonzero(np.abs(sizes[start:end] - np.int64(min(len(word), LONGEST))) <= allowed)
        different = letters[close] ^ _letters([word])
        apart = POPCOUNT[different & 0x1FFF] + POPCOUNT[different >> np.uint32(13)]
        numbers = close[apart <= 2 * allowed]
        blob, ends = self.arrays["forms"], self.arrays["form_ends"]
        spans = zip(ends[numbers].tolist(), ends[numbers + 1].tolist(), strict=True)
        return numbers, [blob[first:last].tobytes().decode("utf-8", "surrogatepass") for first, last in spans]


def lexicon(names: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Surface forms as `looked_up` gives them, sorted, with the lengths and sets of letters when folded."""
    folded = [name.partition(MEANT)[0] for name in names]
    return spelt("form", utf8(names)) | {
        "form_sizes": np.array([min(len(name), LONGEST) for name in folded], "|u1"),
        "form_letters": _letters(folded),
    }


def looked_up(form: str) -> str:
    """A surface form after its folded spelling, by which it is looked up; alone where they are the same.

    English ones are folded; those of other languages have their accents, so that a word typed without them is one
    to correct.
    """
    folded = form if form.isascii() else fold(form)
    return form if folded == form else f"{folded}{MEANT}{form}"


def alike(letter: str) -> NDArray[np.uint64]:
    """The first key of what begins with a letter, and the first behind it."""
    first = letter.encode("utf-8", "surrogatepass")
    return np.array([prefix_key(first), prefix_key(first[:-1] + bytes([first[-1] + 1]))], np.uint64)


@dataclass(frozen=True, eq=False)
class Speller:
    """The surface forms of an index, to find the one that a misspelt word means.

    Parameters
    ----------
    lexicons
        One for each segment.
    function_words
        Those of the languages of the index, folded.
    """

    lexicons: Sequence[Lexicon]
    function_words: frozenset[str] = ENGLISH.function_words

    def corrected(self, question: str, known: Callable[[str], bool]) -> str:
        """The question with each misspelt word replaced; the same string if there is none.

        Words that `known` accepts, function words and words that are not a plain run of letters stay as they are. So
        do names, since another name is another person, scripts without spaces, and all after the first MOST_WORDS
        words. A known word of which one of two equal letters was left out ("shoping") is likelier than any other.
        """
        parts, at = [], 0
        for match in self._spelt(question):
            word, folded = match.group(), fold(match.group())
            meant = folded if known(word) else self.nearest(folded)
            if meant != folded:
                meant = next((form for form in doubled(folded) if known(form)), meant)
            if meant and meant not in (folded, word.casefold()):
                parts += [question[at : match.start()], meant.capitalize() if word[0].isupper() else meant]
                at = match.end()
        return "".join([*parts, question[at:]])

    def words(self, question: str) -> list[str]:
        """The words of a question whose spelling is looked at."""
        return [match.group() for match in self._spelt(question)]

    def _spelt(self, question: str) -> Iterator[re.Match[str]]:
        for number, match in enumerate(islice(WORD.finditer(question), MOST_WORDS)):
            word = match.group()
            plain = word.isalpha() and len(word) >= SHORTEST and (word.isascii() or not LETTER.search(word))
            if plain and not (is_name(word, first=number == 0) or fold(word) in self.function_words):
                yield match

    def nearest(self, word: str) -> str | None:
        """The closest form that begins alike: within one edit, or two for words of eight letters and more.

        An edit inserts, drops or changes a letter or swaps two neighbours (optimal string alignment). Of equally
        close forms one that is longer than what was typed wins, since a letter is most often left out, then that of
        more passages, then the first in the alphabet.
        """
        allowed = 2 if len(word) >= LONG else 1
        frequency = {
            name: 0 for name in self.function_words if name[0] == word[0] and abs(len(name) - len(word)) <= allowed
        }
        for lexicon in self.lexicons:
            numbers, names = lexicon.near(word, allowed)
            folded = [name.partition(MEANT)[0] for name in names]
            for at in np.flatnonzero(distances(word, folded, allowed) <= allowed).tolist():
                own = lexicon.frequency(int(numbers[at]))
                if own:
                    frequency[names[at]] = frequency.get(names[at], 0) + own
        names = list(frequency)
        folded = [name.partition(MEANT)[0] for name in names]
        found = [
            (far, len(name) <= len(word), -frequency[key], key.rpartition(MEANT)[2])
            for far, name, key in zip(distances(word, folded, allowed).tolist(), folded, names, strict=True)
            if far <= allowed
        ]
        return min(found)[-1] if found else None


def doubled(word: str) -> Iterator[str]:
    """The word with each of its letters twice in turn, the first excepted."""
    return (word[:at] + letter + word[at:] for at, letter in enumerate(word) if at)


def _letters(words: Sequence[str]) -> NDArray[np.uint32]:
    """The letters of each word, none of them empty, as a set of 26 bits, [n]; letters beyond a to z share them."""
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    bits = (1 << (codes - 97) % 26).astype("<u4")
    starts = np.cumsum([0, *map(len, words)])[:-1]
    found: NDArray[np.uint32] = np.bitwise_or.reduceat(bits, starts) if len(words) else bits
    return found


def distances(word: str, names: Sequence[str], most: int) -> NDArray[np.int64]:
    """The optimal string alignment distance of a word to each name, [n], or `most + 1` where it is larger.

    All names at once, and only cells near the diagonal: one that is further from it than `most` costs more.
    """
    width = max(map(len, names), default=0)
    if not names or not width:
        return np.full(len(names), min(len(word), most + 1))
    letters = np.array(names, f"<U{width}").view(np.uint32).reshape(len(names), width)
    typed = [ord(letter) for letter in word]
    far = np.full(len(names), most + 1, np.int8)
    last: dict[int, NDArray[np.int8]] = {}
    row = {j: np.full(len(names), min(j, most + 1), np.int8) for j in range(min(width, most) + 1)}
    for i, own in enumerate(typed, 1):
        before, row = row, {}
        for j in range(max(0, i - most), min(width, i + most) + 1):
            if not j:
                row[0] = np.full(len(names), min(i, most + 1), np.int8)
                continue
            cost = np.minimum(before.get(j, far), row.get(j - 1, far)) + np.int8(1)
            np.minimum(cost, before.get(j - 1, far) + (letters[:, j - 1] != own), out=cost)
            if i > 1 < j:
                swapped = (letters[:, j - 2] == own) & (letters[:, j - 1] == typed[i - 2])
                np.minimum(cost, np.where(swapped, last.get(j - 2, far) + np.int8(1), far), out=cost)
            row[j] = np.minimum(cost, far)
        last = before
    sizes = np.array([len(name) for name in names])
    found = np.full(len(names), most + 1)
    for j, cost in row.items():
        found[sizes == j] = cost[sizes == j]
    return found
