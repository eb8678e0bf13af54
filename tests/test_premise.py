import pytest

from qa_bot.index.analysis import Analyzer
from qa_bot.premise import kind_fits, named, unmet


@pytest.mark.parametrize(
    ("question", "answer", "fits"),
    [
        ("How many crews?", "seventeen", 1),
        ("how much is it", "£2,850", 1),
        ("How long does it last?", "a harbour", -1),
        ("When did it sink?", "9 November", 1),
        ("In which year was it raised?", "in spring", 1),
        ("When did it sink?", "off the quay", -1),
        ("Who raised it?", "Anna Reis", 1),
        ("who raised it", "by the harbour", -1),
        ("Where was it?", "1911", 0),
        ("Why?", "fire", 0),
    ],
)
def test_the_kind_of_an_answer(question, answer, fits):
    assert kind_fits(question, answer) == fits


def test_names_and_numbers_that_a_passage_lacks():
    question = "How far did Juno sail with Anna-Maria in 1911?"
    names = named(Analyzer().tokens(question))
    assert names == [("juno",), ("anna", "maria", "annamaria"), ("1911",)]
    assert named(Analyzer().tokens("Name the ferry")) == []
    assert unmet(names, {"juno", "anna", "1911"}.__contains__) == 0
    assert unmet(names, {"juno"}.__contains__) == pytest.approx(2 / 3)
    assert unmet([], lambda word: False) == 0
