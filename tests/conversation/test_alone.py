"""A single question is a conversation of one turn."""

import json

import pytest

from qa_bot import QABotError, answer
from qa_bot.cli import main
from qa_bot.records import Document

NOTES = Document("The ferry Juno sank in 1911. Divers found the ferry at 31 metres in the lake.", title="Lake notes")


def test_answer():
    assert answer("When did the ferry sink?", NOTES).text == "1911"
    assert answer("Hello! When did the ferry sink?", NOTES).text == "1911"
    assert "ferry" in answer("What is this about?", NOTES).text
    hello = answer("Hello!", NOTES)
    assert not hello and hello.reason is None and "Lake notes" in str(hello)
    assert not answer("are you sure?", [NOTES])
    for bad in ("", " "):
        with pytest.raises(QABotError):
            answer(bad, NOTES)
    with pytest.raises(QABotError):
        answer("Who?", [])


@pytest.mark.parametrize(
    ("line", "code"), [("What is this about?", 0), ("thanks!", 0), ("what else?", 0), ("How tall is the king?", 1)]
)
def test_on_the_command_line(line, code, capsys):
    assert main(["--json", line]) == code
    said = json.loads(capsys.readouterr().out)
    assert said["question"] == line and (said["reason"] is not None) == bool(code)


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        ([Document("It rains.", title="Rain")], ("“Rain” with its exact words", "that it does not say")),
        ([Document("It rains."), Document("It snows.")], ("2 documents with their exact", "that they do not say")),
    ],
)
def test_who_it_is_speaks_of_one_document_or_of_several(documents, told):
    said = answer("Who are you?", documents)
    assert not said and said.reason is None and all(words in said.explanation for words in told)
