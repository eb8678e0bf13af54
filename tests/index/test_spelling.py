import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.index.build import build
from qa_bot.index.spelling import Lexicon, Speller, distances
from qa_bot.records import Document, Passage
from qa_bot.settings import Settings

TEXT = "The conference of many countries had five objectives. The deputy director spoke; the quarry was shut."
INDEX = build([Passage(0, Document(TEXT), 0, len(TEXT))], Settings())


def speller(*forms) -> Speller:
    return Speller([Lexicon.of(own) for own in forms])


def edits(one: str, other: str, most: int) -> int:
    return int(distances(one, [other, "x" * 9], most)[0])


def corrected(question: str, known=lambda word: False) -> str:
    return INDEX.corrected(question, known)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("confrence", "conference"),
        ("wich", "which"),
        ("contries", "countries"),
        ("objectivs", "objectives"),
        ("wher", "where"),
        ("meny", "many"),
        ("depty", "deputy"),
        ("qarry", "quarry"),
        ("direcotr", "director"),
        ("cofnerense", "conference"),
    ],
)
def test_misspelt_words_find_what_they_mean(typed, meant):
    assert corrected(f"is it {typed}") == f"is it {meant}"


@pytest.mark.parametrize("word", ["deputy", "countri", "NASA", "x1", "rover", "is", "zzz", "o'quarri", "objection"])
def test_other_words_stay(word):
    assert corrected(word, {"objection"}.__contains__) == word


def test_another_name_is_another_person():
    assert corrected("Who is Quarrey?") == "Who is Quarrey?"
    assert speller({"quarrel": 1}).corrected("Quarrle?", lambda word: False) == "Quarrel?", (
        "at the beginning any word may be"
    )


def test_a_word_that_is_known_elsewhere_is_never_touched():
    assert corrected("the county", {"county"}.__contains__) == "the county"


def test_a_known_word_that_lacks_one_of_two_equal_letters_is_meant_before_any_other():
    own = speller({"sloping": 3, "committal": 1})
    assert own.corrected("where to go shoping", {"shopping"}.__contains__) == "where to go shopping"
    assert own.corrected("where to go shoping", lambda word: False) == "where to go sloping"
    assert own.corrected("the comittee", {"committee"}.__contains__) == "the committee"
    assert speller({"shoping": 1}).corrected("shoping", {"shopping"}.__contains__) == "shoping"


def test_the_more_frequent_form_wins():
    assert speller({"lamb": 1, "lame": 1, "lamp": 9}).nearest("lams") == "lamp"
    assert speller({"lamp": 1, "lamb": 1}).nearest("lamk") == "lamb"


def test_frequencies_add_up_over_segments_and_forms_that_are_gone_are_not_meant():
    assert speller({"lamb": 4}, {"lamp": 3}, {"lamp": 3}).nearest("lams") == "lamp"
    assert speller({"lamp": 0}).nearest("lams") is None


def test_letters_beyond_ascii_and_words_of_any_length():
    assert speller({"журнал": 1, "жук": 1}).nearest("жорнал") == "журнал"
    assert speller({"x" * 300: 1, "\U00020000\U00020001\U00020002": 1}).nearest("x" * 299) == "x" * 300
    assert speller({"\U00020000\U00020001\U00020002": 1}).nearest("\U00020000\U00020002\U00020001") is not None


def test_a_form_of_a_word_that_occurs_is_known():
    assert corrected("conferance") == "conferance", "its stem is that of conference"


def test_distances_by_hand():
    assert [edits(*pair, 3) for pair in (("", "ab"), ("abc", "acb"), ("kitten", "sitting"), ("ca", "abc"))] == [
        2,
        1,
        3,
        3,
    ]
    assert edits("abcdef", "uvwxyz", 2) == 3


def full(one: str, other: str) -> int:
    """The plain recursion, as the reference."""
    if not one or not other:
        return len(one) + len(other)
    best = min(full(one[1:], other) + 1, full(one, other[1:]) + 1, full(one[1:], other[1:]) + (one[0] != other[0]))
    if one[:2] == other[1::-1] and len(one) > 1 < len(other):
        best = min(best, full(one[2:], other[2:]) + 1)
    return best


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 3))
def test_distances_are_those_of_the_plain_recursion(one, other, most):
    assert edits(one, other, most) == min(full(one, other), most + 1)


@given(st.text())
def test_no_question_breaks_it(question):
    assert isinstance(corrected(question), str)


def test_accents_that_were_not_typed_are_mended():
    speller = Speller([Lexicon.of({"árvízből": 2, "hajó": 1})], frozenset(("volt",)))
    assert speller.corrected("mi maradt az arvizbol", lambda word: len(word) < 7) == "mi maradt az árvízből"


def test_scripts_without_spaces_are_left_alone():
    assert Speller([Lexicon.of({"月球科研站": 1})]).corrected("月球科学站", lambda word: False) == "月球科学站"
