"""Pieces of lines on pages into text: "what is read after what, what is repeated on each page, what is a heading?".

Pure functions of places; the y axis points up, as in PDF, and lengths are in points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from statistics import median
from typing import NamedTuple

from qa_bot.documents.numerals import value_of
from qa_bot.documents.writing import Writer

CELLS = "   "  # between two cells of a table's row, so that it is known as one

_NEAR = 4  # pages on either side on which a header is looked for again
_MARGIN_LINES = 3  # of a header or footer
_SHIFT = 4.0  # points that a header may move from page to page
_SIDE = 4  # lines that each of two columns has at least
_COLUMN = 18  # characters that its lines have on average; shorter are the cells of tables
_LARGE = 1.12  # times the size of the text: a heading
_MOST_IN_HEADING = 150  # characters
_SHORT_LINE = 0.12  # of the width of its column: so much shorter is a line that ends a paragraph

_HALF_LINE = 0.35  # so much shorter is the line of a list or an address
_FAR = 3.0  # times its size: further from a header stands the text

_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_LONE_NUMBER = re.compile(r"\W*(\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})\W*")
_MARKER = re.compile(r"[•‣◦▪▫●○■□➢✓·–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{2,5})[.)]\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W_]-$")  # before a number, which pdfium does not see as a word's rest
_ENDS = '.!?:;…。！？»”")'


class Segment(NamedTuple):
    """A run of words on a line, without a wide gap; `broken` if it ends in a word that the next line goes on with."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool = False
    broken: bool = False

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Row:
    """The segments that stand beside one another in a column, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return CELLS.join(segment.text for segment in self.segments)

    @property
    def first(self) -> Segment:
        return self.segments[0]

    @property
    def right(self) -> float:
        return self.segments[-1].right

    @property
    def is_table(self) -> bool:
        return len(self.segments) > 1


@dataclass(frozen=True)
class Block:
    """Rows that make a paragraph, or the rows of a table; `page` counts from 0."""

    rows: tuple[Row, ...]
    page: int

    @property
    def last(self) -> Segment:
        return self.rows[-1].segments[-1]

    @property
    def characters(self) -> int:
        return sum(len(row.text) for row in self.rows)


def write(writer: Writer, pages: Sequence[Sequence[Segment]], labels: Sequence[str | None]) -> None:
    """The text of a document with its pages and headings.

    Parameters
    ----------
    pages
        What stands on each page.
    labels
        What each page is called in the file; where it calls none, the numbers of headers and footers are taken.
    """
    repeated = margins(pages)
    if not any(labels):
        labels = printed_labels(pages, repeated)
    kept = [
        [segment for number, segment in enumerate(page) if number not in drop]
        for page, drop in zip(pages, repeated, strict=True)
    ]
    blocks = [block for number, page in enumerate(kept) for block in blocks_of(page, number)]
    size, bold = body_of(blocks)
    words = vocabulary(kept) if any(segment.broken for page in kept for segment in page) else frozenset()
    page = -1
    above: Block | None = None
    for block, following in zip_longest(blocks, blocks[1:]):
        goes_on = above is not None and runs_on(above, block)
        if above is not None and not goes_on:
            writer.gap()
        elif above is not None and not above.last.broken:
            writer.add(" ")
        for number in range(page + 1, block.page + 1):
            writer.page(number + 1, labels[number])
        page, above = block.page, block
        after = following.rows[0].text if following is not None and runs_on(block, following) else ""
        text = text_of(block, words, after)
        start = writer.add(text)
        if not goes_on and following is not None and is_heading(block, size, bold):
            writer.mark_heading(start, text)


# --- what is read after what ------------------------------------------------------------------------------------------


def blocks_of(segments: Sequence[Segment], page: int) -> list[Block]:
    """The paragraphs of a page in reading order."""
    found: list[Block] = []
    for column in columns(segments):
        rows = rows_of(column)
        edge = max(row.right for row in rows)
        pitch = _pitch(rows)
        for number, row in enumerate(rows):
            if number == 0:
                joins = bool(found) and runs_on(found[-1], Block((row,), page + 1))
            else:
                joins = _joins(found[-1], row, edge, pitch)
            if joins:
                found[-1] = Block((*found[-1].rows, row), page)
            else:
                found.append(Block((row,), page))
    return found


def columns(segments: Sequence[Segment], depth: int = 4) -> list[list[Segment]]:
    """Segments that are read one below the other, as lists in reading order.

    A page is cut at the gutter between two columns of prose; what crosses it, such as a title, is read where it
    stands. The cells of a table are no columns, since they are read row by row.
    """
    gutter = _gutter(segments) if depth and len(segments) >= 2 * _SIDE else None
    if gutter is None:
        return [list(segments)] if segments else []
    crossing = sorted((s for s in segments if s.left < gutter < s.right), key=lambda s: -s.middle)
    heights = [-segment.middle for segment in crossing]
    sides: dict[tuple[int, bool], list[Segment]] = {}
    for segment in segments:
        if not segment.left < gutter < segment.right:
            sides.setdefault((bisect_left(heights, -segment.middle), segment.left >= gutter), []).append(segment)
    found: list[list[Segment]] = []
    across: list[Segment] = []
    for band in range(len(crossing) + 1):
        left, right = sides.get((band, False), []), sides.get((band, True), [])
        if left or right:
            found += [across] if across else []
            across = []
            found += [*columns(left, depth - 1), *columns(right, depth - 1)]
        across = [*across, *crossing[band : band + 1]]
    return [*found, across] if across else found


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Where, from the left, a page is cut into two columns of prose, or None."""
    lowest, highest = min(s.left for s in segments), max(s.right for s in segments)
    best: tuple[int, float] | None = None
    for left in sorted({round(segment.left) for segment in segments}):
        x = left - 2.0
        if not lowest + 0.15 * (highest - lowest) < x < lowest + 0.85 * (highest - lowest):
            continue
        crossing = sum(segment.left < x < segment.right for segment in segments)
        if (best is None or crossing < best[0]) and _has_columns(segments, x, crossing):
            best = crossing, x
    return best[1] if best else None


def _has_columns(segments: Sequence[Segment], x: float, crossing: int) -> bool:
    before = [segment for segment in segments if segment.right <= x]
    after = [segment for segment in segments if segment.left >= x]
    if min(len(before), len(after)) < _SIDE or crossing > len(segments) / 3:
        return False
    if any(sum(len(segment.text) for segment in side) < _COLUMN * len(side) for side in (before, after)):
        return False
    tops = [max(segment.top for segment in side) for side in (before, after)]
    bottoms = [min(segment.bottom for segment in side) for side in (before, after)]
    shared = min(tops) - max(bottoms)
    return shared > 0.3 * min(top - bottom for top, bottom in zip(tops, bottoms, strict=True))


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """Segments that stand beside one another as rows, from top to bottom."""
    groups: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: (-segment.middle, segment.left)):
        beside = groups[-1][0] if groups else None
        shared = min(beside.top, segment.top) - max(beside.bottom, segment.bottom) if beside else 0.0
        if beside and shared > 0.5 * min(beside.size, segment.size):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return [Row(tuple(_glued(sorted(group, key=lambda segment: segment.left)))) for group in groups]


def _glued(group: Sequence[Segment]) -> Iterator[Segment]:
    """Neighbours without a wide gap as one segment: a note number that stands higher, or a word in another font."""
    held = group[0]
    for segment in group[1:]:
        gap = segment.left - held.right
        if gap > max(held.size, segment.size):
            yield held
            held = segment
        else:
            link = " " if gap > 0.1 * held.size else ""
            held = held._replace(
                text=f"{held.text}{link}{segment.text}",
                right=max(held.right, segment.right),
                bold=held.bold and segment.bold,
                broken=segment.broken,
            )
    yield held


def _pitch(rows: Sequence[Row]) -> float:
    """How far lines are apart inside paragraphs, at least nearly always."""
    steps = [above.first.bottom - row.first.bottom for above, row in pairwise(rows)]
    near = [step for (above, _), step in zip(pairwise(rows), steps, strict=True) if 0 < step < 2.2 * above.first.size]
    return median(near) if near else 0.0


def _joins(block: Block, row: Row, edge: float, pitch: float) -> bool:
    """Whether a row belongs to the block above it."""
    above, first = block.rows[-1], block.rows[0]
    size = above.first.size
    step = above.first.bottom - row.first.bottom
    if above.is_table and row.is_table:
        return step < 2.5 * size
    if step > min(1.3 * pitch, 2.2 * size) if pitch else step > 1.6 * size:
        return False
    if above.is_table or row.is_table:
        return False
    if not 0.88 < row.first.size / max(size, 0.1) < 1.14 or above.first.bold != row.first.bold:
        return False
    if above.segments[-1].broken or _HYPHENATED.search(above.text):
        return True
    if _MARKER.match(row.text):
        return False
    hangs = _MARKER.match(first.text) is not None
    if row.first.left > above.first.left + 0.8 * size and not (hangs and above is first):
        return False  # the first line of a paragraph is indented
    width = edge - min(above.first.left, row.first.left)
    free = edge - above.right
    if free <= max(_SHORT_LINE * width, _first_word_width(row)):
        return True
    ended = above.text[-1] in _ENDS or (free > _HALF_LINE * width and not row.text[0].islower())
    return not ended


def _first_word_width(row: Row) -> float:
    segment = row.first
    word = len(segment.text.split(None, 1)[0]) + 1
    return word * (segment.right - segment.left) / max(len(segment.text), 1)


def runs_on(above: Block, below: Block) -> bool:
    """Whether a paragraph goes on at the top of the next column or page."""
    if below.page != above.page + 1 or above.rows[-1].is_table or below.rows[0].is_table:
        return False
    if not 0.88 < below.rows[0].first.size / max(above.last.size, 0.1) < 1.14:
        return False
    text = below.rows[0].text
    return text[0].isalnum() if above.last.broken else text[0].islower() and above.rows[-1].text[-1] not in _ENDS


# --- headers and footers ----------------------------------------------------------------------------------------------


def margins(pages: Sequence[Sequence[Segment]]) -> list[set[int]]:
    """The positions of those segments of each page that are repeated on the pages around it, at the same height.

    A number may differ; one that stands alone must be a page number, so grow with the pages.
    """
    found: list[set[int]] = [set() for _ in pages]
    for outward in (1, -1):
        edges = [_edge(page, outward) for page in pages]
        active = [True] * len(pages)
        for depth in range(_MARGIN_LINES):
            lines = [edge[depth] if depth < len(edge) else None for edge in edges]
            for number, line in enumerate(lines):
                if active[number] and line is not None and _is_repeated(lines, number):
                    found[number] |= set(line.segments)
                else:
                    active[number] = False
    return found


class _MarginLine(NamedTuple):
    """A line at the top or bottom of a page: its words without digits, its numbers, its height, its segments."""

    key: str
    numbers: tuple[int, ...]
    height: float
    segments: tuple[int, ...]
    text: str


def _edge(page: Sequence[Segment], outward: int) -> list[_MarginLine]:
    """The outermost lines of a page, the outermost first."""
    order = sorted(range(len(page)), key=lambda number: -outward * page[number].middle)
    lines: list[list[int]] = []
    for number in order:
        away = abs(page[lines[-1][0]].middle - page[number].middle) if lines else 0.0
        if lines and away < _SHIFT:
            lines[-1].append(number)
        elif away > _FAR * page[number].size or len(lines) == _MARGIN_LINES:
            break
        else:
            lines.append([number])
    found = []
    for line in lines:
        text = " ".join(page[number].text for number in sorted(line, key=lambda number: page[number].left))
        lone = _LONE_NUMBER.fullmatch(text)
        value = _value(lone[1]) if lone else None
        key = "#" if value is not None else _DIGITS.sub("#", text)
        numbers = (value,) if value is not None else tuple(int(digits) for digits in _DIGITS.findall(text)[:8])
        found.append(_MarginLine(key, numbers, page[line[0]].middle, tuple(line), text))
    return found


def _is_repeated(lines: Sequence[_MarginLine | None], number: int) -> bool:
    own = lines[number]
    assert own is not None
    if not (_LETTER.search(own.key) or own.key == "#"):
        return False
    near = range(max(0, number - _NEAR), min(len(lines), number + _NEAR + 1))
    same = 0
    for other in near:
        line = lines[other]
        if other == number or line is None or line.key != own.key or abs(line.height - own.height) > _SHIFT:
            continue
        same += _counts_pages(own.numbers, line.numbers, other - number, own.key == "#")
    return same >= min(2, len(near) - 1) and same > 0


def _counts_pages(own: Sequence[int], others: Sequence[int], pages: int, always: bool) -> bool:
    """Whether the numbers of two lines so many pages apart are the same, or differ by the pages."""
    pairs = zip(own, others, strict=True)
    return all(other - one == pages or (other == one and not always) for one, other in pairs)


def _value(digits: str) -> int | None:
    """The number that digits or Roman numerals stand for."""
    return int(digits) if digits.isdecimal() else value_of(digits.lower())


def printed_labels(pages: Sequence[Sequence[Segment]], repeated: Sequence[set[int]]) -> list[str | None]:
    """What headers and footers say that each page is: the number in them that grows with the pages."""
    told: list[dict[int, str]] = []
    for number, (page, drop) in enumerate(zip(pages, repeated, strict=True)):
        found: dict[int, str] = {}
        for text in (page[at].text for at in sorted(drop)):
            lone = _LONE_NUMBER.fullmatch(text)
            value = _value(lone[1]) if lone else None
            if lone and value is not None:
                found[value - number] = lone[1]
            for digits in _DIGITS.findall(text)[:8]:
                if len(digits) <= 4:
                    found.setdefault(int(digits) - number, digits)
        told.append(found)
    shifts = Counter(shift for found in told for shift in found)
    labels: list[str | None] = []
    for found in told:
        shift = max(found, key=lambda shift: shifts[shift], default=None)
        labels.append(found[shift] if shift is not None and shifts[shift] > 1 else None)
    return labels


# --- text -------------------------------------------------------------------------------------------------------------


def text_of(block: Block, words: frozenset[str], after: str) -> str:
    """A block's words: a paragraph in one line, a table with its rows on lines; `after` is what it goes on with."""
    if block.rows[0].is_table:
        return "\n".join(row.text for row in block.rows)
    parts: list[str] = []
    for row, below in zip_longest(block.rows, block.rows[1:]):
        parts.append(row.text)
        if row.segments[-1].broken:
            parts.append(hyphen(row.text, below.text if below else after, words))
        elif below is not None and not _HYPHENATED.search(row.text):
            parts.append(" ")
    return "".join(parts)


def hyphen(line: str, following: str, words: frozenset[str]) -> str:
    """What stands between a word that is broken at the end of a line and its rest: a hyphen, or nothing.

    The words of the document decide, then the rest: one that begins with a small letter belonged to one word.
    """
    tail, head = _LAST_WORD.search(line), _FIRST_WORD.match(following)
    if not tail or not head or not head[0][0].islower():
        return "-"
    whole, compound = f"{tail[0]}{head[0]}".lower(), f"{tail[0]}-{head[0]}".lower()
    if whole in words:
        return ""
    both = len(tail[0]) > 3 and tail[0].lower() in words and head[0].lower() in words
    return "-" if both or compound in words or line[: tail.start()].endswith("-") else ""


def vocabulary(pages: Sequence[Sequence[Segment]]) -> frozenset[str]:
    """The words of a document that are not broken at a line's end."""
    found: set[str] = set()
    for page in pages:
        for segment in page:
            words = _WORD.findall(segment.text.lower())
            found.update(words[:-1] if segment.broken else words)
    return frozenset(found)


def body_of(blocks: Sequence[Block]) -> tuple[float, bool]:
    """The size of most of the text, in half points, and whether most of it is bold."""
    sizes: Counter[float] = Counter()
    bold = 0
    for block in blocks:
        sizes[round(2 * block.rows[0].first.size) / 2] += block.characters
        bold += block.characters if block.rows[0].first.bold else 0
    return (sizes.most_common(1)[0][0] if sizes else 0.0), 2 * bold > sum(sizes.values())


def is_heading(block: Block, size: float, bold: bool) -> bool:
    """Whether a block stands out from text of this size, and is short."""
    if block.rows[0].is_table or block.characters > _MOST_IN_HEADING or len(block.rows) > 3:
        return False
    text = block.rows[-1].text
    if not any(_LETTER.search(row.text) for row in block.rows) or text[-1] in ",;":
        return False
    large = block.rows[0].first.size > _LARGE * size
    loud = not bold and block.rows[0].first.size > 0.95 * size and all(row.first.bold for row in block.rows)
    return large or (loud and text[-1] != ".")
