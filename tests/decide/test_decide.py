import math
import time

import pytest

from qa_bot.decide import (
    FEATURES,
    Calibration,
    Candidate,
    Evidence,
    Wording,
    beginnings,
    content_words,
    decide,
    weighed,
)
from qa_bot.decide.confidence import features
from qa_bot.decide.refusal import listed
from qa_bot.records import Document, Passage, Span, Unread

TEXT = "The ferry Juno sank in 1911. Divers found Juno in 1987. It rests at 31 metres."
DOCUMENT = Document(TEXT, path="lake.txt")
PASSAGE = Passage(0, DOCUMENT, 0, len(TEXT))
WORDS = Wording(("ferry",), ())


def candidate(words: str, confidence: float, nth: int = 0) -> Candidate:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Candidate(Span(PASSAGE, start, start + len(words), confidence), confidence)


def test_the_best_candidate_is_said_with_the_others_as_alternatives():
    said = decide(
        "When?", [candidate("1911", 0.9), candidate("1987", 0.4), candidate("31 metres", 0.1)], WORDS, (), 0.5
    )
    assert str(said) == said.citation.quote == "1911" and said.confidence == 0.9
    assert [str(other) for other in said.alternatives] == ["1987", "31 metres"]
    assert (said.reason, said.explanation, said.also) == (None, "", ())


def test_below_the_threshold_it_is_refused_and_becomes_the_first_alternative():
    said = decide("When?", [candidate("1911", 0.4), candidate("1987", 0.2)], WORDS, (), 0.5)
    assert not said and said.reason == "not_said" and said.confidence == 0.4
    assert str(said.alternatives[0]) == "1911"
    assert "ferry" in str(said)


def test_the_same_words_elsewhere_are_one_answer_with_two_places():
    said = decide("Which?", [candidate("Juno", 0.9), candidate("Juno", 0.8, nth=1)], WORDS, (), 0.5)
    assert [place.start for place in said.also] == [TEXT.rindex("Juno")]
    assert said.alternatives == ()


def test_overlapping_spans_are_one_answer_at_one_place():
    said = decide("Which?", [candidate("ferry Juno", 0.9), candidate("Juno", 0.8)], WORDS, (), 0.5)
    assert said.also == () and said.alternatives == ()


def test_at_most_three_alternatives():
    many = [candidate(words, 0.9) for words in ("ferry", "sank", "Divers", "found", "rests")]
    assert len(decide("?", many, WORDS, (), 0.5).alternatives) == 3
    assert len(decide("?", many, WORDS, (), 1.0).alternatives) == 3


def test_a_question_of_which_no_word_occurs_is_not_mentioned():
    said = decide("Who was Noor?", [candidate("Juno", 0.9)], Wording((), ("Noor",)), (), 0.5)
    assert said.reason == "not_mentioned" and "“Noor”" in said.explanation


def test_a_question_in_other_words_than_the_texts_is_answered_unless_it_is_on_a_word_or_name_that_they_lack():
    def given(question, *missing):
        return decide(question, [candidate("1911", 0.9)], Wording((), missing), (), 0.5)

    assert given("year of the wreck", "year", "wreck").text == "1911"
    assert given("Year of its loss", "Year", "loss").text == "1911", "the first word has a capital letter anyway"
    assert given("How late was that?", "late").text == "1911"
    assert given("What's the loss?", "loss").text == "1911"
    assert given("“Loss” of it is what?", "Loss").text == "1911", "also behind quotes"
    assert not given("Internally, what of Inter?", "Inter"), "but not because it begins another word"
    for question, missing in (
        ("thanks", "thanks"),
        ("Who was Ada Lovelace?", "Ada Lovelace"),
        ("what became of the Titanic", "Titanic"),
        ("what happened in 1984", "happened 1984"),
    ):
        said = given(question, missing)
        assert not said and said.confidence == 0 and said.alternatives[0].text == "1911", question


def test_a_question_for_yes_or_no_gets_the_sentence_that_decides():
    said = decide("Did the ferry sink?", [candidate("1911", 0.9)], WORDS, (), 0.5)
    assert str(said) == "The ferry Juno sank in 1911."
    twice = decide("Did the ferry sink?", [candidate("1911", 0.9), candidate("Juno", 0.8)], WORDS, (), 0.5)
    assert twice.also == () and twice.alternatives == (), "two spans of one sentence are one answer at one place"
    for question in ("Didst thou sink?", "Can you tell me the year?", "Do they say when it sank?", "Is it known when?"):
        assert str(decide(question, [candidate("1911", 0.9)], WORDS, (), 0.5)) == "1911"
    for question in ("Isn’t it found?", "Hasn't it been found?", "Couldn't they find it?", "Won't it be found?"):
        assert str(decide(question, [candidate("1987", 0.9)], WORDS, (), 0.5)) == "Divers found Juno in 1987."


REASONS = (
    "It sank, because its old hull leaked badly, in 1911 (a storm helped). By pumping, the crew saved half of it. "
    "They were paid by the hour and, if late, by the day."
)


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("Why did it sink?", "leaked badly", "because its old hull leaked badly"),
        ("why did it sink", "a storm helped", "a storm helped"),
        ("How did it sink?", "its old", "its old hull leaked badly"),
        ("How was it saved?", "pumping", "pumping"),
        ("How were they paid?", "by the hour", "by the hour"),
        ("How’s it sunk?", "its old", "its old hull leaked badly"),
        ("How was it saved?", "the crew", "the crew saved half of it"),
        ("How many did it save?", "half", "half"),
        ("What did it do?", "leaked", "leaked"),
        ("Why", "1911", "in 1911"),
    ],
)
def test_why_and_how_get_the_clause(question, words, expected):
    document = Document(REASONS)
    passage, start = Passage(0, document, 0, len(REASONS)), REASONS.index(words)
    own = Candidate(Span(passage, start, start + len(words), 0.9), 0.9)
    said = decide(question, [own], WORDS, (), 0.5)
    assert said.text == expected == REASONS[said.citation.start : said.citation.end]


def test_a_reason_far_from_the_beginning_of_its_clause_stays_as_it_was_read():
    text = "The long and very old ferry of the lake sank."
    own = Candidate(Span(Passage(0, Document(text), 0, len(text)), text.index("sank"), len(text) - 1, 0.9), 0.9)
    assert decide("Why?", [own], WORDS, (), 0.5).text == "sank"


def test_a_question_without_content_words_can_be_answered():
    assert decide("Who is he?", [candidate("Juno", 0.9)], Wording((), ()), (), 0.5)


def test_a_question_without_a_letter_or_digit_asks_for_nothing():
    said = decide("???", [candidate("1911", 0.9)], Wording((), ()), (), 0.5)
    assert not said and said.explanation == "the question names nothing that could be looked up."


def test_an_explanation_names_what_is_known_and_what_is_missing():
    said = decide("?", [], Wording(("ferry",), ("budget",)), (), 0.5)
    assert said.reason == "not_said"
    assert "“ferry”" in said.explanation and "“budget”" in said.explanation


def test_every_refusal_says_something_of_bounded_length():
    for wording in (Wording((), ()), Wording(("x" * 10_000,), ()), Wording((), ("x" * 10_000,) * 50)):
        for found in ([], [candidate("1911", 0.1)]):
            assert 0 < len(decide("?", found, wording, (), 0.5).explanation) < 1000


def test_files_that_could_not_be_read_may_hold_the_answer():
    said = decide("?", [], Wording(("ferry",), ()), [Unread("log.bin", "binary")], 0.5)
    assert said.reason == "not_readable" and "log.bin" in said.explanation
    deep = [Unread(f"{'folder/' * 20}{name}.bin", "binary") for name in ("lease", "deed")]
    assert all(f"/{name}.bin”" in decide("?", [], WORDS, deep, 0.5).explanation for name in ("lease", "deed"))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["a"], "“a”"),
        (["a", "b", "c"], "“a”, “b” or “c”"),
        (list("abcdefgh"), "“a”, “b”, “c”, “d”, “e” or 3 more"),
    ],
)
def test_listed(words, text):
    assert listed(words, "or") == text


def test_another_part_of_the_same_sentence_elsewhere_is_no_answer_of_its_own():
    text = "It rests at 31\nmetres."
    copy = Passage(1, Document(text, path="copy.txt"), 0, len(text))
    longer = Candidate(Span(copy, text.index("at"), len(text) - 1, 0.5), 0.5)
    said = decide("How deep?", [candidate("31 metres", 0.9), longer], WORDS, (), 0.5)
    assert said.alternatives == () and [place.quote for place in said.also] == ["31\nmetres"]
    assert said.also[0].path == "copy.txt"


def test_the_same_words_where_they_are_unlikely_to_answer_are_no_place_of_the_answer():
    said = decide("Which?", [candidate("Juno", 0.9), candidate("Juno", 0.4, nth=1)], WORDS, (), 0.5)
    assert said.also == () and said.alternatives == ()


def test_forms_of_a_word_count_as_it():
    assert beginnings(content_words("The Builders' buildings were buílding")) == {"builde", "buildi"}


def test_the_likeliest_comes_first():
    calibration = Calibration((0.0, 2.0), (-1.0, 1.0, *[0.0] * (len(FEATURES) - 1)))
    told = [(TEXT, False, 5.0), ("31 metres", True, 0.0), ("1911", True, 2.0)]
    evidence = [Evidence(candidate(words, score).span, read, 0.25, 0, 1.0, 0.0) for words, read, score in told]
    found = weighed(evidence, 1, calibration)
    assert [own.span.text for own in found] == ["1911", TEXT, "31 metres"]
    assert [own.confidence for own in found] == pytest.approx([0.731, 0.622, 0.269], abs=1e-3)


def test_what_a_confidence_weighs():
    own = Span(PASSAGE, 0, len(TEXT), 3.0)
    told = [Evidence(own, True, 0.9, 2, 0.75, 0.25), Evidence(own, False, 0.9, 2, 0.75, 0.25)]
    assert features(told, 1) == [(3.0, *[0.0] * 9), (0.9,)], "of one passage only the margin tells"
    two, choice = math.log(2), math.log(10)
    assert features(told, 2)[0] == pytest.approx((3.0, 0, 0, 0, 0, two, two, two, 3 * two, 0.6 * two))
    row, (covered,) = features(told, 20)
    of_choice, of_size = (0.6 * choice, 2 * choice, 0.25 * choice, 0.25 * choice), (math.log(20), 1.5, math.log(20))
    assert row == pytest.approx((3.0, *of_choice, *of_size, 4.5, 0.9))
    assert features(told, 1000)[0][5:] == pytest.approx((math.log(1000), 1.5, 5.0, 4.5, 0.9))
    assert len(row) == len(FEATURES) and covered == 0.9


def test_words_that_the_passage_lacks_say_nothing_more_beyond_what_was_fitted():
    few, many = (Evidence(Span(PASSAGE, 0, len(TEXT), 1.0), True, 0.0, lacking, 1.0, 0.0) for lacking in (9, 200))
    assert features([few], 40) == features([many], 40)


def test_what_only_leads_to_the_next_clause_is_cut_fast_whatever_stands_there():
    began = time.perf_counter()
    for blank in (" ", ".", "\u00a0", ". "):
        text = f"It sank by pumping{blank * 20_000}water and; it rests."
        start = text.index("pumping")
        own = Candidate(Span(Passage(0, Document(text), 0, len(text)), start, start + 7, 0.9), 0.9)
        said = decide("How did it sink?", [own], WORDS, (), 0.5)
        assert said.text.endswith(("pumping", "water"))
    assert time.perf_counter() - began < 5


def test_a_margin_beyond_the_limits_says_nothing_more():
    scores = (90.0, -90.0)
    far = [Evidence(Span(PASSAGE, 0, len(TEXT), score), True, 0.0, 0, 1.0, 0.0) for score in scores]
    assert [row[0] for row in features(far, 2)] == [20.0, -12.0]
