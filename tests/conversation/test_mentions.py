"""What turns spoke of."""

import pytest

from qa_bot import Answer
from qa_bot.citation import cite
from qa_bot.conversation.mentions import mentions, of_text, with_determiner
from qa_bot.records import Span


def test_what_a_turn_names(bot, lexicon):
    turn = bot.ask("Who saved forty passengers?")
    assert "Ada Holm" in str(turn)
    found = {mention.text: mention for mention in mentions([turn], lexicon)}
    best = mentions([turn], lexicon)[0]
    assert (best.sort, best.plural, best.weight) == ("person", False, 0.0) and "Ada Holm" in best.text
    assert found["forty passengers"].plural and found["forty passengers"].weight < 0
    assert all("\n" not in text for text in found)


def test_the_answer_comes_before_what_was_said_earlier(bot, lexicon):
    turns = [bot.ask("Who built the harbour?"), bot.ask("When was the harbour opened?")]
    found = mentions(turns, lexicon)
    assert (found[0].text, found[0].sort) == ("1902", "time")
    weights = {mention.text: mention.weight for mention in found}
    assert weights["the harbour"] > weights["Piet Holm"]


def test_only_the_last_turns_count(bot, lexicon):
    turns = [bot.ask("Who built the harbour?"), *[Answer(f"Is it day {i}?", reason="not_said") for i in range(3)]]
    assert not any("Piet" in mention.text for mention in mentions(turns, lexicon))


def test_a_number_is_spoken_of_as_what_was_counted(bot, lexicon):
    turn = bot.ask("How many cranes does the harbour have?")
    assert turn.text == "two"
    assert mentions([turn], lexicon)[0].text == "the two cranes"


@pytest.mark.parametrize(
    ("text", "sentence", "whole"),
    [
        ("harbour", "He built the harbour.", "the harbour"),
        ("China", "The China-made crane came from China.", "China"),
        ("a boat", "She had a boat.", "a boat"),
        ("lost", "", "lost"),
    ],
)
def test_articles_that_the_reader_left_out(text, sentence, whole):
    assert with_determiner(text, sentence) == whole


@pytest.mark.parametrize("answer", ["steered her boat through the storm", "saved forty passengers"])
def test_what_was_done_is_not_spoken_of_as_a_thing(bot, lexicon, answer):
    text = bot.documents[0].text
    start = text.index(answer.split()[0])
    end = text.index(answer.split()[-1], start) + len(answer.split()[-1])
    turn = Answer("What did Ada Holm do?", text[start:end], cite(Span(bot.index.passages[0], start, end, 0.0)))
    found = [mention.text for mention in mentions([turn], lexicon)]
    assert not any(name.startswith(answer.split()[0]) and "her" in name for name in found)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Sold to Ada Holm in March.", ["Ada Holm", "March"]),
        ("They finally sold the boat.", ["the boat"]),
        ("Holm signed it.", ["Holm"]),
        ("The signed letter came early.", ["the signed letter"]),
    ],
)
def test_an_adverb_or_a_verb_in_front_names_nothing(lexicon, text, named):
    assert [mention.text for mention in of_text(text, lexicon, 0.0)] == named
