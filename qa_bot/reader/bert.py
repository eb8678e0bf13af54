"""The forward pass of a BERT-style encoder with a span head, in numpy: small pure functions, with their shapes.

Rows of different length are not padded but laid end to end: the products with the weights don't care where one row
ends and the next begins, and attention takes row by row. So there is no mask, nothing is computed for padding, and
a row's logits do not depend on the rows beside it beyond the rounding of float32. Names are those of
`training/model.py`; sizes are read from the weights. `pieces` is the number of pieces of all rows together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
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
# Rows of the widest array that are worked on at once: what is computed element by element then stays in the cache.
BLOCK = 64
# What is not a product with the weights is shared among so many threads: OpenBLAS is busy on all cores only in its own
# share of the time. Fewer pieces than these are not worth the handing over.
THREADS = 2
WORTH_SHARING = 256

Each = Callable[[Callable[[Any], object], Iterable[Any]], Iterator[object]]
"""`map`, or that of a pool of threads."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table kept as int8: row i stands for `values[i] * scales[i]`; [rows, width] and [rows]."""

    values: NDArray[np.int8]
    scales: Floats


@dataclass(frozen=True, eq=False)
class Affine:
    """`x @ weight.T + bias` for a matrix [out, in], as torch keeps it; `x * weight + bias` for a norm [width]."""

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
    x = embed(model, ids, segments, bounds)  # [pieces, width]
    with ThreadPoolExecutor(THREADS) as pool:  # begins no thread before it has something to do
        each: Each = pool.map if len(ids) >= WORTH_SHARING else map
        for layer in model.layers:
            x = encode(x, layer, model.heads, bounds, each)  # [pieces, width] -> [pieces, width]
    return linear(x, model.span)  # [pieces, width] -> [pieces, 2]


def rows_of(lengths: Ints) -> Iterator[slice]:
    """Where each row lies: lengths [rows] -> rows slices."""
    end = 0
    for length in lengths.tolist():
        yield slice(end, end + length)
        end += length


def embed(model: Model, ids: Ints, segments: Ints, bounds: tuple[slice, ...]) -> Floats:
    """ids, segments [pieces] -> [pieces, width]."""
    positions = np.concatenate([np.arange(row.stop - row.start) for row in bounds])
    x = look_up(model.word, ids)
    x += look_up(model.position, positions)
    x += model.segment[segments]
    return layer_norm(x, model.norm)


def look_up(table: Table, rows: Ints) -> Floats:
    """rows [pieces] -> [pieces, width]."""
    return np.multiply(table.values[rows], table.scales[rows, None], dtype=np.float32)


def encode(x: Floats, layer: Layer, heads: int, bounds: tuple[slice, ...], each: Each = map) -> Floats:
    """[pieces, width] -> [pieces, width]; `x` is not changed."""
    mixed = attend(linear(x, layer.qkv), heads, bounds, each)  # [pieces, 3 * width] -> [pieces, width]
    mixed = linear(mixed, layer.out)
    mixed += x
    x = in_parts(partial(layer_norm, norm=layer.out_norm), mixed, each)
    inner = in_parts(gelu, linear(x, layer.up), each)  # [pieces, width] -> [pieces, inner]
    inner = linear(inner, layer.down)  # [pieces, inner] -> [pieces, width]
    inner += x
    return in_parts(partial(layer_norm, norm=layer.down_norm), inner, each)


def in_parts(work: Callable[[Floats], object], x: Floats, each: Each) -> Floats:
    """`x` after some work on its rows, which it changes in place."""
    for _ in each(work, np.array_split(x, THREADS)):
        pass
    return x


def attend(qkv: Floats, heads: int, bounds: tuple[slice, ...], each: Each = map) -> Floats:
    """Each piece looks at the pieces of its own row: [pieces, 3 * width] -> [pieces, width]."""
    pieces, width = len(qkv), qkv.shape[1] // 3
    parts = qkv.reshape(pieces, 3, heads, width // heads)
    mixed = np.empty((pieces, heads, width // heads), np.float32)
    for _ in each(lambda row: attend_row(parts[row], mixed[row]), bounds):
        pass
    return mixed.reshape(pieces, width)


def attend_row(parts: Floats, mixed: Floats) -> None:
    """Queries, keys and values of one row, [n, 3, heads, depth] -> [n, heads, depth], written into `mixed`."""
    q, k, v = np.ascontiguousarray(parts.transpose(1, 2, 0, 3))  # [heads, n, depth] each
    n, depth = q.shape[1:]
    q *= np.float32(depth**-0.5)
    into = mixed.transpose(1, 0, 2)  # [heads, n, depth], a view
    for own in evenly(n, SMALL_PRODUCT // (n * depth)):  # m queries at once
        weights, totals = exponentials(q[:, own] @ k.transpose(0, 2, 1))  # [heads, m, n], [heads, m, 1]
        # Dividing the mixture instead of the weights is the same softmax, on depth numbers instead of n.
        np.divide(weights @ v, totals, out=into[:, own])


def evenly(count: int, most: int) -> Iterator[slice]:
    """`count` in as few parts of like size as have at most `most` each, and at least one."""
    parts = -(-count // max(1, most))
    for i in range(parts):
        yield slice(i * count // parts, (i + 1) * count // parts)


def exponentials(scores: Floats) -> tuple[Floats, Floats]:
    """Softmax before its division: scores [..., n] -> weights [..., n] (in place) and their sums [..., 1]."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    return scores, scores.sum(axis=-1, keepdims=True)


def linear(x: Floats, affine: Affine) -> Floats:
    """[pieces, in] -> [pieces, out]."""
    product: Floats = x @ affine.weight.T
    product += affine.bias
    return product


def layer_norm(x: Floats, norm: Affine) -> Floats:
    """Mean 0 and variance 1 for each piece, then scaled and shifted: [pieces, width], changed in place."""
    x -= x.mean(axis=1, keepdims=True)
    variance = np.einsum("pw,pw->p", x, x) / np.float32(x.shape[1])
    x *= (1 / np.sqrt(variance + np.float32(NORM_EPS)))[:, None]
    x *= norm.weight
    x += norm.bias
    return x


def gelu(x: Floats) -> Floats:
    """Hendrycks & Gimpel 2016 (arXiv:1606.08415), the tanh form: x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).

    [pieces, inner], changed in place.
    """
    for start in range(0, len(x), BLOCK):
        own = x[start : start + BLOCK]
        y = own * own
        y *= GELU_SLOPE * GELU_CUBE
        y += GELU_SLOPE
        y *= own
        np.tanh(y, out=y)
        y += 1
        y *= own
        np.multiply(y, 0.5, out=own)
    return x
