"""Bytes that nobody meant: every reader gives a Document whose places hold, or a CorpusError in one line."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa_bot.documents import Apart, docx, epub, html, markdown, rst, table
from qa_bot.errors import CorpusError
from qa_bot.passages import heading_of, line_of, page_of, passages, row_of
from qa_bot.records import Document
from qa_bot.settings import Settings

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
SETTINGS = Settings(max_bytes=1 << 20, max_markup=1 << 20, max_seconds=20)
READERS: dict[str, Callable[[bytes, str, Settings], Document]] = {
    "ferry.html": html.read,
    "orchard.xhtml": html.read,
    "workshop.md": markdown.read,
    "observatory.rst": rst.read,
    "birds.csv": table.read_csv,
    "council.tsv": table.read_tsv,
    "statutes.docx": docx.read,
    "memoir.epub": epub.read,
}


def check(document: Document, lines: int | None = None) -> None:
    text = document.text
    assert text.strip()
    for heading in document.headings:
        assert text[heading.start : heading.end] == heading.text
    for places in (document.headings, document.pages, document.lines, document.rows):
        starts = [place.start for place in places]
        assert starts == sorted(starts) and all(0 <= start <= len(text) for start in starts)
    for passage in passages(document):
        line = line_of(document, passage.start)
        assert line is None or lines is None or 1 <= line <= lines
        heading_of(document, passage.start), page_of(document, passage.start), row_of(document, passage.start)


def told(reader: Callable[..., Document], data: bytes, *rest: object, suffix: str = ".x") -> Document | None:
    try:
        return reader(data, f"a{suffix}", *rest)
    except CorpusError as error:
        assert str(error).startswith(f"a{suffix} ") and "\n" not in str(error)
        return None


@st.composite
def changed(draw: st.DrawFn, whole: bytes) -> bytes:
    """A sample with pieces cut out, doubled, or overwritten."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 6))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 60))
        piece = draw(st.one_of(st.binary(max_size=8), st.just(bytes(data[at : at + size]) * 2), st.just(b"")))
        data[at : at + size] = piece
    return bytes(data)


@pytest.mark.parametrize("name", READERS)
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_sample(name, data):
    content = data.draw(changed((SAMPLES / name).read_bytes()))
    read = told(READERS[name], content, SETTINGS)
    if read is not None:
        check(read, content.count(b"\n") + content.count(b"\r") + 1)


@st.composite
def harmed(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes with bits turned over, then a slice of any length doubled, moved or cut out, or the end cut off."""
    data = bytearray(whole)
    for at in draw(st.lists(st.integers(0, 8 * len(data) - 1), max_size=12)):
        data[at // 8] ^= 1 << at % 8
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        to = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(("double", "move", "cut", "end")))
        piece = data[start:end]
        if kind == "end":
            del data[start:]
        elif kind == "double":
            data[to:to] = piece
        else:
            del data[start:end]
            data[to:to] = piece if kind == "move" else b""
    return bytes(data[: 4 * len(whole)])


def repacked(whole: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip file with one part changed, and its checksums right."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for own in old.namelist():
            new.writestr(own, change(old.read(own)) if own == name else old.read(own))
    return made.getvalue()


@pytest.fixture(scope="module")
def apart():
    with Apart(SETTINGS) as own:
        yield own


@pytest.mark.parametrize("name", [*READERS, "memoir.docx", "memoir2.epub", "pump.log", "bridge.pdf", "columns.pdf"])
@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_harmed_file_ends_in_text_or_in_one_line(name, apart, data):
    """As it is read in truth: within a time, and in another process where that is so."""
    content = data.draw(harmed((SAMPLES / name).read_bytes()))
    read = told(apart.parse, content, suffix=Path(name).suffix)
    if read is not None:
        check(read)


PACKED = {
    "statutes.docx": ("word/document.xml", "word/styles.xml", "word/numbering.xml"),
    "memoir.epub": ("META-INF/container.xml", "EPUB/content.opf", "EPUB/toc.ncx", "EPUB/nav.xhtml"),
}


@pytest.mark.parametrize("name", PACKED)
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_harmed_part_of_a_zip_file(name, data):
    whole, part = (SAMPLES / name).read_bytes(), data.draw(st.sampled_from(PACKED[name]))
    read = told(READERS[name], repacked(whole, part, lambda own: data.draw(harmed(own))), SETTINGS)
    if read is not None:
        check(read)


@pytest.mark.parametrize("encoding", ["UTFm8", "utf-7", "shift_jis", "base64", "idna"])
def test_xml_in_an_encoding_that_is_not_known(encoding):
    """Found by harming files: the parser has errors of its own for these."""
    xml = f'<?xml version="1.0" encoding="{encoding}"?><w:document xmlns:w="w"><w:body/></w:document>'
    with pytest.raises(CorpusError, match="^a.docx "):
        content = repacked((SAMPLES / "statutes.docx").read_bytes(), "word/document.xml", lambda _: xml.encode())
        docx.read(content, "a.docx", SETTINGS)


MARKUP = {
    html.read: "<div> </div> <table> <tr> <td> <th colspan=3> <td rowspan=9> <p> <h1> <li> <ol start=5> <dt> <dd> <pre>"
    " <br> <a href=#x> <sup> <nav> <main> <article> <title> <body> <html> <template> <svg> <select> <!-- &#0; &lt; x 1",
    markdown.read: "# - * 1. > ``` ~~~ | --- === ` ** _ [x](y) ![i](j) <b> <!-- \\ & &amp; :-: x y \t 2) + ---\n",
    rst.read: ".. :: :x: * ** `` ` _ |x| === --- +--+ | - #. > [1]_ :: x y \\ note:: code:: .. [1] \t",
    table.read_csv: 'a , ; " "" | \t 1 b , , c \r',
}


@pytest.mark.parametrize("reader", MARKUP, ids=lambda reader: reader.__module__.rpartition(".")[2])
@given(st.data())
@settings(max_examples=150, deadline=None)
def test_markup_in_any_order(reader, data):
    pieces = st.sampled_from([*MARKUP[reader].split(" "), " ", "\n", "\n\n", "\n   ", "é"])
    content = "".join(data.draw(st.lists(pieces, max_size=40))).encode()
    read = told(reader, content, SETTINGS)
    if read is not None:
        check(read, content.count(b"\n") + content.count(b"\r") + 1)


@given(changed((SAMPLES / "bridge.pdf").read_bytes()))
@example(
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj"
    b" trailer<</Root 1 0 R>>"
)
@settings(max_examples=25, deadline=None)
def test_a_changed_pdf(content):
    with Apart(Settings(max_seconds=20)) as apart:
        try:
            check(apart.parse(content, "a.pdf"))
        except CorpusError as error:
            assert str(error).startswith("a.pdf ") and "\n" not in str(error)
