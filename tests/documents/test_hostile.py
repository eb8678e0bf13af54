"""Files made to do harm, or made carelessly: each ends in one line that says so, and the others are read."""

import io
import os
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.documents import Apart, docx, epub, files, find, html, load, parse, read_paths
from qa_bot.documents.formats import READERS, Format
from qa_bot.errors import BinaryError, CorpusError, MissingLibraryError
from qa_bot.records import Document
from qa_bot.settings import Settings

SMALL = Settings(max_bytes=1 << 20, max_markup=1 << 18, max_depth=50)
WORD = '<w:document xmlns:w="urn:w"><w:body>{}</w:body></w:document>'


def zipped(**parts: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


def word(body: str) -> bytes:
    return zipped(**{"word/document.xml": body})


def message(reader, data: bytes, path: str = "a\nb", settings: Settings = SMALL) -> str:
    with pytest.raises(CorpusError) as caught:
        reader(data, path, settings)
    said = str(caught.value)
    assert said.startswith("'a\\nb' ") and "\n" not in said and ";" in said, "named, one line, with a remedy"
    return said


def test_zip_bombs():
    assert "unpacks to more" in message(docx.read, word(WORD.format(" " * 2_000_000)))
    book = {"META-INF/container.xml": '<c><rootfile full-path="p"/></c>', "p": "<package>" + " " * 2_000_000}
    assert "unpacks to more" in message(epub.read, zipped(**book))


def test_many_parts_count_together():
    items = "".join(f'<item id="i{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(20))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(20))
    pages = {f"{n}.xhtml": "<p>" + "ha " * 40_000 for n in range(20)}
    package = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>"
    book = zipped(**{"META-INF/container.xml": '<c><rootfile full-path="p"/></c>', "p": package, **pages})
    assert "unpacks to more" in message(epub.read, book)


def test_entities_are_not_expanded():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{lol}]>' + WORD.format("<w:p>&l9;</w:p>")
    assert "defines XML entities" in message(docx.read, word(bomb))
    secret = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + WORD.format("&x;")
    assert "defines XML entities" in message(docx.read, word(secret))


def test_deep_nesting():
    assert "nested more than 50 deep" in message(docx.read, word("<a>" * 100 + "</a>" * 100))
    assert "nested more than 50 deep" in message(html.read, b"<div>" * 100 + b"x")
    began = time.perf_counter()
    message(html.read, b"<div>" * 1_000_000, settings=Settings())
    assert time.perf_counter() - began < 20, "the parser itself would need hours"
    unclosed = html.read(b"<p>one<li>two" * 5000, "a", Settings())
    assert unclosed.text.count("one") == 5000, "what closes by itself is not deep"


def test_large_markup_is_not_parsed():
    assert "bytes of HTML, more than the 262,144" in message(html.read, b" " * 300_000)


@pytest.mark.parametrize("reader", [docx.read, epub.read])
def test_damaged_archives(reader):
    whole = word(WORD.format("<w:p><w:r><w:t>Some words.</w:t></w:r></w:p>"))
    assert "is damaged" in message(reader, b"PK\3\4 no zip")
    assert "is damaged" in message(reader, whole[:-30])
    assert "is damaged" in message(reader, zipped(other="x"))
    flipped = bytearray(whole)
    flipped[60] ^= 0xFF
    assert "is damaged" in message(reader, bytes(flipped)) or reader is epub.read
    assert "is damaged" in message(docx.read, word("<w:p>no end"))


def test_a_locked_book():
    lock = '<e><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></e>'
    book = zipped(**{"META-INF/encryption.xml": lock, "META-INF/container.xml": "<c/>"})
    assert "is locked (DRM)" in message(epub.read, book)


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """A format whose reader misbehaves: a module that only the other process imports."""
    package = folder / "qa_bot_misbehaving"
    package.mkdir()
    (package / "__init__.py").write_text(f"def read(data, path, settings):\n    {body}\n", encoding="utf-8")
    start = "import qa_bot.documents, qa_bot_misbehaving; sys.modules['qa_bot.documents.html'] = qa_bot_misbehaving"
    monkeypatch.setattr("qa_bot.documents.apart.START", f"{start}; from qa_bot.documents.apart import serve; serve()")
    monkeypatch.syspath_prepend(str(folder))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("while True: pass", "took longer to read than 2 s"),
        ("import os; os.abort()", "made its reader crash"),
        ("bytearray(1 << 33)", "needs more than the"),
        ("raise ZeroDivisionError", "is damaged (ZeroDivisionError)"),
        ("return read(data, path, settings)", "is nested too deeply"),
    ],
)
def test_a_reader_that_hangs_crashes_or_eats_memory_does_no_harm(tmp_path, monkeypatch, body, said):
    if "bytearray" in body and sys.platform != "linux":
        pytest.skip("only Linux keeps a process to its memory")
    (tmp_path / "code").mkdir()
    stand_in(monkeypatch, tmp_path / "code", body)
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "bad.html").write_text("<p>Some words.</p>", encoding="utf-8")
    (folder / "good.md").write_text("# Good\n\nSome words.\n", encoding="utf-8")
    (folder / "worse.html").write_text("<p>Some words.</p>", encoding="utf-8")
    documents, unread = read_paths([folder], Settings(max_seconds=2, max_memory=1 << 30))
    assert [document.title for document in documents] == ["Good"], "the process is started anew for the next file"
    assert [Path(entry.path).name for entry in unread] == ["bad.html", "worse.html"]
    assert all(said in entry.reason for entry in unread), unread


def test_an_error_of_the_other_process_is_the_same_here():
    for data, kind in ((b"<p>\0", BinaryError), (b" ", CorpusError), (b"\xff\xfe<\0p\0", CorpusError)):
        with pytest.raises(kind) as here:
            html.read(data, "a.html", Settings())
        with pytest.raises(kind) as there:
            parse(data, "a.html")
        assert str(here.value) == str(there.value) and type(here.value) is type(there.value)


def test_the_other_process_ends_with_its_user(tmp_path):
    with Apart() as apart:
        assert apart.parse(b"# A\n\nb", "a.md").title == "A"
        process = apart._process
        assert process is not None and process.poll() is None
        assert apart.parse(b"# B\n\nb", "a.md").title == "B" and apart._process is process
    assert process.poll() is not None


def test_nothing_is_imported_from_the_folder_in_which_one_stands(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('caught')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert parse(b"# A\n\nb", "a.md").title == "A"


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(MissingLibraryError, match=r"^a.html can.t be read without selectolax; install it: .*docs"):
        html.read(b"<p>Some words.</p>", "a.html", Settings())


def test_a_file_that_changes_while_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "log.txt"
    path.write_text("Some words.", encoding="utf-8")
    found = find(path).files[0]
    times = iter(range(1, 100))
    real = os.fstat

    def growing(number: int) -> os.stat_result:
        os.utime(path, ns=(0, next(times)))
        return real(number)

    monkeypatch.setattr(files.os, "fstat", growing)
    with pytest.raises(CorpusError, match="changes while it is read"):
        load(found)


def test_names_that_break_lines_are_told_in_one(tmp_path):
    (tmp_path / "a\n\x1b[2Jb.html").write_bytes(b"<p>")
    (tmp_path / "good.txt").write_text("Some words.", encoding="utf-8")
    (entry,) = read_paths([tmp_path])[1]
    assert entry.reason == "holds no text; give a page with text in it"


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    os.mkfifo(tmp_path / ".gitignore")
    (tmp_path / "good.txt").write_text("Some words.", encoding="utf-8")
    result: list[tuple[list[Document], list[object]]] = []
    thread = threading.Thread(target=lambda: result.append(read_paths([tmp_path])), daemon=True)
    thread.start()
    thread.join(30)
    assert [Path(entry.path).name for entry in result[0][1]] == [".gitignore", "pipe.pdf"]


def test_a_line_of_many_megabytes_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "line.txt"
    with open(path, "wb") as file:
        file.truncate(1 << 30)  # a gigabyte, most of it not on the disk
    began = time.perf_counter()
    with pytest.raises(CorpusError, match="more than the 268,435,456 that are read"):
        read_paths([path])
    assert time.perf_counter() - began < 5


def test_formats_that_cannot_be_read_say_what_to_do(tmp_path):
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\0\0")
    (tmp_path / "sheet.xlsx").write_bytes(b"PK\3\4\0")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "good.txt").write_text("Some words.", encoding="utf-8")
    told = {Path(entry.path).name: entry for entry in read_paths([tmp_path])[1]}
    assert told["old.doc"].reason == "is a .doc file, which can't be read; save it as .docx or PDF"
    assert "each sheet as .csv" in told["sheet.xlsx"].reason
    assert told["photo.png"].left_out and not told["old.doc"].left_out


def test_a_refusal_blames_what_failed_and_not_what_was_left_out(tmp_path):
    (tmp_path / "good.txt").write_text("The ferry sank in 1911.", encoding="utf-8")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\0")
    assert Bot.open(tmp_path).ask("Who painted the zeppelin?").reason == "not_mentioned"
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-")
    assert Bot.open(tmp_path).ask("Who painted the zeppelin?").reason == "not_readable"


def test_a_name_without_an_ending_is_told_by_its_beginning():
    sample = Path(__file__).parent.parent / "data" / "samples"
    for name, title in (
        ("memoir.epub", "A memoir of the salt road"),
        ("statutes.docx", "Statutes of the allotment society"),
    ):
        assert parse((sample / name).read_bytes(), "standard input").title == title
    assert parse((sample / "bridge.pdf").read_bytes(), "download").pages
    assert parse(b" <!DOCTYPE html><title>T</title><p>Words.", "download").title == "T"


def test_the_table_names_modules_that_are_there():
    for format_ in {*READERS.values(), Format("html")}:
        assert callable(getattr(__import__(f"qa_bot.documents.{format_.module}", fromlist=["x"]), format_.function))
