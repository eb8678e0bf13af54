"""What is typed is kept for its owner; when it can't be, a line says so."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from qa_bot.repl import history
from qa_bot.repl.history import NEWEST, KeptHistory


def kept(path: Path) -> list[str]:
    """What a new run would find, newest first."""
    return list(KeptHistory(path).load_history_strings())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "qa-bot" / "history"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_kept_between_runs_newest_first(path: Path) -> None:
    first = KeptHistory(path)
    first.store_string("one?")
    first.store_string("two\nlines, wé 漢?")
    assert kept(path) == ["two lines, wé 漢?", "one?"]
    assert first.note is None


def test_only_its_owner_can_read_it(path: Path) -> None:
    KeptHistory(path).store_string("one?")
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("old?\n")
    path.chmod(0o644)
    KeptHistory(path).store_string("new?")
    assert mode(path) == 0o600
    assert kept(path) == ["new?", "old?"]


def test_a_folder_in_its_place_is_noted_once(path: Path) -> None:
    path.mkdir(parents=True)
    memory = KeptHistory(path)
    assert memory.note is not None and str(path) in memory.note and "not kept" in memory.note
    memory.note = None
    memory.store_string("one?")
    memory.store_string("two?")
    assert memory.note is None


def test_a_file_in_the_place_of_its_folder_is_noted(path: Path) -> None:
    path.parent.write_text("")
    memory = KeptHistory(path)
    memory.store_string("one?")
    assert memory.note is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this platform")
def test_a_pipe_in_its_place_does_not_hang(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    memory = KeptHistory(path)
    assert memory.note is not None and "not a file" in memory.note
    memory.note = None
    memory.store_string("one?")
    assert memory.note is None


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_closed_disk_is_noted(path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fail(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(history.os, "write", fail)
    memory = KeptHistory(path)
    memory.store_string("one?")
    assert memory.note is not None and os.strerror(code) in memory.note
    memory.note = None
    memory.store_string("two?")
    assert memory.note is None, "once is enough"


def test_what_is_not_utf_8_is_left_out_and_noted(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"good?\n\xff\xfe bad\nalso good?\n")
    memory = KeptHistory(path)
    assert list(memory.load_history_strings()) == ["also good?", "good?"]
    assert memory.note is not None and "UTF-8" in memory.note


def test_a_lone_surrogate_does_not_crash(path: Path) -> None:
    memory = KeptHistory(path)
    memory.store_string("a\ud800b")
    assert (memory.note, kept(path)) == (None, ["ab"])


def test_of_a_long_history_the_newest_is_read(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("".join(f"question {number:08}\n" for number in range(NEWEST // 10)))
    entries = kept(path)
    assert entries[0] == f"question {NEWEST // 10 - 1:08}"
    assert len(entries) <= NEWEST // 18
    assert set(map(len, entries)) == {17}


def test_in_private_nothing_is_read_kept_or_offered(path: Path) -> None:
    KeptHistory(path).store_string("before?")
    memory = KeptHistory(path, private=True)
    memory.append_string("secret?")
    assert (list(memory.load_history_strings()), memory.get_strings()) == ([], [])
    memory.private = False
    memory.append_string("after?")
    assert kept(path) == ["after?", "before?"]


def test_what_a_terminal_would_obey_is_not_offered_again(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("who\x1b]0;x\x07 is\u202e it?\n", encoding="utf-8")
    assert kept(path) == ["who]0;x is it?"]
