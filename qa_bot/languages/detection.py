"""Which language is a text in? Its script tells, and where several languages share one, their function words.

A word that few languages have says more than one that many have. So do letters. The work is bounded: of a long text
samples are looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from qa_bot.languages.folding import fold
from qa_bot.languages.signs import ENDINGS, LETTERS
from qa_bot.languages.table import CODES, UNSPACED, language
from qa_bot.patterns import lazily

SAMPLES, SAMPLE = 8, 300  # how many pieces of a long text are looked at, and the characters of each
LEAST = 0.06  # share of a text's words that must speak for a language, counted by their weights
LETTER, ENDING = 0.5, 0.3  # what a letter or an ending of a language says, beside 1 for a function word
STEM = 2  # letters that a word has before its ending
FEWEST = 6  # words that a text is taken to have at least, so that one ending alone tells nothing
OFTEN = 20  # a word counts once in so many words: the label of each row of a table says no more than one word does

# A character of Chinese stands for about half a word, a letter for a fifth of one.
_SCRIPTS = (
    ("han", "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", 3),
    ("kana", "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff", 3),
    ("hangul", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", 2),
    ("arabic", "\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufeff", 1),
    ("devanagari", "\u0900-\u0963", 1),
    ("greek", "\u0370-\u03ff\u1f00-\u1fff", 1),
    ("armenian", "\u0531-\u0587", 1),
    ("cyrillic", "\u0400-\u052f", 1),
    ("latin", "A-Za-zªºÀ-ÖØ-öø-ɏ\u1e00-\u1eff", 1),
)
_SCRIPT = lazily("|".join(f"(?P<{name}>[{letters}]+)" for name, letters, _ in _SCRIPTS))
_WIDTH = {name: width for name, _, width in _SCRIPTS}
_ALONE = {"hangul": "ko", "devanagari": "hi", "greek": "el", "armenian": "hy"}
_SHARED = {"arabic": ("ar", "fa"), "cyrillic": ("ru", "sr", "uk")}
_KANA_AT_LEAST = 0.05  # of the letters of a Japanese text, which has Chinese characters too

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 6

Speaking = Mapping[str, Sequence[tuple[str, float]]]  # a feature -> the languages that have it, and its weight


def detect(text: str, among: Collection[str] = CODES) -> str:
    """The code of the language that most of a text is in, or "" if nothing speaks for any.

    Parameters
    ----------
    among
        The languages that it may be in; a short text is told the better the fewer these are.
    """
    taken = _sampled(text)
    script = _script(taken)
    if script == "han":
        found = "zh"
    elif script == "kana":
        found = "ja"
    else:
        found = _ALONE.get(script, "")
    if found:
        return found if found in among else ""
    shared = _SHARED.get(script)
    scores = _scores(taken, shared or _LATIN, among)
    best = max(scores, key=lambda code: (scores[code], code == "en", code), default="")
    return best if best and scores[best] >= LEAST else ""


def _sampled(text: str) -> str:
    """The text, or pieces of it from its beginning to its end."""
    if len(text) <= SAMPLES * SAMPLE:
        return text
    step = (len(text) - SAMPLE) // (SAMPLES - 1)
    return "\n".join(text[at : at + SAMPLE] for at in range(0, SAMPLES * step, step))


def _script(text: str) -> str:
    """The script that most of the text is written in, "kana" for Japanese, or ""."""
    if text.isascii():
        return "latin"
    counts: Counter[str] = Counter()
    for run in _SCRIPT.finditer(text):
        name = run.lastgroup or ""
        counts[name] += _WIDTH[name] * (run.end() - run.start())
    kana, han = counts.pop("kana", 0), counts.pop("han", 0)
    if kana or han:
        counts["kana" if kana >= _KANA_AT_LEAST * (kana + han) else "han"] = kana + han
    return max(counts, key=lambda name: counts[name], default="")


def _scores(text: str, candidates: Collection[str], among: Collection[str]) -> dict[str, float]:
    """What the words of a text say for each language, as a share of the words."""
    scores = dict.fromkeys((code for code in candidates if code in among), 0.0)
    found = [word for word in _WORD.findall(text.lower()) if word.isalpha()]
    most = max(1, len(found) // OFTEN)
    for word, times in Counter(found).items():
        for code, weight in _said_by(word):
            if code in scores:
                scores[code] += weight * min(times, most)
    return {code: score / max(FEWEST, len(found)) for code, score in scores.items()}


@lru_cache(maxsize=1 << 14)  # of a pure function: most words of a text are met again
def _said_by(word: str) -> tuple[tuple[str, float], ...]:
    """Languages that a word, in lower case, speaks for, and how clearly."""
    return tuple(_saying(word))


def _saying(word: str) -> Iterator[tuple[str, float]]:
    words, letters, endings = _speaking()
    folded = fold(word)
    own = words.get(folded)
    yield from own or ()
    if not word.isascii():
        for letter in set(word):
            yield from letters.get(letter, ())
    for size in () if own else range(min(_LONGEST, len(folded) - STEM), 1, -1):
        ending = endings.get(folded[-size:])
        if ending:
            yield from ending
            break


@cache  # of a pure function
def _speaking() -> tuple[Speaking, Speaking, Speaking]:
    """What function words, letters and endings say."""
    words = {code: language(code).function_words for code in CODES if code not in UNSPACED}
    endings = {code: fold(own).split() for code, own in ENDINGS.items()}
    return _weighted(words, 1.0), _weighted(LETTERS, LETTER), _weighted(endings, ENDING)


def _weighted(features: Mapping[str, Collection[str]], weight: float) -> Speaking:
    having: dict[str, list[str]] = {}
    for code, own in features.items():
        for feature in own:
            having.setdefault(feature, []).append(code)
    return {feature: [(code, weight / len(codes)) for code in codes] for feature, codes in having.items()}


_LATIN = tuple(
    code
    for code in CODES
    if code not in UNSPACED and code not in _ALONE.values() and code not in ("ar", "fa", "ru", "uk")
)
