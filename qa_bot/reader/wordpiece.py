"""Text into the pieces of an uncased BERT vocabulary, each with the characters of the text that it came from.

Ids and offsets are those of the `tokenizers` library's BERT normaliser, pre-tokeniser and WordPiece model, on purpose
except for three things. A text that spells "[SEP]" or "[CLS]" gets the pieces of those letters, so that no document
can forge a separator. A lone surrogate, which that library can't take at all, is dropped like a control character.
Characters that Unicode got after version 8 are classed as this Python knows them (that library's tables are older);
all of them are unknown to the vocabulary either way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

UNKNOWN = "[UNK]"
LONGEST_WORD = 100  # characters; a longer word is one unknown piece, as in BERT
CACHED_WORDS = 1 << 16  # more than the different words of most collections, and a bound for the others
LONGEST_CACHED = 64  # characters, so that a text without spaces can't fill the memory

# ASCII punctuation stands alone, and whatever lies between it and ASCII white space is a run. What else splits (other
# spaces, other punctuation, ideographs) is found within the run. Other ASCII controls are dropped, joining words.
RUN = re.compile(r"[^ \t\n\r!-/:-@\[-`{-~]+|[!-/:-@\[-`{-~]")
PLAIN = re.compile(r"[0-9A-Za-z]+")

# One piece of a run: id, and its first and past-the-last character relative to the run.
Piece = tuple[int, int, int]


@dataclass(frozen=True)
class Pieces:
    """The pieces of a text: `ids`, and `text[starts[i]:ends[i]]` is what piece i was made from; int32 [pieces]."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ids)


class WordPiece:
    """The tokenizer of one vocabulary, whose n-th entry has the id n; safe to share between threads.

    Parameters
    ----------
    vocab
        The entries in the order of their ids; one that continues a word starts with "##".
    """

    def __init__(self, vocab: Sequence[str]) -> None:
        self._ids = dict(zip(vocab, range(len(vocab)), strict=True))
        self.unknown = self._ids[UNKNOWN]
        self._cached = lru_cache(CACHED_WORDS)(self._of_run)

    def encode(self, text: str) -> Pieces:
        """The Pieces of `text`, without special tokens."""
        found: list[Piece] = []
        runs: list[int] = []  # where each run starts
        counts: list[int] = []  # and how many pieces it has
        for match in RUN.finditer(text):
            run = match.group()
            own = self._cached(run) if len(run) <= LONGEST_CACHED else self._of_run(run)
            found += own
            runs.append(match.start())
            counts.append(len(own))
        table = np.array(found, np.int32).reshape(-1, 3)
        shift = np.repeat(np.array(runs, np.int32), np.array(counts, np.int64))
        return Pieces(table[:, 0].copy(), table[:, 1] + shift, table[:, 2] + shift)

    def is_piece(self, word: str) -> bool:
        """Whether a word, in lower case and without accents, is one entry of the vocabulary."""
        return word in self._ids

    def _of_run(self, run: str) -> tuple[Piece, ...]:
        if PLAIN.fullmatch(run):  # one character before lower-casing is one after it
            return tuple(self._of_word(run.lower(), [(i, i + 1) for i in range(len(run))]))
        found: list[Piece] = []
        for word, origins in words(run):
            found += self._of_word(word, origins)
        return tuple(found)

    def _of_word(self, word: str, origins: Sequence[tuple[int, int]]) -> list[Piece]:
        """Greedy longest match first; `origins` says where each character of the normalised word came from."""
        whole = self._ids.get(word)
        if len(word) <= LONGEST_WORD and whole is not None:
            return [(whole, origins[0][0], origins[-1][1])]
        found: list[Piece] = []
        start = 0 if len(word) <= LONGEST_WORD else len(word)
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                id = self._ids.get(prefix + word[start:end])
                if id is not None:
                    break
            else:
                found = []
                break
            found.append((id, origins[start][0], origins[end - 1][1]))
            start = end
        return found or [(self.unknown, origins[0][0], origins[-1][1])]


def words(run: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """Split a run of any characters into normalised words, with the origin in the run of each of their characters."""
    found: list[tuple[str, list[tuple[int, int]]]] = []
    letters: list[str] = []
    origins: list[tuple[int, int]] = []

    def close() -> None:
        if letters:
            found.append(("".join(letters), origins.copy()))
        letters.clear()
        origins.clear()

    for i, character in enumerate(run):
        normal, apart = normalised(character)
        if apart:
            close()
        for letter in normal:
            if letter != " " and is_punctuation(letter):
                close()
                found.append((letter, [(i, i + 1)]))
            elif letter != " ":
                letters.append(letter)
                origins.append((i, i + 1))
        if apart:
            close()
    close()
    return found


@lru_cache(1 << 14)
def normalised(character: str) -> tuple[str, bool]:
    """What BERT reads for one character ("" drops it), and whether it stands apart from its neighbours.

    Decomposed, stripped of accents and in lower case, as `İ` is `i` and `é` is `e`.
    """
    category = unicodedata.category(character)
    if character in "\0\ufffd" or (category in ("Cc", "Cf", "Co", "Cs") and character not in "\t\n\r"):
        return "", False
    if character.isspace():
        return "", True
    kept = (c for c in unicodedata.normalize("NFD", character) if unicodedata.category(c) != "Mn")
    return "".join(c.lower() for c in kept), is_ideograph(character)


def is_punctuation(character: str) -> bool:
    """Whether BERT makes it a word of its own: Unicode punctuation, and every ASCII sign."""
    return unicodedata.category(character)[0] == "P" or character in "$+<=>^`|~"


def is_ideograph(character: str) -> bool:
    """Whether it lies in the blocks of Chinese characters, each of which is a word to BERT."""
    code = ord(character)
    return code >= 0x3400 and (
        code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2A6DF
        or 0x2A700 <= code <= 0x2B81F
        or 0x2B920 <= code <= 0x2CEAF
        or 0x2F800 <= code <= 0x2FA1F
    )
