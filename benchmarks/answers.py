"""How often the right words are given, and the unanswerable refused, over the documents in this repository.

    python benchmarks/answers.py [--article FILE] [--written FOLDER ...] [--threshold T] [--misses]

The questions stand in `tests/data/questions`; they were written before the code, a second set of harder ones later, by
someone who had seen neither the code nor the first. With --article the questions on the bundled article are asked of
that file too; with --written those of folders in the layout of `training/written.py`,
each of its own document: the folders of `tests/data/written` are there for this, by authors who had not seen the code,
and nothing is trained or tuned on them.

"sentence": an accepted answer stands in the sentence that is cited; "words": the answer's token F1 with an accepted one
is at least 0.6, or, asked for yes or no, it is the sentence that holds one; both count only what was said, not what was
refused. "lost" is the share refused of the answerable questions whose best span has the right words, "refused" that of
the unanswerable ones (absent: not spoken of; near: on its subject; both).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import isnan, nan
from pathlib import Path
from statistics import median

# The layout of written documents stands once, in the training folder.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "training"))

from written import written

from qa_bot import Answer, Bot, Settings
from qa_bot.decide.whole import wants_yes_or_no
from qa_bot.evaluation import best_of, token_f1

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "data" / "questions"
NAMES = ("ilrs", "lease", "heatpump", "lighthouse")
ENOUGH = 0.6


@dataclass(frozen=True)
class Result:
    """One question asked: the figures count `sentence` and `words` for plain and hard ones, `refused` for others.

    `found` tells whether the best span has the right words, said or not.
    """

    kind: str
    question: str
    answer: Answer
    sentence: bool
    words: bool
    found: bool
    seconds: float

    @property
    def refused(self) -> bool:
        return not self.answer

    @property
    def lost(self) -> bool | None:
        """Whether the right words were refused; None where the best span has others."""
        return self.refused if self.found else None


def flat(text: str) -> str:
    """What is left when line breaks and case do not count."""
    return " ".join(text.split()).casefold()


def in_sentence(said: Answer | None, answers: Sequence[str]) -> bool:
    return (
        said is not None and said.citation is not None and any(flat(a) in flat(said.citation.sentence) for a in answers)
    )


def is_right(said: Answer | None, question: str, answers: Sequence[str]) -> bool:
    if wants_yes_or_no(question):
        return in_sentence(said, answers)
    return said is not None and said.text is not None and best_of(token_f1, said.text, answers) >= ENOUGH


def ask(name: str, document: Path | None = None, settings: Settings | None = None) -> list[Result]:
    """Ask the questions of one file below QUESTIONS, of its own document or of another."""
    content = json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))
    bot = Bot.open(document or ROOT / content["document"], settings=settings)
    return [result(bot, row["kind"], row["question"], row["answers"]) for row in content["questions"]]


def ask_written(folder: Path, settings: Settings | None = None) -> list[Result]:
    """Ask the questions of each document of a folder of that document."""
    results = []
    for document in written(folder):
        bot = Bot.open(document.document, settings=settings)
        for question in document.questions:
            results.append(result(bot, question.kind, question.text, document.answers(question)))
    return results


def result(bot: Bot, kind: str, question: str, answers: Sequence[str]) -> Result:
    """Ask one question."""
    began = time.perf_counter()
    said = bot.ask(question)
    seconds = time.perf_counter() - began
    best = said if said else next(iter(said.alternatives), None)
    words, found = (is_right(one, question, answers) for one in (said, best))
    return Result(kind, question, said, in_sentence(said, answers), words, found, seconds)


def share(results: Iterable[Result], kinds: tuple[str, ...], figure: str) -> float:
    """The share, 0 to 1, of the results of these kinds for which the figure holds, of those that it speaks of.

    It is not a number where there are none.
    """
    values = [getattr(result, figure) for result in results if result.kind in kinds]
    counted = [value for value in values if value is not None]
    return sum(counted) / len(counted) if counted else nan


COLUMNS = (
    ("plain, sentence", ("plain",), "sentence"),
    ("plain, words", ("plain",), "words"),
    ("hard, sentence", ("hard",), "sentence"),
    ("hard, words", ("hard",), "words"),
    ("plain, lost", ("plain",), "lost"),
    ("hard, lost", ("hard",), "lost"),
    ("absent, refused", ("absent",), "refused"),
    ("near, refused", ("near",), "refused"),
    ("both, refused", ("absent", "near"), "refused"),
)


def table(results: dict[str, list[Result]]) -> str:
    lines = [" " * 14 + "".join(f"{title:>16}" for title, _, _ in COLUMNS) + f"{'ms a question':>15}"]
    for name, rows in results.items():
        shares = [share(rows, kinds, figure) for _, kinds, figure in COLUMNS]
        figures = "".join(f"{'-':>16}" if isnan(value) else f"{value:16.1%}" for value in shares)
        lines.append(f"{name:14}{figures}{1000 * median(row.seconds for row in rows):15.1f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--article", type=Path, help="another telling of the bundled article")
    parser.add_argument("--written", type=Path, nargs="+", default=[], help="folders of written documents")
    parser.add_argument("--threshold", type=float, default=Settings.threshold, help="refuse below this confidence")
    parser.add_argument("--misses", action="store_true", help="list the questions that went wrong")
    options = parser.parse_args()
    settings = Settings(threshold=options.threshold)
    results = {name: ask(name, settings=settings) for name in NAMES}
    results["all"] = list(chain.from_iterable(results.values()))
    results["second set"] = [row for name in NAMES for row in ask(f"second/{name}", settings=settings)]
    if options.article:
        results["the original"] = ask("ilrs", options.article, settings)
    for folder in options.written:
        results[folder.name] = ask_written(folder, settings)
    if options.misses:
        for row in chain.from_iterable(rows for name, rows in results.items() if name != "all"):
            right = row.words if row.kind in ("plain", "hard") else row.refused
            if not right:
                print(f"{row.kind:7}{row.answer.confidence:5.2f}  {row.question}\n               -> {row.answer}")
    print(table(results))


if __name__ == "__main__":
    main()
