"""Arguments, exit codes and the one error boundary. Answers go to stdout, everything else to stderr."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from qa_bot import __version__
from qa_bot.errors import QABotError, QuestionError, UsageError

if TYPE_CHECKING:
    from qa_bot.bot import Bot
    from qa_bot.records import Answer

ANSWERED, NOT_SAID, ERROR, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

EPILOG = """\
with neither a question nor questions on standard input, qa-bot opens a chat.
commands: `qa-bot eval FILE` scores a SQuAD-format file, see `qa-bot eval --help`; `qa-bot ask QUESTION` asks a
question that is itself a command's name.
exit status: 0 answered (all of them), 1 the text does not say, 2 an error.
"""


class Parser(argparse.ArgumentParser):
    """argparse, with its errors raised as ours, so that there is one boundary and one form."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see qa-bot --help")


def build_parser() -> Parser:
    parser = Parser(
        prog="qa-bot",
        description='Exact answers from your own documents, offline - or a plain "the text does not say".',
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("question", nargs="?", help="what to ask; standard input is then not read")
    parser.add_argument(
        "-c",
        "--corpus",
        metavar="PATH",
        action="append",
        default=[],
        help="a text file or a folder of them to ask, repeatable (default: the bundled article on the ILRS)",
    )
    parser.add_argument("-k", metavar="N", type=count, default=0, help="show up to N further answers (at most 3)")
    parser.add_argument("--json", action="store_true", help="print each answer as one line of JSON")
    parser.add_argument("--version", action="version", version=f"qa-bot {__version__}")
    return parser


def count(text: str) -> int:
    if not (text.isdecimal() and text.isascii()):
        raise argparse.ArgumentTypeError(f"{text!r} is no count: give a whole number from 0 on")
    return int(text)


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
        # Python flushes stdout once more at exit; point it away, or that raises again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


def run(argv: Sequence[str]) -> int:
    arguments = list(argv)
    if arguments[:1] == ["eval"]:
        return evaluate(arguments[1:])
    if arguments[:1] == ["ask"]:
        arguments[0] = "--"  # what follows is a question, whatever it looks like
        arguments = [*arguments[2:], *arguments[:2]] if len(arguments) > 1 else arguments
    options = build_parser().parse_args(arguments)
    if options.question is not None:
        return say(open_bot(options.corpus), [options.question], options)
    if sys.stdin is not None and sys.stdin.isatty():
        return chat(options.corpus)
    return say(open_bot(options.corpus), lines(sys.stdin), options)


def evaluate(argv: Sequence[str]) -> int:
    """The command `eval`."""
    parser = Parser(
        prog="qa-bot eval",
        description="Exact match, F1 and refusals on a question file in SQuAD's JSON layout, version 1 or 2.",
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="FILE", help="the questions, as JSON, gzip-compressed or not")
    parser.add_argument(
        "--reader",
        action="store_true",
        help="give the reader each question with its own paragraph (default: ask over all paragraphs)",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as one line of JSON")
    options = parser.parse_args(list(argv))
    from qa_bot import evaluation

    file = evaluation.read_questions(Path(options.file))
    scores = evaluation.evaluate_reader(file) if options.reader else evaluation.evaluate(file)
    print(evaluation.as_json(scores) if options.json else evaluation.as_text(scores))
    return ANSWERED


def chat(corpus: Sequence[str]) -> int:
    """The chat; it says itself what could not be read."""
    from qa_bot.repl import run

    def open_quietly() -> Bot:
        from qa_bot.bot import Bot

        return Bot.open(*corpus)

    return run(open_quietly)


def open_bot(corpus: Sequence[str]) -> Bot:
    from qa_bot.bot import Bot

    bot = Bot.open(*corpus)
    for unread in bot.unread:
        complain(f"{unread.path}: not read: {unread.reason}")
    return bot


def lines(stream: TextIO | None) -> Iterator[str]:
    """The questions of standard input, one a line; blank lines are none."""
    if stream is None:
        return
    for number, line in enumerate(stream.buffer, 1):
        try:
            text = line.decode("utf-8-sig").strip()
        except UnicodeDecodeError as error:
            raise QuestionError(f"standard input, line {number}: not UTF-8 ({error.reason}); convert it") from None
        if text:
            yield text


def say(bot: Bot, questions: Sequence[str] | Iterator[str], options: argparse.Namespace) -> int:
    """Answer each question as it comes; 0 if the text says all of it, else 1."""
    show = writer(options)
    code = ANSWERED
    for question in questions:
        answer = bot.ask(question)
        show(answer)
        code = code if answer else NOT_SAID
    return code


def writer(options: argparse.Namespace) -> Callable[[Answer], None]:
    from qa_bot.render import plain, to_json

    if options.json:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    else:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]

    def show(answer: Answer) -> None:
        print(to_json(answer) if options.json else plain(answer, options.k), flush=True)

    return show


def complain(message: str) -> None:
    """One line on stderr, safe for a terminal whatever a file's name holds."""
    from qa_bot.render import printable

    print(f"qa-bot: {printable(message)}", file=sys.stderr, flush=True)
