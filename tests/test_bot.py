"""What holds for every answer, whatever the text and the question."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot import Answer, Bot, Document
from qa_bot.reader import Reader

READER = Reader.open()
WORDS = st.sampled_from(
    [
        "The ferry",
        "Juno",
        "sank in",
        "1911.",
        "Who?",
        "When did",
        "Anna-Żaneta",
        "O'Neal",
        "£2,850.00",
        "(CAS)",
        "“win-win”",
        "月球站。",
        "é",
        "🚀",
        "\r\n",
        "\n\n",
        "-",
        "US",
        "Dr.",
        "e.g.",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, min_size=1, max_size=60).map(" ".join), st.text(min_size=1, max_size=300))
QUESTIONS = st.one_of(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), st.text(min_size=1, max_size=60))


def check(said: Answer, documents: tuple[Document, ...]) -> None:
    assert (said.text is None) == (said.citation is None) == (not said)
    assert 0 <= said.confidence <= 1
    assert len(said.alternatives) <= 3
    if not said:
        assert said.reason in ("not_mentioned", "not_said", "not_readable") and str(said) == said.explanation != ""
    for one in (said, *said.alternatives):
        for place in filter(None, (one.citation, *one.also)):
            assert any(document.text[place.start : place.end] == place.quote for document in documents)
            assert place.quote in place.sentence and place.quote.strip()
        assert one.text is None or one.text == one.citation.quote
    texts = [one.text for one in (said, *said.alternatives) if one.text]
    assert len(set(texts)) == len(texts), "alternatives are distinct"


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3), QUESTIONS)
def test_every_answer_keeps_its_promises(texts, question):
    documents = tuple(Document(text, title=f"No. {i}") for i, text in enumerate(texts) if text.strip())
    if documents and any(c.isprintable() and not c.isspace() for c in question):
        bot = Bot.open(*documents, reader=READER)
        check(bot.ask(question), documents)


@pytest.mark.parametrize(
    "question",
    ["?", "why", "word " * 10_000, "x" * 100_000, "\x1b[2J\x00 who", "\ud800 who sank?", "Who " + "(" * 5_000],
    ids=["mark", "why", "10,000 words", "long word", "control", "surrogate", "brackets"],
)
def test_hostile_questions_get_an_answer_or_a_refusal(question):
    document = Document("The ferry Juno sank in 1911 near \ud800 the quay.")
    check(Bot.open(document, reader=READER).ask(question), (document,))


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "\x00\x1b", "12 " * 5_000, "。" * 3_000, "Who sank?\r\n\r\nJuno sank."]
)
def test_hostile_texts_get_an_answer_or_a_refusal(text):
    document = Document(text)
    check(Bot.open(document, reader=READER).ask("Who sank in 12?"), (document,))


def test_text_that_the_reader_cannot_read_gets_the_best_sentence():
    text = "渡轮朱诺号在1911年沉没。面包师在码头卖面包。"
    said = Bot.open(Document(text), reader=READER).ask("渡轮哪年沉没？")
    best = said if said else said.alternatives[0]
    assert best.text == "渡轮朱诺号在1911年沉没。"


def test_a_file_named_twice_is_read_once(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The ferry sank in 1911.", encoding="utf-8")
    bot = Bot.open(path, tmp_path, Document("The baker left."), path, reader=READER)
    assert [document.path is None for document in bot.documents[:2]] == [False, True]
    assert bot.ask("When did the ferry sink?").text == "1911"


def test_misspelt_words_are_read_as_the_documents_own_and_shown():
    bot = Bot.open(Document("The conference was held in Oran. The baker sold bread."), reader=READER)
    said = bot.ask("where was the confrence held")
    assert (said.text, said.suggestion) == ("Oran", "where was the conference held")
    assert said.question == "where was the confrence held"
    assert bot.ask("Where was the conference held?").suggestion is None
    assert bot.search("confrence")


def test_threads_share_a_bot():
    bot = Bot.open(reader=READER)
    expected = bot.ask("Who is Wang Chi?")
    found: list[Answer] = []
    threads = [threading.Thread(target=lambda: found.append(bot.ask("Who is Wang Chi?"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4
