"""Lines that ask for no fact, and questions that only look like them."""

import time

import pytest

from qa_bot.conversation.requests import requested, without_courtesy


@pytest.mark.parametrize(
    ("request_", "lines"),
    [
        ("about", ["What is this about?", "summarize", "Summarise the document, please", "tl;dr", "the main points?"]),
        ("about", ["can you summarize this for me", "Give me a short summary of the article", "what's it about"]),
        ("where", ["Where does it say that?", "which page?", "Source?", "show me the passage", "says who?"]),
        ("more", ["show more", "What else?", "anything else?", "other answers", "more please"]),
        ("sure", ["Are you sure?", "really?", "is that true", "how sure are you about that?"]),
        ("greeting", ["hi", "Hello there!", "Good morning", "hey, how are you?"]),
        ("thanks", ["thanks!", "Thank you very much", "ok, thanks", "bye"]),
        ("identity", ["Who are you?", "what can you do", "are you a robot?"]),
    ],
)
def test_whole_lines_are_told(request_, lines):
    assert [requested(line) for line in lines] == [request_] * len(lines)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "?",
        "What is the deposit about?",
        "What else did she build?",
        "where is it?",
        "What does it cover?",
        "Is this true of the lens?",
        "Who thanked the committee?",
        "hi who is the landlord",
        "show me the keys",
        "Are you sure that the roof is included?",
        "What does the document say about rent?",
        "谢谢",
    ],
)
def test_questions_are_none(line):
    assert requested(line) is None


def test_once_something_was_answered_it_can_be_meant():
    assert requested("what is it about?") == "about"
    assert requested("what is it about?", answered=True) is None
    assert requested("what is this about?", answered=True) == "about"


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("Hi, who is the landlord?", "who is the landlord?"),
        ("hello who is the landlord", "who is the landlord"),
        ("Thank you. Where is it kept? Thanks!", "Where is it kept?"),
        ("High tide, when is it?", "High tide, when is it?"),
        ("Hi", "Hi"),
        ("Who was thanked?", "Who was thanked?"),
        ("  ", "  "),
    ],
)
def test_courtesy_is_no_part_of_a_question(line, question):
    assert without_courtesy(line) == question


@pytest.mark.parametrize("line", ["ok " * 26, "hello " * 13, "please " * 11 + "x", "can you " * 9, "-" * 80, "'" * 80])
def test_no_line_takes_long(line):
    began = time.perf_counter()
    requested(line)
    without_courtesy(line * 500)
    assert time.perf_counter() - began < 0.5
