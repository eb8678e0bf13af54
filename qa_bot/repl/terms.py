"""The documents' own names and words, by their beginnings: "what may this become?".

Names are runs of capitalised words ("Chinese Academy of Sciences"), terms are single words. They stand in one list,
sorted, so that those that begin alike are neighbours; of the neighbours the most frequent are offered.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

MOST_CHARACTERS = 20_000_000
"""Of the documents that are looked through: some seconds in the background."""

MOST_TERMS = 1_000_000
CHUNK = 1 << 16  # characters between two chances for the other threads
SORTED_AT_ONCE = 1 << 14  # terms, for the same reason
BLOCK = 512  # terms of which the highest count is known beforehand
LONGEST = 80  # characters of a term

UPPER = "".join(letter for letter in map(chr, range(0x41, 0x530)) if letter.isupper())
LINKS = "of the for to de del della di da do du des la le der den dem von van vom zu und y e i".split()
WORD = re.compile(r"[^\W\d_]+(?:['’\-‐‑][^\W_]+)*")
CAPITALISED = rf"[{UPPER}][^\W_]*(?:['’\-‐‑][^\W_]+)*"
NAME = re.compile(rf"{CAPITALISED}(?:[ \n](?:(?:{'|'.join(LINKS)})[ \n]){{0,2}}{CAPITALISED})+")
JOINT = re.compile(rf"( (?:(?:{'|'.join(LINKS)}) ){{1,2}})")
MOST_PIECES = 9  # five names and what links them
POSSESSIVE = re.compile(r"['’]s$")
WRAPPED = 40  # characters of a line that may have been broken within a name


@dataclass(frozen=True)
class Terms:
    """Terms by their keys, which are their casefolded forms.

    Parameters
    ----------
    keys
        Sorted.
    written
        [terms] how each is written.
    counts
        [terms] how often each occurs, an array of numpy.
    peaks
        [terms / BLOCK, rounded up] the highest count of each block.
    """

    keys: Sequence[str]
    written: Sequence[str]
    counts: Any
    peaks: Any

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Terms:
        """From how each term is written, and how often it occurs."""
        import numpy as np  # the reader has loaded it by the time that there are documents

        rows = [(written.casefold(), written) for written in counts]
        parts = (sorted(rows[at : at + SORTED_AT_ONCE]) for at in range(0, len(rows), SORTED_AT_ONCE))
        rows = list(heapq.merge(*parts))
        often = np.fromiter((counts[written] for _, written in rows), np.int64, len(rows))
        peaks = np.maximum.reduceat(often, np.arange(0, len(often), BLOCK)) if rows else often
        return cls([key for key, _ in rows], [written for _, written in rows], often, peaks)

    def beginning(self, prefix: str, k: int) -> list[str]:
        """The k most frequent terms that begin so and go on, most frequent first, ties by the alphabet."""
        prefix = prefix.casefold()
        first = bisect_right(self.keys, prefix)
        end = bisect_left(self.keys, prefix + chr(0x10FFFF), first)
        if first == end:
            return []
        best = heapq.nsmallest(k, self._likely(first, end, k), key=lambda row: (-int(self.counts[row]), row))
        return [self.written[row] for row in best]

    def _likely(self, first: int, end: int, k: int) -> Iterator[int]:
        """Rows from first to end, the k most frequent among them.

        Those lie in the k whole blocks with the highest peaks, or in the blocks that are cut at the ends.
        """
        whole_first, whole_end = -(-first // BLOCK), end // BLOCK
        if whole_end - whole_first <= k:
            yield from self._frequent(first, end, k)
            return
        import numpy as np

        yield from self._frequent(first, whole_first * BLOCK, k)
        yield from self._frequent(whole_end * BLOCK, end, k)
        for block in np.argsort(-self.peaks[whole_first:whole_end], kind="stable")[:k] + whole_first:
            yield from self._frequent(int(block) * BLOCK, (int(block) + 1) * BLOCK, k)

    def _frequent(self, first: int, end: int, k: int) -> Iterator[int]:
        """The k most frequent rows from first to end, the earlier of equals."""
        import numpy as np

        yield from (first + int(row) for row in np.argsort(-self.counts[first:end], kind="stable")[:k])


def collect(texts: Iterable[str], most: int = MOST_CHARACTERS) -> Terms:
    """The names and terms of texts, as far as the first `most` characters go."""
    words: Counter[str] = Counter()
    names: Counter[tuple[str, bool]] = Counter()
    for chunk in chunks(texts, most):
        words.update(WORD.findall(chunk))
        names.update(names_in(chunk))
    return Terms.of(dict(islice(_counted(words, names).items(), MOST_TERMS)))


def chunks(texts: Iterable[str], most: int) -> Iterator[str]:
    """Pieces of texts, cut between words, `most` characters in all."""
    for text in texts:
        start, limit = 0, min(len(text), most)
        most -= limit
        while start < limit:
            end = min(start + CHUNK, limit)
            cut = text.rfind(" ", start, end) if end < limit else -1
            end = cut + 1 if cut > start else end
            yield text[start:end]
            start = end
        if most <= 0:
            return


def names_in(text: str) -> Iterator[tuple[str, bool]]:
    """The names of a text, each with whether it begins a sentence, where its first word may be no part of it."""
    for match in NAME.finditer(text):
        before = text[: match.start()].rstrip()[-1:] if match.start() < 3 else text[match.start() - 2 : match.start()]
        opens = not before.strip() or "\n" in before or before.strip()[-1] in ".!?:;“\"'‘(—–•-"
        if "\n" not in match.group():
            yield match.group(), opens
            continue
        at = match.start() + match.group().index("\n")
        if at - text.rfind("\n", 0, at) > WRAPPED:
            yield match.group().replace("\n", " "), opens


def nested(name: str) -> Iterator[str]:
    """A name and those within it: of "Center of the Academy of Sciences" also "Academy of Sciences"."""
    pieces = JOINT.split(name)  # names and what links them in turn
    for first in range(0, min(len(pieces), MOST_PIECES), 2):
        for last in range(first, min(len(pieces), MOST_PIECES), 2):
            yield "".join(pieces[first : last + 1])


def _counted(words: Counter[str], names: Counter[tuple[str, bool]]) -> dict[str, int]:
    """Names, and words that are worth completing, as written -> how often."""
    counts: Counter[str] = Counter()
    for (name, opens), times in names.items():
        first, _, rest = name.partition(" ")
        if opens and first.lower() in words:
            name = rest[:1].isupper() * rest
        for part in nested(POSSESSIVE.sub("", name)):
            if " " in part and len(part) <= LONGEST:
                counts[part] += times
    for word, times in words.items():
        word = POSSESSIVE.sub("", word)
        lower = word.lower()
        written = lower if lower in words else word
        if (6 if written == lower else 3) <= len(written) <= LONGEST:
            counts[written] += times
    always_longer = {stub for term in counts for stub in beginnings(term) if counts.get(stub) == counts[term]}
    return {term: times for term, times in counts.items() if term not in always_longer}


def beginnings(name: str) -> Iterator[str]:
    """The first words of a name, by one, two and so on: "House", "House of"."""
    at = name.find(" ")
    while at > 0:
        yield name[:at]
        at = name.find(" ", at + 1)
