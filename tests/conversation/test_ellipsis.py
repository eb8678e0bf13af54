"""Questions cut short, completed from the last one."""

import pytest

from qa_bot import Answer
from qa_bot.citation import cite
from qa_bot.conversation.ellipsis import completed, without_lead
from qa_bot.conversation.grammar import Lexicon
from qa_bot.records import Span


def readings(bot, line, question, text=None):
    """All readings of a line after a question that was answered with a text of the document (or as the bot does)."""
    if text is None:
        turn = bot.ask(question)
    else:
        passage = next(own for own in bot.index.passages if text in own.text)
        start = passage.document.text.index(text)
        turn = Answer(question, text, cite(Span(passage, start, start + len(text), 0.0)))
    return [reading.text for reading in completed(without_lead(line), turn, Lexicon(bot.index), bot.reader.knows)]


@pytest.mark.parametrize(
    ("question", "line", "reading"),
    [
        ("How many tons does the old crane lift?", "and the new crane?", "How many tons does the new crane lift?"),
        ("How many tons does the old crane lift?", "what about the new one?", "How many tons does the new crane lift?"),
        (
            "How many tons does the old crane lift?",
            "no, I mean the new crane",
            "How many tons does the new crane lift?",
        ),
        ("How much do tickets cost in summer?", "And in winter?", "How much do tickets cost in winter?"),
        ("How much do tickets cost?", "in winter?", "How much do tickets cost in winter?"),
        ("When was the harbour opened?", "by whom?", "By whom was the harbour opened?"),
        ("Did the ferry sink?", "when?", "When did the ferry sink?"),
        ("What's the price of a ticket?", "and of a net?", "What is the price of a net?"),
        ("And when was the harbour opened?", "by whom?", "By whom was the harbour opened?"),
        ("When did the ferry sink?", "how did that happen?", "How did the ferry sink?"),
        ("Where was Ada Holm born?", "and her brother?", "Where was her brother born?"),
        ("How heavy is the Juno 3?", "and the Karin?", "How heavy is the Karin?"),
        ("How many cranes are in the harbour?", "and chapels", "How many chapels are in the harbour?"),
        (
            "How many tons does the old crane lift?",
            "not the old crane, the new one",
            "How many tons does the new crane lift?",
        ),
    ],
)
def test_completed(bot, question, line, reading):
    assert reading in readings(bot, line, question)


def test_what_was_asked_for_is_known_then(bot):
    found = readings(bot, "where?", "Who sold nets?", "Piet Holm")
    assert "Where did Piet Holm sell nets?" in found
    assert "When may Piet Holm sell nets?" in readings(bot, "when?", "Who may sell nets?", "Piet Holm")


@pytest.mark.parametrize(
    "line", ["Who is the captain?", "and who is the captain?", "The ferry sank when?", "", "?", "Is the chapel open?"]
)
def test_whole_questions_are_not_completed(bot, line):
    assert readings(bot, line, "Who built the harbour?") == []


def test_after_what_is_no_question_nothing_is_completed(bot):
    assert readings(bot, "and the harbour?", "fate of the ferry") == []


@pytest.mark.parametrize(
    ("line", "text", "correcting"),
    [
        ("and the harbour?", "the harbour?", False),
        ("Ok, so what about the harbour?", "the harbour?", False),
        ("sorry, I meant the harbour", "the harbour", True),
        ("the harbour, I mean", "the harbour", True),
        ("No, the harbour", "the harbour", True),
        ("not the ferry, the harbour", "the harbour", True),
        ("Andrew's boat?", "Andrew's boat?", False),
        ("and what's his job?", "what is his job?", False),
        ("whats his job? Where’s it? Who're they?", "what is his job? Where is it? Who are they?", False),
        ("what so and who swam", "what so and who swam", False),
        ("and", "and", False),
    ],
)
def test_leads(line, text, correcting):
    rest = without_lead(line)
    assert (rest.text, rest.correcting) == (text, correcting)
