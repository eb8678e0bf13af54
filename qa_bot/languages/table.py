"""A language as the other rooms see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from qa_bot.languages.folding import fold
from qa_bot.languages.words import ROWS

CODES = tuple(sorted(ROWS))
UNSPACED = frozenset(("ja", "ko", "zh"))  # their words are found by pairs of characters; Korean's particles too


@dataclass(frozen=True)
class Language:
    """A language that is told from others.

    Parameters
    ----------
    code
        As in ISO 639-1.
    name
        In English.
    stemmer
        Its Snowball algorithm, or "" where there is none.
    question_words
        What questions are asked with, auxiliaries among it, folded.
    function_words
        These, and the words that hold sentences together, folded.
    """

    code: str
    name: str
    stemmer: str
    question_words: frozenset[str] = field(repr=False)
    function_words: frozenset[str] = field(repr=False)


@cache  # of a pure function; most collections have one language
def language(code: str) -> Language:
    """The language of a code of `CODES`; raises KeyError for another."""
    row = ROWS[code]
    asks = frozenset(fold(row.asks).split())
    return Language(code, row.name, row.stemmer, asks, asks | frozenset(fold(row.others).split()))


ENGLISH = language("en")
