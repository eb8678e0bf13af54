"""The forward pass of a BERT-style encoder with a span head, in numpy: small pure functions, with their shapes.

Rows of different length are not padded but laid end to end: the products with the weights don't care where one row
ends and the next begins, and attention takes row by row. So there is no mask, nothing is computed for padding, and
a row's logits do not depend on the rows beside it beyond the rounding of float32. Names are those of
`training/model.py`; sizes are read from the weights. `pieces` is the number of pieces of all rows together.

Each piece is a column, not a row as in torch: `weight @ x` is up to a third faster than `x @ weight.T` for the hundred
pieces of a passage, norms and softmax add up whole rows of numbers at once, and the queries, keys and values of each
head lie together without being copied.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.integer[Any]]

NORM_EPS = 1e-12
GELU_SLOPE = math.sqrt(2 / math.pi)
GELU_CUBE = 0.044715
# Attention's products are cut to this many multiplications, for which OpenBLAS does not call its threads. Waiting for
# them at each of its many small products made reading fifteen times slower while another program kept the cores busy.
SMALL_PRODUCT = 1 << 18
# Numbers of the widest array that are worked on at once: what is computed element by element then stays in the cache.
BLOCK = 1 << 16


@dataclass(frozen=True, eq=False)
class Table:
    """A table kept as int8: row i stands for `values[i] * scales[i]`; [rows, width] and [rows]."""

    values: NDArray[np.int8]
    scales: Floats


@dataclass(frozen=True, eq=False)
class Affine:
    """`weight @ x + bias` for a matrix [out, in], as torch keeps it; `weight * x + bias` for a norm [width]."""

    weight: Floats
    bias: Floats


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of the encoder."""

    qkv: Affine  # [3 * width, width]
    out: Affine  # [width, width]
    out_norm: Affine  # [width]
    up: Affine  # [inner, width]
    down: Affine  # [width, inner]
    down_norm: Affine  # [width]


@dataclass(frozen=True, eq=False)
class Model:
    """All weights; the two large tables stay packed, since a question reads a few hundred of their rows."""

    heads: int
    word: Table  # [vocabulary, width]
    position: Table  # [longest row, width]
    segment: Floats  # [2, width]
    norm: Affine  # [width]
    layers: tuple[Layer, ...]
    span: Affine  # [2, width]


def logits(model: Model, ids: Ints, segments: Ints, lengths: Ints) -> Floats:
    """Start and end scores of every piece: ids, segments [pieces], lengths [rows] -> [pieces, 2].

    Those of a row's first piece say that the row holds no answer.
    """
    bounds = tuple(rows_of(lengths))
    x = embed(model, ids, segments, bounds)  # [width, pieces]
    for layer in model.layers:
        x = encode(x, layer, model.heads, bounds)  # [width, pieces] -> [width, pieces]
    scores: Floats = linear(x, model.span).T  # [width, pieces] -> [2, pieces] -> [pieces, 2]
    return scores


def rows_of(lengths: Ints) -> Iterator[slice]:
    """Where each row lies: lengths [rows] -> rows slices."""
    end = 0
    for length in lengths.tolist():
        yield slice(end, end + length)
        end += length


def embed(model: Model, ids: Ints, segments: Ints, bounds: tuple[slice, ...]) -> Floats:
    """ids, segments [pieces] -> [width, pieces]."""
    positions = np.concatenate([np.arange(row.stop - row.start) for row in bounds])
    x = look_up(model.word, ids)  # [pieces, width]
    x += look_up(model.position, positions)
    x += model.segment[segments]
    return layer_norm(np.ascontiguousarray(x.T), model.norm)


def look_up(table: Table, rows: Ints) -> Floats:
    """rows [pieces] -> [pieces, width]."""
    return np.multiply(table.values[rows], table.scales[rows, None], dtype=np.float32)


def encode(x: Floats, layer: Layer, heads: int, bounds: tuple[slice, ...]) -> Floats:
    """[width, pieces] -> [width, pieces]; `x` is not changed."""
    mixed = attend(linear(x, layer.qkv), heads, bounds)  # [3 * width, pieces] -> [width, pieces]
    mixed = linear(mixed, layer.out)
    mixed += x
    x = layer_norm(mixed, layer.out_norm)
    inner = gelu(linear(x, layer.up))  # [width, pieces] -> [inner, pieces]
    inner = linear(inner, layer.down)  # [inner, pieces] -> [width, pieces]
    inner += x
    return layer_norm(inner, layer.down_norm)


def attend(qkv: Floats, heads: int, bounds: tuple[slice, ...]) -> Floats:
    """Each piece looks at the pieces of its own row: [3 * width, pieces], used up, -> [width, pieces]."""
    pieces = qkv.shape[1]
    q, k, v = qkv.reshape(3, heads, -1, pieces)  # [heads, depth, pieces] each
    depth = q.shape[1]
    q *= np.float32(depth**-0.5)
    mixed = np.empty_like(q)
    for row in bounds:
        n = row.stop - row.start
        for own in evenly(row, SMALL_PRODUCT // (n * depth)):
            attend_part(q[..., own], k[..., row], v[..., row], mixed[..., own])
    return mixed.reshape(-1, pieces)


def attend_part(q: Floats, k: Floats, v: Floats, mixed: Floats) -> None:
    """m pieces look at the n of their row: [heads, depth, m], twice [heads, depth, n] -> `mixed` [heads, depth, m]."""
    heads, _, m = q.shape
    weights = np.empty((k.shape[2], heads, m), np.float32)  # the n first, over which softmax adds up
    by_head = weights.transpose(1, 0, 2)  # [heads, n, m], a view
    np.matmul(k.transpose(0, 2, 1), q, out=by_head)
    totals = exponentials(weights)  # [heads, m]
    # Dividing the mixture instead of the weights is the same softmax, on depth numbers instead of n.
    np.divide(v @ by_head, totals[:, None], out=mixed)


def evenly(row: slice, most: int) -> Iterator[slice]:
    """A row in as few parts of like size as have at most `most` pieces each, and at least one."""
    count = row.stop - row.start
    parts = -(-count // max(1, most))
    for i in range(parts):
        yield slice(row.start + i * count // parts, row.start + (i + 1) * count // parts)


def exponentials(scores: Floats) -> Floats:
    """Softmax before its division: scores [n, ...] become weights [n, ...] in place -> their sums [...]."""
    scores -= scores.max(axis=0)
    np.exp(scores, out=scores)
    totals: Floats = scores.sum(axis=0)
    return totals


def linear(x: Floats, affine: Affine) -> Floats:
    """[in, pieces] -> [out, pieces]."""
    product: Floats = affine.weight @ x
    product += affine.bias[:, None]
    return product


def layer_norm(x: Floats, norm: Affine) -> Floats:
    """Mean 0 and variance 1 for each piece, then scaled and shifted: [width, pieces], changed in place."""
    x -= x.mean(axis=0)
    variance = np.einsum("wp,wp->p", x, x) / np.float32(len(x))
    x *= 1 / np.sqrt(variance + np.float32(NORM_EPS))
    x *= norm.weight[:, None]
    x += norm.bias[:, None]
    return x


def gelu(x: Floats) -> Floats:
    """Hendrycks & Gimpel 2016 (arXiv:1606.08415), the tanh form: x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).

    [inner, pieces], changed in place.
    """
    for own in np.array_split(x, -(-x.size // BLOCK)):
        y = own * own
        y *= GELU_SLOPE * GELU_CUBE
        y += GELU_SLOPE
        y *= own
        np.tanh(y, out=y)
        y += 1
        y *= own
        np.multiply(y, 0.5, out=own)
    return x
