"""The ranker against scoring every passage, on its long paths too, which small collections do not reach."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.index import ranking, segment
from qa_bot.index.formula import saturated
from qa_bot.index.search import Index, Part
from qa_bot.records import Document
from qa_bot.settings import Settings

WORDS = [f"word{number}" for number in range(40)]


@pytest.fixture(
    scope="module", params=[(1, 4, 4, 1 << 10), (1, 1 << 30, 4, 3), (1 << 12, 32, 1 << 11, 1 << 10)], ids=str
)
def short_paths(request):
    """What are long postings, few passages, the parts of a segment, and so many terms that two bytes are too small."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in zip(("SHORT", "FEW", "COLUMNS", "MANY"), request.param, strict=True):
            patch.setattr(ranking, name, value)
        yield


def segment_of(seed, documents):
    draw = np.random.default_rng(seed)
    texts = [
        " ".join(WORDS[int(at)] for at in np.minimum(draw.zipf(1.3, draw.integers(1, 30)), len(WORDS)) - 1)
        for _ in range(documents)
    ]
    return segment.in_memory([Document(text, language="en") for text in texts], Settings())


def every_score(ranker, terms):
    """The score of each passage, summed in the order of the terms."""
    scores = np.zeros(ranker.segment.passages)
    for number, weight in terms:
        rows, counts, _ = ranker.segment.posting(number)
        scores[rows] += weight * saturated(counts.astype(float), ranker.norms[ranker.kinds[rows]])
    return scores if ranker.living is None else scores * ranker.living


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 5),
    dead=st.sampled_from([0.0, 0.3, 0.9]),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12, unique=True),
    k=st.integers(1, 40),
    share=st.sampled_from([0.0, 0.7, 1.1]),
    config=st.sampled_from([Settings(), Settings(k1=0.0), Settings(k1=2.0, b=1.0), Settings(b=0.0)]),
)
def test_it_finds_the_best_of_all(short_paths, seed, dead, words, k, share, config):
    made = segment_of(seed, 150)
    living = np.random.default_rng(seed).random(150) >= dead
    part = Part(made) if living.all() else Part(made, living, segment.lost(made, living))
    ranker = Index.of([part], config)._rankers[0]
    numbers = [number for number in made.numbers(words) if number >= 0]
    terms = [(number, 1.0 + 100 / made.frequency(number)) for number in sorted(numbers, key=made.frequency)]
    scores = every_score(ranker, terms)
    floor = share * scores.max(initial=0.0)
    least = max(floor, np.sort(scores)[-k] if k <= len(scores) else 0.0)
    expected = np.flatnonzero((scores >= least) & (scores > 0))
    for _ in range(2):  # what a question leaves behind must not change the next
        rows, found = ranker.best(terms, k, floor)
        assert rows.tolist() == expected.tolist()
        assert found.tolist() == scores[expected].tolist()


def test_impacts_and_peaks_bound_what_a_term_gives():
    made = segment_of(1, 300)
    ranker = Index.of([Part(made)], Settings())._rankers[0]
    for number in range(made.words):
        rows, counts, impacts = made.posting(number)
        gains = segment.PEAK * saturated(counts.astype(float), ranker.norms[ranker.kinds[rows]])
        assert (impacts >= gains * (1 - 1e-6)).all()
        assert (impacts - 1 <= gains * (1 + 1e-6)).all()
        assert made.peak(number) == impacts.max() / segment.PEAK
