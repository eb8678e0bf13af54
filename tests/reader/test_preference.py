"""What speaks for a span beside the model's word."""

import pytest

from qa_bot.reader import Reader
from qa_bot.reader.preference import LATE, NAMELESS, NEAR, POINTING, Wanted, content, preferences
from qa_bot.records import Document, Passage, Span

TEXT = "The pump was built in Leeds. It was later moved from that city to Hull, where its owner sold it to a miller."
PASSAGE = Passage(0, Document(TEXT), 0, len(TEXT))


def bonus(question: str, words: str, passage: Passage = PASSAGE) -> float:
    start = passage.document.text.index(words, passage.start)
    (speaks,) = preferences(Wanted.of(question), [Span(passage, start, start + len(words), 3.0)])
    return speaks


def late(words: str) -> float:
    return LATE * TEXT.index(words) / len(TEXT)


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("Where was the pump built?", "Leeds", NEAR),
        ("WHERE WAS THE PUMP BUILT", "Leeds", NEAR),
        ("Where is the builder of pumps?", "Leeds", 0),  # "builder", "pumps": other words
        ("Where did they build the pump?", "Leeds", NEAR / 2),
        ("Where was the pump painted?", "Hull", 0),
        ("Who sold it?", "its owner", NEAR - POINTING - NAMELESS),
        ("Who sold it?", "a miller", NEAR - NAMELESS),
        ("Who sold it?", "Hull", NEAR),
        ("To whom was it sold?", "Hull", NEAR),
        ("What was moved?", "from that city", -0 + NEAR - POINTING),
        ("What was moved?", "city", NEAR),
        ("What was moved?", "moved from that city", 0),  # its own words are not beside it
        ("Where?", "Leeds", 0),
    ],
)
def test_what_a_span_gains_and_loses(question, words, expected):
    assert bonus(question, words) == pytest.approx(expected - late(words))


def test_how_late_is_told_by_the_passage():
    part = Passage(1, PASSAGE.document, TEXT.index("It"), len(TEXT))
    assert bonus("Where?", "Hull", part) == pytest.approx(-(TEXT.index("Hull") - part.start) / (part.end - part.start))


def test_forms_of_a_word_count_as_it():
    assert content("The Builders' buildings were buílding") == {"builde", "buildi"}


def test_of_like_spans_the_better_placed_is_read():
    text = "Ann Webb wrote the music, and the words of the song were written by Tom Hale. " * 2
    passage = Passage(0, Document(text), 0, len(text))
    (spans,) = Reader.open().read("who wrote the words of the song", [passage], 6)
    assert spans[0].text == "Tom Hale" and spans[0].end < len(text) / 2


def test_nothing_and_one_letter():
    assert preferences(Wanted.of("Who?"), []) == []
    letter = Passage(0, Document("B"), 0, 1)
    assert preferences(Wanted.of("Who is B?"), [Span(letter, 0, 1, 1.0)]) == [0.0]


def test_spans_of_several_passages():
    part = Passage(1, PASSAGE.document, TEXT.index("It"), len(TEXT))
    spans = [Span(own, TEXT.index("Hull"), TEXT.index("Hull") + 4, 0.0) for own in (PASSAGE, part, PASSAGE)]
    one, other, again = preferences(Wanted.of("Where?"), spans)
    assert one == again != other == pytest.approx(bonus("Where?", "Hull", part))
