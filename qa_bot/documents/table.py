"""CSV and TSV: a row as "column: value; column: value", cited by its number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from qa_bot.documents import text as plain_text
from qa_bot.documents.names import shown
from qa_bot.documents.writing import Writer, row_of, squeezed
from qa_bot.errors import CorpusError
from qa_bot.records import Document
from qa_bot.settings import Settings

_DELIMITERS = ",;\t|"
_SAMPLE, _SAMPLE_ROWS = 1 << 16, 50  # characters and rows from which the delimiter is told
_NUMBER = re.compile(r"[\s\d.,:/%€$£¥+-]*\d[\s\d.,:/%€$£¥+-]*")


def read_csv(data: bytes, path: str, settings: Settings) -> Document:
    """A table as a Document with its rows, its delimiter told from them; raises CorpusError."""
    return _read(data, path, settings, None)


def read_tsv(data: bytes, path: str, settings: Settings) -> Document:
    """The same, with tabs between the values."""
    return _read(data, path, settings, "\t")


def _read(data: bytes, path: str, settings: Settings, delimiter: str | None) -> Document:
    text = plain_text.decode(data, path)
    writer = Writer(path, settings.max_bytes)
    header: list[str] | None = None
    try:
        for number, (line, cells) in enumerate(rows(text, delimiter or delimiter_of(text)), 1):
            if not any(cells):
                continue
            if header is None:
                header = cells if is_header(cells) else []
                if header:
                    continue
            start = writer.paragraph(row_of(header, cells))
            writer.line(line, start)
            writer.row(number, start)
    except csv.Error as error:
        raise CorpusError(f"{shown(path)} is no table ({error}); rename it .txt to read it as text") from error
    if not writer.end and header:  # nothing but names
        writer.line(1)
        writer.row(1, writer.paragraph("; ".join(header)))
    return writer.document()


def rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, empty ones too, each with the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    line = 1
    for cells in reader:
        yield line, [squeezed(cell) for cell in cells]
        line = reader.line_num + 1


def delimiter_of(text: str) -> str:
    """The delimiter that cuts most rows into the same number of cells; more cells are better."""

    def told(delimiter: str) -> tuple[int, int]:
        widths: list[int] = []
        try:
            for _, cells in rows(text[:_SAMPLE], delimiter):
                widths += [len(cells)] if any(cells) else []
                if len(widths) == _SAMPLE_ROWS:
                    break
        except csv.Error:
            return 0, 0
        widest = max(widths, key=widths.count, default=0)
        return (widths.count(widest), widest) if widest > 1 else (0, 0)

    return max(_DELIMITERS, key=told)


def is_header(cells: list[str]) -> bool:
    """Whether the first row names the columns: different words, no numbers."""
    named = [cell for cell in cells if cell]
    if len(cells) == 1:
        return False
    return len(set(named)) == len(named) and not any(_NUMBER.fullmatch(cell) for cell in named)
