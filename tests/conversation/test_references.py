"""Pronouns and what is put in their place."""

import pytest

from qa_bot.conversation.grammar import words_of
from qa_bot.conversation.mentions import Mention
from qa_bot.conversation.references import references, resolved

ADA = Mention("Ada Holm", "person", False, "", 0.0)
SIR = Mention("Sir Rolf", "person", False, "", 0.0, gender="he")
FERRY = Mention("the ferry", "thing", False, "", -0.2)
CRANES = Mention("the cranes", "thing", True, "", -0.5)
TARN = Mention("Tarn", "place", False, "from", -0.5, noun="town")
YEAR = Mention("1911", "time", False, "in", -0.5)
ALL = [ADA, FERRY, CRANES, TARN, YEAR]


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("When was she born?", "When was Ada Holm born?"),
        ("who is her brother?", "Who is Ada Holm's brother?"),
        ("who saw her?", "Who saw Ada Holm?"),
        ("How old is it?", "How old is the ferry?"),
        ("What do they lift?", "What do the cranes lift?"),
        ("Who is their maker?", "Who is the cranes' maker?"),
        ("Who lives there?", "Who lives in Tarn?"),
        ("Who came from there?", "Who came from Tarn?"),
        ("who went there?", "Who went to Tarn?"),
        ("What sank then?", "What sank in 1911?"),
        ("What happened before that?", "What happened before 1911?"),
        ("Who lived in that town?", "Who lived in Tarn?"),
        ("How much does that cost?", "How much does the ferry cost?"),
        ("what if one breaks?", "What if one of the cranes breaks?"),
        ("Did she see it there?", "Did Ada Holm see the ferry in Tarn?"),
    ],
)
def test_the_likeliest_reading(question, reading):
    assert resolved(question, ALL, most=3)[0].text == reading


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Who is the baker?",
        "Is there a crane?",
        "Were there two?",
        "Is it true that the ferry sank?",
        "How long does it take to cross?",
        "Which are the towns that have a harbour?",
        "How many boats are on their own?",
        "Which ship sank in one month?",
        "What do you say to me?",
        "渡轮哪年沉没？",
    ],
)
def test_what_points_nowhere_is_left(question):
    assert references(words_of(question)) == [] and resolved(question, ALL, most=3) == []


def test_agreement():
    assert resolved("Where was he born?", [FERRY, CRANES, ADA, SIR], most=1)[0].text in (
        "Where was Ada Holm born?",  # names do not tell
        "Where was Sir Rolf born?",
    )
    assert all("Rolf" not in reading.text for reading in resolved("Where was she born?", [SIR, ADA], most=4))
    assert resolved("Where is it?", [ADA, CRANES, YEAR], most=4) == []
    assert resolved("Where are they?", [YEAR, TARN], most=4) == []


def test_two_pronouns_seldom_mean_the_same():
    one = Mention("the boat", "thing", False, "", 0.0)
    found = resolved("Did it have that?", [one, FERRY], most=9)
    assert found[0].text in ("Did the boat have the ferry?", "Did the ferry have the boat?")


def test_readings_are_bounded():
    many = [Mention(f"the box {i}", "thing", False, "", -i / 10) for i in range(50)]
    assert len(resolved("Did it hit it and was it in it or it?", many, most=5)) <= 5
