"""A second, closer look at spans."""

import pytest

from qa_bot.decide import NEVER, ONCE, TWICE, Calibration, Evidence
from qa_bot.passages import sentences_of
from qa_bot.reader import Reader
from qa_bot.records import Document, Passage, Span
from qa_bot.rereading import MOST_PASSAGES, look_again, reread, views

TEXT = "It was made. The ferry Juno sank in 1911.\n Divers found it at 31 metres. Nobody knew."
DOCUMENT = Document(TEXT)
PASSAGE = Passage(0, DOCUMENT, 0, len(TEXT))
SENTENCES = sentences_of(PASSAGE)
QUESTION = "When did the ferry sink?"


def span(words: str, passage: Passage = PASSAGE, score: float = 1.0) -> Span:
    start = passage.document.text.index(words, passage.start)
    return Span(passage, start, start + len(words), score)


@pytest.mark.parametrize(
    ("words", "sentence", "wide"),
    [
        (
            "1911",
            "The ferry Juno sank in 1911.",
            "It was made. The ferry Juno sank in 1911.\n Divers found it at 31 metres.",
        ),
        ("made", "It was made.", "It was made. The ferry Juno sank in 1911."),
        ("Nobody", "Nobody knew.", "Divers found it at 31 metres. Nobody knew."),
        ("made. The ferry", "It was made. The ferry Juno sank in 1911.", TEXT[: TEXT.index(" Nobody")]),
    ],
)
def test_views_are_the_sentence_and_its_neighbourhood(words, sentence, wide):
    assert [TEXT[start:end] for start, end in views(span(words), SENTENCES)] == [sentence, wide]


def test_views_stay_in_the_passage():
    part = Passage(0, DOCUMENT, TEXT.index("The"), TEXT.index("\n"))
    assert views(span("Juno", part), sentences_of(part)) == ((part.start, part.end),) * 2


def test_the_score_is_the_mean_of_what_is_said_in_each_view():
    reader, own = Reader.open(), span("1911", score=3.0)
    close = [reader.read(QUESTION, [Passage(0, DOCUMENT, *place)])[0][0] for place in views(own, SENTENCES)]
    assert [found.text for found in close] == ["1911", "1911"]
    expected = (3.0 + close[0].score + close[1].score) / 3
    (again,) = reread(reader, QUESTION, [own], 1).values()
    assert again.score == pytest.approx(expected, abs=1e-4)
    assert (again.start, again.end, again.passage) == (own.start, own.end, own.passage)


def test_a_passage_of_one_sentence_is_not_read_again(monkeypatch):
    read = []
    plain = Reader.read
    monkeypatch.setattr(Reader, "read", lambda *given: read.append(len(given[2])) or plain(*given))
    alone = Passage(0, Document("The ferry sank in 1911."), 0, 23)
    assert reread(Reader.open(), QUESTION, [span("1911", alone, 5.0)], 1) == {0: span("1911", alone, 5.0)}
    assert read == [0]


def test_only_the_first_sentences_are_read_again():
    spans = [span("1911"), span("made"), span("Juno"), span("31 metres")]
    assert set(reread(Reader.open(), QUESTION, spans, 1)) == {0, 2}, "two spans of one sentence"
    assert set(reread(Reader.open(), QUESTION, spans, 2)) == {0, 1, 2}
    assert reread(Reader.open(), QUESTION, [], 2) == reread(Reader.open(), QUESTION, spans, 0) == {}


def test_what_is_likeliest_is_looked_at_twice_and_comes_first():
    calibration = Calibration((0.0, 1.0), (0.0, 1.0, *[0.0] * 6), (0.0, 1.0, *[0.0] * 6))
    evidence = [
        Evidence(span("Nobody knew.", score=0.0), NEVER, 0.5, 0, 1.0),
        Evidence(span("31 metres", score=-2.0), ONCE, 0.5, 0, 1.0),
        Evidence(span("1911", score=2.0), ONCE, 0.5, 0, 1.0),
    ]
    found = look_again(Reader.open(), QUESTION, evidence, 1, calibration, 1)
    assert [(own.span.text, own.looks) for own in found] == [
        ("1911", TWICE),
        ("31 metres", ONCE),
        ("Nobody knew.", NEVER),
    ]


def test_a_large_collection_gets_no_second_look():
    calibration = Calibration((0.0, 1.0), (0.0, 1.0, *[0.0] * 6), (0.0, 1.0, *[0.0] * 6))
    evidence = [Evidence(span("1911", score=2.0), ONCE, 0.5, 0, 1.0)]
    twice = look_again(Reader.open(), QUESTION, evidence, MOST_PASSAGES, calibration, 1)
    assert [own.looks for own in twice] == [TWICE]
    assert look_again(Reader.open(), QUESTION, evidence, MOST_PASSAGES + 1, calibration, 1) == evidence
