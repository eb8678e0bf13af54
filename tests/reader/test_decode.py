"""The search for spans against the plain double loop."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from qa_bot.reader import decode

LOGITS = hnp.arrays(
    np.float32, st.tuples(st.integers(3, 20), st.just(2)), elements=st.integers(-50, 50).map(float), fill=st.nothing()
)


def slow_best(logits, first, stop, k, longest):
    """What `decode.best` should find, by trying every span."""
    none = logits[0, 0] + logits[0, 1]
    spans = [
        (-(logits[first + i, 0] + logits[first + j, 1] - none), i, j)
        for i, j in itertools.combinations_with_replacement(range(stop - first), 2)
        if j - i < longest
    ]
    found = []
    for score, i, j in sorted(spans):
        if len(found) < k and all(j < a or i > b for a, b, _ in found):
            found.append((i, j, -score))
    return found


@settings(deadline=None)
@given(logits=LOGITS, k=st.integers(0, 5), longest=st.integers(1, 25), data=st.data())
def test_the_best_spans_are_those_of_the_double_loop(logits, k, longest, data):
    first = data.draw(st.integers(1, len(logits)))
    stop = data.draw(st.integers(first, len(logits)))
    found = decode.best(logits, first, stop, k, longest)
    assert [(c.start, c.end, c.score) for c in found] == slow_best(logits, first, stop, k, longest)


def test_nothing_but_the_passage_is_answered():
    logits = np.array([[1, 2], [90, 90], [3, 0], [0, 4], [90, 90]], np.float32)
    assert decode.best(logits, 2, 4, 1, 40) == [decode.Choice(0, 1, 4.0)]
    assert decode.best(logits, 2, 2, 3, 40) == []


def test_an_end_never_comes_before_its_start():
    logits = np.array([[0, 0], [0, 9], [9, 0]], np.float32)
    assert decode.best(logits, 1, 3, 1, 40)[0] == decode.Choice(0, 0, 9.0)


def test_a_span_lies_within_one_part():
    logits = np.zeros((6, 2), np.float32)
    logits[2, 0], logits[4, 1], logits[3, 1] = 5, 5, 3  # pieces 1 to 3 score most, but piece 3 begins another part
    assert [(c.start, c.end) for c in decode.best(logits, 1, 6, 1, 5)] == [(1, 3)]
    assert [(c.start, c.end) for c in decode.best(logits, 1, 6, 1, 5, np.array([0, 0, 0, 1, 1]))] == [(1, 2)]
