"""PDF, by pypdfium2: what stands where on each page; `pdf_layout` makes text of it.

pdfium tells the characters of a page in lines, and asking for the place of each would take most of the time. So only
the ends of a line are asked for, and the words of those lines that its text objects show to have wide gaps.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any, NamedTuple

from qa_bot.documents.libraries import library
from qa_bot.documents.names import shown
from qa_bot.documents.pdf_layout import Segment, write
from qa_bot.documents.writing import Writer, seen, squeezed
from qa_bot.errors import CorpusError
from qa_bot.records import Document
from qa_bot.settings import Settings

_LINE = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")  # pdfium writes U+FFFE for a hyphen with a line break
_GAP = 1.0  # a gap wider than this many times the height of a line is none between two words
_WIDE = 0.75  # characters are about half as wide as a line is high; a line with wider ones may have gaps
_LONGEST_HEADING = 150  # characters of a line that may be a heading, so that its font matters
_FEW = 6  # lines of text on a page that may be no more than its header and footer
_LOOKED_AT = 1000  # things drawn on a page, to see whether one is a picture
_OUTLINES = 100  # lines drawn on a page that may be letters
_RUNS_TOLD = 8  # runs of pages that are named
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|cmbx|[-,]bd", re.IGNORECASE)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}  # as their letters are searched for
)
_NO_TITLE = re.compile(
    r"untitled.*|\(?(?:anonymous|unspecified)\)?|document\d*|microsoft \w+ - .*"
    r"|.*\.(?:docx?|odt|rtf|indd|tex|dvi|pdf|html?)",
    re.IGNORECASE,
)


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


def read(data: bytes, path: str, settings: Settings) -> Document:
    """A PDF as a Document with its pages; raises CorpusError if it is locked, damaged, or holds pictures only."""
    pdfium = library("pypdfium2", path)
    raw = library("pypdfium2.raw", path)
    pdf = _opened(pdfium, data, path)
    try:
        if not len(pdf):
            raise CorpusError(f"{shown(path)} has no pages; save it anew")
        pages, labels, pictured = [], [], set()
        for number in range(len(pdf)):
            segments, is_pictured = _page(pdf, number, raw)
            pages.append(segments)
            if is_pictured:
                pictured.add(number + 1)
            labels.append(squeezed(pdf.get_page_label(number)) or None)
        title = squeezed(pdf.get_metadata_dict().get("Title", ""))
    finally:
        pdf.close()
    if not any(segment.text for page in pages for segment in page):
        count = "its page holds" if len(pages) == 1 else f"its {len(pages):,} pages hold"
        raise CorpusError(f"{shown(path)} is scanned ({count} pictures, no text); make it searchable with OCR first")
    writer = Writer(path, settings.max_bytes)
    write(writer, pages, labels)
    document = writer.document("" if _NO_TITLE.fullmatch(title) else title[:300], finds_headings=True)
    document = replace(document, gaps=gaps(pictured - pages_with_text(document)))
    later = document.pages[1].start if len(document.pages) > 1 else len(document.text)
    if document.headings and document.headings[0].start >= later and document.title == document.headings[0].text:
        return replace(document, title="")  # a heading further on is no title
    return document


def _opened(pdfium: ModuleType, data: bytes, path: str) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise CorpusError(f"{shown(path)} needs a password; save it without one") from error
        raise CorpusError(f"{shown(path)} is damaged, or no PDF; save it anew") from error


def pages_with_text(document: Document) -> set[int]:
    """The numbers of the pages on which some text stands, headers and footers not counted."""
    ends = [page.start for page in document.pages[1:]] + [len(document.text)]
    both = zip(document.pages, ends, strict=True)
    return {page.number for page, end in both if document.text[page.start : end].strip()}


def gaps(numbers: Collection[int]) -> str:
    """What is said of pages that have no text, or ""."""
    if not numbers:
        return ""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs[:_RUNS_TOLD]]
    more = f" and others ({len(numbers):,} in all)" if len(runs) > _RUNS_TOLD else ""
    pages, it = ("page", "it") if len(numbers) == 1 else ("pages", "them")
    have = "has" if len(numbers) == 1 else "have"
    return f"{pages} {', '.join(told)}{more} {have} no text (scanned?); make {it} searchable with OCR"


def _page(pdf: Any, number: int, raw: ModuleType) -> tuple[list[Segment], bool]:
    """What stands on a page, in pdfium's order, and whether there may be more: little text, and pictures.

    Of a page that can't be read that is all there is to know.
    """
    page = raw.FPDF_LoadPage(pdf.raw, number)
    if not page:
        return [], True
    text_page = raw.FPDFText_LoadPage(page)
    try:
        reading = _Reading(text_page, raw.FPDFPage_GetRotation(page), raw)
        segments = list(reading.segments()) if text_page else []
        return segments, len(segments) <= _FEW and _is_pictured(page, raw)
    finally:
        if text_page:
            raw.FPDFText_ClosePage(text_page)
        raw.FPDF_ClosePage(page)


def _is_pictured(page: Any, raw: ModuleType) -> bool:
    """Whether a page holds a picture, or as many lines as letters drawn by their outlines have."""
    count = raw.FPDFPage_CountObjects(page)
    kinds = [raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, number)) for number in range(min(count, _LOOKED_AT))]
    pictures = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
    return any(kind in pictures for kind in kinds) or kinds.count(raw.FPDF_PAGEOBJ_PATH) >= _OUTLINES


class _Reading:
    """One page under pdfium's hands."""

    def __init__(self, text_page: Any, rotation: int, raw: ModuleType) -> None:
        self._page, self._rotation, self._raw = text_page, rotation, raw
        self._rectangle = raw.FS_RECTF()
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def segments(self) -> Iterator[Segment]:
        count = self._raw.FPDFText_CountChars(self._page)
        if count <= 0:
            return
        buffer = (ctypes.c_ushort * (count + 1))()
        written = self._raw.FPDFText_GetText(self._page, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        objects = self._objects(count)
        heights = [(box.bottom + box.top) / 2 for box in objects]
        for line in _LINE.finditer(text):
            broken = line[0][-1] in "\ufffe\x02"
            words = line[0][:-1] if broken else line[0]
            start = line.start() + len(words) - len(words.lstrip())
            end = line.start() + len(words.rstrip())
            if start < end:
                yield from self._split(text, start, end, broken, objects, heights)

    def _split(
        self, text: str, start: int, end: int, broken: bool, objects: list[_Box], heights: list[float]
    ) -> Iterator[Segment]:
        """The line `text[start:end]`, cut where it has wide gaps."""
        first, last = self._box(start), self._box(end - 1)
        if first is None or last is None:
            return
        whole = _Box(first.left, first.bottom, max(last.right, first.right), first.top)
        height = max(whole.top - whole.bottom, 1.0)
        near = objects[bisect_left(heights, whole.bottom) : bisect_left(heights, whole.top)]
        wide = whole.right - whole.left > _WIDE * height * (end - start)
        if wide or _has_gap(near, whole, _GAP * height):
            before = first
            for match in re.finditer(r"\s+", text[start:end]):
                left, right = self._box(start + match.start() - 1), self._box(start + match.end())
                if left and right and right.left - left.right > _GAP * height:
                    yield self._segment(text, start, start + match.start(), before, left, False)
                    yield from self._split(text, start + match.end(), end, broken, [], [])
                    return
        yield self._segment(text, start, end, first, last, broken)

    def _segment(self, text: str, start: int, end: int, first: _Box, last: _Box, broken: bool) -> Segment:
        words = seen(text[start:end]).translate(_LIGATURES)
        bold = end - start <= _LONGEST_HEADING and self._is_bold(start) and self._is_bold(end - 1)
        return Segment(words, first.left, max(first.right, last.right), first.bottom, first.top, bold, broken)

    def _objects(self, count: int) -> list[_Box]:
        """The boxes of the text objects, from the bottom of the page to its top."""
        found = []
        left, top, right, bottom = self._edges
        for number in range(self._raw.FPDFText_CountRects(self._page, 0, count)):
            if self._raw.FPDFText_GetRect(self._page, number, left, top, right, bottom):
                found.append(self._turned(left.value, bottom.value, right.value, top.value))
        return sorted(found, key=lambda box: box.bottom + box.top)

    def _box(self, index: int) -> _Box | None:
        """The box of the character at an index of the text, as high as its font."""
        at = self._raw.FPDFText_GetCharIndexFromTextIndex(self._page, index)
        box = self._rectangle
        if at < 0 or not self._raw.FPDFText_GetLooseCharBox(self._page, at, box):
            return None
        return self._turned(box.left, box.bottom, box.right, box.top)

    def _turned(self, left: float, bottom: float, right: float, top: float) -> _Box:
        """A box as a reader of the turned page sees it."""
        if self._rotation == 0:
            return _Box(left, bottom, right, top)
        if self._rotation == 1:
            return _Box(bottom, -right, top, -left)
        if self._rotation == 2:
            return _Box(-right, -top, -left, -bottom)
        return _Box(-top, left, -bottom, right)

    def _is_bold(self, index: int) -> bool:
        at = self._raw.FPDFText_GetCharIndexFromTextIndex(self._page, index)
        length = self._raw.FPDFText_GetFontInfo(self._page, at, self._name, len(self._name), self._flags)
        return 0 < length <= len(self._name) and _BOLD.search(self._name.value.decode("utf-8", "replace")) is not None


def _has_gap(objects: list[_Box], line: _Box, least: float) -> bool:
    """Whether text objects beside one another on a line leave a gap."""
    edge = None
    for box in sorted(objects):
        if box.right < line.left or box.left > line.right:
            continue
        if edge is not None and box.left - edge > least:
            return True
        edge = box.right if edge is None else max(edge, box.right)
    return False
