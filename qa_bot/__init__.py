"""Exact answers from your own documents, offline, with the place they stand - or a plain "the text does not say".

    >>> from qa_bot import answer
    >>> str(answer("Who is the deputy director of the CNSA?"))
    'Bian Zhigang'

The names load on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa_bot.bot import Bot as Bot
    from qa_bot.conversation import Conversation as Conversation
    from qa_bot.conversation import answer as answer
    from qa_bot.errors import QABotError as QABotError
    from qa_bot.records import Answer as Answer
    from qa_bot.records import Citation as Citation
    from qa_bot.records import Document as Document
    from qa_bot.records import Heading as Heading
    from qa_bot.records import Hit as Hit
    from qa_bot.records import Page as Page
    from qa_bot.records import Passage as Passage
    from qa_bot.settings import Settings as Settings

_HOMES = {
    "answer": "conversation",
    "Bot": "bot",
    "Conversation": "conversation",
    "Answer": "records",
    "Citation": "records",
    "Document": "records",
    "Heading": "records",
    "Hit": "records",
    "Page": "records",
    "Passage": "records",
    "Settings": "settings",
    "QABotError": "errors",
}
__all__ = [
    "Answer",
    "Bot",
    "Citation",
    "Conversation",
    "Document",
    "Heading",
    "Hit",
    "Page",
    "Passage",
    "QABotError",
    "Settings",
    "answer",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qa_bot' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"qa_bot.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
