"""Arguments, exit codes and the one error boundary. Answers go to stdout, everything else to stderr."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from qa_bot.commands import COMMANDS
from qa_bot.commands.asking import parser
from qa_bot.console import ANSWERED, ERROR, INTERRUPTED, NOT_SAID, PIPE_CLOSED, Bar, complain, tell_unread
from qa_bot.errors import QABotError, QuestionError, UsageError

if TYPE_CHECKING:
    from qa_bot.bot import Bot
    from qa_bot.records import Answer, Document
    from qa_bot.repl.progress import Progress
    from qa_bot.settings import Settings

LONGEST_LINE = 1 << 20  # bytes of a question on standard input that are read; more than may be asked
STREAM = "-"  # the name of standard input, as a document


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; the only place where errors become messages."""
    try:
        return run(sys.argv[1:] if argv is None else argv)
    except QABotError as error:
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        give_up_stdout()
        return PIPE_CLOSED
    except OSError as error:
        complain(f"{error.strerror or error}; is the disk full?" if error.errno == errno.ENOSPC else str(error))
        give_up_stdout()
        return ERROR


def give_up_stdout() -> None:
    """Point stdout away: Python flushes it once more at exit, and that would raise again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(argv: Sequence[str]) -> int:
    if argv and argv[0] in COMMANDS:
        run_command: Callable[[Sequence[str]], int] = import_module(f"qa_bot.commands.{argv[0]}").run
        return run_command(argv[1:])
    command = list(argv[:1]) if argv[:1] == ["ask"] else []
    options = parser(*command).parse_args(list(argv[len(command) :]))
    if options.question is not None:
        if not command and os.path.exists(options.question):
            raise UsageError(
                f"{options.question!r} is a path: name it with -c, or ask it as a question with qa-bot ask"
            )
        return ask_one(options)
    if STREAM in options.corpus:
        raise UsageError("with `-c -` standard input is the document; give the question as an argument")
    if not on_terminal(sys.stdin):
        return ask_lines(options)
    if on_terminal(sys.stdout):
        if options.json or options.k:
            raise UsageError("--json and -k go with a question, or with questions on standard input")
        return chat(options)
    if on_terminal(sys.stderr):
        complain("standard output is no terminal, so this is no chat: type a question a line; Ctrl-D ends")
    return ask_lines(options)


def on_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is a person's; one that is closed is not."""
    return stream is not None and not stream.closed and stream.isatty()


def chat(options: argparse.Namespace) -> int:
    """The chat; it says itself what could not be read."""
    from qa_bot.repl import run

    def open_watched(progress: Progress) -> Bot:
        from qa_bot.bot import Bot

        return Bot.open(*options.corpus, settings=settings_of(options), watch=progress)

    return run(open_watched)


def settings_of(options: argparse.Namespace) -> Settings:
    from qa_bot.settings import Settings

    return Settings(globs=tuple(options.glob))


def open_bot(options: argparse.Namespace) -> Bot:
    """The bot of the files that were named; what was not read is told."""
    from qa_bot.bot import Bot

    settings = settings_of(options)
    sources = [piped(settings) if path == STREAM else path for path in options.corpus]
    with Bar() as bar:
        bot = Bot.open(*sources, settings=settings, watch=bar)
    tell_unread(bot.unread, options.verbose)
    for note in bot.notes:
        complain(note)
    return bot


def piped(settings: Settings) -> Document:
    """The document on standard input."""
    from qa_bot.documents import read_stream

    return read_stream(sys.stdin.buffer if sys.stdin is not None else io.BytesIO(), settings)


def ask_one(options: argparse.Namespace) -> int:
    """Answer the question of the command line; it is looked at before anything is read."""
    from qa_bot.bot import checked
    from qa_bot.settings import Settings

    checked(options.question, Settings())
    answer = ask_alone(open_bot(options), options.question)
    writer(options)(answer)
    return code_of(answer)


def ask_alone(bot: Bot, question: str) -> Answer:
    """A conversation of one turn, so that "what is this about?" is answered too."""
    from qa_bot.conversation import Conversation

    return Conversation(bot).ask(question)


def code_of(answer: Answer) -> int:
    """1 for a refusal; a line that was neither answered nor refused, such as a greeting, did not fail."""
    return NOT_SAID if answer.reason else ANSWERED


def ask_lines(options: argparse.Namespace) -> int:
    """Answer each question of standard input as it comes: 0 if the text says all of it, else 1, or 2 if one is bad."""
    bot, show = open_bot(options), writer(options)
    code = None
    for number, line in lines():
        try:
            answer = ask_alone(bot, line.decode("utf-8-sig").strip())
        except UnicodeDecodeError as error:
            complain(f"standard input, line {number}: not UTF-8 ({error.reason}); convert it")
            code = ERROR
        except QuestionError as error:
            complain(f"standard input, line {number}: {error}")
            code = ERROR
        else:
            show(answer)
            code = max(code or ANSWERED, code_of(answer))
    if code is None:
        raise QuestionError("no question on standard input; give one as an argument or a question a line")
    return code


def lines() -> Iterator[tuple[int, bytes]]:
    """The lines of standard input that are not blank, with their numbers from 1; overlong ones are cut."""
    stream = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        while not line.endswith(b"\n") and (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        if line.strip():
            yield number, line


def writer(options: argparse.Namespace) -> Callable[[Answer], None]:
    """What prints an answer: JSON always in UTF-8, text in what the terminal has."""
    from qa_bot.render import plain, to_json

    if sys.stdout is None:
        raise UsageError("standard output is closed; open it to get an answer")
    if isinstance(sys.stdout, io.TextIOWrapper):
        if options.json:
            sys.stdout.reconfigure(encoding="utf-8")
        else:
            sys.stdout.reconfigure(errors="backslashreplace")

    def show(answer: Answer) -> None:
        print(to_json(answer) if options.json else plain(answer, options.k), flush=True)

    return show
