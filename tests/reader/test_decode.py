"""The search for spans against the plain double loop, and where spans are cut."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
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


# ⟦ ⟧ mark what the model chose; the marks themselves are no part of the text.
CUTS = [
    # whole words and numbers
    ("the aero⟦space⟧ industry", "aerospace"),
    ("the ⟦aero⟧space industry", "aerospace"),
    ("it costs £⟦950⟧ a month", "£950"),
    ("it costs ⟦£950⟧.00 a month", "£950.00"),
    ("it costs £950.⟦00⟧ a month", "£950.00"),
    ("it costs US$ ⟦5⟧ million", "US$ 5"),
    ("about 1,⟦000⟧ people, 2", "1,000"),
    ("in 2018, ⟦2019⟧, 2020", "2019"),
    ("was ⟦35⟧% of all", "35%"),
    ("fell to -⟦5⟧ degrees", "-5"),
    ("from 1939-⟦45⟧ on", "45"),
    ("in section ⟦3.2⟧.", "3.2"),
    ("cafe\u0301 ⟦cafe⟧\u0301 bar", "cafe\u0301"),
    ("inter\u00ad⟦national⟧ law", "inter\u00adnational"),
    ("a ⟦👩⟧\u200d👧 b", "👩\u200d👧"),
    ("在⟦北京⟧大学", "北京"),
    ("⟦China⟧'s station", "China"),
    ("a ⟦14⟧-year-old", "14"),
    # stray punctuation
    ("in ⟦Beijing,⟧ China", "Beijing"),
    ("in⟦, Beijing⟧ China", "Beijing"),
    ("⟦- Beijing -⟧ China", "Beijing"),
    ("by ⟦Ann Lee.⟧ She", "Ann Lee"),
    ("by ⟦Ann Lee!⟧ She", "Ann Lee"),
    ("⟦Who's there?⟧ is a play", "Who's there?"),
    ("⟦Yahoo!⟧ was bought", "Yahoo!"),
    ("in ⟦the U.S.⟧ It was", "the U.S."),
    ("in ⟦the U.S⟧. It was", "the U.S."),
    ("by ⟦Oduya Ltd⟧. It was", "Oduya Ltd."),
    ("by ⟦Oduya Ltd.⟧", "Oduya Ltd."),
    ("at ⟦9 p.m⟧. Then", "9 p.m."),
    ("written in ⟦C#,⟧ not", "C#"),
    ("written in ⟦C++.⟧ Not", "C++"),
    ("was ⟦.5⟧ of", ".5"),
    ("the ⟦'90s,⟧ when", "'90s"),
    ("⟦... so it ended ...⟧ he", "so it ended"),
    ("| ⟦cell |⟧ x", "cell"),
    ("a ⟦word\u200b⟧ b", "word"),
    ("say ⟦?!⟧ now", None),
    ("say ⟦ ⟧ now", None),
    # brackets and quotes
    ("⟦Academy of Sciences (CAS)⟧ is", "Academy of Sciences (CAS)"),
    ("⟦Academy of Sciences (CAS⟧) is", "Academy of Sciences (CAS)"),
    ("Academy (⟦CAS)⟧ is", "CAS"),
    ("Academy ⟦(CAS⟧ ) is", "CAS"),
    ("Academy ⟦(CAS)⟧ is", "(CAS)"),
    ("Academy (CAS, ⟦founded 1949)⟧ is", "founded 1949"),
    ("the (⟦British) Academy⟧ is", "(British) Academy"),
    ("the ⟦100 m (330 ft⟧ long)", "100 m (330 ft long)"),
    ("⟦the Academy of Sciences (CAS⟧ for ever and ever and ever and ever and ever)", "the Academy of Sciences"),
    ("⟦a) the tenant of the house⟧ pays", "the tenant of the house"),
    ("called ⟦“Chang'e⟧ 4” in", "Chang'e"),
    ("called ⟦“Chang'e 4”⟧ in", "“Chang'e 4”"),
    ("called ⟦the “Chang'e⟧ 4” in", "the “Chang'e 4”"),
    ('called ⟦"Chang\'e,⟧" in', "Chang'e"),
    ('called ⟦"Chang\'e"⟧ in', '"Chang\'e"'),
    ('⟦a film called "Alien⟧ " in', 'a film called "Alien "'),
    ("⟦'Alien⟧ is", "Alien"),
    ("⟦'Alien'⟧ is", "'Alien'"),
    ("the ⟦students'⟧ union", "students"),
    ("⟦rock 'n' roll,⟧ he", "rock 'n' roll"),
    ("heißt ⟦„Mond“⟧ auf", "„Mond“"),
    ('a ⟦5" screen⟧ is', '5" screen'),
    ("⟦f(x) = [y]⟧ z", "f(x) = [y]"),
]


def marked(case):
    """The text without its marks, and where the chosen span starts and ends."""
    before, chosen, after = re.split("[⟦⟧]", case)
    return before + chosen + after, len(before), len(before + chosen)


@pytest.mark.parametrize(("case", "wanted"), CUTS)
def test_cuts(case, wanted):
    text, start, end = marked(case)
    cut = decode.tidy(text, start, end, 0, len(text))
    assert (cut and text[cut[0] : cut[1]]) == wanted


TEXT = st.text(st.one_of(st.sampled_from("ab1 .,()[]\"'“”‘’«»-£%\n\u0301\u200d字U.S."), st.characters()), max_size=60)


@settings(deadline=None)
@given(text=TEXT, data=st.data())
def test_a_cut_stays_in_the_passage_and_is_stable(text, data):
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    start = data.draw(st.integers(low, high))
    end = data.draw(st.integers(start, high))
    cut = decode.tidy(text, start, end, low, high)
    if cut:
        assert low <= cut[0] < cut[1] <= high
        found = text[cut[0] : cut[1]]
        assert found == found.strip()
        assert not decode.partnerless(text, *cut)


def test_a_long_word_is_cut_in_no_time():
    text = "x" * 100_000
    assert decode.tidy(text, 0, 100_000, 0, 100_000) == (0, 100_000)
    text = "(" * 300  # far more than a span of LONGEST_ANSWER pieces holds
    assert decode.tidy(text, 0, 300, 0, 300) is None


def test_a_span_lies_within_one_part():
    logits = np.zeros((6, 2), np.float32)
    logits[2, 0], logits[4, 1], logits[3, 1] = 5, 5, 3  # pieces 1 to 3 score most, but piece 3 begins another part
    assert [(c.start, c.end) for c in decode.best(logits, 1, 6, 1, 5)] == [(1, 3)]
    assert [(c.start, c.end) for c in decode.best(logits, 1, 6, 1, 5, np.array([0, 0, 0, 1, 1]))] == [(1, 2)]
