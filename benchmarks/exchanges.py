"""How many follow-ups of a chat are answered as the full question would be.

    python benchmarks/exchanges.py [FILE] [--misses]

The file, `tests/data/exchanges.json` unless given, holds exchanges of two or three turns; each turn has what is typed,
the full question that it means, and accepted answers (none where the document does not say). The turns of an exchange
are asked in one conversation, and each full question by itself.

"as the full question": both are refused, or the token F1 of the two answers, or of the follow-up's with an accepted
one, is at least 0.6. "accepted": right by the accepted answers alone, with a refusal right where there are none; "full,
accepted": the same for the full questions, which is the most that can be expected. "questions kept": turns that are
full questions already and were taken as they stand. "times as long": all follow-ups beside all their full questions,
in processor time. All but "questions kept" count follow-ups, turns after the first.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from qa_bot import Answer, Bot, Conversation
from qa_bot.evaluation import best_of, token_f1

ROOT = Path(__file__).resolve().parent.parent
EXCHANGES = ROOT / "tests" / "data" / "exchanges.json"
ENOUGH = 0.6


@dataclass(frozen=True)
class Turn:
    """One turn asked, in a conversation and as the full question, and the seconds of processor time of both."""

    place: int
    question: str
    means: str
    accepted: tuple[str, ...]
    said: Answer
    full: Answer
    seconds: float
    full_seconds: float

    @property
    def as_full(self) -> bool:
        """Whether it was answered as the full question, or rightly."""
        if self.said and self.full and near(self.said, (str(self.full),)):
            return True
        return (not self.said and not self.full) or near(self.said, self.accepted)

    @property
    def right(self) -> bool:
        return is_right(self.said, self.accepted)

    @property
    def full_right(self) -> bool:
        return is_right(self.full, self.accepted)

    @property
    def is_full(self) -> bool:
        """Whether it was a full question already."""
        return self.question == self.means

    @property
    def kept(self) -> bool:
        return self.said.read_as is None


def near(said: Answer, answers: Sequence[str]) -> bool:
    return bool(said) and best_of(token_f1, str(said), answers) >= ENOUGH


def is_right(said: Answer, accepted: Sequence[str]) -> bool:
    return near(said, accepted) if accepted else not said


@cache
def opened(document: str) -> Bot:
    return Bot.open(ROOT / document)


def ask(path: Path) -> Iterator[Turn]:
    """Hold the exchanges of a file."""
    for exchange in json.loads(path.read_text(encoding="utf-8"))["exchanges"]:
        bot = opened(exchange["document"])
        conversation = Conversation(bot)
        for place, turn in enumerate(exchange["turns"]):
            said, seconds = timed(conversation.ask, turn["question"])
            full, full_seconds = timed(bot.ask, turn["means"]) if place or said.read_as else (said, seconds)
            accepted = tuple(turn["answers"])
            yield Turn(place, turn["question"], turn["means"], accepted, said, full, seconds, full_seconds)


def timed(ask: Callable[[str], Answer], question: str) -> tuple[Answer, float]:
    """An answer and its seconds of processor time, which other programs on the machine don't add to."""
    began = time.process_time()
    return ask(question), time.process_time() - began


def share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def table(turns: Sequence[Turn]) -> str:
    follow = [turn for turn in turns if turn.place]
    short, whole = [turn for turn in follow if not turn.is_full], [turn for turn in turns if turn.is_full]
    figures = {
        "follow-ups": f"{len(follow)}",
        "as the full question": f"{share([turn.as_full for turn in follow]):.1%}",
        "of those cut short": f"{share([turn.as_full for turn in short]):.1%}  ({len(short)})",
        "accepted": f"{share([turn.right for turn in follow]):.1%}",
        "full, accepted": f"{share([turn.full_right for turn in follow]):.1%}",
        "questions kept": f"{share([turn.kept for turn in whole]):.1%}  ({len(whole)})",
        "ms a follow-up": f"{1000 * median(turn.seconds for turn in follow):.0f}",
        "ms its full question": f"{1000 * median(turn.full_seconds for turn in follow):.0f}",
        "times as long": f"{sum(turn.seconds for turn in follow) / sum(turn.full_seconds for turn in follow):.2f}",
    }
    return "\n".join(f"{name:22}{figure:>8}" for name, figure in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=EXCHANGES)
    parser.add_argument("--misses", action="store_true", help="list the follow-ups that were answered otherwise")
    options = parser.parse_args()
    turns = list(ask(options.file))
    for turn in turns if options.misses else ():
        if turn.place and not turn.as_full:
            print(f"{turn.question}\n    read as  {turn.said.read_as or '(as it stands)'}  -> {turn.said.text}")
            print(f"    means    {turn.means}  -> {turn.full.text}")
    print(table(turns))


if __name__ == "__main__":
    main()
