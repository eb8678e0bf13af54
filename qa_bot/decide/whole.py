"""What makes up a whole answer: for yes or no the sentence that decides."""

from __future__ import annotations

import re
from dataclasses import replace

from qa_bot.passages import sentence_around
from qa_bot.records import Span

YES_OR_NO = frozenset(
    "is are was were am do does did can could may might must shall should will would has have had isn't aren't wasn't "
    "weren't don't doesn't didn't can't won't".split()
)
WH_WORDS = frozenset("what which who whom whose when where why how".split())


def deciding_sentence(span: Span) -> Span:
    """What is quoted for a span of a question for yes or no: the sentence that decides it."""
    start, end = sentence_around(span.passage, span.start, span.end)
    return replace(span, start=start, end=end)


def wants_yes_or_no(question: str) -> bool:
    """Whether a question begins like one for yes or no and asks nothing else ("Can you tell me who ...")."""
    words = re.findall(r"[\w']+", question[:1000].replace("’", "'").casefold())
    return words[:1] != [] and words[0] in YES_OR_NO and words[1:2] != ["you"] and WH_WORDS.isdisjoint(words)
