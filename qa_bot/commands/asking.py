"""The arguments of asking: `qa-bot`, and `qa-bot ask`."""

from __future__ import annotations

import argparse

from qa_bot import __version__
from qa_bot.commands import COMMANDS
from qa_bot.console import Parser

ASK = "ask a question that is itself a command's name"
EPILOG = """\
with neither a question nor questions on standard input, qa-bot opens a chat in the terminal.
commands, each with its own --help:
{commands}
exit status: 0 answered (all of them), 1 the text does not say, 2 an error.
""".format(commands="\n".join(f"  qa-bot {name:10} {summary}" for name, summary in {**COMMANDS, "ask": ASK}.items()))


def parser(command: str = "") -> Parser:
    """The options of `qa-bot`, and of `qa-bot ask`, which takes the same and must be given a question."""
    options = Parser(
        prog=f"qa-bot {command}".strip(),
        description='Exact answers from your own documents, offline - or a plain "the text does not say".',
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    nargs = None if command else "?"
    options.add_argument("question", nargs=nargs, help="what to ask; standard input is then not read")
    return options_of(options)


def options_of(options: Parser) -> Parser:
    """With the options of asking."""
    options.add_argument(
        "-c",
        "--corpus",
        metavar="PATH",
        action="append",
        default=[],
        help="a file, a folder or an index to ask, `-` for standard input; repeatable (default: the bundled article)",
    )
    options.add_argument(
        "-g",
        "--glob",
        metavar="GLOB",
        action="append",
        default=[],
        help="read only those files of a folder that match, as in .gitignore; `!GLOB` leaves out; repeatable",
    )
    options.add_argument("-k", metavar="N", type=count, default=0, help="show up to N further answers (at most 3)")
    options.add_argument("--json", action="store_true", help="print each answer as one line of JSON")
    options.add_argument("-v", "--verbose", action="store_true", help="list all that was not read, and why")
    options.add_argument("--version", action="version", version=f"qa-bot {__version__}")
    return options


def count(text: str) -> int:
    if not (text.isdecimal() and text.isascii()):
        raise argparse.ArgumentTypeError(f"{text!r} is no count: give a whole number from 0 on")
    return int(text)
