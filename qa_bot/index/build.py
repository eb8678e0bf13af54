"""Passages into an index, by way of a fitted scikit-learn Pipeline. Only building imports scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import Pipeline

from qa_bot.index.analysis import Analyzer
from qa_bot.index.search import Index
from qa_bot.index.spelling import Speller
from qa_bot.index.weighting import BM25Transformer
from qa_bot.passages import heading_of, title_of
from qa_bot.records import Passage
from qa_bot.settings import Settings

Fields = tuple[str, str]


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
    """Index passages, whose rows must be their positions; no passages give an index that finds nothing."""
    analyzer = Analyzer()
    if not any(analyzer(passage.text) for passage in passages):
        none = (np.zeros(0), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0))
        return Index(tuple(passages), analyzer, settings, {}, *none, Speller({}))
    fitted = pipeline(settings, analyzer)
    weights = fitted.fit_transform([fields_of(passage) for passage in passages]).tocsc()
    weights.sort_indices()
    vocabulary = fitted["count"].vocabulary_
    frequency = np.diff(weights.indptr)
    forms = {form: int(frequency[vocabulary[word]]) for form, word in analyzer.surfaces().items()}
    return Index(
        passages=tuple(passages),
        analyzer=analyzer,
        settings=settings,
        vocabulary=vocabulary,
        idf=fitted["weight"].idf_,
        offsets=weights.indptr.astype(np.int64),
        rows=weights.indices.astype(np.int32),
        weights=weights.data,
        speller=Speller(forms),
    )
