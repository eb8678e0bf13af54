"""Lines into paragraphs: "does this line break end something, or was the line only full?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from qa_bot.passages.words import UNSPACED
from qa_bot.patterns import lazily

MIN_WRAP, MAX_WRAP = 40, 120  # columns: below are lists and verse, above are lines that nobody wrapped
RAGGED = 8  # columns by which a line may be wider than most are; it then was full all the more

# What stands before a list item or a numbered clause. The name of the group is the kind of the list.
_MARKER = re.compile(
    r"(?P<sure>[•‣◦▪▫●○■□➢✓·])(?=\s)|(?P<dash>[-–—])(?=\s)|(?P<star>[*+])(?=\s)"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,5}\.?)(?=\s)|(?P<number>\(?\d{1,3}[.)](?=\s)|\d{1,3}、)"
    r"|(?P<letter>\([A-Za-z]\)|[A-Za-z]\)|[a-z]\.)(?=\s)|(?P<roman>\(?[ivxl]{2,6}[.)])(?=\s)"
)
_DATED = re.compile(r"[\[(]?(?:\d{4}[-/.]\d\d[-/.]\d\d|\d\d?:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:)")  # a log's line
_RULE = re.compile(r"([=\-~^*_+#])\1{2,}")
_MARKDOWN = re.compile(r"#{1,6}[ \t]+\S")
_UNSPACED = lazily(f"[{UNSPACED}]")
# The line ends of a text made in code, each replaced by as many characters as it has, so that offsets hold.
_LINE_ENDS = (("\r\n", " \n"), *((mark, "\n") for mark in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"))


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together, `text[start:end]`, without white space at its ends.

    Parameters
    ----------
    start, end
        The whole, with the rule below an underlined heading.
    text_end
        Where the words end: before such a rule.
    lines
        How many lines it has.
    block
        The number of its block; blank lines separate blocks.
    marker
        The kind of list item that it is, or "".
    kind
        "row" of a table or log, "rule" (a line without a word), "markdown" or "underlined" headings, or "".
    """

    start: int
    end: int
    text_end: int
    lines: int
    block: int
    marker: str = ""
    kind: str = ""


class _Line(NamedTuple):
    start: int  # the first character that is not white
    end: int  # after the last one
    indent: int
    width: int  # from the margin to `end`
    head: int  # the characters of its first word, which decide whether it had fitted on the line above
    marker: str
    kind: str


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Paragraph]:
    """The paragraphs of `text[start:end]`, in order; every character that is not white lies in exactly one.

    Blank lines separate blocks. Inside a block a line break is soft where the next line's first word would not have
    fitted on the line, or where the next line is indented under a list item; any other ends a paragraph.
    """
    blocks = list(_blocks(text[start:end], start))
    width = _wrap_width([pair for block in blocks for pair in _pairs(block)], share=0.6)
    return [
        paragraph for number, block in enumerate(blocks) for paragraph in _paragraphs_of(text, block, number, width)
    ]


def _blocks(text: str, start: int) -> Iterator[list[_Line]]:
    for mark, plain in _LINE_ENDS:
        if mark in text:
            text = text.replace(mark, plain)
    block: list[_Line] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            block.append(_line(raw, line, start))
        elif block:
            yield block
            block = []
        start += len(raw) + 1
    if block:
        yield block


def _line(raw: str, line: str, start: int) -> _Line:
    indent = len(raw) - len(raw.lstrip())
    found = None if line[0].isupper() else _MARKER.match(line)
    rest = line[found.end() :].lstrip() if found else line
    kind = ""
    if _RULE.fullmatch(line):
        kind = "rule"
    elif line[0] == "#" and _MARKDOWN.match(line):
        kind = "markdown"
    elif "\t" in rest or "   " in rest or rest.count("|") > 1 or _DATED.match(line):
        kind = "row"
    head = 1 if line[0] > "\u0dff" and _UNSPACED.match(line) else len(line[:MAX_WRAP].split(None, 1)[0])
    return _Line(
        start + indent,
        start + indent + len(line),
        indent,
        indent + len(line),
        head,
        (found.lastgroup or "") if found else "",
        kind,
    )


def _pairs(block: Sequence[_Line]) -> Iterator[tuple[_Line, _Line]]:
    """Neighbouring lines whose break tells something about where lines are wrapped."""
    for above, line in pairwise(block):
        if above.width >= MIN_WRAP and not (above.kind or line.kind or line.marker):
            yield above, line


def _wrap_width(pairs: Sequence[tuple[_Line, _Line]], share: float) -> int | None:
    """The width at which the lines were wrapped, or None if too few of their breaks are explained by any.

    A break is explained by every width from the line's own up to where the next first word had still fitted.
    """
    if len(pairs) < 3:
        return None
    change = [0] * (MAX_WRAP + 2)
    for above, line in pairs:
        if above.width <= MAX_WRAP:
            change[above.width] += 1
            change[min(above.width + line.head, MAX_WRAP) + 1] -= 1
    best, most, explained = None, 0, 0
    for width, step in enumerate(change):
        explained += step
        if explained > most:
            best, most = width, explained
    return best if most >= share * len(pairs) else None


def _paragraphs_of(text: str, block: Sequence[_Line], number: int, width: int | None) -> Iterator[Paragraph]:
    own = _wrap_width(list(_pairs(block)), share=0.8) if len(block) > 3 else None
    first, count = block[0], 1
    markers = {first.marker}
    for above, line in pairwise(block):
        underline = line.kind == "rule" and count == 1 and not (first.kind or first.marker) and above.width <= 80
        if underline and 2 * (line.end - line.start) >= above.end - above.start:
            count += 1
        elif count > 1 and above.kind == "rule" and first.kind == "":
            yield Paragraph(first.start, above.end, first.end, 1, number, "", "underlined")
            first, count = line, 1
        elif _is_soft(text, first, above, line, own or width, markers):
            count += 1
        else:
            yield Paragraph(first.start, above.end, above.end, count, number, first.marker, first.kind)
            first, count = line, 1
        markers.add(first.marker)
    last = block[-1]
    if count > 1 and last.kind == "rule" and first.kind == "":
        yield Paragraph(first.start, last.end, first.end, 1, number, "", "underlined")
    else:
        yield Paragraph(first.start, last.end, last.end, count, number, first.marker, first.kind)


def _is_soft(text: str, first: _Line, above: _Line, line: _Line, width: int | None, markers: set[str]) -> bool:
    """Whether the break between `above`, of the paragraph that begins with `first`, and `line` means nothing."""
    if above.kind or line.kind:
        return False
    full = width is not None and above.width - RAGGED <= width < above.width + 1 + line.head
    if line.marker:  # "about / 1.2 metres" and "the / - as they said - best" are no lists
        return full and line.marker != "sure" and line.marker not in markers and text[above.end - 1] not in ".!?:;"
    if first.marker and line.indent > first.indent:
        return True
    return (full and not _shouts_alone(text, above, line)) or _runs_on(text, above, line)


def _shouts_alone(text: str, above: _Line, line: _Line) -> bool:
    """A line in capitals above one that is not: a heading, however wide."""
    return text[above.start : above.end].isupper() and not text[line.start : line.end].isupper()


def _runs_on(text: str, above: _Line, line: _Line) -> bool:
    """Whether a sentence goes on, in a text with too few lines, or too ragged ones, to tell its width."""
    if not MIN_WRAP <= above.width <= MAX_WRAP:
        return False
    return text[line.start].islower() and (text[above.end - 1].isalnum() or text[above.end - 1] in ",-–—’')”")
