"""One chat's turns: "what has been asked and answered so far?"."""

from __future__ import annotations

from qa_bot.bot import Bot
from qa_bot.records import Answer


class Conversation:
    """A chat with one Bot; the only mutable object, so one per person.

    Attributes
    ----------
    bot
        What is asked.
    turns
        The answers given so far, each with its question.
    """

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.turns: list[Answer] = []

    def ask(self, question: str) -> Answer:
        """Answer a question and remember it; raises what `Bot.ask` raises, and remembers nothing then."""
        answer = self.bot.ask(question)
        self.turns.append(answer)
        return answer
