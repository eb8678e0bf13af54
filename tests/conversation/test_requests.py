"""Lines that ask for no fact, and questions that only look like them."""

import time

import pytest

from qa_bot.conversation import requests
from qa_bot.conversation.requests import requested, without_courtesy


@pytest.mark.parametrize(
    ("request_", "lines"),
    [
        ("about", ["What is this about?", "summarize", "Summarise the document, please", "tl;dr", "the main points?"]),
        ("about", ["can you summarize this for me", "Give me a short summary of the article", "what's it about"]),
        ("about", ["hmm hmm, summary"]),
        ("about", ["sum it up", "what is the text mainly about?", "Tell me about this document", "What's this?"]),
        ("about", ["what kind of document is this?", "which topics are covered?", "Briefly, what is this about?"]),
        ("where", ["Where does it say that?", "which page?", "Source?", "show me the passage", "says who?"]),
        ("where", ["Where exactly does the text say so?", "on which page does it say that", "quote it", "prove it"]),
        ("where", ["what makes you say that?", "Can I see the context?", "Where did you find this answer?"]),
        ("where", ["say that again", "repeat that, please"]),
        ("where", ["what does the text say exactly?", "which document says that?", "citation needed"]),
        ("more", ["show more", "What else?", "anything else?", "other answers", "more please", "is that all?"]),
        ("more", ["What else does it say?", "do you have more?", "other candidates", "go on", "another one"]),
        ("sure", ["Are you sure?", "really?", "is that true", "how sure are you about that?", "are you 100% sure?"]),
        ("sure", ["Is that answer correct?", "how certain is that?", "could that be wrong?", "I doubt that"]),
        ("sure", ["that's wrong", "I don't think so", "is that your final answer?"]),
        ("sure", ["are you sure that's right?", "can I trust this answer?", "Are you certain of your answer?"]),
        ("greeting", ["hi", "Hello there!", "Good morning", "hey, how are you?", "anyone there?", "gday qabot"]),
        ("thanks", ["thanks!", "Thank you very much", "ok, thanks", "that was helpful", "thank you, that's all"]),
        ("noted", ["ok", "I see", "great!", "got it", "yes", "ok, great"]),
        ("bye", ["bye", "Good night", "that's all", "ok, goodbye"]),
        ("identity", ["Who are you?", "what can you do", "are you a robot?", "who am I talking to?", "help"]),
        ("identity", ["what should I ask?", "do you need the internet?", "Are you a large language model?"]),
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
        "What is this clause about?",
        "Who are you allowed to sublet to?",
        "What are you allowed to paint?",
        "What do you do when the pump leaks?",
        "Where does it say that the rent is due?",
        "Who said that?",
        "What should I do then?",
        "What can I do?",
        "Where does it come from?",
        "Who says that the lighthouse is haunted?",
        "How do you know when the filter is full?",
        "What is the source of the river?",
        "What is the proof of payment?",
        "How sure is the date?",
        "How likely is that?",
        "Is that the landlord?",
        "What else is in the budget?",
        "What is the sentence?",
        "What other options are there?",
        "What are the alternatives?",
        "Tell me about the report.",
        "What kind of book is it?",
        "What is in the file?",
        "fine",
        "Who else signed?",
        "more than 120 what?",
        "Who built it?",
        "How does it work?",
        "What is the main point of failure?",
        "Yes or no: are pets allowed?",
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


@pytest.mark.parametrize("line", ["Who is the deputy director of the CNSA?", "When does the library open on Sundays?"])
def test_a_question_of_other_words_is_told_without_the_forms(monkeypatch, line):
    monkeypatch.setattr(requests, "FORMS", {"about": None})
    assert requested(line) is None


def test_once_something_was_answered_it_can_be_meant():
    assert requested("what is it about?") == "about"
    assert requested("what is it about?", answered=True) is None
    assert requested("what is this?") == "about" and requested("what is this?", answered=True) is None
    assert requested("what does it say?") == "about" and requested("what does it say?", answered=True) is None
    for line in ("what is this about?", "What is it all about?", "what does the text say?"):
        assert requested(line, answered=True) == "about"


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
