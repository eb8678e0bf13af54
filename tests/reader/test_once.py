"""A reader that remembers."""

from qa_bot import Document
from qa_bot.reader import Reader
from qa_bot.reader.once import ReadOnce
from qa_bot.records import Passage

QUESTION = "When did the ferry sink?"


def passages(*texts: str) -> list[Passage]:
    return [Passage(row, Document(text), 0, len(text)) for row, text in enumerate(texts)]


def test_what_was_read_is_not_read_again(monkeypatch):
    plain, read = Reader.read, []
    monkeypatch.setattr(Reader, "read", lambda *own: read.append(len(own[2])) or plain(*own))
    reader, own = Reader.open(), passages("The ferry sank in 1911.", "A harbour was built.", "In 1930 she sank again.")
    once = ReadOnce.of(reader)
    assert once.read(QUESTION, own[:2]) == reader.read(QUESTION, own[:2])
    read.clear()
    found = once.read(QUESTION, own[::-1])
    assert read == [1]
    assert [[(span.text, span.start) for span in spans] for spans in found] == [
        [(span.text, span.start) for span in spans] for spans in reader.read(QUESTION, own[::-1])
    ]
    once.read("Who built it?", own[:1])
    once.read(QUESTION, own, 1)
    assert read == [1, 3, 1, 3], "other questions, or more spans, are others"


def test_a_passage_that_has_changed_is_read_again():
    once = ReadOnce.of(Reader.open())
    assert once.read(QUESTION, passages("The ferry sank in 1911."))[0][0].text == "1911"
    assert once.read(QUESTION, passages("The ferry sank in 1912."))[0][0].text == "1912"
