from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.index import counting

RUNS = st.lists(st.lists(st.integers(1, 9), max_size=8), min_size=1, max_size=4)  # of words of a passage


def plain(passages):
    """For each term, a word or a pair, as it is numbered, the passages that hold it and how often each does."""
    terms = {}
    for row, runs in enumerate(passages):
        met = Counter((word,) for run in runs for word in run) + Counter(pair for run in runs for pair in pairwise(run))
        for term, times in met.items():
            terms.setdefault(term, []).append((row, times))
    return dict(sorted(terms.items()))


def told(arrays):
    """The same from the arrays."""
    firsts, rights = (arrays[name].tolist() for name in ("pair_firsts", "pair_rights"))
    words = [(word + 1,) for word in range(len(firsts) - 1)]
    pairs = [(left + 1, right + 1) for left in range(len(words)) for right in rights[firsts[left] : firsts[left + 1]]]
    terms = {}
    for kind, names in (("word", words), ("pair", pairs)):
        offsets, rows, counts = (arrays[f"{kind}_{name}"].tolist() for name in ("offsets", "rows", "counts"))
        for name, start, end in zip(names, offsets, offsets[1:], strict=False):
            terms[name] = list(zip(rows[start:end], counts[start:end], strict=True))
    return dict(sorted((term, own) for term, own in terms.items() if own))


@pytest.fixture(scope="module", params=[(1, 1, 1), (4, 2, 7), (1 << 20, 1 << 4, 1 << 18)], ids=str)
def shares(request):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in zip(("SHARE", "SAMPLED", "BLOCK"), request.param, strict=True):
            patch.setattr(counting, name, value)
        yield


@given(st.lists(RUNS, max_size=6))
def test_words_and_pairs_are_counted_whatever_the_shares(shares, passages):
    rows = [[word for run in runs for word in (*run, 0)] for runs in passages]
    ids = np.array([word for row in rows for word in row], np.int32)
    ends = np.cumsum([0, *map(len, rows)])
    words = int(ids.max(initial=0))
    streams = counting.Streams(ids, ends)
    arrays = counting.joined(counting.counted(counting.Shares.of(streams, words)))
    assert told(arrays) == plain(passages)
    assert len(arrays["word_offsets"]) == len(arrays["pair_firsts"]) == words + 1
    expected = [sum(len(run) + max(len(run) - 1, 0) for run in runs) for runs in passages]
    assert counting.lengths_of(streams).tolist() == expected


def test_what_is_counted_together_is_64_bits_at_most(monkeypatch):
    """With so many passages, words come in narrow shares."""
    streams = counting.Streams(np.array([1, 2, 3, 0], np.int32), np.array([0, *[4] * (1 << 20)]))
    shares = counting.Shares.of(streams, 1 << 23)
    assert max(np.diff(shares.firsts)) == min(1 << 64 - 24 - 21, 1 << 23)
    assert [own.tolist() for own in shares.words(0)] == [[0, 1, 2], [2, 3, 0], [0, 0, 0]]


@pytest.mark.parametrize("together", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("starts", [[], [0], [0, 1, 2], [0, 3, 4, 300, 301], [0, 70_000, 70_001]], ids=str)
def test_gaps_are_the_same_in_parts_of_any_size(monkeypatch, together, starts):
    monkeypatch.setattr(counting, "TOGETHER", together)
    expected = np.diff(np.array([*starts, 70_010]))[: len(starts)]
    found = counting.gaps(np.array(starts, np.int64), 70_010)
    assert found.tolist() == expected.tolist()
    assert found.dtype == counting.narrow(expected).dtype
