"""Passages that tell the same: "is this one worth showing, when that one is?".

Two versions of a text are not taken for one where they say something else, be it in a word: who asks wants both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeVar

from qa_bot.records import Hit, Passage, Span

SHINGLE = 3  # words
LEAST = 0.8  # the share of the shingles of either that both must have
SPELLING = 0.9  # how alike words must be that differ, see difflib
FURTHER = 8  # times as many passages as are wanted are looked at, to find as many that are distinct
_TOKEN = re.compile(r"[-+−]?\d+(?:[.,:/]\d+)*|[^\W\d_]+|[^\w\s.,;:!?'’‘\"“”„«»()\[\]…–—-]")
Group = TypeVar("Group")


@dataclass(frozen=True, eq=False)
class Wording:
    """The words, numbers and signs of a passage, in order and as written."""

    written: tuple[str, ...]

    @classmethod
    def of(cls, passage: Passage) -> Wording:
        return cls(tuple(_TOKEN.findall(passage.text)))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """In lower case."""
        return tuple(word.casefold() for word in self.written)

    @cached_property
    def joined(self) -> str:
        """As one text, in which the words of a part of the passage are found."""
        return f" {' '.join(self.words)} "

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Its runs of SHINGLE words (Broder, On the Resemblance and Containment of Documents, 1997)."""
        return frozenset(zip(*(self.words[first:] for first in range(SHINGLE)), strict=False))

    def resembles(self, other: Wording) -> bool:
        """Whether LEAST of the shingles of both are shared."""
        few, many = sorted((len(self.shingles), len(other.shingles)))
        return few >= LEAST * many > 0 and (
            len(self.shingles & other.shingles) >= LEAST * len(self.shingles | other.shingles)
        )

    def adds_nothing_to(self, other: Wording) -> bool:
        """Whether it is a part of the other, or the same but for how some words are spelt."""
        if self.joined in other.joined:
            return True
        return self.resembles(other) and spelt_alike(self.beyond(other), other.beyond(self))

    def beyond(self, other: Wording) -> list[str]:
        """Its words, as written, that the other has not, or not as often."""
        left = Counter(self.words) - Counter(other.words)
        found = []
        for written, word in zip(self.written, self.words, strict=True):
            if left[word]:
                left[word] -= 1
                found.append(written)
        return found


def spelt_alike(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words differ as much as a slip or a hyphen makes them; numbers, signs and names must not differ."""
    if not all(word.isalpha() and word.islower() for word in (*some, *others)):
        return False
    one, other = "".join(some), "".join(others)
    if not one or one[:1] != other[:1]:  # only the order is another, or: "lawful" and "unlawful"
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SPELLING


def without_repeats(hits: Sequence[Hit]) -> list[Hit]:
    """The hits, best first, each with those after it that add nothing to it as its `also`.

    The rows of a table resemble one another and are each of their own.
    """
    shown: list[tuple[Hit, Wording]] = []
    for hit in hits:
        own = Wording.of(hit.passage)
        for number, (other, wording) in enumerate(shown):
            is_row = bool(hit.passage.document.rows and other.passage.document.rows)
            if own.words == wording.words if is_row else own.adds_nothing_to(wording):
                shown[number] = replace(other, also=(*other.also, hit.passage)), wording
                break
        else:
            shown.append((hit, own))
    return [hit for hit, _ in shown]


def twins(hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits in groups of those that differ in white space alone, in the order of their best."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(bare(hit.passage.text), []).append(hit)
    return list(groups.values())


def enough(search: Callable[[int], list[Hit]], grouped: Callable[[Sequence[Hit]], list[Group]], k: int) -> list[Group]:
    """The first k groups of what a search for so many passages finds; it looks further while there are fewer."""
    wanted = k
    while True:
        hits = search(wanted)
        groups = grouped(hits)
        if len(groups) >= k or len(hits) < wanted or wanted >= FURTHER * k:
            return groups[:k]
        wanted *= 2


def bare(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def moved(span: Span, start: int, passage: Passage, to: int) -> Span:
    """A span of a text that begins at `start`, in the same text but for white space, which begins at `to` elsewhere."""
    own, text = span.passage.document.text, passage.document.text
    first = len(bare(own[start : span.start]))
    last = first + len(bare(span.text)) - 1
    return replace(span, passage=passage, start=nth(text, to, first), end=nth(text, to, last) + 1)


def nth(text: str, start: int, number: int) -> int:
    """Where the character of a number, from 0 on, stands behind `start`, white space not counted."""
    for at in range(start, len(text)):
        if not text[at].isspace():
            if not number:
                return at
            number -= 1
    raise ValueError(f"the text has no character {number} after {start}")
