"""The public face: names only, loaded lazily, and `answer()` over every kind of corpus."""

import subprocess
import sys

import pytest

import qa_bot
from qa_bot import Answer, Bot, Conversation, Document, Heading, Page, QABotError, Settings, answer

NAMES = "answer Bot Conversation Answer Citation Document Heading Hit Page Passage Settings QABotError".split()


def test_the_public_names_are_these():
    assert sorted(qa_bot.__all__) == sorted(NAMES)
    assert all(getattr(qa_bot, name).__module__.startswith("qa_bot.") for name in NAMES)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = qa_bot.nothing


def test_importing_loads_nothing_heavy():
    code = "import sys, qa_bot; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "scipy", "sklearn", "prompt_toolkit"} & set(loaded)


@pytest.fixture
def contract(tmp_path):
    path = tmp_path / "contract.txt"
    path.write_text(
        "Contract\n\nThe parties signed it in Lisbon on 3 May 2021. Ms. Ana Reis drew it up.\n", encoding="utf-8"
    )
    return path


def check(said: Answer, document_text: str) -> None:
    assert said and said.citation and said.text == said.citation.quote == str(said)
    assert document_text[said.citation.start : said.citation.end] == said.text
    assert 0 <= said.confidence <= 1


def test_the_bundled_article_answers():
    said = answer("How many countries and international organizations have joined the ILRS?")
    assert said.text.startswith("17") and "17 countries" in said.citation.sentence
    check(said, Bot.open().documents[0].text)


def test_a_path_a_folder_several_and_documents_answer(contract):
    text = contract.read_text(encoding="utf-8")
    for corpus in (contract, str(contract), contract.parent, [contract], Document(text), [Document(text)]):
        said = answer("Where did the parties sign it?", corpus=corpus)
        assert "Lisbon" in said.text
        check(said, text)


def test_documents_made_in_code_are_cited_by_their_own_places():
    text = "Safety\n\nThe pump stops at 90 bar.\n\nCleaning\n\nRinse it with warm water after use."
    at = text.index("Cleaning")
    headings = (Heading(0, 6, "Safety"), Heading(at, at + 8, "Cleaning"))
    manual = Document(text, title="Manual", pages=(Page(0, 3), Page(at, 4, "2")), headings=headings)
    other = Document("The office closes at five.", id="hours", title="Hours")
    for said in (
        answer("What is it rinsed with?", corpus=[other, manual]),
        Bot.open(other, manual).ask("What is it rinsed with?"),
    ):
        assert said.citation and said.citation.place == "Manual, p. 4, printed 2, “Cleaning”"
        assert (said.citation.page, said.citation.page_label, said.citation.heading) == (4, "2", "Cleaning")
        assert "warm water" in str(said)
    hit = Bot.open(other, manual).search("At which pressure does it stop?", k=1)[0]
    assert hit.passage.document.title == "Manual" and hit.passage.text == text[hit.passage.start : hit.passage.end]


def test_a_refusal_is_a_value():
    said = answer("Which submarine sank near Zanzibar?")
    assert not said
    assert (said.text, said.citation, said.reason) == (None, None, "not_mentioned")
    assert "submarine" in said.explanation and str(said) == said.explanation


def test_a_string_that_is_no_path_is_an_error_not_a_text():
    with pytest.raises(QABotError, match="does not exist; check the path"):
        answer("Who?", corpus="The moon.txt")
    with pytest.raises(QABotError, match=r"wrap a text in Document\(...\)"):
        answer("Who?", corpus="The moon is round, and the earth is too.")


@pytest.mark.parametrize("question", ["", "  \n", "\u200b\x00"])
def test_an_empty_question_is_an_error(question):
    with pytest.raises(QABotError, match="empty"):
        answer(question)


def test_a_question_of_a_megabyte_is_refused():
    with pytest.raises(QABotError, match="characters"):
        answer("why " * 250_000)


def test_wrong_types_and_empty_documents_are_errors():
    for corpus in ([42], 42):
        with pytest.raises(QABotError, match="paths and Documents"):
            answer("Who?", corpus=corpus)
    with pytest.raises(QABotError, match="corpus is empty"):
        answer("Who?", corpus=[])
    with pytest.raises(QABotError, match="not NoneType"):
        answer(None)
    with pytest.raises(QABotError, match="no text"):
        answer("Who?", corpus=Document(" \n"))
    with pytest.raises(QABotError, match="at least 1"):
        Bot.open().search("moon", k=0)


def test_settings_are_checked():
    for bad in (
        {"threshold": 1.5},
        {"b": 2},
        {"k1": -1},
        {"pair_weight": -1},
        {"passages_read": 0},
        {"read_whole": 0},
        {"max_words": 1.5},
    ):
        with pytest.raises(QABotError, match=next(iter(bad))):
            Settings(**bad)


def test_search_gives_hits_best_first():
    hits = Bot.open().search("Who is the director of the National Space Science Center?", k=3)
    assert "Wang Chi" in hits[0].passage.text
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_conversation_remembers_its_turns(contract):
    chat = Conversation(Bot.open(contract))
    first = chat.ask("Who drew it up?")
    with pytest.raises(QABotError):
        chat.ask(" ")
    assert chat.turns == [first] and chat.bot.ask_many(["Who drew it up?"]) == [first]


def test_passage_at_finds_what_an_answer_was_read_in(contract):
    bot = Bot.open(contract)
    said = bot.ask("Who drew it up?")
    assert said.text in bot.passage_at(said.citation).text
    assert Bot.open().passage_at(said.citation) is None
