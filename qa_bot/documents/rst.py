"""reStructuredText, read by its lines: what Sphinx adds to it needs no Sphinx then, and nothing it names is opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from qa_bot.documents import text as plain_text
from qa_bot.documents.writing import Writer, row_of, seen, squeezed
from qa_bot.records import Document
from qa_bot.settings import Settings

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?([\w:+.-]+?)::(?:[ \t]+(.*))?")
_NOTE = re.compile(r"\.\.[ \t]+\[[^\]]+\][ \t]+(.*)")
_OPTION = re.compile(r":[\w -]+:(?:[ \t]|$)")
_GRID, _GRID_RULE = re.compile(r"[+|].*[+|]"), re.compile(r"\+(?:[-=]{2,}\+)+")
_SIMPLE_RULE = re.compile(r"=+(?:[ ]+=+)+[ \t]*")
_ITEM = re.compile(r"(?:[-*+•]|(?:\d{1,4}|[A-Za-z#])[.)]|\((?:\d{1,4}|[A-Za-z#])\))[ \t]+")

# Directives without words of their own, and those whose words stand as they are.
_WORDLESS = frozenset(
    "image include toctree contents raw index highlight meta sectnum default-role role default-domain module"
    " currentmodule py:module py:currentmodule automodule autoclass autofunction literalinclude graphviz".split()
)
_VERBATIM = frozenset(("code", "code-block", "sourcecode", "parsed-literal", "math", "prompt", "doctest", "testcode"))

_INLINE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"``(.+?)``", re.DOTALL), lambda match: match[1]),
    (re.compile(r"(?::[\w:+.-]+:)?`~?([^`<]+?)\s*<[^`>]*>`(?:__?)?"), lambda match: match[1]),
    (re.compile(r"(?::[\w:+.-]+:)?`~?!?([^`]+)`(?:__?|:[\w:+.-]+:)?"), lambda match: match[1]),
    (re.compile(r"(?<![\w*])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\w*])", re.DOTALL), lambda match: match[1]),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"), lambda match: match[1]),
    (re.compile(r"\s?\[(?:#?[\w-]*|\*)\]_(?!\w)"), lambda match: ""),
    (re.compile(r"(?<!\w)\|([^\s|](?:[^|\n]*[^\s|])?)\|_{0,2}(?!\w)"), lambda match: match[1]),
    (re.compile(r"(?<![\w_])([A-Za-z][\w.-]*?[A-Za-z0-9])__?(?![\w_])"), lambda match: match[1]),
    (re.compile(r"\\([\s\S])"), lambda match: match[1].strip()),
)


class _Line(NamedTuple):
    number: int  # in the file, from 1
    indent: int
    text: str  # without indentation and white space at its end


def read(data: bytes, path: str, settings: Settings) -> Document:
    """A reStructuredText file as a Document with its headings and lines; raises CorpusError."""
    lines = [
        _Line(number, len(line) - len(line.lstrip()), line.strip())
        for number, line in enumerate(plain_text.decode(data, path).expandtabs(8).split("\n"), 1)
    ]
    writer = Writer(path, settings.max_bytes)
    _Writing(writer, lines).everything()
    return writer.document()


class _Writing:
    """A walk down the lines; `_at` is the next one."""

    def __init__(self, writer: Writer, lines: Sequence[_Line]) -> None:
        self._writer, self._lines, self._at = writer, lines, 0

    def everything(self) -> None:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.text:
                self._at += 1
            elif not (self._heading(line) or self._explicit(line) or self._grid(line) or self._simple(line)):
                self._paragraph(line)

    def _text(self, ahead: int) -> str:
        at = self._at + ahead
        return self._lines[at].text if at < len(self._lines) else ""

    def _heading(self, line: _Line) -> bool:
        """A title above a rule, or between two of one kind."""
        ruled = _RULE.fullmatch(line.text)
        if ruled and self._text(1) and self._text(2)[:1] == ruled[1] and _RULE.fullmatch(self._text(2)):
            number, text, used = line.number + 1, self._text(1), 3
        elif ruled:
            self._at += not _SIMPLE_RULE.fullmatch(line.text)  # a line across the page
            return True
        elif line.indent == 0 and _RULE.fullmatch(self._text(1)) and len(self._text(1)) >= 0.8 * len(line.text):
            number, text, used = line.number, line.text, 2
        else:
            return False
        self._at += used
        start = self._writer.end + 2 * bool(self._writer.end)
        text = squeezed(plain(text))
        self._writer.heading(text)
        if text:
            self._writer.line(number, start)
        return True

    def _explicit(self, line: _Line) -> bool:
        """A directive, note, target or comment."""
        if not (line.text == ".." or line.text.startswith(".. ")):
            return False
        self._at += 1
        directive, note = _DIRECTIVE.fullmatch(line.text), _NOTE.fullmatch(line.text)
        if note:
            self._write(note[1], [line.number])
        elif directive is None or directive[1] in _WORDLESS:
            list(self._block(line.indent))
        else:
            if directive[2] and directive[1] not in _VERBATIM and directive[1] not in ("figure", "list-table"):
                self._write(directive[2], [line.number])
            while self._text(0) and self._lines[self._at].indent > line.indent and _OPTION.match(self._text(0)):
                self._at += 1
            if directive[1] in _VERBATIM:
                self._verbatim(line.indent)
        return True

    def _block(self, indent: int) -> Iterator[_Line]:
        """The lines that are indented further, up to the next that is not."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.text and line.indent <= indent:
                break
            self._at += 1
            yield line

    def _verbatim(self, indent: int) -> None:
        block = list(self._block(indent))
        while block and not block[0].text:
            del block[0]
        while block and not block[-1].text:
            del block[-1]
        if block:
            least = min(line.indent for line in block if line.text)
            text = "\n".join(" " * (line.indent - least) * bool(line.text) + line.text for line in block)
            self._writer.line(block[0].number, self._writer.paragraph(seen(text)))

    def _paragraph(self, first: _Line) -> None:
        """Lines of one indentation; of a list item, of its text's."""
        item = _ITEM.match(first.text)
        texts, numbers = [first.text], [first.number]
        self._at += 1
        while self._at < len(self._lines):
            line = self._lines[self._at]
            inside = first.indent < line.indent <= first.indent + 8 if item else line.indent == first.indent
            if not line.text or not inside or (item is None and _ITEM.match(line.text) and texts[-1][-1] in ":.;"):
                break
            texts.append(line.text)
            numbers.append(line.number)
            self._at += 1
        literal = texts[-1].endswith("::")
        if literal:
            bare = texts[-1][:-2]
            texts[-1] = bare.rstrip() if bare[-1:] in ("", " ") else f"{bare}:"
        if texts[0].startswith(":") and _OPTION.match(texts[0]):  # a field
            texts[0] = texts[0][1:]
        self._write("\n".join(texts), numbers)
        if literal:
            self._verbatim(first.indent)

    def _write(self, marked_up: str, numbers: Sequence[int]) -> None:
        """A paragraph without its markup, each of its lines known by its number."""
        lines = seen(plain(marked_up)).split("\n")
        told = [(squeezed(text), number) for text, number in zip(lines, numbers, strict=False) if text.strip()]
        if not told:
            return
        self._writer.gap()
        for at, (text, number) in enumerate(told):
            self._writer.line(number)
            self._writer.add(text + " " * (at + 1 < len(told)))

    def _grid(self, line: _Line) -> bool:
        """A table drawn with lines; its cells may have several."""
        if not _GRID_RULE.fullmatch(line.text):
            return False
        header: list[str] = []
        cells: list[str] = []
        number = line.number
        while self._at < len(self._lines) and _GRID.fullmatch(self._text(0)):
            line = self._lines[self._at]
            self._at += 1
            if line.text[0] == "|":
                parts = [part.strip() for part in line.text.strip("|").split("|")]
                number = number if cells else line.number
                cells = [f"{one} {two}" for one, two in zip(cells, parts, strict=False)] if cells else parts
            elif cells:
                cells = [squeezed(plain(cell)) for cell in cells]
                if "=" in line.text:
                    header = cells
                else:
                    self._row(header, cells, number)
                cells = []
        return True

    def _simple(self, line: _Line) -> bool:
        """A table between rules that show where its columns are."""
        if not _SIMPLE_RULE.fullmatch(line.text):
            return False
        edges = [match.start() for match in re.finditer("=+", line.text)]
        groups: list[list[tuple[int, list[str]]]] = [[]]
        self._at += 1
        while self._at < len(self._lines):
            row = self._lines[self._at]
            if _SIMPLE_RULE.fullmatch(row.text):
                groups.append([])
                if len(groups) == 3 or not (self._text(1)):
                    self._at += 1
                    break
            elif row.text:
                padded = " " * (row.indent - line.indent) + row.text
                ends = [*edges[1:], len(padded)]
                cells = [squeezed(plain(padded[start:end])) for start, end in zip(edges, ends, strict=True)]
                if groups[-1] and not cells[0]:
                    above = groups[-1][-1][1]
                    above[:] = [squeezed(f"{one} {two}") for one, two in zip(above, cells, strict=True)]
                else:
                    groups[-1].append((row.number, cells))
            self._at += 1
        rows = [group for group in groups if group]
        header = (
            [squeezed(" ".join(names)) for names in zip(*(cells for _, cells in rows[0]), strict=True)]
            if len(rows) > 1
            else []
        )
        for number, cells in rows[-1] if rows else []:
            self._row(header, cells, number)
        return True

    def _row(self, header: list[str], cells: list[str], number: int) -> None:
        if any(cells):
            start = self._writer.paragraph(row_of(header, cells))
            self._writer.line(number, start)
            if header:
                self._writer.row(0, start)


def plain(marked_up: str) -> str:
    """Text without inline markup, with as many line breaks as before."""
    for pattern, kept in _INLINE:
        marked_up = pattern.sub(lambda match, kept=kept: _with_breaks(match[0], kept(match)), marked_up)  # type: ignore[misc]
    return marked_up


def _with_breaks(before: str, after: str) -> str:
    return after + "\n" * (before.count("\n") - after.count("\n"))
