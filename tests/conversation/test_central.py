"""The most central sentences."""

import numpy as np
import pytest

from qa_bot import Bot, Document
from qa_bot.conversation.central import PASSAGES, central_passages, central_sentences, unit, vectors_of, words_of
from qa_bot.index.analysis import Analyzer


def test_vectors_by_hand():
    texts = ["The boat sank.", "A boat and a crane.", "of the and"]
    found = vectors_of([words_of(Analyzer(), text) for text in texts])
    common, rare = np.log1p(1.5 / 2.5), np.log1p(2.5 / 1.5)  # in two and in one of three texts
    assert np.allclose(found[0], unit(np.array([common, rare, 0.0])))
    assert np.allclose(found[1], unit(np.array([common, 0.0, rare])))
    assert not found[2].any()


def test_the_sentence_on_the_subject_of_the_whole_is_first(bot):
    found = central_sentences(bot.index, 3)
    assert found[0].text == "The ferry Juno sank in 1911 off the island of Brey."
    assert len(found) == 3 and found == sorted(found, key=lambda span: -span.score)
    assert len({(span.start, span.end) for span in found}) == 3


def test_of_two_alike_one_is_passed_over():
    same = "The red boat lay in the north harbour all winter. "
    bot = Bot.open(
        Document(f"{same}{same}A storm broke the mast of the red boat in March. Nobody was hurt by it at all.")
    )
    assert [span.text for span in central_sentences(bot.index, 4)].count(same.strip()) == 1


def test_a_row_of_a_table_stands_for_no_text(tmp_path):
    path = tmp_path / "boats.md"
    path.write_text("| Boat | Built in | Sunk off |\n|-|-|-|\n| the ferry Juno | 1880 | Brey |\n\nJuno had a boat too.")
    assert [span.text for span in central_sentences(Bot.open(path).index, 3)] == ["Juno had a boat too."]


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "- one\n- two",
        "They came. It rained.",
        "One title alone",
        "渡轮朱诺号在1911年沉没。面包师在码头卖面包。",
        "12 34 56",
    ],
)
def test_texts_without_a_sentence_of_the_usual_kind(text):
    found = central_sentences(Bot.open(Document(text)).index, 4)
    assert all(text[span.start : span.end] == span.text for span in found) and found


def test_of_a_large_collection_the_central_passages_are_weighed():
    documents = [
        Document(f"Note {i}. The weather on day {i} was grey and nothing of note came to pass.") for i in range(99)
    ]
    bot = Bot.open(*documents, Document("Zebras graze. " * 30))
    chosen = central_passages(bot.index)
    assert len(chosen) == PASSAGES and not any("Zebras" in passage.text for passage in chosen)
