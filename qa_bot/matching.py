"""Why a passage was found: "which words of the question does it hold, and what do they weigh?"."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from qa_bot.index.analysis import Analyzer
from qa_bot.index.search import Index
from qa_bot.passages import heading_of, title_of
from qa_bot.records import Match, Passage


def matches(question: str, index: Index, passage: Passage) -> list[Match]:
    """The terms of a question that the index knows, heaviest first, ties in the question's order.

    A passage also holds the words of its title and heading, which are indexed with it. Terms are those of the
    passage's language.
    """
    names = (title_of(passage.document), heading_of(passage.document, passage.start))
    analyzer = index.analyzer_of(passage.row)
    held = set(analyzer("\n".join((passage.text, *names))))
    written = written_terms(question, analyzer)
    weights = index.question_weights(question)
    found = [Match(written[term], weight, term in held) for term, weight in weights.items() if term in written]
    return sorted(found, key=lambda match: -match.weight)


def written_terms(question: str, analyzer: Analyzer) -> dict[str, str]:
    """The terms of a question, single and in pairs -> the words that they stand for, as written."""
    text = unicodedata.normalize("NFC", question)
    tokens = analyzer.tokens(text)
    written: dict[str, str] = {}
    words = [(word, token) for token in tokens for word in token.forms[0]]
    joined = [(word, token) for token in tokens for word in token.forms[1]]
    for word, token in (*words, *joined):
        written.setdefault(word, text[token.start : token.end])
    for (left, first), (right, second) in pairwise(words):
        written.setdefault(f"{left} {right}", text[first.start : second.end])
    return written
