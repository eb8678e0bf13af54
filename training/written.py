"""Documents that were written for training, with their questions: contracts, manuals, minutes, letters and the like.

A reader learns from those in `written/taught`; those in `written/tune` it never sees. A file holds the document, a line
of five equals signs, and a question a line:

    plain   When does the trial period end?   31 August 2024
    hard    notice time during trial          two weeks          is two weeks on either side
    near    How long is the notice in 2030?   -
    absent  Is there a canteen?               -

with tabs between its kind, wording and answer. Other right answers follow after " | ". Where the answer's words occur
more than once, a fourth field holds those that are meant and occurs once. `near` and `absent` questions are not
answered, on the document's subject and on another. A line "Inn: Anchor; Beds: 4; Price: 3.50" is a row of a table, as
the product makes them of every format: a passage of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qa_bot.records import Document, Line

TAUGHT, TUNE = (Path(__file__).resolve().parent / "written" / name for name in ("taught", "tune"))
KINDS = ("plain", "hard", "near", "absent")
UNANSWERED = "-"
ROW = re.compile(r"^[^:;\n]{1,40}: [^;\n]+(?:; [^:;\n]{1,40}: [^;\n]+){2,}$", re.MULTILINE)

Place = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """Of a kind of KINDS; `places` are the characters of its answers, the best first, none where there is none."""

    kind: str
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Written:
    """A document and the questions on it."""

    name: str
    text: str
    questions: tuple[Question, ...]

    @property
    def document(self) -> Document:
        """What a bot opens, with the rows of its tables."""
        rows = (Line(match.start(), number) for number, match in enumerate(ROW.finditer(self.text), 1))
        return Document(self.text, id=self.name, rows=tuple(rows))

    def answers(self, question: Question) -> tuple[str, ...]:
        """The words of a question's answers, the best first."""
        return tuple(self.text[start:end] for start, end in question.places)


def written(folder: Path) -> list[Written]:
    """The documents of a folder, by name."""
    return [parse(path) for path in sorted(folder.glob("*.txt"))]


def parse(path: Path) -> Written:
    """Read one file; raises ValueError, which names the line, where it is malformed."""
    text, line, tail = path.read_text(encoding="utf-8").partition("\n=====\n")
    if not line:
        raise ValueError(f"{path}: no line of five equals signs")
    text = re.sub(r"\n{3,}", "\n\n", ROW.sub(r"\n\g<0>\n", text))
    questions = []
    for row in filter(str.strip, tail.splitlines()):
        try:
            questions.append(question(row, text))
        except ValueError as error:
            raise ValueError(f"{path}: {row!r}: {error}") from None
    return Written(path.stem, text, tuple(questions))


def question(row: str, text: str) -> Question:
    kind, asked, answer, *around = (field.strip() for field in row.split("\t"))
    if kind not in KINDS or (answer == UNANSWERED) != (kind in ("near", "absent")):
        raise ValueError(f"the kind is none of {', '.join(KINDS)}, or no answer fits it")
    if answer == UNANSWERED:
        return Question(kind, asked, ())
    best, *others = answer.split(" | ")
    holders = list(places(around[0], text)) if around else [(0, len(text))]
    if len(holders) != 1:
        raise ValueError(f"the fourth field occurs {len(holders)} times")
    ((low, high),) = holders
    meant = [(a, b) for a, b in places(best, text) if low <= a and b <= high]
    if not meant or (len(meant) > 1 and not around):
        raise ValueError(f"the answer occurs {len(meant)} times")
    found = [next(places(other, text), None) for other in others]
    if missing := [other for other, place in zip(others, found, strict=True) if place is None]:
        raise ValueError(f"{missing[0]!r} does not occur")
    return Question(kind, asked, (meant[0], *(place for place in found if place)))


def places(words: str, text: str) -> Iterator[Place]:
    """Where the words stand, whatever white space is between them."""
    for match in re.finditer(r"\s+".join(map(re.escape, words.split())), text):
        yield match.span()
