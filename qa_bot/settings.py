"""Every default of the product, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.errors import UsageError

_BOUNDS = ("max_bytes", "max_markup", "max_depth", "max_memory")
WHOLE = (
    *_BOUNDS,
    "max_words",
    "paragraph_words",
    "title_weight",
    "passages_read",
    "read_whole",
    "max_question",
    "cache_bytes",
)
"""The settings that count something."""
MAY_BE_NONE = ("title_weight",)


@dataclass(frozen=True)
class Settings:
    """What can be set. Fields in the order in which a question meets them.

    Parameters
    ----------
    globs
        Which files of a folder are read, as `.gitignore` writes names ("*.pdf", "!drafts/"); all, if there are none.
    max_bytes
        The size above which a file, or what is packed into it, is not read. Larger ones are rarely prose, and text
        takes up to four times its file's size in memory.
    max_markup
        The same for one page of HTML or part of a Word file, of which a tree twenty times as large is made.
    max_depth
        How deep the elements of HTML and XML may lie in one another; pages that people made stay below a hundred.
    max_seconds
        How long one file may take. A PDF of 5,000 pages takes half of it on a slow machine.
    max_memory
        Bytes that reading one file may take, where the system keeps to it; what is packed into a PDF can be of any
        size.
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
        How many of the best passages are read for a question; it bounds the work whatever the collection. Of more
        than 64 (`qa_bot.reader.MAX_WINDOWS`), also by `read_whole`, those that share most with the question are read.
    read_whole
        Of a collection of at most this many passages, some five pages, all are read: the passage that answers need not
        share a word with the question. Beside the eight best that is twice the work.
    max_question
        Characters of a question; a longer one is refused, as nobody asks it on purpose.
    threshold
        A best candidate whose confidence is lower is refused. The default loses 2 to 9% of the right answers on the
        sets that `training/calibrate.py` asks; a higher one refuses more of what has no answer.
    remember
        Whether the indexes of paths are kept in the user's cache folder, so that the next start reads only what has
        changed; without it nothing of a text is written anywhere.
    cache_bytes
        The most that all remembered indexes may take together, some gigabytes of text; the oldest go first.
    """

    globs: tuple[str, ...] = ()
    max_bytes: int = 256 << 20
    max_markup: int = 32 << 20
    max_depth: int = 1000
    max_seconds: float = 120.0
    max_memory: int = 4 << 30
    max_words: int = 120
    paragraph_words: int = 40
    k1: float = 0.7
    b: float = 0.6
    title_weight: int = 4
    pair_weight: float = 0.25
    passages_read: int = 8
    read_whole: int = 20
    max_question: int = 100_000
    threshold: float = 0.18
    remember: bool = True
    cache_bytes: int = 4 << 30

    def __post_init__(self) -> None:
        for name in WHOLE:
            value = getattr(self, name)
            least = int(name not in MAY_BE_NONE)
            if not isinstance(value, int) or value < least:
                raise UsageError(f"{name} {value!r} must be a whole number, at least {least}")
        if isinstance(self.globs, str) or not all(isinstance(glob, str) and glob for glob in self.globs):
            raise UsageError(f"globs {self.globs!r} must be a tuple of patterns that are not empty")
        if not self.max_seconds > 0:
            raise UsageError(f"max_seconds {self.max_seconds} must be more than 0")
        if not 0 <= self.threshold <= 1:
            raise UsageError(f"threshold {self.threshold} is no probability: give a number from 0 to 1")
        if not (self.k1 >= 0 and self.pair_weight >= 0 and 0 <= self.b <= 1):
            raise UsageError(
                f"k1 {self.k1} and pair_weight {self.pair_weight} must not be negative, b {self.b} from 0 to 1"
            )
