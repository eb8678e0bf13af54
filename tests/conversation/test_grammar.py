"""Words, their kinds, and noun phrases."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.conversation.grammar import is_plural, phrases, said, singular, words_of


def test_kinds_of_words():
    kinds = {word.text: word.kind for word in words_of("Who saw the US ship with two masts in May, and why?")}
    assert kinds == {
        "Who": "wh",
        "saw": "word",
        "the": "determiner",
        "US": "name",
        "ship": "word",
        "with": "preposition",
        "two": "number",
        "masts": "word",
        "in": "preposition",
        "May": "name",
        ",": "mark",
        "and": "conjunction",
        "why": "wh",
        "?": "mark",
    }


@pytest.mark.parametrize("text", ["Dr. Rao", "J. R. Hale", "O’Shea", "£2,850.00", "22:30", "Le Goff’s", "AW-9"])
def test_what_belongs_together_is_not_cut(text):
    assert all(word.kind in ("name", "number") for word in words_of(f"see {text} now")[1:-1])
    assert said(f"see {text} now", words_of(f"see {text} now"), 1, len(words_of(f"see {text} now")) - 1) == text


@given(st.text(max_size=200))
def test_offsets_hold_for_any_text(text):
    words = words_of(text)
    assert all(text[word.start : word.end] == word.text != "" for word in words)
    assert all(left.end <= right.start for left, right in pairwise(words))


def test_noun_phrases_with_what_an_of_joins_to_them(lexicon):
    text = "the captain saved the crew of the ferry in 1911"
    words = words_of(text)
    found = [said(text, words, phrase.start, phrase.stop) for phrase in phrases(words, lexicon)]
    assert found == ["the captain", "the crew", "the crew of the ferry", "the ferry", "1911"]
    assert [phrase.preposition for phrase in phrases(words, lexicon)] == ["", "", "", "of", "in"]


def test_the_documents_tell_nouns_from_verbs(lexicon):
    assert lexicon.noun("harbour") and not lexicon.verb("harbour")
    assert lexicon.verb("lived") and not lexicon.noun("lived")
    assert lexicon.together("new", "crane") and not lexicon.together("crane", "new")


@pytest.mark.parametrize(
    ("noun", "one"),
    [("countries", "country"), ("boxes", "box"), ("keys", "key"), ("glass", "glass"), ("people", "people"), ("", "")],
)
def test_singular(noun, one):
    assert singular(noun) == one
    assert is_plural(noun) == (noun not in ("glass", ""))
