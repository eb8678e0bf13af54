"""Word's .docx: paragraphs, headings by their styles, list numbers as Word counts them, tables, notes.

Read as it comes, with Python's own XML parser: the libraries that build a tree of it take many times its size, and
leave out notes and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qa_bot.documents.archive import Archive, Event
from qa_bot.documents.docx_lists import Counters, numbering_of
from qa_bot.documents.names import shown
from qa_bot.documents.writing import Writer, row_of, squeezed, tidied
from qa_bot.errors import CorpusError
from qa_bot.records import Document
from qa_bot.settings import Settings

_MAIN, _STYLES, _NUMBERING, _CORE = "word/document.xml", "word/styles.xml", "word/numbering.xml", "docProps/core.xml"
_NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
_HEADING = re.compile(r"heading [1-9]|title", re.IGNORECASE)  # Word keeps these names in every language
_SKIPPED = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "pict"))  # deleted, or there twice
_BETWEEN = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OF_STYLE = ("name", "basedOn", "outlineLvl", "numId", "ilvl")  # what is looked at of one
_BASES = 20  # styles that one style is based on, one after another


@dataclass
class _Paragraph:
    """A paragraph as it is read."""

    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    style: str = ""
    level: int | None = None  # of an outline, from 0
    list_: str | None = None
    list_level: int = 0


@dataclass
class _Table:
    """A table as it is read; `above` has the last row, of which merged cells repeat the text."""

    header: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    rows: int = 0
    span: int = 1
    merged: bool = False
    has_header: bool = False


@dataclass(frozen=True)
class _Style:
    """A paragraph style: whether it is a heading, and its list."""

    is_heading: bool = False
    list_: str | None = None
    list_level: int = 0


def read(data: bytes, path: str, settings: Settings) -> Document:
    """A Word file as a Document with its headings; raises CorpusError if it is locked, damaged or too large."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # how Office locks a file
        raise CorpusError(f"{shown(path)} needs a password, or is a .doc file; save it as .docx without one")
    archive = Archive(data, path, settings)
    writer = Writer(path, settings.max_bytes)
    notes = {kind: _notes(archive, part) for kind, part in _NOTES.items()}
    reading = _Reading(writer, _styles(archive), Counters(_numbering(archive)), notes)
    for event in archive.events(_MAIN):
        reading.meet(event)
    if not writer.end:
        raise CorpusError(f"{shown(path)} holds no text; give a file with text in it")
    return writer.document(_title(archive) or reading.title, finds_headings=True)


class _Reading:
    """The main part, event by event."""

    def __init__(
        self, writer: Writer, styles: Mapping[str, _Style], counters: Counters, notes: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._writer, self._styles, self._counters, self._notes = writer, styles, counters, notes
        self._paragraphs: list[_Paragraph] = []  # one within another: a text box stands in a paragraph
        self._tables: list[_Table] = []
        self._skipping = 0
        self._in_text = False
        self.title = ""

    def meet(self, event: Event) -> None:
        kind, name, attributes = event
        if kind == "text":
            if self._in_text and self._paragraphs and not self._skipping:
                self._paragraphs[-1].parts.append(name)
        elif self._skipping or name in _SKIPPED:
            self._skipping += 1 if kind == "start" else -1
        elif kind == "start":
            self._start(name, attributes)
        else:
            self._end(name)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "tbl":
            self._tables.append(_Table())
        elif self._paragraphs:
            self._inside(self._paragraphs[-1], name, value, attributes)
        if self._tables and not self._paragraphs:
            self._in_table(self._tables[-1], name, value, attributes)

    def _inside(self, paragraph: _Paragraph, name: str, value: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._in_text = True
        elif name in _BETWEEN:
            paragraph.parts.append(_BETWEEN[name])
        elif name == "pStyle":
            paragraph.style = value
        elif name == "outlineLvl" and value.isdecimal():
            paragraph.level = int(value)
        elif name == "numId":
            paragraph.list_ = value
        elif name == "ilvl" and value.isdecimal():
            paragraph.list_level = min(int(value), 8)
        elif name in ("footnoteReference", "endnoteReference"):
            paragraph.notes.append((name.removesuffix("Reference"), attributes.get("id", "")))

    def _in_table(self, table: _Table, name: str, value: str, attributes: dict[str, str]) -> None:
        if name == "tblLook":
            table.has_header = attributes.get("firstRow") == "1" or bool(_hex(value) & 0x20)
        elif name == "tblHeader":
            table.has_header = table.has_header or table.rows == 0
        elif name == "gridSpan" and value.isdecimal():
            table.span = min(int(value), 100)
        elif name == "vMerge":
            table.merged = value != "restart"

    def _end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "p" and self._paragraphs:
            self._finish(self._paragraphs.pop())
        elif self._tables and name in ("tc", "tr", "tbl"):
            table = self._tables[-1]
            if name == "tc":
                self._end_cell(table)
            elif name == "tr":
                self._end_row(table)
            else:
                self._tables.pop()

    def _finish(self, paragraph: _Paragraph) -> None:
        text = tidied("".join(paragraph.parts))
        style = self._styles.get(paragraph.style, _Style())
        list_ = style.list_ if paragraph.list_ is None else paragraph.list_
        level = style.list_level if paragraph.list_ is None else paragraph.list_level
        mark = self._counters.next(list_, level) if text and list_ else ""
        text = f"{mark} {text}" if mark else text
        notes = [self._notes[kind].get(number, "") for kind, number in paragraph.notes]
        if self._tables:
            self._tables[-1].cell += [text, *notes]
            return
        is_heading = style.is_heading if paragraph.level is None else paragraph.level < 9
        if is_heading:
            self._writer.heading(squeezed(text))
            self.title = self.title or (squeezed(text) if paragraph.style.lower() == "title" else "")
        else:
            self._writer.paragraph(text)
        for note in notes:
            self._writer.paragraph(note)

    def _end_cell(self, table: _Table) -> None:
        text = squeezed(" ".join(table.cell))
        column = len(table.row)
        if table.merged and not text and column < len(table.above):
            text = table.above[column]
        table.row += [text] * table.span
        table.cell, table.span, table.merged = [], 1, False

    def _end_row(self, table: _Table) -> None:
        row, table.above, table.row = table.row, table.row, []
        table.rows += 1
        if table.rows == 1 and table.has_header and len(row) > 1 and len(self._tables) == 1:
            table.header = [name.rstrip(":") for name in row]
            return
        text = row_of(table.header, row)
        if len(self._tables) > 1:  # a table in a cell of another is part of that cell
            self._tables[-2].cell.append(text)
        else:
            start = self._writer.paragraph(text)
            if text and table.header:
                self._writer.row(table.rows, start)


def _hex(value: str) -> int:
    try:
        return int(value, 16)
    except ValueError:
        return 0


def _title(archive: Archive) -> str:
    """The title among the file's properties."""
    if _CORE not in archive:
        return ""
    inside, parts = False, []
    for kind, name, _ in archive.events(_CORE):
        if kind == "text" and inside:
            parts.append(name)
        elif name == "title":
            inside = kind == "start"
    return squeezed("".join(parts))[:300]


def _styles(archive: Archive) -> dict[str, _Style]:
    """What the paragraph styles say, each with what it takes over from the one that it is based on."""
    if _STYLES not in archive:
        return {}
    own: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for kind, name, attributes in archive.events(_STYLES, ("style", *_OF_STYLE)):
        if name == "style":
            current = own.setdefault(attributes.get("styleId", ""), {}) if kind == "start" else None
        elif current is not None and kind == "start":
            current[name] = attributes.get("val", "")
    return {identity: _style(identity, own) for identity in own}


def _style(identity: str, own: Mapping[str, Mapping[str, str]]) -> _Style:
    found: dict[str, str] = {}
    is_heading = False
    for _ in range(_BASES):
        style = own.get(identity, {})
        is_heading = is_heading or _HEADING.fullmatch(style.get("name", "")) is not None
        found = {**style, **found}
        identity = style.get("basedOn", "")
    level = found.get("outlineLvl", "")
    if level.isdecimal():
        is_heading = int(level) < 9
    depth = found.get("ilvl", "")
    return _Style(is_heading, found.get("numId"), min(int(depth), 8) if depth.isdecimal() else 0)


def _numbering(archive: Archive) -> dict[str, list[tuple[str, str, int]]]:
    return numbering_of(archive.events(_NUMBERING)) if _NUMBERING in archive else {}


def _notes(archive: Archive, part: str) -> dict[str, str]:
    """Footnotes or endnotes by their number."""
    if part not in archive:
        return {}
    found: dict[str, str] = {}
    number, in_text, parts = "", False, list[str]()
    for kind, name, attributes in archive.events(part):
        if kind == "text":
            parts += [name] if in_text else []
        elif name in ("footnote", "endnote"):
            if kind == "start":
                number, parts = attributes.get("id", ""), []
                number = "" if attributes.get("type", "normal") != "normal" else number
            elif number:
                found[number] = squeezed("".join(parts))
        elif name == "t":
            in_text = kind == "start"
        elif kind == "end" and name in ("p", "tab", "br"):
            parts.append(" ")
    return found
