"""`qa-bot eval`: how often it is right on a file of questions, and what it refuses."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.commands.questions import QUESTIONS
from qa_bot.console import ANSWERED, Bar, Parser, complain, tell_unread
from qa_bot.errors import UsageError

if TYPE_CHECKING:
    from qa_bot.bot import Bot


def parser() -> Parser:
    options = Parser(
        prog="qa-bot eval",
        description="How often it is right, what it refuses and whether its confidence holds, on a file of questions.",
        epilog=QUESTIONS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    options.add_argument("file", metavar="FILE", help="the questions, gzip-compressed or not")
    options.add_argument(
        "--reader",
        action="store_true",
        help="ask each question of its own paragraph, read as one passage (default: of all paragraphs)",
    )
    options.add_argument(
        "-c", "--corpus", metavar="PATH", action="append", default=[], help="ask these documents instead, repeatable"
    )
    options.add_argument("--json", action="store_true", help="print the figures as one line of JSON")
    options.add_argument(
        "--plot",
        metavar="PICTURE",
        type=Path,
        help="draw the reliability diagram and the risk-coverage curve to a .png, .svg or .pdf (needs qa-bot[plot])",
    )
    return options


def run(arguments: Sequence[str]) -> int:
    """Run the command."""
    options = parser().parse_args(list(arguments))
    if options.reader and options.corpus:
        raise UsageError("--reader and -c exclude each other: with -c the questions are asked of those documents")
    from qa_bot import evaluation

    if options.plot:
        evaluation.check_plot(options.plot)
    file = evaluation.read_questions(Path(options.file))
    if options.corpus:
        scores = evaluation.evaluate_corpus(file, open_bot(options.corpus))
    else:
        scores = evaluation.evaluate_reader(file) if options.reader else evaluation.evaluate(file)
    if options.plot:
        evaluation.plot(scores, options.plot, Path(options.file).name)
    print(evaluation.as_json(scores) if options.json else evaluation.as_text(scores))
    return ANSWERED


def open_bot(paths: Sequence[str]) -> Bot:
    """The bot of the documents that were named; what was not read is told."""
    from qa_bot.bot import Bot

    with Bar() as bar:
        bot = Bot.open(*paths, watch=bar)
    tell_unread(bot.unread)
    for note in bot.notes:
        complain(note)
    return bot
