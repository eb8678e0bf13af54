"""Paths into Documents: order, what is read once, and one clear error for each thing that is no text file."""

import builtins
import inspect
import os
import socket
import sys
from pathlib import Path

import pytest

from qa_bot.documents import files, formats, read_paths
from qa_bot.documents.formats import Format
from qa_bot.errors import CorpusError, DecodingError
from qa_bot.records import Document
from qa_bot.settings import Settings


def write(path: Path, text: str = "Some words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def error_of(path: object, **options: Settings) -> str:
    with pytest.raises(CorpusError) as caught:
        read_paths([str(path)], **options)
    message = str(caught.value)
    assert "\n" not in message and ";" in message, "one line, with a remedy"
    return message


def test_a_file_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "notes" / "a.txt", "One.\r\nTwo.")
    monkeypatch.chdir(tmp_path)
    assert read_paths(["./notes/a.txt"]) == ([Document("One.\nTwo.", "./notes/a.txt", path="./notes/a.txt")], [])
    assert read_paths([Path("notes/a.txt")])[0][0].id == "notes/a.txt"
    assert read_paths([]) == ([], [])


def test_a_folder_is_walked_by_name_without_hidden_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.md", "a/z.txt", "a/b/c.log", "c", ".hidden", ".git/x.txt", "B.txt"):
        write(tmp_path / "notes" / name, name)
    monkeypatch.chdir(tmp_path)
    documents, unread = read_paths(["notes/"])
    assert [document.path for document in documents] == [
        "notes/B.txt",
        "notes/a/b/c.log",
        "notes/a/z.txt",
        "notes/b.md",
        "notes/c",
    ]
    assert [document.text for document in documents] == ["B.txt", "a/b/c.log", "a/z.txt", "b.md", "c"]
    assert [(entry.path, entry.left_out) for entry in unread] == [("notes/.git", True), ("notes/.hidden", True)]


def test_a_named_hidden_file_is_read(tmp_path: Path) -> None:
    assert read_paths([write(tmp_path / ".notes")])[0][0].text == "Some words."


def test_a_file_is_read_once_whatever_its_names(tmp_path: Path) -> None:
    one = write(tmp_path / "one.txt")
    (tmp_path / "link.txt").symlink_to(one)
    os.link(one, tmp_path / "hard.txt")
    documents, _ = read_paths([one, one, tmp_path / "link.txt", tmp_path, tmp_path])
    assert [document.path for document in documents] == [str(one)]


def test_a_bad_file_in_a_folder_is_reported_and_the_rest_read(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "white.txt", " \n")
    (tmp_path / "binary.txt").write_bytes(b"a\0b")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    documents, unread = read_paths([tmp_path, tmp_path])
    assert [document.path for document in documents] == [f"{tmp_path}/good.txt"]
    assert {Path(entry.path).name: entry.reason for entry in unread} == {
        "empty.txt": "is empty; give a file with text in it",
        "white.txt": "is empty but for white space; give a file with text in it",
        "binary.txt": "is binary (it holds NUL bytes); give a text file",
        "lost.txt": "is a link to something that does not exist; check the path",
        "loop.txt": "can't be read (Too many levels of symbolic links); check the path",
        "pipe.txt": "is a named pipe, no file; name a text file",
    }
    assert len(unread) == 6


def test_a_named_file_that_is_bad_is_an_error_even_after_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    (tmp_path / "binary.txt").write_bytes(b"a\0b")
    with pytest.raises(DecodingError, match=r"binary\.txt is binary"):
        read_paths([tmp_path, tmp_path / "binary.txt"])


def test_a_folder_that_links_to_itself_is_walked_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "one.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    documents, unread = read_paths([tmp_path])
    assert [document.path for document in documents] == [f"{tmp_path}/a/one.txt"]
    assert unread == []


def test_a_folder_outside_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "one.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "outside")
    assert [document.path for document in read_paths([tmp_path / "in"])[0]] == [f"{tmp_path}/in/link/one.txt"]


def test_a_deep_folder_needs_no_recursion(tmp_path: Path) -> None:
    write(tmp_path.joinpath(*["d"] * 300) / "deep.txt")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        assert len(read_paths([tmp_path])[0]) == 1
    finally:
        sys.setrecursionlimit(limit)


def test_a_folder_with_nothing_readable_counts_what_was_tried(tmp_path: Path) -> None:
    assert error_of(tmp_path).startswith(f"nothing in the folder {tmp_path} can be read (0 files were tried)")
    write(tmp_path / "empty.txt", "")
    assert "(1 file was tried)" in error_of(tmp_path)
    (tmp_path / "binary").write_bytes(b"\0")
    assert "(2 files were tried)" in error_of(tmp_path)


def test_a_glob_that_matches_nothing_is_named(tmp_path: Path) -> None:
    write(tmp_path / "one.txt")
    told = error_of(tmp_path, settings=Settings(globs=("*.xyz", "!a")))
    assert told.startswith(f"no file in the folder {tmp_path} matches the glob *.xyz !a;")
    write(tmp_path / "broken.xyz", "")
    assert "(1 file was tried)" in error_of(tmp_path, settings=Settings(globs=("*.xyz",)))


def test_each_thing_that_is_no_text_file_says_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = write(tmp_path / "one.txt")
    assert error_of(tmp_path / "no.txt") == f"{tmp_path}/no.txt does not exist; check the path"
    assert "a part of the path is a file" in error_of(one / "below.txt")
    assert "is empty" in error_of(write(tmp_path / "empty.txt", ""))
    assert "is empty but for white space" in error_of(write(tmp_path / "white.txt", "\n \t"))
    assert "a path is empty" in error_of("")
    assert "can't be read" in error_of("a\0b")
    assert "is a device" in error_of("/dev/null")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "Too many levels of symbolic links" in error_of(tmp_path / "loop")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # the name of a socket must be short
        server.bind("s")
        assert error_of("s") == "s is a socket, no file; name a text file"


def test_a_pipe_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(builtins, "open", lambda *_: pytest.fail("opened"))
    assert "is a named pipe, no file" in error_of(tmp_path / "pipe")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = write(tmp_path / "one.txt")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(builtins, "open", refuse)  # an administrator may read everything
    assert error_of(one) == f"{one} may not be read (permission denied); give yourself the right to read it"
    monkeypatch.setattr(files.os, "listdir", refuse)
    assert "nothing in the folder" in error_of(tmp_path)


def test_the_size_is_bounded(tmp_path: Path) -> None:
    one = write(tmp_path / "one.txt", "12345")
    assert read_paths([one], Settings(max_bytes=5))[0][0].text == "12345"
    assert (
        error_of(one, settings=Settings(max_bytes=4)) == f"{one} has 5 bytes, more than the 4 that are read; split it"
    )


def test_a_name_that_does_not_print_is_escaped_in_messages(tmp_path: Path) -> None:
    write(tmp_path / "a\n\x1b[31mb.txt", "")
    write(tmp_path / "good.txt")
    assert "a\\n\\x1b[31mb.txt' is empty" in error_of(tmp_path / "a\n\x1b[31mb.txt")
    (entry,) = read_paths([tmp_path])[1]
    assert entry.reason == "is empty; give a file with text in it"


def test_a_format_is_chosen_by_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.READERS, ".up", Format("table", "read_csv", apart=False))
    documents, _ = read_paths([write(tmp_path / "a.UP", "a,b\nc,d"), write(tmp_path / "a.txt", "a,b\nc,d")])
    assert [document.text for document in documents] == ["a: c; b: d", "a,b\nc,d"]
