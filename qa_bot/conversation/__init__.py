"""One chat's turns: "what has been asked and answered so far, and what does this line mean after it?".

requests (summaries, thanks, "are you sure?") -> replies and central sentences; else readings: ellipsis completes what
is cut short, references put names in the place of pronouns, both from the mentions of the last turns, with the grammar
of clauses; and the reader chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_bot.bot import Bot, bot_of, checked
from qa_bot.conversation.requests import Request, requested, without_courtesy
from qa_bot.records import Answer
from qa_bot.settings import Settings
from qa_bot.store.corpus import Source

KEPT = 1000
"""Turns that are remembered, so that a chat left open for weeks does not grow without end."""


class Conversation:
    """A chat with one Bot; the only mutable object, so one per person.

    Attributes
    ----------
    bot
        What is asked.
    turns
        The last answers given, each with its question, in order.
    """

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.turns: list[Answer] = []

    def ask(self, question: str) -> Answer:
        """Answer a line of a chat and remember it.

        A follow-up is read as the full question that it stands for after the turns before (`Answer.read_as`). Some
        lines ask for no fact: "what is this about?" is answered with the most central sentence; "where does it say
        that?", "what else?" and "are you sure?" with the last answer and an `explanation`; a greeting with an
        `explanation` alone, which has neither `text` nor `reason`.

        Raises
        ------
        QuestionError
            As `Bot.ask` raises it; nothing is remembered then.
        """
        checked(question, self.bot.settings)
        request = requested(question, answered=any(self.turns))
        answer = self._replied(request, question) if request else self._answered(question)
        self.turns.append(answer)
        del self.turns[:-KEPT]
        return answer

    def _replied(self, request: Request, line: str) -> Answer:
        from qa_bot.conversation.replies import reply  # few lines need it, and a single question should start fast

        return reply(request, line, self.turns, self.bot)

    def _answered(self, question: str) -> Answer:
        asked = without_courtesy(question)
        spoken = [turn for turn in self.turns if turn or turn.reason]  # "thanks a lot" speaks of no lot
        answer = self._follow_up(asked, spoken) if spoken else self.bot.ask(asked)
        return answer if asked == question else replace(answer, question=question, read_as=answer.read_as or asked)

    def _follow_up(self, question: str, turns: Sequence[Answer]) -> Answer:
        from qa_bot.conversation.readings import meanings, surest  # as above

        found = meanings(question, turns, self.bot)
        return surest(question, found, self.bot) if found else self.bot.ask(question)


def answer(
    question: str, corpus: Source | Sequence[Source] | None = None, *, settings: Settings | None = None
) -> Answer:
    """Answer one question from the bundled article, or from `corpus`: a conversation of one turn.

    Parameters
    ----------
    question
        A question, in plain words.
    corpus
        A path to a file or a folder, a Document, or several of these. It is read anew at every call: open a Bot
        to ask more than once.

    Returns
    -------
    Answer
        False where the documents do not say; then `reason` and `explanation` tell which kind of no it is.

    Raises
    ------
    QABotError
        The question can't be asked or the corpus can't be read.
    """
    return Conversation(bot_of(corpus, settings)).ask(question)
