"""The chat in a real terminal: keys sent, screen read."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("pty", reason="no terminals of this kind on this platform")
SPEC = importlib.util.spec_from_file_location("terminal", Path(__file__).with_name("terminal.py"))
assert SPEC and SPEC.loader
terminal_module = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(terminal_module)

ENTER, TAB, CTRL_C, CTRL_D, CTRL_R, UP, RIGHT = "\r", "\t", "\x03", "\x04", "\x12", "\x1b[A", "\x1b[C"
ASK = f"How many countries?{ENTER}"


@pytest.fixture
def terminal(fake: SimpleNamespace, tmp_path: Path) -> Callable[..., Any]:
    """Start the fake chat in a terminal."""

    def start(*arguments: str, **options: Any) -> Any:
        return terminal_module.Terminal([str(fake.script), str(tmp_path / "history"), *arguments], **options)

    return start


def test_a_whole_chat_with_the_program(tmp_path: Path) -> None:
    path = tmp_path / "lake.txt"
    path.write_text("Lake notes\n\nThe ferry Juno sank in 1911. Divers found her at 31 metres.\n", encoding="utf-8")
    home = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    with terminal_module.Terminal(["-m", "qa_bot", "-c", str(path)], **home) as chat:
        chat.seen("qa-bot has read lake.txt (Lake notes). Ask, or type /help.", 60)
        chat.seen("1 passage")
        chat.type(f"When did the ferry sink?{ENTER}")
        shown = chat.seen("1911\n  Lake notes\n  The ferry Juno sank in 1911. Divers found her at 31 metres.", 60)
        assert re.search(r"lake.txt, line 3 · [a-z ]+, \d\d? %", shown)
        chat.type(f"At what depth did divers find her?{ENTER}")
        chat.seen("31 metres", 60)
        chat.type(f"/why{ENTER}")
        chat.seen("candidates")
        chat.type(f"/save {tmp_path / 'said.md'}{ENTER}")
        chat.seen("saved 2 questions")
        chat.type(f"/quit{ENTER}")
        assert chat.ended() == 0
    assert "**1911**" in (tmp_path / "said.md").read_text(encoding="utf-8")
    assert (tmp_path / "state" / "qa-bot" / "history").stat().st_mode & 0o777 == 0o600


def test_an_answer_is_bold_and_marked_in_its_passage(terminal: Callable[..., Any]) -> None:
    with terminal() as chat:
        chat.seen("/help.")
        chat.type(ASK)
        chat.seen("71 %")
        rows = [row for row, line in enumerate(chat.screen.display) if "17 countries" in line]
        answer, passage = (chat.screen.buffer[row] for row in rows)
        assert answer[0].bold and not answer[0].underscore
        marked = [passage[column].underscore for column in range(80)]
        assert marked == [18 <= column < 30 for column in range(80)]


def test_completion_of_names_commands_and_from_what_was_typed_before(terminal: Callable[..., Any]) -> None:
    with terminal() as chat:
        chat.seen("/help.")
        chat.settle()
        chat.type("Who is Zha")
        chat.seen("Zhang Wei")
        chat.type(f"{TAB}?")
        chat.seen("> Who is Zhang Wei?")
        chat.type(f"{CTRL_C}/s")
        assert "/settings" in chat.seen("/sources")
        chat.type(f"{CTRL_C}{ASK}")
        chat.seen("71 %")
        chat.type("How m")
        chat.seen("> How many countries?")
        chat.type(RIGHT + ENTER)
        chat.seen("71 %")
        chat.type(f"{CTRL_R}count")
        chat.seen("(reverse-i-search)`count': How many countries?")
        chat.type(CTRL_C + CTRL_D)
        assert chat.ended() == 0


def test_ctrl_c_stops_an_answer_and_drops_a_line(terminal: Callable[..., Any]) -> None:
    with terminal() as chat:
        chat.seen("/help.")
        chat.type(f"slow{ENTER}")
        chat.seen("looking it up ...")
        chat.type(CTRL_C)
        assert "looking it up" not in chat.seen("stopped")
        chat.type(f"not this{CTRL_C}")
        chat.type(ASK)
        chat.seen("71 %")
        chat.type(CTRL_D)
        assert chat.ended() == 0


def test_the_signal_stops_an_answer_too(terminal: Callable[..., Any]) -> None:
    with terminal() as chat:
        chat.seen("/help.")
        chat.type(f"slow{ENTER}")
        chat.seen("looking it up ...")
        chat.process.send_signal(signal.SIGINT)
        chat.seen("stopped")
        chat.type(CTRL_D)
        assert chat.ended() == 0


def test_a_paste_of_several_lines_is_one_question(terminal: Callable[..., Any]) -> None:
    with terminal() as chat:
        chat.seen("/help.")
        chat.settle()  # the line above the prompt is written with the terminal's own echo on
        chat.type("\x1b[200~How many\n\x1b]0;x\x07countries\u202e?\x1b[201~")
        chat.seen("> How many ]0;xcountries?")
        assert "joined the station" not in chat.settle(), "it waits for Enter"
        chat.type(ENTER)
        chat.seen("71 %")
        chat.type(CTRL_D)
        assert chat.ended() == 0


def test_a_window_made_narrow_and_wide_again(terminal: Callable[..., Any]) -> None:
    with terminal(columns=100) as chat:
        chat.seen("/help.")
        chat.type("How many coun")
        chat.seen("coun")
        chat.resize(40, 20)
        chat.settle()
        chat.type(f"tries?{ENTER}")
        shown = chat.seen("71 %")
        assert "  As of May 2024, 17 countries and\n  international organizations had\n" in shown
        chat.type(f"slow{ENTER}")
        chat.seen("looking it up ...")
        chat.resize(100, 30)
        chat.type(CTRL_C)
        chat.seen("stopped")
        chat.type(ASK)
        chat.seen("  As of May 2024, 17 countries and international organizations had joined the station. Its")
        chat.type(CTRL_D)
        assert chat.ended() == 0


def test_the_toolbar_says_what_is_asked(terminal: Callable[..., Any]) -> None:
    with terminal() as chat:
        assert re.search(r"station.txt \(The station\) · \d passages\n", chat.seen("passages") + "\n")
        chat.type(ASK)
        chat.seen("passages · answered in 0.0")
        chat.type(f"/clear{ENTER}")
        chat.gone("answered")
        chat.type(ASK)
        chat.seen("passages · answered in 0.0")
        chat.resize(40, 20)
        chat.type("x")
        chat.gone("answered")
        chat.seen("passages · 0.0")


def test_vi_keys_are_a_setting_and_inputrc_is_heard(terminal: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "inputrc").write_text("set editing-mode vi\n")
    with terminal(INPUTRC=str(tmp_path / "inputrc")) as chat:
        chat.seen("vi: insert")
        chat.type("How many kings?\x1bbcwcountries?\x1b")
        chat.seen("> How many countries?")
        chat.seen("vi: navigation")
        chat.type(ENTER)
        chat.seen("71 %")
        chat.type(f"/settings keys emacs{ENTER}")
        chat.gone("vi: ")
        chat.type(CTRL_D)
        assert chat.ended() == 0


def test_places_are_links_where_the_terminal_follows_them(terminal: Callable[..., Any]) -> None:
    for names, opened in (
        ({"VTE_VERSION": "7600"}, b"station.txt\x1b\\"),
        ({"KITTY_WINDOW_ID": "1"}, b"station.txt#3\x1b\\"),
    ):
        with terminal(**names) as chat:
            chat.type(ASK)
            chat.seen("— station.txt, line 3 · fairly sure, 71 %")
            assert re.search(rb"\x1b\]8;id=\d+;file://[\w.-]*/\S*" + re.escape(opened), bytes(chat.sent))
            assert chat.sent.count(b"\x1b]8;") == 2 * chat.sent.count(b"\x1b]8;;\x1b\\")


def test_open_gives_the_terminal_to_the_pager_and_takes_it_back(terminal: Callable[..., Any], tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(
        f"#!{sys.executable}\nimport sys\ntext = sys.stdin.read()\n"
        "print('paged', sys.argv[1:], len(text.splitlines()), chr(27) in text)\n"
        "print('key', open('/dev/tty').readline())\n"
    )
    pager.chmod(0o755)
    with terminal(PAGER=f"{pager} -x") as chat:
        chat.seen("/help.")
        chat.type(f"{ASK}/open{ENTER}")
        chat.seen("paged ['-x'] 6 False")
        chat.type("q\n")
        chat.seen("key q")
        chat.settle()
        chat.type(f"Who is the king?{ENTER}")
        chat.seen("mention “king”")
        chat.type(CTRL_D)
        assert chat.ended() == 0


def test_open_edit_starts_the_editor_at_the_line(
    terminal: Callable[..., Any], fake: SimpleNamespace, tmp_path: Path
) -> None:
    editor = tmp_path / "vi"
    editor.write_text(
        f"#!{sys.executable}\nimport sys\nprint('edits', sys.argv[1], open(sys.argv[2]).readline())\nsys.exit(3)\n"
    )
    editor.chmod(0o755)
    with terminal(EDITOR=str(editor)) as chat:
        chat.seen("/help.")
        chat.type(f"{ASK}/open edit{ENTER}")
        chat.seen("edits +3 The station")
        chat.seen("that program ended with status 3")
        chat.type(CTRL_D)
        assert chat.ended() == 0


def test_a_dumb_terminal_gets_no_escape_sequence(terminal: Callable[..., Any]) -> None:
    with terminal(TERM="dumb", VTE_VERSION="7600") as chat:
        chat.seen("> ")
        chat.type(f"/settings links on{ENTER}")
        chat.type(ASK)
        chat.seen("71 %")
        chat.type(CTRL_D)
        assert chat.ended() == 0
        assert b"\x1b" not in chat.sent
        assert b"17 countries\n  As of" in chat.sent.replace(b"\r", b"")


def test_no_color_sends_none(terminal: Callable[..., Any]) -> None:
    with terminal(NO_COLOR="1") as chat:
        chat.type(f"boom{ENTER}{ASK}")
        chat.seen("71 %")
        colours = [code for codes in re.findall(rb"\x1b\[([\d;]*)m", chat.sent) for code in codes.split(b";")]
        assert colours and not [code for code in colours if re.fullmatch(rb"[349][0-8]|10[0-7]", code) or code == b"38"]


def test_an_error_while_typing_ends_it(terminal: Callable[..., Any]) -> None:
    with terminal("broken") as chat:
        assert "Traceback" not in chat.seen("nowhere.txt")
        assert chat.ended() == 2


def test_a_locale_without_utf_8_only_loses_characters(terminal: Callable[..., Any]) -> None:
    with terminal(PYTHONIOENCODING="ascii", LC_ALL="C") as chat:
        chat.type(f"{ASK}Who is the king?{ENTER}")
        chat.seen("71 %")
        assert "?director?" in chat.seen("?king?")
        chat.type(f"/why{ENTER}")
        chat.seen("##")
        chat.type(CTRL_D)
        assert chat.ended() == 0


def test_a_window_that_is_closed_ends_it(terminal: Callable[..., Any]) -> None:
    with terminal() as chat:
        chat.seen("/help.")
        chat.hang_up()
        chat.process.wait(30)  # raises if it goes on


def piped(tmp_path: Path, typed: bytes, stdout: int, **environment: str) -> tuple[int, str]:
    """The program with its keyboard at a terminal and its output elsewhere: its exit status, and what it complained."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qa_bot"],
        stdin=theirs,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm", "XDG_CONFIG_HOME": str(tmp_path), **environment},
    )
    os.close(theirs)
    os.write(ours, typed)
    _, said = process.communicate(timeout=120)
    os.close(ours)
    return process.returncode, said.decode()


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path, term: str) -> None:
    read, write = os.pipe()
    os.close(read)
    status, said = piped(tmp_path, b"Who is Wang Chi?\n", write, TERM=term)
    os.close(write)
    assert (status, said) == (141, "")


def test_into_a_file_a_question_a_line_is_answered(tmp_path: Path) -> None:
    with open(tmp_path / "said.txt", "wb") as file:
        status, said = piped(tmp_path, b"Who is Wang Chi?\n\x04", file.fileno())
    text = (tmp_path / "said.txt").read_text(encoding="utf-8")
    assert (status, said) == (0, "") and "ilrs.txt, line" in text and "\x1b" not in text
