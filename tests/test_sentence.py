from qa_bot.index.build import build
from qa_bot.passages import passages
from qa_bot.records import Document
from qa_bot.sentence import best_sentences
from qa_bot.settings import Settings

TEXT = (
    "The ferry Juno was built in Genoa. She sank in the lake in 1911 after a fire. "
    "Divers found the wreck of the ferry at 31 metres. The crew of nine had rowed ashore. "
    "A baker sold bread on the quay."
)
INDEX = build(passages(Document(TEXT)), Settings())


def best(question: str) -> list[str]:
    return [span.text for span in best_sentences(question, INDEX, INDEX.search(question))]


def test_the_sentence_with_the_rarest_words_of_the_question_comes_first():
    assert best("At what depth did divers find the wreck?")[0] == "Divers found the wreck of the ferry at 31 metres."
    assert best("What did the baker sell?")[0] == "A baker sold bread on the quay."


def test_sentences_without_a_word_of_the_question_are_left_out():
    assert best("Who rowed?") == ["The crew of nine had rowed ashore."]
    assert best("submarine") == []


def test_spans_are_whole_sentences_at_their_place_with_falling_scores():
    spans = best_sentences("Where was the ferry built?", INDEX, INDEX.search("ferry built"))
    assert all(TEXT[span.start : span.end] == span.text for span in spans)
    assert [span.score for span in spans] == sorted((span.score for span in spans), reverse=True)


def test_no_hits_have_no_sentences():
    assert best_sentences("ferry", INDEX, []) == []
