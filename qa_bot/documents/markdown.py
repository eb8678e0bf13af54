"""Markdown, by markdown-it-py: its words without the markup, its headings, and the line of the file for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa_bot.documents import text as plain_text
from qa_bot.documents.names import shown
from qa_bot.documents.writing import Writer, row_of, seen, squeezed
from qa_bot.errors import CorpusError
from qa_bot.records import Document
from qa_bot.settings import Settings

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TITLE = re.compile(r"^title[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)


def read(data: bytes, path: str, settings: Settings) -> Document:
    """A Markdown file as a Document with its headings and lines; raises CorpusError."""
    from markdown_it import MarkdownIt  # imported here, since other formats need it not

    if len(data) > settings.max_markup:
        raise CorpusError(
            f"{shown(path)} has {len(data):,} bytes of Markdown, more than the {settings.max_markup:,} that are read;"
            " split it"
        )
    text = plain_text.decode(data, path)
    front = _FRONT.match(text)
    first = front[0].count("\n") if front else 0
    title = _TITLE.search(front[0]) if front else None
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(text[front.end() :] if front else text)
    writer = Writer(path, settings.max_bytes)
    _Writing(writer, first + 1).tokens(tokens)
    return writer.document(squeezed(title[1]) if title else "")


class _Writing:
    """A walk through the tokens; `first` is the line of the file on which they begin."""

    def __init__(self, writer: Writer, first: int) -> None:
        self._writer, self._first = writer, first
        self._lists: list[int | None] = []  # the next number of each list that is open, None for bullets
        self._mark = ""
        self._header: list[str] = []
        self._cells: list[str] = []
        self._at = first  # the line of the table's row

    def tokens(self, tokens: Sequence[Token]) -> None:
        for number, token in enumerate(tokens):
            line = self._first + (token.map[0] if token.map else 0)
            kind = token.type
            if kind == "inline":
                self._inline(token, line, tokens[number - 1].type)
            elif kind in ("fence", "code_block"):
                self._code(token.content, line + (kind == "fence"))
            elif kind == "html_block":
                self._written([(_TAG.sub("", token.content).strip(), line)])
            elif kind in ("bullet_list_open", "ordered_list_open"):
                start = token.attrs.get("start", 1) if kind == "ordered_list_open" else None
                self._lists.append(int(start) if start is not None else None)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self._lists.pop()
            elif kind == "list_item_open":
                self._mark = self._item()
            elif kind == "tr_open":
                self._cells, self._at = [], line
            elif kind == "tr_close":
                self._row(tokens[number - 1].type == "th_close")
            elif kind == "table_close":
                self._header = []

    def _item(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _inline(self, token: Token, line: int, opened: str) -> None:
        pieces = _pieces(token.children or [], line)
        if opened in ("th_open", "td_open"):
            self._cells.append(squeezed("".join(text for text, _ in pieces)))
        elif opened == "heading_open":
            start = self._writer.end + 2 * bool(self._writer.end)
            text = squeezed("".join(text for text, _ in pieces))
            self._writer.heading(text)
            if text:
                self._writer.line(line, start)
        else:
            self._written(pieces)

    def _written(self, pieces: Sequence[tuple[str, int]]) -> None:
        """A paragraph, its lines joined, each piece known by its line."""
        if not any(text.strip() for text, _ in pieces):
            return
        self._writer.gap()
        self._writer.line(pieces[0][1])
        self._writer.add(self._mark)
        self._mark = ""
        for text, line in pieces:
            text = seen(text)
            if text:
                self._writer.line(line)
                self._writer.add(text)

    def _code(self, content: str, line: int) -> None:
        lines = content.rstrip().split("\n")
        while lines and not lines[0].strip():
            lines, line = lines[1:], line + 1
        if lines:
            start = self._writer.paragraph(seen("\n".join(lines)))
            self._writer.line(line, start)

    def _row(self, is_header: bool) -> None:
        if is_header:
            self._header = self._cells
        elif any(self._cells):
            start = self._writer.paragraph(row_of(self._header, self._cells))
            self._writer.line(self._at, start)
            self._writer.row(0, start)


def _pieces(children: Sequence[Token], line: int) -> list[tuple[str, int]]:
    """The words of inline tokens, a piece for each line; a break between two is a space at the first one's end."""
    pieces: list[tuple[str, int]] = []
    held: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append(("".join(held).strip() + (" " if child.type == "softbreak" else "\n"), line))
            held, line = [], line + 1
        elif child.type in ("text", "code_inline"):
            held.append(child.content.replace("\n", " "))
        elif child.type == "image":
            held.append(child.content)
    pieces.append(("".join(held).strip(), line))
    return pieces
