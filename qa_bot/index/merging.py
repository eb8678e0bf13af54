"""Several segments into one: postings are joined and renumbered, and what is dead is left out.

The result is what writing the living documents in one go gives, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import StoreError
from qa_bot.index.counting import impacts, narrow
from qa_bot.index.layout import ABOUT, REMEDY, TEXT, create, flush, save, spelt
from qa_bot.index.segment import Living, Segment, described, encoded
from qa_bot.index.spelling import lexicon
from qa_bot.index.stored import Documents

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Source:
    """A segment to merge, and where what lives of it comes to lie.

    Parameters
    ----------
    living
        [documents] which to keep.
    rows
        [passages] the new row of each, or -1.
    """

    segment: Segment
    living: Living
    rows: Ints

    def living_postings(self, kind: str) -> tuple[Ints, Ints, NDArray[Any]]:
        """How many living postings each term has, [terms]; their new rows and counts."""
        arrays = self.segment.arrays
        rows = self.rows[arrays[f"{kind}_rows"]]
        kept = rows >= 0
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
        return np.diff(before[arrays[f"{kind}_offsets"]]), rows[kept], arrays[f"{kind}_counts"][kept]


def merge(folder: Path, segments: Sequence[Segment], living: Sequence[Living]) -> None:
    """See `qa_bot.index.segment.merge`."""
    sources, base = [], 0
    for segment, alive in zip(segments, living, strict=True):
        here = segment.living_rows(alive)
        sources.append(_Source(segment, alive, np.where(here, base + np.cumsum(here) - 1, -1)))
        base += int(here.sum())
    folder.mkdir(mode=0o700)
    arrays = merged_words(sources) | merged_passages(sources) | merged_documents(folder, sources)
    told = segments[0].meta["settings"]
    arrays |= impacts(arrays, told["k1"], told["b"])
    save(folder, described(arrays, told), arrays)


def merged_words(sources: Sequence[_Source]) -> dict[str, NDArray[Any]]:
    """Words and pairs with their postings."""
    postings = [source.living_postings("word") for source in sources]
    names = [words_of(source.segment) for source in sources]
    kept = sorted({own[at] for own, post in zip(names, postings, strict=True) for at in np.flatnonzero(post[0])})
    number = {word: at for at, word in enumerate(kept)}
    maps = [np.array([number.get(word, -1) for word in own], np.int64) for own in names]
    found = spelt("word", kept) | merged_forms(sources, maps) | joined("word", postings, maps, len(kept))
    del postings
    postings = [source.living_postings("pair") for source in sources]
    keys = [pair_keys(source.segment, new) for source, new in zip(sources, maps, strict=True)]
    living = [own[post[0] > 0] for own, post in zip(keys, postings, strict=True)]
    pairs = np.unique(np.concatenate(living)) if living else np.zeros(0, np.int64)
    found["pair_firsts"] = np.searchsorted(pairs >> 32, np.arange(len(kept) + 1)).astype("<i8")
    found["pair_rights"] = (pairs & 0xFFFFFFFF).astype("<i4")
    return found | joined("pair", postings, [np.searchsorted(pairs, own) for own in keys], len(pairs))


def merged_forms(sources: Sequence[_Source], maps: Sequence[Ints]) -> dict[str, NDArray[Any]]:
    """The surface forms of words that live on."""
    forms: set[tuple[bytes, int]] = set()
    for source, new in zip(sources, maps, strict=True):
        own = new[source.segment.arrays["form_words"]].tolist()
        forms |= {(form, word) for form, word in zip(words_of(source.segment, "form"), own, strict=True) if word >= 0}
    told = sorted(forms)
    arrays = lexicon([form.decode("utf-8", "surrogatepass") for form, _ in told])
    return arrays | {"form_words": np.array([word for _, word in told], "<i4")}


def words_of(segment: Segment, kind: str = "word") -> list[bytes]:
    blob, ends = segment.arrays[f"{kind}s"].tobytes(), segment.arrays[f"{kind}_ends"].tolist()
    return [blob[start:end] for start, end in pairwise(ends)]


def pair_keys(segment: Segment, new: Ints) -> Ints:
    """Pairs as new left word << 32 | new right word, ascending where both live; -1 where one does not."""
    firsts, rights = segment.arrays["pair_firsts"], new[segment.arrays["pair_rights"]]
    lefts = np.repeat(new, np.diff(firsts))
    return np.where((lefts < 0) | (rights < 0), -1, lefts << 32 | rights)


def joined(
    kind: str, postings: Sequence[tuple[Ints, Ints, NDArray[Any]]], maps: Sequence[Ints], terms: int
) -> dict[str, NDArray[Any]]:
    """The postings of all segments under their new terms; rows ascend, since the segments' do."""
    sizes = np.zeros(terms, np.int64)
    for (own, _, _), new in zip(postings, maps, strict=True):
        sizes[new[own > 0]] += own[own > 0]
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    rows = np.zeros(offsets[-1], "<i4")
    counts = np.zeros(offsets[-1], np.result_type(np.uint8, *(post[2].dtype for post in postings)))
    free = offsets[:-1].copy()
    for (own, own_rows, own_counts), new in zip(postings, maps, strict=True):
        here, size = new[own > 0], own[own > 0]
        at = np.arange(len(own_rows)) + np.repeat(free[here] - (np.cumsum(size) - size), size)
        rows[at], counts[at] = own_rows, own_counts
        free[here] += size
    return {f"{kind}_offsets": offsets.astype("<i8"), f"{kind}_rows": rows, f"{kind}_counts": narrow(counts)}


def merged_passages(sources: Sequence[_Source]) -> dict[str, NDArray[Any]]:
    tables, lengths, sizes = [np.zeros((0, 3), "<i4")], [np.zeros(0, np.int64)], [np.zeros(1, np.int64)]
    languages = [encoded(())]
    before = 0
    for source in sources:
        kept, arrays = source.rows >= 0, source.segment.arrays
        table = arrays["passages"][kept].copy()
        table[:, 0] = before + (np.cumsum(source.living) - 1)[table[:, 0]]
        before += int(source.living.sum())
        tables.append(table)
        lengths.append(arrays["lengths"][kept].astype(np.int64))
        sizes.append(np.diff(arrays["firsts"])[source.living])
        languages.append(arrays["languages"][source.living])
    return {
        "passages": np.concatenate(tables),
        "lengths": narrow(np.concatenate(lengths)),
        "firsts": np.cumsum(np.concatenate(sizes)).astype("<i8"),
        "languages": np.concatenate(languages),
    }


def merged_documents(folder: Path, sources: Sequence[_Source]) -> dict[str, NDArray[Any]]:
    """Copies the bytes of the living documents, without reading what they say."""
    sizes = [np.zeros((1, 2), np.int64)]
    with create(folder / TEXT) as text, create(folder / ABOUT) as about:
        for source in sources:
            documents = source.segment.documents
            if not isinstance(documents, Documents):
                raise StoreError(f"a segment in memory can't be merged; {REMEDY}")
            for number in np.flatnonzero(source.living):
                text.write(documents.piece("text", int(number)))
                about.write(documents.piece("about", int(number)))
            sizes.append(np.diff(source.segment.arrays["places"], axis=0)[source.living])
        flush(text)
        flush(about)
    return {"places": np.cumsum(np.concatenate(sizes), axis=0).astype("<i8")}
