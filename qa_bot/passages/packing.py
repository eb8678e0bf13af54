"""Sentences into passages, each large enough for a fact with what it refers to; a longer paragraph keeps to itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from qa_bot.passages.language import language_of
from qa_bot.passages.layout import Paragraph, paragraphs
from qa_bot.passages.outline import heading_indexes
from qa_bot.passages.stops import split
from qa_bot.passages.words import count_words
from qa_bot.records import Document, Heading, Passage
from qa_bot.settings import Settings


class _Unit(NamedTuple):
    """What is never cut: a sentence, a short paragraph, or headings with the first of these below them."""

    start: int
    end: int
    words: int


class _Part(NamedTuple):
    """A paragraph's sentences, and whether it is a heading or a row of a table."""

    units: list[_Unit]
    words: int
    is_heading: bool
    is_row: bool = False


def passages(document: Document, first_row: int = 0, settings: Settings | None = None) -> list[Passage]:
    """A document's passages, in order; `row` counts from `first_row`.

    Each holds whole sentences, half of `max_words` to `max_words` words where the text allows. A paragraph of
    `paragraph_words` or more shares its passages with no other, shorter ones are joined with their neighbours, and
    a heading begins a new passage, the one below it; each row of a table is one.
    Every character that is not white lies in exactly one passage.
    """
    settings = settings or Settings()
    spans = _spans(_parts(document, settings.max_words), settings)
    return [Passage(first_row + number, document, start, end) for number, (start, end) in enumerate(spans)]


def _parts(document: Document, most: int) -> Iterator[_Part]:
    text, code = document.text, language_of(document)
    parts = paragraphs(text)
    if document.headings:
        parts, names = _split_at(text, parts, document.headings)
    else:
        names = set(heading_indexes(text, parts))
    rows = {row.start for row in document.rows}
    for index, part in enumerate(parts):
        units = [
            _Unit(start, end, count_words(text[start:end]))
            for start, end in split(text, part.start, part.end, most, code)
        ]
        if units:
            yield _Part(units, sum(unit.words for unit in units), index in names, part.start in rows)


def _split_at(text: str, parts: Sequence[Paragraph], headings: Sequence[Heading]) -> tuple[list[Paragraph], set[int]]:
    """Paragraphs cut where given headings begin and end, and which of them those are.

    The marks around a heading, such as the rule below it, stay with it.
    """
    found: list[Paragraph] = []
    names: set[int] = set()
    given = sorted(headings, key=lambda heading: heading.start)
    at = 0
    for part in parts:
        start = part.start
        while at < len(given) and given[at].start < part.end:
            heading, at = given[at], at + 1
            if heading.end <= heading.start or heading.start < start:
                continue
            before, end = heading.start, min(heading.end, part.end)
            if not any(map(str.isalnum, text[start:before])):
                before = start
            if not any(map(str.isalnum, text[end : min(end + 200, part.end)])):
                end = part.end
            if start < before:
                found.append(replace(part, start=start, end=before, text_end=before))
            names.add(len(found))
            found.append(replace(part, start=before, end=end, text_end=end))
            start = end
        if start < part.end:
            found.append(replace(part, start=start))
    return found, names


def _spans(parts: Iterable[_Part], settings: Settings) -> Iterator[tuple[int, int]]:
    """Where passages begin and end."""
    above: list[_Unit] = []  # headings whose text is still to come

    def kind(part: _Part) -> str:
        return (
            "heading"
            if part.is_heading
            else "long"
            if part.is_row or part.words >= settings.paragraph_words
            else "short"
        )

    for name, group in groupby(parts, kind):
        if name == "heading":
            above += [unit for part in group for unit in part.units]
        elif name == "short":
            units = [_joined(part.units) for part in group]
            yield from _runs(_below(above, units, settings.max_words), settings.max_words)
            above = []
        else:
            for part in group:
                yield from _runs(_below(above, part.units, settings.max_words), settings.max_words)
                above = []
    yield from _runs(above, settings.max_words)


def _joined(units: Sequence[_Unit]) -> _Unit:
    return _Unit(units[0].start, units[-1].end, sum(unit.words for unit in units))


def _below(above: Sequence[_Unit], units: Sequence[_Unit], most: int) -> list[_Unit]:
    """Headings joined to the first unit below them, as long as that is still small enough."""
    joined = list(units)
    for unit in reversed(above):
        if unit.words + joined[0].words <= most:
            joined[0] = _joined([unit, joined[0]])
        else:
            joined.insert(0, unit)
    return joined


def _runs(units: Sequence[_Unit], most: int) -> Iterator[tuple[int, int]]:
    """Neighbouring units in as few and as even runs as have `most` words at the most; linear in the units.

    Each run ends where it is nearest to an even share of what is left, so that no small rest remains.
    """
    left = sum(unit.words for unit in units)
    runs = -(-left // most)
    run: list[_Unit] = []
    words = 0
    for unit in units:
        share = left / max(runs, 1)
        if run and (words + unit.words > most or abs(words - share) <= abs(words + unit.words - share)):
            yield run[0].start, run[-1].end
            left -= words
            runs = max(runs - 1, -(-left // most))
            run, words = [], 0
        run.append(unit)
        words += unit.words
    if run:
        yield run[0].start, run[-1].end
