"""Passages into postings, by way of a scikit-learn Pipeline. Only building imports scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import Pipeline

from qa_bot.index.analysis import Analyzer
from qa_bot.index.counting import counted
from qa_bot.index.layout import save, spelt, utf8
from qa_bot.index.search import Index, Part
from qa_bot.index.segment import Progress, Segment
from qa_bot.index.stored import save_documents
from qa_bot.index.tokens import Fields, streams
from qa_bot.index.weighting import BM25Transformer
from qa_bot.passages import heading_of, passages, title_of
from qa_bot.records import Document, Passage
from qa_bot.settings import Settings


def pipeline(settings: Settings, analyzer: Analyzer) -> Pipeline:
    """An unfitted Pipeline from fields, (text, title) pairs, to weights, sparse [passages, terms]."""
    count = CountVectorizer(analyzer=partial(field_terms, analyzer, settings.title_weight), dtype=np.int32)
    return Pipeline([("count", count), ("weight", BM25Transformer(settings.k1, settings.b))])


def field_terms(analyzer: Analyzer, title_weight: int, fields: Fields) -> list[str]:
    """The terms of a passage; those of its title count `title_weight` times (as in BM25F, one common length)."""
    text, title = fields
    return analyzer(text) + analyzer(title) * title_weight


def fields_of(passage: Passage) -> Fields:
    """A passage's text, and the title of its document with the heading it stands under."""
    names = (title_of(passage.document), heading_of(passage.document, passage.start))
    return passage.text, "\n".join(dict.fromkeys(name for name in names if name))


def build(passages: Sequence[Passage], settings: Settings) -> Index:
    """Index passages in memory; their rows must be their positions, and each document's must stand together."""
    documents = list({id(passage.document): passage.document for passage in passages}.values())
    arrays, meta = indexed(passages, documents, settings)
    return Index.of([Part(Segment(tuple(documents), meta, arrays))], settings)


def write(folder: Path, documents: Sequence[Document], settings: Settings, progress: Progress | None = None) -> None:
    """See `qa_bot.index.segment.write`."""
    folder.mkdir(mode=0o700)
    arrays, meta = indexed(cut(documents, settings, progress), documents, settings)
    save(folder, meta, arrays | save_documents(folder, documents))


def in_memory(documents: Sequence[Document], settings: Settings, progress: Progress | None = None) -> Segment:
    """See `qa_bot.index.segment.in_memory`."""
    arrays, meta = indexed(cut(documents, settings, progress), documents, settings)
    return Segment(tuple(documents), meta, arrays)


def cut(documents: Sequence[Document], settings: Settings, progress: Progress | None) -> list[Passage]:
    """The passages of all documents, with rows from 0 on."""
    rows: list[Passage] = []
    done, whole = 0, sum(len(document.text) for document in documents)
    for document in documents:
        rows += passages(document, len(rows), settings)
        done += len(document.text)
        if progress:
            progress(done, whole)
    return rows


def indexed(
    passages: Sequence[Passage], documents: Sequence[Document], settings: Settings
) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The arrays of a segment and its metadata."""
    analyzer = Analyzer()
    stream, words, forms = streams(map(fields_of, passages), analyzer, settings.title_weight)
    number = {id(document): i for i, document in enumerate(documents)}
    table = np.array([(number[id(p.document)], p.start, p.end) for p in passages], "<i4").reshape(-1, 3)
    names = sorted(forms)
    arrays = counted(stream, len(words)) | spelt("word", utf8(words)) | spelt("form", utf8(names))
    arrays["form_words"] = np.array([forms[name] - 1 for name in names], "<i4")
    arrays |= {"passages": table, "firsts": firsts(table, len(documents))}
    return arrays, described(arrays, settings)


def described(arrays: dict[str, NDArray[Any]], settings: Settings) -> dict[str, Any]:
    """The metadata of a segment."""
    return {
        "settings": asdict(settings),
        "documents": len(arrays["firsts"]) - 1,
        "passages": len(arrays["passages"]),
        "words": len(arrays["word_ends"]) - 1,
        "pairs": len(arrays["pair_rights"]),
        "length": int(arrays["lengths"].sum(dtype=np.int64)),
    }


def firsts(table: NDArray[np.int32], documents: int) -> NDArray[np.int64]:
    """The first row of each document, [documents + 1]."""
    return np.searchsorted(table[:, 0], np.arange(documents + 1)).astype("<i8")
