"""`qa-bot eval`: exact match, F1 and refusals on a question file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qa_bot.console import ANSWERED, Parser


def run(arguments: Sequence[str]) -> int:
    """Run the command."""
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
    options = parser.parse_args(list(arguments))
    from qa_bot import evaluation

    file = evaluation.read_questions(Path(options.file))
    scores = evaluation.evaluate_reader(file) if options.reader else evaluation.evaluate(file)
    print(evaluation.as_json(scores) if options.json else evaluation.as_text(scores))
    return ANSWERED
