"""The parts of questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.conversation.clause import clause_of, noun_phrases
from qa_bot.conversation.grammar import said


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("When did the ferry sink?", ("When", "did", "the ferry", "sink")),
        ("Who built the harbour?", ("Who", "", "", "built the harbour")),
        ("Who may enter the chapel?", ("Who", "may", "", "enter the chapel")),
        ("How many passengers did Ada Holm save?", ("How many passengers", "did", "Ada Holm", "save")),
        ("In which town was her brother born?", ("In which town", "was", "her brother", "born")),
        ("What does the new crane lift?", ("What", "does", "the new crane", "lift")),
        ("Is the chapel of the sailors open?", ("", "Is", "the chapel of the sailors", "open")),
        ("Which of the cranes is the older one?", ("Which of the cranes", "is", "the older one", "")),
        ("What does that cost?", ("What", "does", "that", "cost")),
        ("Besides the cranes, what did Piet Holm build?", ("what", "did", "Piet Holm", "build")),
    ],
)
def test_parts(question, parts, lexicon):
    clause = clause_of(question, lexicon)
    found = tuple(clause.said(part) for part in (clause.asked, clause.auxiliary, clause.subject, clause.rest))
    assert found == parts


@pytest.mark.parametrize("text", ["", "?", "the harbour", "fate of the ferry", "... and then", "渡轮哪年沉没？"])
def test_what_is_no_question(text, lexicon):
    assert clause_of(text, lexicon) is None


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        ("Who was it?", "person"),
        ("In which town did he live?", "place"),
        ("Since when?", "time"),
        ("On what day?", "time"),
        ("How heavy is it?", "amount"),
        ("How was it built?", "thing"),
    ],
)
def test_what_it_asks_for(question, sort, lexicon):
    assert clause_of(question, lexicon).asks_for == sort


def test_noun_phrases_of_a_question(lexicon):
    clause = clause_of("How many tons does the old crane lift in the harbour?", lexicon)
    found = [
        (said(clause.text, clause.words, p.start, p.stop), subject) for p, subject in noun_phrases(clause, lexicon)
    ]
    assert found == [("tons", False), ("the old crane", True), ("the harbour", False)]


@given(st.lists(st.sampled_from("who what how many of the did is a ferry , Juno and that to it ? which".split())))
def test_any_words_are_parted_without_loss(words):
    text = " ".join(words)
    clause = clause_of(text, _EMPTY)
    if clause is not None:
        parts = [*clause.asked, *clause.auxiliary, *clause.subject, *clause.rest]
        assert parts == list(range(clause.asked.start, len(clause.words)))


class _Nothing:
    """A lexicon of no documents."""

    def noun(self, word):
        return False

    verb = noun

    def together(self, left, right):
        return False


_EMPTY = _Nothing()
