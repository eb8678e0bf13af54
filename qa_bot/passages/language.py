"""Which language is a document in? Its own word for it, or what its text tells."""

from __future__ import annotations

from functools import lru_cache

from qa_bot.languages import CODES, ENGLISH, detect
from qa_bot.records import Document


def language_of(document: Document) -> str:
    """The code of a document's language, one of `qa_bot.languages.CODES`; English where nothing tells."""
    return document.language if document.language in CODES else _told(document.text)


@lru_cache(maxsize=32)  # of a pure function: every passage and hit of a document asks for its language
def _told(text: str) -> str:
    return detect(text) or ENGLISH.code
