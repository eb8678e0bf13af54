"""The loop: "a line was typed; what happens now?".

The documents are read in a thread while the first question is typed. Each turn has one error boundary: whatever goes
wrong in it is said in a line, and the chat goes on.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session, get_app
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output
from prompt_toolkit.utils import is_dumb_terminal

from qa_bot.errors import QABotError
from qa_bot.kept import history_file, settings_file
from qa_bot.records import Answer, Passage
from qa_bot.render import Fragments, Hints, fragments, inline, leading
from qa_bot.repl import history, preferences
from qa_bot.repl.commands import Leave, dispatch, loaded
from qa_bot.repl.completion import ChatCompleter
from qa_bot.repl.history import KeptHistory
from qa_bot.repl.preferences import changed, vi_keys
from qa_bot.repl.progress import Progress
from qa_bot.repl.prompt import Parts, open_prompt
from qa_bot.repl.screen import DumbOutput, Screen
from qa_bot.repl.survey import Survey, survey
from qa_bot.repl.waiting import EVERY, Stopped, in_background, wait_for
from qa_bot.repl.wrap import fitted

if TYPE_CHECKING:
    from qa_bot.bot import Bot
    from qa_bot.conversation import Conversation

T = TypeVar("T")

READING = "reading the documents ..."
ASKING = "looking it up ..."
LOOKING = "looking through what is loaded ..."
HINTS = Hints(reword="(/reword changes it)", more="(/more shows others)")
LEAVES = "Ctrl-D or /quit leaves."
FAILED = 2
ROOMY = 60  # columns of a window that need not be sparing of words


def run(
    open_bot: Callable[[Progress], Bot],
    *,
    input: Input | None = None,
    output: Output | None = None,
    history_path: Path | None = None,
    settings_path: Path | None = None,
) -> int:
    """Chat until the person leaves.

    Parameters
    ----------
    open_bot
        Reads the documents; called once, in another thread, when the prompt is there. It should print nothing: how far
        it is may be told to what it is given, and what it could not read is told from `Bot.unread`.
    input, output
        The terminal, unless given.
    history_path, settings_path
        Where to keep what is typed and what is set; the platform's places unless given.

    Returns
    -------
    int
        0, or the exit code of the error that kept the documents from being read, which is then said on stderr.
    """
    kept = Kept(history_path or history_file(), settings_path or settings_file())
    # prompt_toolkit has a prompt for these, but takes it only where the output is the session's own
    dumb = output is None and is_dumb_terminal()
    try:
        with create_app_session(output=DumbOutput(sys.stdout)) if dumb else nullcontext():
            return Chat(open_bot, kept, input, output, dumb).run()
    except Leave as end:
        if str(end):
            print(f"qa-bot: {end}", file=sys.stderr, flush=True)
        return end.exit_code


class Kept:
    """What outlives a chat: what was typed, and what was set.

    Attributes
    ----------
    preferences, history
        As they are now.
    note
        What could not be read, in a line; whoever shows it sets it back to None.
    """

    def __init__(self, history_path: Path, settings_path: Path) -> None:
        self.settings_path = settings_path
        self.preferences, self.note = preferences.load(settings_path)
        self.history = KeptHistory(history_path, self.preferences.private == "on")

    def prefer(self, name: str, value: str) -> None:
        """Set an option, from now on and for the next time; raises UsageError if it can't be that."""
        self.preferences = changed(self.preferences, name, value)
        self.history.private = self.preferences.private == "on"
        try:
            preferences.save(self.settings_path, self.preferences)
        except OSError as error:
            self.note = f"this is for now only: {self.settings_path}: {history.reason(error)}"

    def notes(self) -> Iterator[str]:
        """What went wrong with either since the last time."""
        if self.note is not None:
            yield self.note
        if self.history.note is not None:
            yield self.history.note
        self.note = self.history.note = None


class Chat:
    """A person, a terminal and a conversation, which may still be opening."""

    def __init__(
        self,
        open_bot: Callable[[Progress], Bot],
        kept: Kept,
        input: Input | None,
        output: Output | None,
        dumb: bool = False,
    ) -> None:
        self._open_bot = open_bot
        self._opening: Future[Conversation] | None = None
        self._reading = Progress(READING)
        self._current: Conversation | None = None
        self._kept = kept
        self._surveyed: Future[Survey] | None = None
        self.turns: list[Answer] = []
        self.listed: Answer | None = None
        self._took: float | None = None  # seconds of the last answer
        self._offered = ""
        completer = ChatCompleter(lambda: self.survey)
        parts = Parts(kept.history, completer, self._placeholder, self._toolbar, self._completes_while_typing)
        self._session: PromptSession[str] = open_prompt(parts, input, output)
        self.screen = Screen(self._session.output, dumb)
        self._apply_preferences()

    def run(self) -> int:
        """Prompt and answer until `Leave` or the end of input."""
        # Between the prompts too the terminal passes keys on as they are: none is echoed into what is printed, and
        # a Ctrl-D that comes early isn't lost.
        with self._session.input.raw_mode():
            while True:
                for note in self._kept.notes():
                    self.screen.say([("class:hint", inline(note))])
                try:
                    if self.screen.dumb:
                        self._welcome_in_time()
                    offered, self._offered = self._offered, ""
                    self.turn(self._session.prompt(pre_run=self._while_typing, default=offered))
                except KeyboardInterrupt:
                    if not self._session.default_buffer.text:
                        self.screen.say([("class:hint", LEAVES)])
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

    # --- what commands may do -----------------------------------------------------------------------------------------

    @property
    def preferences(self) -> preferences.Preferences:
        return self._kept.preferences

    def prefer(self, name: str, value: str) -> None:
        """Set an option from now on; raises UsageError if there is none, or it can't be that."""
        self._kept.prefer(name, value)
        self._apply_preferences()

    def _apply_preferences(self) -> None:
        vi = vi_keys(self.preferences, os.environ)
        self._session.editing_mode = EditingMode.VI if vi else EditingMode.EMACS
        self.screen.links = self.preferences.links
        if self._current is not None:
            self._current.bot = self._with_threshold(self._current.bot)

    def _with_threshold(self, bot: Bot) -> Bot:
        return replace(bot, settings=replace(bot.settings, threshold=self.preferences.threshold))

    def forget(self) -> None:
        """Begin a new conversation about the same documents."""
        conversation = self.conversation
        self._current = type(conversation)(conversation.bot)
        self.turns = []
        self._took = None

    def change_documents(self, change: Callable[[Bot, Progress], Bot], doing: str) -> Bot:
        """Go on with another bot, made in the background while the screen shows what it is `doing`; give it."""
        conversation, progress = self.conversation, Progress(doing)
        changed = self._wait(in_background(lambda: change(conversation.bot, progress)), progress)
        bot = self._with_threshold(changed)
        conversation.bot = bot
        self._look_through(bot)
        return bot

    def confirm(self, question: str) -> bool:
        """Ask for yes or no; anything but yes is no."""
        asking: PromptSession[str] = PromptSession(
            f"{question} [y/N] ", input=self._session.input, output=self._session.output
        )
        try:
            return asking.prompt().strip().lower() in ("y", "yes")
        except (KeyboardInterrupt, EOFError):
            return False

    def leave_terminal_to(self, program: Callable[[], int]) -> int:
        """Run what takes over the terminal."""
        with self._session.input.cooked_mode():
            return program()

    def offer(self, text: str) -> None:
        """Begin the next line with a text."""
        self._offered = text

    @property
    def conversation(self) -> Conversation:
        """The turns so far; waits until the documents are read."""
        if self._current is not None:
            return self._current
        try:
            opened = self._wait(self._open(), self._reading)
        except (Stopped, EOFError):
            raise
        except Exception as error:
            raise _failure(error) from error
        return self._welcome(opened)

    def _wait(self, future: Future[T], progress: Progress) -> T:
        result = wait_for(future, self._session.input, self.screen, progress)
        self._tell(progress)
        return result

    def _tell(self, progress: Progress) -> None:
        """Print what was said meanwhile."""
        for line in progress.lines():
            self.screen.say([("class:hint", inline(line))])

    # --- opening ------------------------------------------------------------------------------------------------------

    def _open(self) -> Future[Conversation]:
        """Begin to read the documents, once."""
        if self._opening is None:
            self._opening = in_background(self._converse)
        return self._opening

    def _converse(self) -> Conversation:
        from qa_bot.conversation import Conversation  # imports numpy, which the first prompt does not wait for

        return Conversation(self._with_threshold(self._open_bot(self._reading)))

    def _look_through(self, bot: Bot) -> None:
        def look() -> Survey:
            return survey(bot.documents, bot.only(None).documents if bot.within is not None else None)

        self._surveyed = in_background(look)

    def paths(self) -> Sequence[str]:
        """The files that are loaded and their folders, once that is looked through."""
        _ = self.conversation
        return self._wait(self._surveyed, Progress(LOOKING)).paths if self._surveyed is not None else ()

    @property
    def survey(self) -> Survey:
        """What is loaded, for completion; empty while that is looked through."""
        future = self._surveyed
        return future.result() if future is not None and future.done() and future.exception() is None else Survey()

    # --- asking -------------------------------------------------------------------------------------------------------

    def _answer(self, question: str) -> None:
        conversation = self.conversation

        def ask() -> tuple[Answer, Passage | None, float]:
            began = time.perf_counter()
            answer = conversation.ask(question)
            best = leading(answer) if self.preferences.show == "passage" else None
            citation = best.citation if best is not None else None
            passage = conversation.bot.passage_at(citation) if citation is not None else None
            return answer, passage, time.perf_counter() - began

        try:
            answer, passage, self._took = self._wait(in_background(ask), Progress(ASKING))
        except Stopped:
            self._part_from(conversation)
            raise
        self.turns.append(answer)
        self.screen.show([*fragments(answer, passage, HINTS), *spoken_hint(question)])

    def _part_from(self, conversation: Conversation) -> None:
        """Go on with the turns so far in a new object, as the thread that was not waited for may still add its own."""
        self._current = type(conversation)(conversation.bot)
        self._current.turns.extend(conversation.turns)

    # --- what is said beside the answers ------------------------------------------------------------------------------

    def _placeholder(self) -> StyleAndTextTuples:
        if self._current is None:
            hint = "reading the text; you can type already"
        else:
            hint = "" if self._current.turns else "ask a question, or type / for what else there is"
        return [("class:placeholder", fitted(hint, max(self.screen.width - 2, 8)).rstrip())]

    def _toolbar(self) -> StyleAndTextTuples:
        """What is asked, how much that is, how long the last answer took; as much of it as there is room for."""
        parts = [str(self._reading)] if self._current is None else described(self._current.bot)
        if self._took is not None:
            parts.append(
                f"{'answered in ' * (self.screen.width >= ROOMY)}{self._took:.{1 if self._took >= 1 else 2}f} s"
            )
        if self._session.editing_mode == EditingMode.VI:
            parts.append(f"vi: {get_app().vi_state.input_mode.value.removeprefix('vi-')}")
        if self.preferences.private == "on":
            parts.append("private")
        name, *others = parts
        room = self.screen.width - sum(3 + len(part) for part in others)
        name = fitted(name, max(room, 8)).rstrip()
        return [("class:bottom-toolbar.text", " · ".join([name, *others]))]

    def _completes_while_typing(self) -> bool:
        return self.preferences.complete == "typing"

    def _while_typing(self) -> None:
        """Called when a prompt comes up: read the documents, and tell when that is done, or end it if it can't be."""
        if self._current is not None:
            return
        app = get_app()

        async def told() -> None:  # begins when the prompt has been drawn
            opening = asyncio.wrap_future(self._open())
            shown = str(self._reading)
            try:
                while not (await asyncio.wait([opening], timeout=EVERY))[0]:
                    self._tell(self._reading)
                    if shown != (shown := str(self._reading)):
                        app.invalidate()
            finally:
                opening.cancel()  # of no effect once it is done; else the prompt has ended, and its loop is closing
            try:
                conversation = opening.result()
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
            self._tell(self._reading)
            self._look_through(opened.bot)
            self.screen.say(welcome(opened.bot))
            for note in opened.bot.notes:
                self.screen.say([("class:hint", inline(note))])
        return self._current

    def _complain(self, message: str) -> None:
        self.screen.say([("class:error", inline(message))])


def spoken_hint(line: str) -> Fragments:
    """What the chat adds to what a conversation says of itself: "what can you do?", "bye"."""
    from qa_bot.conversation.requests import requested  # the room imports numpy; there was an answer, so it is there

    hint = {"identity": "/help lists what can be done here.", "bye": LEAVES}.get(requested(line) or "")
    return [("class:hint", hint)] if hint else []


def welcome(bot: Bot) -> Fragments:
    """A line of what is loaded and how to go on."""
    shown: Fragments = [("", "qa-bot has read "), loaded(bot)]
    failed = sum(not entry.left_out for entry in bot.unread)
    if failed:
        files = "1 file" if failed == 1 else f"{failed:,} files"
        shown.append(("class:error", f", but not {files} (see /sources)"))
    return [*shown, ("", ". Ask, or type /help.")]


def described(bot: Bot) -> list[str]:
    """What a bot asks, and how much that is."""
    passages = len(bot.index.passages)
    return [loaded(bot)[1], "1 passage" if passages == 1 else f"{passages:,} passages"]


def _failure(error: Exception) -> Leave:
    """The end of a chat whose documents could not be read."""
    if isinstance(error, QABotError):
        return Leave(error.exit_code, inline(str(error)))
    return Leave(FAILED, inline(f"the documents could not be read: {type(error).__name__}: {error}"))
