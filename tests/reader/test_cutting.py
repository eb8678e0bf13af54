"""Where spans are cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.reader import cutting

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
    ("more than ⟦50⟧ institutes", "more than 50"),
    ("No fewer\nthan ⟦twelve people⟧ came", "No fewer\nthan twelve people"),
    ("at most £⟦2,000⟧ a year", "at most £2,000"),
    ("more than US$⟦50⟧ a day", "more than US$50"),
    ("less than ⟦-5⟧ degrees", "less than -5"),
    ("more than ⟦.5⟧ mm", "more than .5"),
    ("more than ⟦a million⟧ came", "more than a million"),
    ("at least a ⟦dozen⟧ came", "at least a dozen"),
    ('He said ⟦foo ("bar⟧") and then "baz" too', 'foo ("bar")'),
    ("up to ⟦a third⟧ of it", "a third"),
    ("more than ⟦Ann Lee⟧ said", "Ann Lee"),
    ("at ⟦47 dB⟧(A) at 1 m", "47 dB(A)"),
    ("at ⟦3:15⟧ a.m., the late", "3:15 a.m."),
    ("at ⟦3:15⟧ pm. The late", "3:15 pm"),
    ("was ⟦60⟧ per cent. The", "60 per cent"),
    ("the ⟦60⟧ permits", "60"),
    ("each ⟦tenant⟧(s) pays", "tenant(s)"),
    ("the ⟦Academy⟧ (CAS) is", "Academy"),
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
    ("part TB-⟦771⟧ and", "TB-771"),
    ("the ⟦TB⟧-771 and", "TB-771"),
    ("in 1996-⟦1999⟧ it", "1999"),
    ("Covid-⟦19⟧ it", "19"),
]


def marked(case):
    """The text without its marks, and where the chosen span starts and ends."""
    before, chosen, after = re.split("[⟦⟧]", case)
    return before + chosen + after, len(before), len(before + chosen)


@pytest.mark.parametrize(("case", "wanted"), CUTS)
def test_cuts(case, wanted):
    text, start, end = marked(case)
    cut = cutting.tidy(text, start, end, 0, len(text))
    assert (cut and text[cut[0] : cut[1]]) == wanted


TEXT = st.text(st.one_of(st.sampled_from("ab1 .,()[]\"'“”‘’«»-£%\n\u0301\u200d字U.S."), st.characters()), max_size=60)


@settings(deadline=None)
@given(text=TEXT, data=st.data())
def test_a_cut_stays_in_the_passage_and_is_stable(text, data):
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    start = data.draw(st.integers(low, high))
    end = data.draw(st.integers(start, high))
    cut = cutting.tidy(text, start, end, low, high)
    if cut:
        assert low <= cut[0] < cut[1] <= high
        found = text[cut[0] : cut[1]]
        assert found == found.strip()
        assert not cutting.partnerless(text, *cut)


def test_a_long_word_is_cut_in_no_time():
    text = "x" * 100_000
    assert cutting.tidy(text, 0, 100_000, 0, 100_000) == (0, 100_000)
    text = "(" * 300  # far more than a span of LONGEST_ANSWER pieces holds
    assert cutting.tidy(text, 0, 300, 0, 300) is None


@pytest.mark.parametrize(
    ("words", "nothing"),
    [
        ("Ms.", True),
        ("Rev", True),
        ("They", True),
        ("of the", True),
        ("p.m.", True),
        ("that city", True),
        ("These\nthings", True),
        ("This Morning", False),
        ("those affected", False),
        ("this old house", False),
        ("Ms. Oduya", False),
        ("50", False),
        ("US", False),
        ("one", False),
        ("mine", False),
        ("at home", False),
    ],
)
def test_what_only_stands_for_an_answer(words, nothing):
    assert cutting.says_nothing(words) == nothing
