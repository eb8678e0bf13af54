"""Whole conversations: what lines are read as, and what is said."""

import dataclasses
import time
from collections import Counter

import pytest

from qa_bot import Answer, Bot, Conversation, Document
from qa_bot.conversation import KEPT
from qa_bot.conversation.readings import GLANCED, TRIED, meanings, retold
from qa_bot.errors import QuestionError
from qa_bot.reader import Reader


@pytest.fixture
def chat(bot):
    return Conversation(bot)


def keeps_its_promises(answer: Answer, bot: Bot) -> None:
    """What holds for every answer of a conversation."""
    assert (answer.text is None) == (answer.citation is None) == (not answer)
    assert answer or answer.explanation
    for one in (answer, *answer.alternatives):
        for place in filter(None, (one.citation, *one.also)):
            assert any(document.text[place.start : place.end] == place.quote for document in bot.documents)
        assert one.text is None or one.text == one.citation.quote


def test_follow_ups_are_read_as_full_questions(chat):
    assert chat.ask("When did the ferry sink?").text == "1911"
    said = chat.ask("Where did it sink?")
    assert (said.question, said.read_as) == ("Where did it sink?", "Where did the ferry sink?")
    assert "Brey" in said.text
    assert chat.ask("How many tons does the old crane lift?").read_as is None
    said = chat.ask("and the new one?")
    assert said.read_as == "How many tons does the new crane lift?" and "twenty" in said.text
    assert all(other.question == "and the new one?" for other in said.alternatives)
    assert len(chat.turns) == 4


def test_full_questions_stay_as_they_are(bot):
    for question in ("Who is Piet Holm?", "When was the harbour opened?", "Is there a chapel?", "price of a ticket"):
        chat = Conversation(bot)
        chat.ask("When did the ferry sink?")
        assert chat.ask(question) == bot.ask(question)


def test_a_pronoun_in_the_first_turn_is_taken_as_it_stands(chat, bot):
    assert chat.ask("Where was she born?") == bot.ask("Where was she born?")
    assert Conversation(bot).ask("and then?") == bot.ask("and then?")


def test_nothing_is_remembered_of_what_cannot_be_asked(chat):
    for line in ("", "  ", "\n", "x" * 100_001):
        with pytest.raises(QuestionError):
            chat.ask(line)
    assert chat.turns == []


def test_asking_about_the_last_answer(chat, bot):
    first = chat.ask("How many tons does the old crane lift?")
    place = chat.ask("Where does it say that?")
    assert (place.text, place.citation, place.read_as) == (first.text, first.citation, first.question)
    assert first.citation.place in place.explanation and "crane" in place.explanation
    sure = chat.ask("Are you sure?")
    assert sure.text == first.text and f"{round(100 * first.confidence)} %" in sure.explanation
    assert not first.alternatives or str(first.alternatives[0]) in sure.explanation
    for number, other in enumerate(first.alternatives):
        said = chat.ask("what else?")
        assert (said.text, said.citation) == (other.text, other.citation)
        assert said.alternatives == first.alternatives[number + 1 :]
    last = chat.ask("show more")
    assert not last and last.reason is None and last.explanation
    for answer in chat.turns:
        keeps_its_promises(answer, bot)


def test_asking_about_a_refusal(chat, bot):
    first = chat.ask("How much does the chapel weigh in kilograms of porridge?")
    assert first.reason
    assert chat.ask("are you sure?").reason == first.reason
    assert not chat.ask("where does it say that?")
    following = chat.ask("what else?")
    assert following.reason in (first.reason, None)
    for answer in chat.turns:
        keeps_its_promises(answer, bot)


@pytest.mark.parametrize("line", ["where does it say that?", "what else?", "are you sure?"])
def test_before_anything_was_answered_there_is_nothing_to_tell_of(chat, line):
    chat.ask("hello")
    said = chat.ask(line)
    assert not said and said.reason is None and "yet" in said.explanation


@pytest.mark.parametrize("line", ["Hi!", "thank you", "who are you?"])
def test_a_friendly_line_searches_nothing(chat, line, monkeypatch):
    monkeypatch.setattr(Bot, "ask", None)
    said = chat.ask(line)
    assert not said and said.reason is None and said.explanation and said.alternatives == ()


def test_a_greeting_does_not_hide_a_question(chat, bot):
    said = chat.ask("Hi, when did the ferry sink? Thanks!")
    assert (said.text, said.read_as) == ("1911", "when did the ferry sink?")
    chat.ask("thanks!")
    assert chat.ask("where did it sink?").read_as == "Where did the ferry sink?"


def test_a_contraction_asks_too(bot, chat):
    chat.ask("Who steered her boat?")
    assert chat.ask("What's her trade?").read_as == "What is Captain Ada Holm's trade?"


def test_what_is_no_question_is_not_spoken_of(bot, chat):
    chat.ask("When was the harbour opened?")
    chat.ask("thanks a lot!")
    assert chat.ask("How many cranes does it have?").read_as == "How many cranes does the harbour have?"
    other = Conversation(bot)
    other.ask("thanks a lot!")
    assert other.ask("Where was it built?") == bot.ask("Where was it built?")


def test_a_summary_is_cited(chat, bot):
    said = chat.ask("What is this about?")
    assert said.text == "The ferry Juno sank in 1911 off the island of Brey."
    assert len(said.alternatives) == 3 and said.explanation
    keeps_its_promises(said, bot)


def test_a_summary_has_no_confidence(chat):
    said = chat.ask("What is this about?")
    assert {one.confidence for one in (said, *said.alternatives)} == {0.0}, "how central it is, is no probability"
    sure = chat.ask("Are you sure?")
    assert sure.text == said.text and "no figure" in sure.explanation and "%" not in sure.explanation


def test_other_scripts_and_odd_lines(bot):
    chat = Conversation(bot)
    chat.ask("When did the ferry sink?")
    lines = ["渡轮哪年沉没？", "它在哪里？", "?", "...", "it", "and", "no", "why", "\x1b[2J it?", "é it", "then " * 30]
    for line in [*lines, "it " * 5_000, "(" * 500, "who " * 39]:
        keeps_its_promises(chat.ask(line), bot)


def test_a_text_of_another_script(bot):
    other = Bot.open(Document("渡轮朱诺号在1911年沉没。面包师在码头卖面包。", title="朱诺"), reader=bot.reader)
    chat = Conversation(other)
    for line in ("渡轮哪年沉没？", "它呢？", "What is this about?", "and it?"):
        keeps_its_promises(chat.ask(line), other)


def test_a_very_long_answer_is_no_candidate(bot, chat):
    first = bot.ask("When did the ferry sink?")
    long = dataclasses.replace(first, question="What was said?", text="a word and " * 100_000)
    began = time.perf_counter()
    found = meanings("And who said it?", [long], bot)
    assert time.perf_counter() - began < 5 and all(len(reading.text) < 500 for reading in found)


def test_a_hundred_turns_look_back_on_the_last_only(bot):
    chat = Conversation(bot)
    chat.turns = [Answer(f"Was it day {i}?", reason="not_said", explanation="no") for i in range(100)]
    chat.ask("When did the ferry sink?")
    assert chat.ask("Where did it sink?").read_as == "Where did the ferry sink?"
    chat.turns = chat.turns * 20
    chat.ask("hello")
    assert len(chat.turns) == KEPT


@pytest.mark.parametrize("line", ["when was it there then with them?", "and the crew?", "where?", "and Piet Holm?"])
def test_readings_are_glanced_at_and_one_of_them_is_read(bot, monkeypatch, line):
    read = []
    plain = Reader.read
    monkeypatch.setattr(
        Reader,
        "read",
        lambda self, question, passages, k=3: (
            read.extend((question, own.row, own.start, own.end) for own in passages)
            or plain(self, question, passages, k)
        ),
    )
    chat = Conversation(bot)
    chat.ask("Who saved forty passengers in the storm off the island?")
    read.clear()
    said = chat.ask(line)
    assert said.read_as or said.question == line
    assert len(set(read)) == len(read), "nothing is read twice for the same words"
    whole = {(passage.row, passage.start, passage.end) for passage in bot.index.passages}
    times = Counter(question for question, *place in read if tuple(place) in whole)
    assert times.pop(said.read_as or line) <= bot.settings.read_whole
    assert len(times) <= TRIED and all(count <= GLANCED for count in times.values())


def test_the_chosen_reading_is_answered_as_if_it_had_been_asked(bot, chat):
    chat.ask("When did the ferry sink?")
    said = chat.ask("Where did it sink?")
    assert said == retold(bot.ask(said.read_as), "Where did it sink?")
