"""Passages into postings, by way of a scikit-learn Pipeline. Only building imports scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import Pipeline

from qa_bot.index.analysis import Analyzer
from qa_bot.index.counting import Shares, counted, impacts, joined, lengths_of
from qa_bot.index.fields import Fields, field_terms, fields
from qa_bot.index.layout import save, spelt, utf8
from qa_bot.index.search import Index, Part
from qa_bot.index.segment import Progress, Segment, described, encoded
from qa_bot.index.spelling import lexicon, looked_up
from qa_bot.index.stored import save_documents
from qa_bot.index.tokens import streams
from qa_bot.index.weighting import BM25Transformer
from qa_bot.passages import language_of, passages
from qa_bot.records import Document, Passage
from qa_bot.settings import Settings


def pipeline(settings: Settings, analyzer: Analyzer) -> Pipeline:
    """An unfitted Pipeline from fields, (text, title) pairs, to weights, sparse [passages, terms]."""
    count = CountVectorizer(analyzer=partial(field_terms, analyzer, settings.title_weight), dtype=np.int32)
    return Pipeline([("count", count), ("weight", BM25Transformer(settings.k1, settings.b))])


def build(passages: Sequence[Passage], settings: Settings) -> Index:
    """Index passages in memory; their rows must be their positions, and each document's must stand together."""
    documents = list({id(passage.document): passage.document for passage in passages}.values())
    number = {id(document): at for at, document in enumerate(documents)}
    table = np.array([(number[id(p.document)], p.start, p.end) for p in passages], "<i4").reshape(-1, 3)
    arrays = indexed(documents, table, settings)
    return Index.of([Part(Segment(tuple(documents), described(arrays, asdict(settings)), arrays))], settings)


def write(folder: Path, documents: Sequence[Document], settings: Settings, progress: Progress | None = None) -> None:
    """See `qa_bot.index.segment.write`."""
    folder.mkdir(mode=0o700)
    save_segment(folder, documents, cut(documents, settings, progress), settings)


def in_memory(documents: Sequence[Document], settings: Settings, progress: Progress | None = None) -> Segment:
    """See `qa_bot.index.segment.in_memory`."""
    arrays = indexed(documents, cut(documents, settings, progress), settings)
    return Segment(tuple(documents), described(arrays, asdict(settings)), arrays)


def cut(documents: Sequence[Document], settings: Settings, progress: Progress | None) -> NDArray[np.int32]:
    """The passages of all documents, [passages, 3], see `indexed`."""
    pieces, done, whole = [np.zeros((0, 3), "<i4")], 0, sum(len(document.text) for document in documents)
    for number, document in enumerate(documents):
        spans = [(number, own.start, own.end) for own in passages(document, 0, settings)]
        pieces.append(np.array(spans, "<i4").reshape(-1, 3))
        done += len(document.text)
        if progress:
            progress(done, whole)
    return np.concatenate(pieces)


def save_segment(folder: Path, documents: Sequence[Document], table: NDArray[np.int32], settings: Settings) -> None:
    """Index the passages of documents, cut already, and write them into an empty folder."""
    with ThreadPoolExecutor(1) as pool:  # the disk is busy with the text while the words are counted
        saved = pool.submit(save_documents, folder, documents)
        arrays = indexed(documents, table, settings)
        arrays |= saved.result()
    save(folder, described(arrays, asdict(settings)), arrays)


def indexed(documents: Sequence[Document], table: NDArray[np.int32], settings: Settings) -> dict[str, NDArray[Any]]:
    """The arrays of a segment.

    Parameters
    ----------
    table
        [passages, 3] the document of each passage, and where it starts and ends there; documents ascend.
    """
    firsts = np.searchsorted(table[:, 0], np.arange(len(documents) + 1))
    codes: list[str] = []

    def spoken() -> Iterator[tuple[str, Iterator[Fields]]]:
        for document, first, end in zip(documents, firsts, firsts[1:], strict=False):
            codes.append(language_of(document))  # while others are cut into words
            yield codes[-1], fields(document, table[first:end, 1:])

    stream, words, told = streams(spoken(), settings.title_weight)
    forms = sorted((looked_up(form), number) for form, number in told)
    lengths, shares = lengths_of(stream), Shares.of(stream, len(words))
    del stream
    pieces = counted(shares)
    del shares  # what is done with is most of the memory
    arrays = joined(pieces) | spelt("word", utf8(words)) | lexicon([form for form, _ in forms])
    arrays["form_words"] = np.array([number - 1 for _, number in forms], "<i4")
    arrays |= {"lengths": lengths, "passages": table, "firsts": firsts.astype("<i8"), "languages": encoded(codes)}
    return arrays | impacts(arrays, settings.k1, settings.b)
