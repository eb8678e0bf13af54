"""Every default of the product, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.errors import UsageError


@dataclass(frozen=True)
class Settings:
    """What can be set. Fields in the order in which a question meets them.

    Parameters
    ----------
    max_words
        The most words of a passage: enough to hold a fact with what it refers to, few enough that several fit into
        one reading. Longer paragraphs are cut in even parts, which so have half as many at least.
    paragraph_words
        A paragraph of this many words or more is never joined with another.
    k1, b
        BM25's saturation and length normalisation; both lower than the usual 1.2 and 0.75, since passages are short
        and of like lengths. These and the next two were chosen with `benchmarks/retrieval.py` on both tune files.
    title_weight
        How many times a word of the title or heading counts, in occurrences.
    pair_weight
        The weight of two neighbouring words of the question, beside 1 for a word.
    passages_read
        How many of the best passages are read for a question; it bounds the work whatever the collection.
    max_question
        Characters of a question; a longer one is refused, as nobody asks it on purpose.
    threshold
        A best candidate whose confidence is lower is refused. The default loses about 3% of the right answers on the
        three sets that `training/calibrate.py` asks; a higher one refuses more of what has no answer.
    remember
        Whether the indexes of paths are kept in the user's cache folder, so that the next start reads only what has
        changed; without it nothing of a text is written anywhere.
    cache_bytes
        The most that all remembered indexes may take together, some gigabytes of text; the oldest go first.
    """

    max_words: int = 120
    paragraph_words: int = 40
    k1: float = 0.7
    b: float = 0.6
    title_weight: int = 4
    pair_weight: float = 0.25
    passages_read: int = 8
    max_question: int = 100_000
    threshold: float = 0.09
    remember: bool = True
    cache_bytes: int = 4 << 30

    def __post_init__(self) -> None:
        for name in ("max_words", "paragraph_words", "title_weight", "passages_read", "max_question", "cache_bytes"):
            value = getattr(self, name)
            if not isinstance(value, int) or value < (name != "title_weight"):
                raise UsageError(f"{name} {value!r} must be a whole number, at least {int(name != 'title_weight')}")
        if not 0 <= self.threshold <= 1:
            raise UsageError(f"threshold {self.threshold} is no probability: give a number from 0 to 1")
        if not (self.k1 >= 0 and self.pair_weight >= 0 and 0 <= self.b <= 1):
            raise UsageError(
                f"k1 {self.k1} and pair_weight {self.pair_weight} must not be negative, b {self.b} from 0 to 1"
            )
