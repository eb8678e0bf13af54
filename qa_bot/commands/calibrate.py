"""`qa-bot calibrate`: what is refused, and how sure an answer is, fitted to one's own questions and documents."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from qa_bot.commands.questions import QUESTIONS
from qa_bot.console import ANSWERED, Parser, complain
from qa_bot.errors import UsageError

CALIBRATED = """
about 100 of each kind, asked as you would ask, teach more than 20. What is learnt is kept in your own data folder, for
exactly these paths; it holds no text. It assumes that as many of your later questions have no answer as in the file.
"""


def parser() -> Parser:
    options = Parser(
        prog="qa-bot calibrate",
        description="Fit what is refused, and how sure an answer is, to one's own questions on one's own documents.",
        epilog=QUESTIONS + CALIBRATED,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    options.add_argument("file", metavar="FILE", nargs="?", help="the questions, at least 20 answerable and 20 not")
    options.add_argument(
        "-c", "--corpus", metavar="PATH", action="append", default=[], help="the documents they are about, repeatable"
    )
    options.add_argument("--threshold", metavar="T", type=float, help="refuse below T, 0 to 1, instead of choosing it")
    options.add_argument("--forget", action="store_true", help="undo the calibration of these documents")
    options.add_argument("--json", action="store_true", help="print what changed as one line of JSON")
    return options


def run(arguments: Sequence[str]) -> int:
    """Run the command."""
    options = parser().parse_args(list(arguments))
    if options.forget:
        if options.file or options.threshold is not None or options.json:
            raise UsageError("--forget goes with -c PATH alone")
        return forget(options.corpus)
    if not options.file:
        raise UsageError("calibrate takes a FILE of questions, or --forget; see qa-bot calibrate --help")
    from qa_bot import evaluation

    file = evaluation.read_questions(Path(options.file))
    report = evaluation.calibrate(file, options.corpus, options.threshold, progress(len(file.questions)))
    for unread in report.unread:
        complain(f"{unread.path}: not read: {unread.reason}")
    print(evaluation.report_json(report) if options.json else evaluation.report_text(report))
    return ANSWERED


def forget(corpus: Sequence[str]) -> int:
    from qa_bot.bot import bundled
    from qa_bot.calibration import forget

    done = forget(corpus or [bundled()])
    print("the calibration of these documents is undone" if done else "there is no calibration of these documents")
    return ANSWERED


def progress(total: int) -> Callable[[int], None]:
    """What shows on a terminal how many questions have been asked; the last line is left blank."""
    shown = sys.stderr is not None and sys.stderr.isatty() and not os.environ.get("NO_COLOR")

    def told(asked: int) -> None:
        if shown:
            line = f"asking {asked + 1:,} of {total:,} ..." if asked + 1 < total else ""
            print(f"\r{line:40}\r", end="", file=sys.stderr, flush=True)

    return told
