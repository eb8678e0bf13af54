import math

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from qa_bot.index.formula import inverse_document_frequency, saturate
from qa_bot.index.weighting import BM25Transformer


def test_the_formula_by_hand():
    # tf 2 in a passage of 4 terms, mean 3, k1 1.2, b 0.75: 2 / (2 + 1.2 (0.25 + 0.75 * 4 / 3)) = 2 / 3.5
    assert saturate(np.array([2.0]), np.array([4.0]), 3.0, 1.2, 0.75)[0] == pytest.approx(2 / 3.5)
    assert inverse_document_frequency(np.array([1.0]), 3)[0] == pytest.approx(math.log(1 + 2.5 / 1.5))


def test_a_term_in_every_passage_still_weighs_more_than_nothing():
    assert inverse_document_frequency(np.array([10.0]), 10)[0] > 0


def test_the_transformer_applies_the_formula():
    counts = sparse.csr_matrix(np.array([[2, 0, 1], [0, 1, 0]]))
    fitted = BM25Transformer(k1=1.2, b=0.75).fit(counts)
    assert fitted.mean_length_ == 2
    weights = fitted.transform(counts).toarray()
    assert weights[0, 0] == pytest.approx(2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)))
    assert weights[1, 1] == pytest.approx(1 / (1 + 1.2 * (0.25 + 0.75 * 1 / 2)))
    assert weights[0, 1] == 0
    assert counts.toarray().tolist() == [[2, 0, 1], [0, 1, 0]], "the input stays as it was"


def test_it_is_a_scikit_learn_transformer():
    transformer = BM25Transformer(k1=2.0, b=0.1)
    assert clone(transformer).get_params() == {"k1": 2.0, "b": 0.1}
    with pytest.raises(NotFittedError):
        transformer.transform(sparse.csr_matrix((1, 1)))
    fitted = transformer.fit(sparse.csr_matrix(np.eye(2)))
    assert list(fitted.get_feature_names_out(["a", "b"])) == ["a", "b"]
