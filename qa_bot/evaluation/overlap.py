"""The words of an answer against those that are accepted, as SQuAD's official evaluation compares them."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

ARTICLES = re.compile(r"\b(a|an|the)\b")
PUNCTUATION = str.maketrans("", "", string.punctuation)
RIGHT = 0.5
"""The token F1 with an accepted answer from which an answer counts as right: it shares half its words."""


def normalise(text: str) -> str:
    """SQuAD's official normalisation: lower case, without punctuation, articles and extra white space."""
    return " ".join(ARTICLES.sub(" ", text.lower().translate(PUNCTUATION)).split())


def exact_match(text: str, gold: str) -> float:
    return float(normalise(text) == normalise(gold))


def token_f1(text: str, gold: str) -> float:
    """The harmonic mean of precision and recall over normalised words; 1 if both have none."""
    own, true = normalise(text).split(), normalise(gold).split()
    if not own or not true:
        return float(own == true)
    common = sum((Counter(own) & Counter(true)).values())
    return 2 * common / (len(own) + len(true))


def best_of(metric: Callable[[str, str], float], text: str, answers: Sequence[str]) -> float:
    return max((metric(text, gold) for gold in answers), default=0.0)
