"""What is answered without a search: from the last answer, from the whole text, or in one friendly line.

A line that is no answer and no refusal has neither `text` nor `reason`; its `explanation` is what to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_bot.bot import Bot
from qa_bot.citation import cite
from qa_bot.conversation.central import central_sentences
from qa_bot.conversation.requests import Request
from qa_bot.decide import ALTERNATIVES
from qa_bot.records import Answer
from qa_bot.render import confidence, further, leading

LONGEST_QUOTE = 120
"""Characters of a quote that is named in a sentence."""

NOTHING_YET = "Nothing has been answered yet; ask a question first."
NO_MORE = "There is no other answer to that."


def reply(request: Request, line: str, turns: Sequence[Answer], bot: Bot) -> Answer:
    """The answer to a line that asks for no fact."""
    if request == "about":
        return summary(line, bot)
    if request == "greeting":
        return spoken(line, f"Hello! Ask me something about {named(bot)}.")
    if request == "thanks":
        return spoken(line, "You're welcome.")
    if request == "noted":
        return spoken(line, "Good. Ask on.")
    if request == "bye":
        return spoken(line, "Goodbye.")
    if request == "identity":
        their, say = ("its", "it does") if len(bot.documents) == 1 else ("their", "they do")
        return spoken(
            line,
            f"I am qa-bot: I answer questions about {named(bot)} with {their} exact words and the place they stand, "
            f"or tell you that {say} not say. I run on this machine alone.",
        )
    last = last_answer(turns)
    if last is None:
        return spoken(line, NOTHING_YET)
    return {"where": where, "more": more, "sure": sureness}[request](line, last)


def last_answer(turns: Sequence[Answer]) -> Answer | None:
    """The last turn that answered or refused something."""
    return next((turn for turn in reversed(turns) if turn or turn.reason), None)


def spoken(line: str, words: str) -> Answer:
    """A line of conversation: no answer, and no refusal either."""
    return Answer(line, explanation=words)


def summary(line: str, bot: Bot) -> Answer:
    """The sentence most central to the documents; the next ones are its alternatives."""
    found: list[Answer] = []
    for span in central_sentences(bot.index, ALTERNATIVES + 1):
        citation = cite(span)
        found.append(Answer(line, citation.quote, citation))  # no confidence: how central it is, is no probability
    if not found:
        return spoken(line, "There is no sentence in it that could stand for the whole.")
    told = "this is the sentence most central to the text"
    return replace(found[0], alternatives=tuple(found[1:]), explanation=told)


def where(line: str, last: Answer) -> Answer:
    """The last answer again, with its places in words."""
    best = leading(last)
    if best is None or best.citation is None:
        return spoken(line, "There is no passage to show: nothing was found.")
    places = [citation.place for citation in (best.citation, *best.also) if citation.place]
    said = "it says so in" if last else "the closest stands in"
    place = "; also in ".join(places) or "the text"
    return again(line, last, f"{said} {place}: “{brief(best.citation.sentence or best.citation.quote)}”")


def more(line: str, last: Answer) -> Answer:
    """The next candidate for the last question, with those that are left."""
    left = further(last)
    if not left:
        return spoken(line, NO_MORE)
    if not last:  # still no answer, but the next closest
        return replace(last, question=line, alternatives=left, read_as=asked(last))
    return replace(left[0], question=line, alternatives=left[1:], read_as=asked(last))


def sureness(line: str, last: Answer) -> Answer:
    """The last answer again, with its confidence and the runner-up's in words, unless it has none."""
    best = leading(last)
    if best is None:
        return again(line, last, last.explanation)
    if not last.confidence:
        return again(line, last, "There is no figure for that: it was chosen to stand for the whole text.")
    told = f"“{brief(str(best))}” ({confidence(last.confidence)})"
    runner = next(iter(further(last)), None)
    then = (
        f"next comes “{brief(str(runner))}” ({confidence(runner.confidence)})" if runner else "nothing else comes near"
    )
    return again(line, last, f"{told}; {then}." if last else f"the closest is {told}; {then}.")


def again(line: str, last: Answer, explanation: str) -> Answer:
    return replace(last, question=line, explanation=explanation, read_as=asked(last))


def asked(answer: Answer) -> str:
    """The full question that an answer answers."""
    return answer.read_as or answer.question


def brief(text: str) -> str:
    """A quote in one line, shortened to be named in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def named(bot: Bot) -> str:
    """The documents in words: the title or number of them."""
    if len(bot.documents) == 1 and bot.documents[0].title:
        return f"“{brief(bot.documents[0].title)}”"
    return "the text" if len(bot.documents) == 1 else f"the {len(bot.documents):,} documents"
