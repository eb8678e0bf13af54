"""How like the words of a passage are to those of a question."""

import pytest

from qa_bot import Bot, Document
from qa_bot.reader import Reader

READER = Reader.open()


def test_the_words_themselves_match_and_others_by_their_meaning():
    asked = ["price", "boats"]
    same, alike, other, none = READER.closeness(
        asked, [["boats", "have", "a", "price"], ["ships", "cost"], ["therefore", "yellow"], []]
    )
    assert same == pytest.approx(1, abs=1e-5) and none == 0
    assert same > alike > other > 0
    assert READER.closeness([], [["ships"]]) == [0.0] and READER.closeness(asked, []) == []


def test_a_word_is_the_mean_of_its_pieces_whatever_stands_beside_it():
    rare = "xylographers"
    assert not READER.knows(rare)
    alone, among = READER.closeness([rare], [[rare], ["ships", rare, "cost"]])
    assert alone == among == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("word", ["月球站", "\x00", "\ud800", "a" * 1000])
def test_strange_words_have_some_closeness(word):
    assert all(-1.0001 <= own <= 1.0001 for own in READER.closeness([word, "ships"], [["cost"], [word]]))


def test_evidence_tells_how_far_its_passage_is_from_the_one_most_like_the_question():
    sheets = ("The vessel was sold for forty crowns. " * 6, "The bishop likes yellow roses and old songs. " * 6)
    bot = Bot.open(*map(Document, sheets), reader=READER)
    unlike = {own.span.passage.row: own.unlike for own in bot.evidence("price of the boat") if own.read}
    assert unlike[0] == 0 < unlike[1] < 1


def test_words_that_the_vocabulary_cannot_write_are_like_no_other():
    assert READER.closeness(["ᚠᚢᚦ"], [["ꙮꙮ"], ["ᚠᚢᚦ"], ["cost"]]) == [0.0, 0.0, 0.0]
