"""A segment: an immutable part of an index, with its own words, postings, passages and documents.

`write` makes one of documents, `merge` one of several, `open` maps one into memory. The order and the living
documents of an index are told beside its segments; a segment itself never changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import StoreError
from qa_bot.index.analysis import Analyzer
from qa_bot.index.fields import field_terms, fields
from qa_bot.index.formula import inverse_document_frequency
from qa_bot.index.layout import REMEDY, Mapped, load, prefix_key, read_meta
from qa_bot.index.stored import Documents
from qa_bot.records import Document
from qa_bot.settings import Settings

DEARER = 40  # times as long it takes to analyse a passage as to read its postings
PEAK = 255  # what an impact of 1 is stored as
Progress = Callable[[int, int], None]  # characters done, characters in all
Living = NDArray[np.bool_]  # [documents] which of a segment's documents are still there


@dataclass(frozen=True, eq=False)
class Segment:
    """Documents, their passages, and postings that are term-major with ascending rows.

    Words are numbered in the order of UTF-8, from 0; pairs go on from there, by left word, then right.

    Parameters
    ----------
    documents
        Read when they are asked for.
    meta
        `passages`, `words`, `pairs`, `length`, the number of terms of all passages, and `languages`: how many
        passages each has and the number of their terms.
    arrays
        As `qa_bot.index.build` names them.
    file
        Where they lie; None for a segment in memory.
    """

    documents: Sequence[Document] = field(repr=False)
    meta: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]] = field(repr=False)
    file: Mapped | None = field(default=None, repr=False)

    @property
    def passages(self) -> int:
        """How many passages there are; their rows count from 0 within the segment."""
        return int(self.meta["passages"])

    @cached_property
    def words(self) -> int:
        return int(self.meta["words"])

    @property
    def length(self) -> int:
        """The number of terms of all passages."""
        return int(self.meta["length"])

    @cached_property
    def lengths(self) -> NDArray[Any]:
        """[passages] the number of terms of each."""
        return self.arrays["lengths"]

    @cached_property
    def _postings(self) -> tuple[tuple[NDArray[Any], ...], ...]:
        names = ("offsets", "rows", "counts", "impacts", "peaks")
        return tuple(tuple(self.arrays[f"{kind}_{name}"] for name in names) for kind in ("word", "pair"))

    def words_of(self, words: Sequence[str]) -> list[int]:
        """The number of each word, -1 for those that are not there."""
        keys, ends, blob = self.arrays["word_keys"], self.arrays["word_ends"], self.arrays["words"]
        names = [word.encode("utf-8", "surrogatepass") for word in words]
        wanted = np.array([prefix_key(name) for name in names], np.uint64)
        lows = keys.searchsorted(wanted).tolist()
        highs = keys.searchsorted(wanted, "right").tolist()
        found = []
        for name, low, high in zip(names, lows, highs, strict=True):
            while low < high:  # those that begin alike
                middle = (low + high) // 2
                own = blob[ends[middle] : ends[middle + 1]].tobytes()
                if own == name:
                    break
                low, high = (middle + 1, high) if own < name else (low, middle)
            found.append((low + high) // 2 if low < high else -1)
        return found

    def pair(self, left: int, right: int) -> int:
        """The number of two neighbouring words as a term, or -1."""
        start, end = self.arrays["pair_firsts"][left : left + 2].tolist()
        rights = self.arrays["pair_rights"][start:end]
        at = int(rights.searchsorted(right))
        return self.words + start + at if at < len(rights) and rights[at] == right else -1

    def numbers(self, terms: Sequence[str]) -> list[int]:
        """The number of each term, a word or two with a space between; -1 for those that are not there."""
        parts = [term.split(" ") for term in terms]
        words = list({word: None for part in parts for word in part})
        number = dict(zip(words, self.words_of(words), strict=True))
        found = []
        for part in parts:
            own = [number[word] for word in part]
            found.append(-1 if -1 in own else own[0] if len(own) == 1 else self.pair(*own))
        return found

    def weightiest(self, k: int) -> list[str]:
        """The k words with the largest product of their IDF and the number of passages that hold them."""
        frequencies = np.diff(self.arrays["word_offsets"]).astype(float)
        numbers = np.argsort(-frequencies * inverse_document_frequency(frequencies, self.passages), kind="stable")[:k]
        blob, ends = self.arrays["words"], self.arrays["word_ends"]
        pieces = (blob[ends[number] : ends[number + 1]].tobytes() for number in numbers.tolist())
        return [piece.decode("utf-8", "surrogatepass") for piece in pieces]

    def posting(self, number: int) -> tuple[NDArray[np.int32], NDArray[Any], NDArray[np.uint8]]:
        """The passages that hold a term, ascending, how often each does, and the impacts, three arrays [n].

        An impact is what the term gives to the passage by `qa_bot.index.formula`, at the mean length of the segment,
        times PEAK and rounded up.
        """
        words = self.words
        offsets, rows, counts, impacts, _ = self._postings[number >= words]
        at = number - words if number >= words else number
        start, end = offsets[at : at + 2].tolist()
        return rows[start:end], counts[start:end], impacts[start:end]

    def peak(self, number: int) -> float:
        """The highest impact of a term, from 0 to 1."""
        words = self.words
        at = number - words if number >= words else number
        return int(self._postings[number >= words][4][at]) / PEAK

    def frequency(self, number: int) -> int:
        """How many passages hold a term, those of dead documents included."""
        words = self.words
        at = number - words if number >= words else number
        start, end = self._postings[number >= words][0][at : at + 2].tolist()
        return int(end - start)

    @cached_property
    def spoken(self) -> NDArray[np.uint8] | None:
        """[passages] the language of each, its place among `meta["languages"]`; None where there is but one."""
        return spoken_in(self.arrays) if len(self.meta["languages"]) > 1 else None

    def language(self, document: int) -> str:
        """The code of a document's language."""
        return str(self.arrays["languages"][document].tobytes(), "ascii")

    def living_rows(self, living: Living) -> NDArray[np.bool_]:
        """Which passages are of living documents, [passages]."""
        return np.repeat(living, np.diff(self.arrays["firsts"]))

    def span(self, row: int) -> tuple[int, int]:
        """Where the passage of a row starts and ends in its document."""
        _, start, end = (int(number) for number in self.arrays["passages"][row])
        return start, end


def encoded(codes: Sequence[str]) -> NDArray[np.uint8]:
    """Codes of languages, which have two letters each, [n, 2]."""
    return np.frombuffer("".join(codes).encode("ascii"), "|u1").reshape(-1, 2)


def spoken_in(arrays: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
    """[passages] the language of each, its place among those that have passages, in the order of their codes."""
    codes, each = arrays["languages"].astype(np.uint16) @ np.array([1 << 8, 1], np.uint16), np.diff(arrays["firsts"])
    spoken: NDArray[np.uint8] = np.unique(codes[each > 0]).searchsorted(codes).astype(np.uint8)
    return np.repeat(spoken, each)


def described(arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata of a segment."""
    lengths, each = arrays["lengths"], np.diff(arrays["firsts"])
    codes = sorted({own.tobytes().decode() for own in arrays["languages"][each > 0]})
    spoken = spoken_in(arrays)
    passages, length = np.bincount(spoken).tolist(), np.bincount(spoken, lengths).astype(int).tolist()
    return {
        "settings": settings,
        "documents": len(arrays["firsts"]) - 1,
        "passages": len(arrays["passages"]),
        "words": len(arrays["word_ends"]) - 1,
        "pairs": len(arrays["pair_rights"]),
        "length": int(lengths.sum(dtype=np.int64)),
        "languages": dict(zip(codes, zip(passages, length, strict=True), strict=True)),
    }


@dataclass(frozen=True, eq=False)
class Lost:
    """What the dead documents of a segment take away from its statistics.

    Parameters
    ----------
    numbers, frequencies
        [n] terms, ascending, and in how many dead passages each occurs.
    passages, length
        The dead passages and the number of their terms.
    """

    numbers: NDArray[np.int64] = field(repr=False)
    frequencies: NDArray[np.int64] = field(repr=False)
    passages: int
    length: int

    def frequency(self, number: int) -> int:
        at = int(np.searchsorted(self.numbers, number))
        return int(self.frequencies[at]) if at < len(self.numbers) and self.numbers[at] == number else 0


def lost(segment: Segment, living: Living) -> Lost:
    """What to subtract when only some documents live.

    The dead are analysed again where they are few; otherwise every posting is read once.
    """
    dead = ~segment.living_rows(living)
    passages, length = int(dead.sum()), int(segment.arrays["lengths"][dead].sum())
    told = analysed(segment, living) if passages * DEARER < segment.passages else scanned(segment, dead)
    return Lost(*told, passages, length)


def analysed(segment: Segment, living: Living) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The terms of dead documents, ascending, and in how many of their passages each occurs; from their text."""
    firsts, spans = segment.arrays["firsts"], segment.arrays["passages"][:, 1:]
    analyzers: dict[str, Analyzer] = {}
    times: Counter[str] = Counter()
    for number in np.flatnonzero(~living).tolist():
        code = segment.language(number)
        analyzer = analyzers.get(code) or analyzers.setdefault(code, Analyzer(code))
        for own in fields(segment.documents[number], spans[firsts[number] : firsts[number + 1]]):
            times.update(set(field_terms(analyzer, segment.meta["settings"]["title_weight"], own)))
    numbers, frequencies = np.array(segment.numbers(list(times)), np.int64), np.array(list(times.values()), np.int64)
    order = np.argsort(numbers)
    return numbers[order], frequencies[order]


def scanned(segment: Segment, dead: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same from the postings; `dead` tells of each passage."""
    numbers, frequencies = [], []
    for kind, before in (("word", 0), ("pair", segment.words)):
        at = np.flatnonzero(dead[segment.arrays[f"{kind}_rows"]])
        owner = np.searchsorted(segment.arrays[f"{kind}_offsets"], at, "right") - 1
        own, times = np.unique(owner, return_counts=True)
        numbers.append(own + before)
        frequencies.append(times)
    return np.concatenate(numbers), np.concatenate(frequencies)


def write(folder: Path, documents: Sequence[Document], settings: Settings, progress: Progress | None = None) -> None:
    """Cut documents into passages, index them and write the segment into `folder`, which must not exist.

    The same documents and settings give the same bytes. All files are flushed and their owner's alone. On an error,
    or Ctrl-C, what is half-written stays for the caller to remove.
    """
    from qa_bot.index import build  # imports scikit-learn and scipy, which asking does not need

    build.write(folder, documents, settings, progress)


def in_memory(documents: Sequence[Document], settings: Settings, progress: Progress | None = None) -> Segment:
    """The segment that `write` makes, without a file; its documents are those given."""
    from qa_bot.index import build

    return build.in_memory(documents, settings, progress)


def merge(folder: Path, segments: Sequence[Segment], living: Sequence[Living]) -> None:
    """Write the living documents of several segments as one, in their order, without analysing them again.

    `living[i]` tells which documents of `segments[i]` to keep. The result is what `write` makes of those documents.
    """
    from qa_bot.index import merging  # imports this module

    merging.merge(folder, segments, living)


def open(folder: Path) -> Segment:
    """Map a segment into memory; checks headers and sizes only, later reads are bounds-checked.

    Raises
    ------
    StoreError
        It is no segment, is damaged, or was made by another version.
    """
    meta = read_meta(folder)
    file, arrays = load(folder, meta)
    try:
        if not ascend(arrays["firsts"], int(meta["passages"])):
            raise StoreError(f"{folder} is damaged; {REMEDY}")
        return Segment(Documents(folder, arrays["places"]), meta, arrays, file)
    except (KeyError, IndexError, TypeError):
        raise StoreError(f"{folder} is damaged; {REMEDY}") from None


def ascend(bounds: NDArray[Any], last: int) -> bool:
    """Whether bounds begin with 0, never fall and end with `last`: how many rows there are hangs on these."""
    return bool(bounds[0] == 0 and bounds[-1] == last and (bounds[1:] >= bounds[:-1]).all())
