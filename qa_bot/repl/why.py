"""Why this answer: "what did the search go by, and how far behind were the others?", as small bar charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qa_bot.records import Answer, Match
from qa_bot.render import Fragments, confidence, further, inline, leading
from qa_bot.repl.wrap import breadth, fitted

LONGEST_BAR = 24
"""Columns."""

MOST_TERMS = 10
"""Terms that are drawn, the heaviest; the rest weighs little."""


class Bar(NamedTuple):
    """A line of a chart: what it is of, how much, the figure as written, and whether it is drawn quietly."""

    label: str
    value: float
    figure: str
    quiet: bool = False


def why(answer: Answer, matches: Sequence[Match], width: int, block: str = "█") -> Fragments:
    """What matched and what was weighed against it, for the chat.

    Parameters
    ----------
    answer
        The answer, or the refusal with its candidates.
    matches
        The terms of its question, heaviest first.
    width
        Columns that there are.
    block
        What bars are drawn with.
    """
    shown: Fragments = []
    if matches:
        shown += [("class:heading", "terms"), ("class:hint", ", and what each weighs in the search"), ("", "\n")]
        rows = [
            Bar(own.words, own.weight, f"{own.weight:.2f}{'' if own.held else ' not in it'}", not own.held)
            for own in matches[:MOST_TERMS]
        ]
        shown += chart(rows, width, block)
    best = leading(answer)
    candidates = [own for own in (best, *further(answer)) if own is not None]
    if candidates:
        title = "candidates" if answer else "candidates, none of them sure enough"
        shown += [("class:heading", title), ("class:hint", ", and how likely each is right"), ("", "\n")]
        rows = [Bar(str(own), own.confidence, confidence(own.confidence)) for own in candidates]
        shown += chart(rows, width, block, most=1.0)
    return shown


def chart(rows: Sequence[Bar], width: int, block: str, most: float = 0.0) -> Fragments:
    """Bars below one another, a line each; the longest stands for `most`, or for the largest value."""
    most = most or max((row.value for row in rows), default=0.0) or 1.0
    labels = [inline(row.label) for row in rows]
    figure = max((len(row.figure) for row in rows), default=0)
    room = max(width - figure - 4, 8)  # for label and bar
    label = min(max(map(breadth, labels), default=0), room - min(LONGEST_BAR, room // 3))
    bar = min(LONGEST_BAR, room - label)
    shown: Fragments = []
    for row, name in zip(rows, labels, strict=True):
        drawn = block * max(round(bar * row.value / most), 1 if row.value else 0)
        style = "class:bar.quiet" if row.quiet else "class:bar"
        shown += [("", f"  {fitted(name, label)} "), (style, drawn), ("", f"{' ' if drawn else ''}{row.figure}\n")]
    return shown
