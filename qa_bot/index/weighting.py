"""The weighting as a scikit-learn transformer: what `TfidfTransformer` is to `CountVectorizer`, with BM25's formula."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from qa_bot.index.formula import Floats, inverse_document_frequency, saturate


class BM25Transformer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Counts of terms into the passage's side of BM25; `idf_` is the question's side.

    Parameters
    ----------
    k1, b
        Saturation and length normalisation, see `qa_bot.index.formula`.

    Attributes
    ----------
    idf_
        [terms] the weight of each term of a question.
    mean_length_
        The mean number of terms of the passages it was fitted on.
    """

    def __init__(self, k1: float = 0.7, b: float = 0.6) -> None:
        self.k1 = k1
        self.b = b

    def fit(self, counts: sparse.csr_matrix, y: None = None) -> BM25Transformer:
        """counts: sparse [passages, terms]."""
        counts = validate_data(self, counts, accept_sparse="csr", dtype=np.float64)
        frequencies = np.bincount(counts.nonzero()[1], minlength=counts.shape[1]).astype(np.float64)
        self.idf_: Floats = inverse_document_frequency(frequencies, counts.shape[0])
        self.mean_length_ = float(counts.sum() / counts.shape[0]) or 1.0
        return self

    def transform(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """counts: sparse [passages, terms] -> weights, sparse of the same shape."""
        check_is_fitted(self)
        counts = validate_data(self, counts, accept_sparse="csr", dtype=np.float64, copy=True, reset=False)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        own = np.repeat(lengths, np.diff(counts.indptr))
        counts.data = saturate(counts.data, own, self.mean_length_, self.k1, self.b)
        return counts
