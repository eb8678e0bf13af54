"""A bot that needs no documents, and a chat with it: `python fake_chat.py HISTORY` for the tests in a real terminal."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from qa_bot.errors import CorpusError, QuestionError
from qa_bot.records import Answer, Citation, Document, Match, Passage, Unread
from qa_bot.settings import Settings

TEXT = """The station

As of May 2024, 17 countries and international organizations had joined the station. Its
first director was Zhang Wei.

A title follows: \x1b]0;owned\x07 and \x1b[2J\x9b31m red\u202e txt \x07 ends.
"""
LEASE = Document(TEXT, id="station.txt", title="The station", path="station.txt")


def cite(quote: str, sentence: str | None = None, place: str = "station.txt, line 3") -> Citation:
    start = TEXT.index(quote)
    return Citation(
        "station.txt", "The station", start, start + len(quote), 3, None, None, "", quote, sentence or quote, place
    )


COUNTRIES = "As of May 2024, 17 countries and international organizations had joined the station."
NASTY = "\x1b]0;owned\x07 and \x1b[2J\x9b31m red\u202e txt"


def found(question: str, quote: str, sentence: str | None = None, **fields: Any) -> Answer:
    citation = cite(quote, sentence)
    return Answer(question, quote, citation, confidence=0.71, **fields)


NO_INDEX = SimpleNamespace(
    passages=(None, None),
    analyzers={"en": SimpleNamespace(words=str.split)},
    holds=lambda term: False,
    search=lambda *_: [],
)
"""What a conversation looks words up in."""


NO_READER = SimpleNamespace(knows=str.isalpha, model=None, wordpiece=None, separators=(0, 0), manifest={})


@dataclass(frozen=True)
class FakeBot:
    """Answers by the question's words; `release` lets go of the questions that hang."""

    settings: Settings = field(default_factory=Settings)
    documents: tuple[Document, ...] = (LEASE,)
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
    sentences_only: tuple[str, ...] = ()
    release: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    index: Any = field(default_factory=lambda: NO_INDEX)
    reader: Any = field(default_factory=lambda: NO_READER)
    within: str | None = None

    def ask(self, question: str) -> Answer:
        self.asked.append(question)
        if not question.strip():
            raise QuestionError("the question is empty; ask something")
        if "countries" in question:
            director = found(question, "Zhang Wei", "Its\nfirst director was Zhang Wei.")
            return found(question, "17 countries", COUNTRIES, alternatives=(director,))
        if "nasty" in question:
            return found(question, NASTY, read_as="\x1b[5mblink", suggestion="\x9b5m")
        if "slow" in question:
            self.release.wait(20)
            return found(question, "Zhang Wei")
        if "Hello" in question:
            return Answer(question, explanation="Hello! Ask me about the text.")
        if "boom" in question:
            raise ValueError("a\x1b[2Jb")
        return Answer(
            question,
            confidence=0.12,
            alternatives=(found(question, "Zhang Wei", "Its\nfirst director was Zhang Wei."),),
            reason="not_said",
            explanation="it speaks of “director”, but does not mention “king”.",
        )

    def matches(self, question: str, citation: Citation) -> list[Match]:
        return [Match("countries", 1.5, True), Match("many\x1b[2J", 0.5, False)]

    def passage_at(self, citation: Citation) -> Passage | None:
        end = TEXT.index("\n\nA title") if citation.start < TEXT.index("A title") else len(TEXT)
        start = TEXT.index("As of") if end < len(TEXT) else TEXT.index("A title")
        return Passage(0, LEASE, start, end)


def broken(_: Any) -> Any:
    raise CorpusError("nowhere.txt: there is no such file; check the path")


if __name__ == "__main__":
    from qa_bot.repl import run

    raise SystemExit(
        run(
            (lambda _: FakeBot()) if len(sys.argv) < 3 else broken,
            history_path=Path(sys.argv[1]),
            settings_path=Path(sys.argv[1] + ".json"),
        )
    )  # type: ignore[arg-type]
