"""The loop: "a line was typed; what happens now?".

The documents are read in a thread while the first question is typed. Each turn has one error boundary: whatever goes
wrong in it is said in a line, and the chat goes on.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session, get_app
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output
from prompt_toolkit.utils import is_dumb_terminal

from qa_bot.errors import QABotError
from qa_bot.records import Answer, Passage
from qa_bot.render import Fragments, fragments, inline, leading
from qa_bot.repl.commands import Leave, dispatch, named
from qa_bot.repl.history import KeptHistory, default_path
from qa_bot.repl.prompt import open_prompt
from qa_bot.repl.screen import DumbOutput, Screen
from qa_bot.repl.waiting import Stopped, in_background, wait_for

if TYPE_CHECKING:
    from qa_bot.bot import Bot
    from qa_bot.conversation import Conversation

READING = "reading ..."
FAILED = 2


def run(
    open_bot: Callable[[], Bot],
    *,
    input: Input | None = None,
    output: Output | None = None,
    history_path: Path | None = None,
) -> int:
    """Chat until the person leaves.

    Parameters
    ----------
    open_bot
        Reads the documents; called once, in another thread, so that the prompt is there at once. It should print
        nothing: what it could not read is told from `Bot.unread`.
    input, output
        The terminal, unless given.
    history_path
        Where to keep what is typed; the platform's place unless given.

    Returns
    -------
    int
        0, or the exit code of the error that kept the documents from being read, which is then said on stderr.
    """
    opening = in_background(lambda: _converse(open_bot))
    history = KeptHistory(history_path or default_path())
    # prompt_toolkit has a prompt for these, but takes it only where the output is the session's own
    dumb = output is None and is_dumb_terminal()
    try:
        with create_app_session(output=DumbOutput(sys.stdout)) if dumb else nullcontext():
            return Chat(opening, history, input, output, dumb).run()
    except Leave as end:
        if str(end):
            print(f"qa-bot: {end}", file=sys.stderr, flush=True)
        return end.exit_code


def _converse(open_bot: Callable[[], Bot]) -> Conversation:
    from qa_bot.conversation import Conversation  # imports numpy, which the first prompt does not wait for

    return Conversation(open_bot())


class Chat:
    """A person, a terminal and a conversation, which may still be opening."""

    def __init__(
        self,
        opening: Future[Conversation],
        history: KeptHistory,
        input: Input | None,
        output: Output | None,
        dumb: bool = False,
    ) -> None:
        self._opening = opening
        self._current: Conversation | None = None
        self._history = history
        self._session: PromptSession[str] = open_prompt(history, self._placeholder, input, output)
        self.screen = Screen(self._session.output, dumb)

    def run(self) -> int:
        """Prompt and answer until `Leave` or the end of input."""
        # Between the prompts too the terminal passes keys on as they are: none is echoed into what is printed, and
        # a Ctrl-D that comes early isn't lost.
        with self._session.input.raw_mode():
            while True:
                self._say_note()
                try:
                    if self.screen.dumb:
                        self._welcome_in_time()
                    self.turn(self._session.prompt(pre_run=self._while_typing))
                except KeyboardInterrupt:
                    if not self._session.default_buffer.text:
                        self.screen.say([("class:hint", "Ctrl-D or /quit leaves.")])
                except EOFError:
                    return 0

    def turn(self, line: str) -> None:
        """Do what one line asks; the boundary for whatever goes wrong in it."""
        try:
            if line.strip() and not dispatch(self, line):
                self._answer(line)
        except Stopped:
            self.screen.say([("class:hint", "stopped")])
        except (Leave, EOFError, BrokenPipeError):
            raise
        except QABotError as error:
            self._complain(str(error))
        except Exception as error:
            self._complain(f"that failed unexpectedly: {type(error).__name__}: {error}")

    def forget(self) -> None:
        """Begin a new conversation about the same documents."""
        conversation = self.conversation
        self._current = type(conversation)(conversation.bot)

    @property
    def conversation(self) -> Conversation:
        """The turns so far; waits until the documents are read."""
        if self._current is not None:
            return self._current
        try:
            opened = wait_for(self._opening, self._session.input, self.screen, READING)
        except (Stopped, EOFError):
            raise
        except Exception as error:
            raise _failure(error) from error
        return self._welcome(opened)

    # --- asking -------------------------------------------------------------------------------------------------------

    def _answer(self, question: str) -> None:
        conversation = self.conversation

        def ask() -> tuple[Answer, Passage | None]:
            answer = conversation.ask(question)
            best = leading(answer)
            citation = best.citation if best is not None else None
            return answer, conversation.bot.passage_at(citation) if citation is not None else None

        try:
            answer, passage = wait_for(in_background(ask), self._session.input, self.screen, READING)
        except Stopped:
            self._part_from(conversation)
            raise
        self.screen.show(fragments(answer, passage))

    def _part_from(self, conversation: Conversation) -> None:
        """Go on with the turns so far in a new object, as the thread that was not waited for may still add its own."""
        turns = list(conversation.turns)
        self.forget()
        self.conversation.turns.extend(turns)

    # --- what is said beside the answers ------------------------------------------------------------------------------

    def _placeholder(self) -> StyleAndTextTuples:
        if not self._opening.done():
            return [("class:placeholder", "reading the text; you can type already")]
        first = self._current is None or not self._current.turns
        return [("class:placeholder", "ask a question" if first else "")]

    def _while_typing(self) -> None:
        """Called when a prompt has come up: tell in it when the documents are read, or end it if they can't be."""
        if self._current is not None:
            return
        app = get_app()

        async def told() -> None:
            try:
                conversation = await asyncio.wrap_future(self._opening)
            except Exception as error:
                if not app.is_done:
                    app.exit(exception=_failure(error))
            else:
                self._welcome(conversation)

        app.create_background_task(told())

    def _welcome_in_time(self) -> None:
        """On a terminal that can't print above its prompt, before it."""
        try:
            _ = self.conversation
        except Stopped:
            raise EOFError from None

    def _welcome(self, opened: Conversation) -> Conversation:
        """Take up the conversation, with a line that says so; only the first call does."""
        if self._current is None:
            self._current = opened
            self.screen.say(welcome(opened.bot))
            for note in opened.bot.notes:
                self.screen.say([("class:hint", inline(note))])
        return self._current

    def _say_note(self) -> None:
        if self._history.note is not None:
            self.screen.say([("class:hint", inline(self._history.note))])
            self._history.note = None

    def _complain(self, message: str) -> None:
        self.screen.say([("class:error", inline(message))])


def welcome(bot: Bot) -> Fragments:
    """A line of what is loaded and how to go on."""
    documents = bot.documents
    loaded = named(documents[0], short=True) if len(documents) == 1 else f"{len(documents):,} documents"
    shown: Fragments = [("", "qa-bot has read "), ("class:command", loaded)]
    failed = sum(not entry.left_out for entry in bot.unread)
    if failed:
        files = "1 file" if failed == 1 else f"{failed:,} files"
        shown.append(("class:error", f", but not {files} (see /sources)"))
    return [*shown, ("", ". Ask, or type /help.")]


def _failure(error: Exception) -> Leave:
    """The end of a chat whose documents could not be read."""
    if isinstance(error, QABotError):
        return Leave(error.exit_code, inline(str(error)))
    return Leave(FAILED, inline(f"the documents could not be read: {type(error).__name__}: {error}"))
