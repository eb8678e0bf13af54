"""What holds for every answer, whatever the text and the question."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot import Answer, Bot, Document
from qa_bot.errors import CorpusError
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


def test_of_some_pages_every_passage_is_read_of_more_the_best():
    sheets = [f"On day {i} of the voyage the cook of the ferry wrote what was eaten. " * 4 for i in range(21)]
    sheets[3] = "Nobody may sleep in the engine room. " * 8
    question = "What did the cook write on day 5?"
    whole, longer = (Bot.open(*map(Document, sheets[:count]), reader=READER) for count in (20, 21))
    assert len(whole.index.passages) == 20 and whole.settings.read_whole == 20
    assert {own.span.passage.row for own in whole.evidence(question)} == set(range(20))
    read = {own.span.passage.row for own in longer.evidence(question)}
    assert 5 in read and 3 not in read and len(read) <= longer.settings.passages_read


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
    assert {one.question for one in (said, *said.alternatives)} == {"where was the confrence held"}
    judged, typed = (bot.ask(f"{verb} the conference held in Oran?") for verb in ("Was", "Waas"))
    assert (typed.text, typed.confidence) == (judged.text, judged.confidence), "what it means is what is judged"
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


@pytest.fixture
def notes(tmp_path):
    """A folder with two notes, one of which lies in a folder of its own, and one that is no text."""
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "ferry.txt").write_text("The ferry Juno sank in 1911.", encoding="utf-8")
    (tmp_path / "lake" / "raw.bin").write_bytes(b"\0")
    (tmp_path / "baker.txt").write_text("The baker opened in 1950.", encoding="utf-8")
    return tmp_path


def names(bot: Bot) -> list[str]:
    return [document.path.rpartition("/")[2] for document in bot.documents]


def test_adding_a_file_makes_a_bot_that_knows_it(notes):
    bot = Bot.open(notes / "baker.txt", reader=READER)
    more = bot.add(notes / "lake")
    assert (names(bot), names(more)) == (["baker.txt"], ["baker.txt", "ferry.txt"])
    assert [unread.path.rpartition("/")[2] for unread in more.unread] == ["raw.bin"]
    assert more.ask("When did the ferry sink?").text == "1911" and not bot.ask("When did the ferry sink?")


def test_a_file_that_is_added_again_is_read_again(notes):
    bot = Bot.open(notes, reader=READER)
    (notes / "baker.txt").write_text("The baker opened in 1951.", encoding="utf-8")
    again = bot.add(notes / "baker.txt")
    assert sorted(names(again)) == ["baker.txt", "ferry.txt"] and again.unread == bot.unread
    assert again.ask("When did the baker open?").text == "1951"


def test_forgetting_a_file_or_folder(notes):
    bot = Bot.open(notes, reader=READER)
    less = bot.forget(notes / "lake")
    assert (names(less), less.unread) == (["baker.txt"], ())
    assert not less.ask("When did the ferry sink?")
    for path, words in ((notes / "nothing.txt", "not among"), (notes, "nothing would be left")):
        with pytest.raises(CorpusError, match=words):
            bot.forget(path)


def test_asking_one_file_only_and_all_again(notes):
    bot = Bot.open(notes, reader=READER)
    one = bot.only(notes / "baker.txt")
    assert (names(one), one.unread) == (["baker.txt"], ())
    assert not one.ask("When did the ferry sink?")
    assert names(one.only(notes / "lake")) == ["ferry.txt"], "from all that is loaded"
    assert one.only(None).ask("When did the ferry sink?").text == "1911"
    with pytest.raises(CorpusError, match="not among"):
        bot.only("elsewhere.txt")


def test_why_a_passage_was_found():
    text = "The ferry Juno sank in 1911.\n\nDivers found the wreck of the ferry at 31 metres."
    bot = Bot.open(Document(text, title="Lake notes"), reader=READER)
    said = bot.ask("When did the ferry Juno sink?")
    found = bot.matches("When did the ferry Juno sink?", said.citation)
    held = {match.words for match in found if match.held}
    assert {"Juno", "ferry", "ferry Juno"} <= held
    assert [match.weight for match in found] == sorted((match.weight for match in found), reverse=True)
    assert all(match.weight > 0 for match in found)
    assert Bot.open(reader=READER).matches("When?", said.citation) == [], "a citation of another bot"
