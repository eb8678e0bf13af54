"""The forward pass against torch's, and its parts by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qa_bot.reader import bert, weights
from qa_bot.reader.bert import Affine, Layer, Model, Table


@pytest.fixture(scope="module")
def exact(stored, tensors) -> Model:
    """The stored model, not quantised."""

    def table(name):
        array = tensors[name]
        return Table(array, np.ones(len(array), np.float32))

    def part(name):
        return Affine(tensors[f"{name}.weight"], tensors[f"{name}.bias"])

    layers = tuple(Layer(**{name: part(f"layers.{i}.{name}") for name in weights.PARTS}) for i in range(2))
    return Model(
        int(stored["heads"]),
        table("word.weight"),
        table("position.weight"),
        tensors["segment.weight"],
        part("norm"),
        layers,
        part("span"),
    )


def test_logits_are_those_of_torch(exact, stored):
    logits = bert.logits(exact, stored["ids"], stored["segments"], stored["lengths"])
    assert logits.dtype == np.float32
    assert logits.shape == stored["logits"].shape
    assert np.abs(logits).max() > 1
    assert np.abs(logits - stored["logits"]).max() < 1e-4


def test_a_row_alone_reads_as_in_a_batch(exact, stored):
    ends = np.cumsum(stored["lengths"])
    for start, end in zip(ends - stored["lengths"], ends, strict=True):
        alone = bert.logits(exact, stored["ids"][start:end], stored["segments"][start:end], np.array([end - start]))
        assert np.abs(alone - stored["logits"][start:end]).max() < 1e-4


def test_small_steps_of_attention_change_nothing(exact, stored, monkeypatch):
    monkeypatch.setattr(bert, "SMALL_PRODUCT", 1)  # one query at a time
    logits = bert.logits(exact, stored["ids"], stored["segments"], stored["lengths"])
    assert np.abs(logits - stored["logits"]).max() < 1e-4


def test_quantising_moves_the_logits_little(reader, stored):
    logits = bert.logits(reader.model, stored["ids"], stored["segments"], stored["lengths"])
    assert np.corrcoef(logits.ravel(), stored["logits"].ravel())[0, 1] > 0.99


def test_reading_changes_no_weight(reader, stored, folder):
    before = weights.open_weights(folder).model
    bert.logits(reader.model, stored["ids"], stored["segments"], stored["lengths"])
    for own, other in zip(reader.model.layers, before.layers, strict=True):
        for part in weights.PARTS:
            assert np.array_equal(getattr(own, part).weight, getattr(other, part).weight)


def test_gelu_is_the_tanh_form():
    x = np.array([[-40.0, -3.0, -0.5, 0.0, 0.5, 3.0, 40.0]], np.float32)
    wanted = [v / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3))) for v in x[0].tolist()]
    assert np.allclose(bert.gelu(x.copy())[0], wanted, atol=1e-6)


def test_layer_norm_by_hand():
    norm = Affine(np.array([1, 2], np.float32), np.array([0, 10], np.float32))
    assert np.allclose(bert.layer_norm(np.array([[3, -1], [5, -1]], np.float32), norm), [[-1, 0], [12, 10]])


def test_softmax_of_large_scores_is_finite():
    scores = np.array([[1e4, -1e4], [0, -1e4]], np.float32)
    totals = bert.exponentials(scores)
    assert np.allclose(scores / totals, [[1, 0.5], [0, 0.5]])


def test_rows_lie_end_to_end():
    assert list(bert.rows_of(np.array([3, 1]))) == [slice(0, 3), slice(3, 4)]
