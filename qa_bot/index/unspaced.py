"""Scripts without spaces: which of their characters make a term?

A run of them is found by its bigrams, as in Lucene's analyzer for Chinese, Japanese and Korean; no dictionary is
needed, and no cut between words can be wrong. Korean has spaces, but writes its particles together with the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa_bot.languages import Language
from qa_bot.patterns import lazily

_KOREAN = "\uac00-\ud7a3"
LETTERS = (  # Chinese and Japanese, Korean, Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    f"\U00020000-\U0003ffff{_KOREAN}\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1780-\u17d3"
)
LETTER = lazily(f"[{LETTERS}]")
RUN_OR_REST = lazily(f"[{LETTERS}]+|[^{LETTERS}]+")


def bigrams(run: str) -> tuple[str, ...]:
    """Each two neighbouring characters; a single one is a term itself.

    Examples
    --------
    >>> bigrams("月球站"), bigrams("月")
    (('月球', '球站'), ('月',))
    """
    return tuple(run[at : at + 2] for at in range(len(run) - 1)) or (run,)


def parted(run: str, language: Language) -> Iterator[tuple[int, int, bool]]:
    """A run of a question as half-open parts, and whether each only asks: the question words, and what lies between.

    A single character beside a question word is most often a particle; it has no bigram, and counts as asking.
    """
    at, asking = 0, _asking(language)
    for found in asking.finditer(run) if asking else ():
        if at < found.start():
            yield at, found.start(), found.start() - at == 1
        yield found.start(), found.end(), True
        at = found.end()
    if at < len(run):
        yield at, len(run), 0 < at == len(run) - 1


@cache  # of a pure function
def _asking(language: Language) -> re.Pattern[str] | None:
    """The question words of a language without spaces, the longest first."""
    words = sorted(
        (word for word in language.question_words if LETTER.match(word)), key=lambda word: (-len(word), word)
    )
    if not words:
        return None
    if not re.match(f"[{_KOREAN}]", words[0]):
        return re.compile("|".join(words))
    # In Korean a question word begins a word, with particles behind it, or it is an ending.
    long, short = (("|".join(word for word in words if (len(word) > 1) is want)) for want in (True, False))
    return re.compile(f"^(?:{long}).*|^(?:{short})$|(?:{long})$")
