"""Questions in seventeen languages, alone and mixed in one folder: the sentence that answers comes first."""

from pathlib import Path

import pytest

from qa_bot.bot import Bot
from qa_bot.evaluation import QuestionFile, read_questions
from qa_bot.passages import language_of
from qa_bot.records import Document
from qa_bot.sentence import best_sentences

FILES = {path.stem: read_questions(path) for path in sorted((Path(__file__).parent / "data" / "languages").glob("*"))}


def document(code: str, file: QuestionFile) -> Document:
    """The paragraphs of a file as one text."""
    text = "\n\n".join(paragraph.text for paragraph in file.paragraphs)
    return Document(text, id=code, title=file.paragraphs[0].title)


def right(bot: Bot, code: str) -> float:
    """The share of a language's questions for which the best sentence holds the answer."""
    questions = FILES[code].questions
    found = 0
    for question in questions:
        best = best_sentences(question.text, bot.index, bot.search(question.text, 8))[:1]
        found += any(question.answers[0] in own.text for own in best)
    return found / len(questions)


@pytest.fixture(scope="module")
def mixed() -> Bot:
    return Bot.open(*(document(code, file) for code, file in FILES.items()))


@pytest.mark.parametrize("code", FILES)
def test_the_right_sentence_comes_first(code: str) -> None:
    assert right(Bot.open(document(code, FILES[code])), code) >= 0.75


@pytest.mark.parametrize("code", FILES)
def test_it_comes_first_in_a_mixed_folder(mixed: Bot, code: str) -> None:
    assert right(mixed, code) >= 0.75


def test_questions_in_a_mixed_folder_are_told_by_their_language(mixed: Bot) -> None:
    asked = [(code, question.text) for code, file in FILES.items() for question in file.questions]
    assert sum(mixed.index.asked_in(text).code == code for code, text in asked) >= 0.97 * len(asked)


def test_english_is_read_and_other_languages_are_quoted_by_the_sentence(mixed: Bot) -> None:
    assert mixed.ask("Who started the bell foundry?").text == "Tobias Crane"
    german = mixed.ask("Wer hat das Hafenmuseum gegründet?")
    assert german.citation is not None and german.text == german.citation.sentence
    assert "Jette Harms" in str(german)
    assert "German" in mixed.sentences_only and "English" not in mixed.sentences_only


def test_a_question_in_english_is_put_to_other_languages_too(mixed: Bot) -> None:
    hits = mixed.search("Who was Jette Harms?", 1)
    assert language_of(hits[0].passage.document) == "de"


def test_a_refusal_names_what_no_language_mentions(mixed: Bot) -> None:
    missing = mixed.ask("Was kostet ein Flugzeug nach Lissabon?")
    assert not missing and "Flugzeug" in missing.explanation and "Was" not in missing.explanation
    missing = mixed.ask("月球科研站的成本是多少？")
    assert not missing and "多少" not in missing.explanation


def test_a_document_may_say_its_language_itself() -> None:
    bot = Bot.open(Document("Gift: 7", language="de"), Document("The gift was a clock."))
    assert bot.index.codes == ("de", "en") and bot.sentences_only == ("German",)
    assert {hit.passage.text for hit in bot.search("gift")} == {"The gift was a clock.", "Gift: 7"}


def test_one_language_is_scored_as_if_it_were_alone() -> None:
    """The words of a language are as common as they are in its own documents, whatever else is there."""
    german = document("de", FILES["de"])
    alone = Bot.open(german)
    beside = Bot.open(german, *(document(code, file) for code, file in FILES.items() if code not in ("de",)))
    question = "Wer deckte das Dach neu?"
    one = {hit.passage.start: hit.score for hit in alone.search(question, 20)}
    two = {hit.passage.start: hit.score for hit in beside.search(question, 99) if hit.passage.document.id == "de"}
    assert one.keys() == two.keys()
    ratios = [two[start] / one[start] for start in one]
    assert max(ratios) == pytest.approx(min(ratios))


def test_a_label_that_each_row_of_a_table_repeats_tells_no_language():
    # "inn" is a function word of Norwegian
    rows = ("Anchor; Keeper: Piet Volkers", "Red Otter; Keeper: Maud Fenner", "Swan; Keeper: Jana Roo")
    assert language_of(Document("\n\n".join(f"Inn: {row}; Beds: 12" for row in rows))) == "en"
