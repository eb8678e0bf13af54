"""Whole transcripts: keys in, what stands on the screen out."""

from __future__ import annotations

import io
import os
import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from qa_bot.errors import CorpusError
from qa_bot.records import Unread
from qa_bot.repl import run
from qa_bot.repl.commands import COMMANDS
from qa_bot.repl.prompt import PASTED, one_line

ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"
ASK = f"How many countries?{ENTER}"


@pytest.fixture
def chat(tmp_path: Path) -> Callable[..., str]:
    """Type keys into a chat with a bot until it ends with 0; what it printed, escape sequences left out."""

    def typed(keys: str, bot: Any, columns: int = 80, code: int = 0) -> str:
        screen = io.StringIO()
        output = PlainTextOutput(screen)
        output.get_size = lambda: Size(rows=40, columns=columns)  # type: ignore[method-assign]
        opener = bot if callable(bot) else lambda: bot
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
            pipe.send_text(keys)
            assert (
                run(
                    opener,
                    input=pipe,
                    output=output,
                    history_path=tmp_path / "history",
                    settings_path=tmp_path / "s.json",
                )
                == code
            )
        return screen.getvalue().replace("\r\n", "\n")

    return typed


def test_question_answer_passage_place(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(ASK + CTRL_D, fake.FakeBot())
    assert "qa-bot has read station.txt (The station). Ask, or type /help.\n" in shown
    assert (
        "17 countries\n"
        "  As of May 2024, 17 countries and international organizations had joined the\n"
        "  station. Its first director was Zhang Wei.\n"
        "  — station.txt, line 3 · fairly sure, 71 %\n\n"
    ) in shown


def test_a_refusal_offers_what_comes_closest(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"Who is the king?{ENTER}/quit{ENTER}", fake.FakeBot())
    assert "The text does not say: it speaks of “director”, but does not mention “king”.\n  closest: Zhang Wei" in shown


def test_more_shows_the_alternatives(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"/more{ENTER}{ASK}/more{ENTER}{CTRL_D}", fake.FakeBot())
    assert "nothing has been asked yet" in shown
    assert "2. Zhang Wei\n   Its first director was Zhang Wei.\n   — station.txt" in shown


def test_help_sources_and_what_is_no_command(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot(unread=(Unread("bad\x1b.bin", "it is binary"),), notes=("they have\x1b changed",))
    shown = chat(f"/help{ENTER}/sources{ENTER}/hlep{ENTER}/quit now{ENTER}/etc/passwd?{ENTER}{CTRL_D}", bot)
    assert "but not 1 file (see /sources)" in shown and "\nthey have␛ changed\n" in shown
    for command in COMMANDS[:3]:
        assert re.search(rf"  {re.escape(command.usage)} +{re.escape(command.summary)}\n", shown)
    assert "station.txt (The station)\nnot read: bad␛.bin: it is binary\n" in shown
    assert "there is no /hlep; did you mean /help?" in shown
    assert "/quit stands alone" in shown
    assert bot.asked == ["/etc/passwd?"]


def test_a_command_may_be_cut_short(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"/so{ENTER}/{ENTER}/Q{ENTER}", fake.FakeBot())
    assert "station.txt (The station)\n" in shown
    assert "there is no /;" in shown


def test_clear_forgets_what_was_asked(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"{ASK}/clear{ENTER}/more{ENTER}{CTRL_D}", fake.FakeBot())
    assert "nothing has been asked yet" in shown


def test_empty_lines_ask_nothing(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot()
    chat(f"{ENTER}   {ENTER}{CTRL_D}", bot)
    assert bot.asked == []


def test_ctrl_c_drops_the_line(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot()
    shown = chat(f"dropped{CTRL_C}{ASK}{CTRL_C}{CTRL_D}", bot)
    assert bot.asked == ["How many countries?"]
    assert "Ctrl-D or /quit leaves." in shown


def test_a_paste_of_several_lines_is_one_question(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    bot = fake.FakeBot()
    chat(f"\x1b[200~How many\r\ncountries\n\tjoined?\n\x1b[201~{ENTER}{CTRL_D}", bot)
    assert bot.asked == ["How many countries joined?"]


def test_a_paste_is_cut_where_no_question_is_as_long() -> None:
    assert len(one_line("x" * 10**6)) == PASTED


def test_an_unexpected_error_is_one_line_and_the_chat_goes_on(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"boom{ENTER}{ASK}{CTRL_D}", fake.FakeBot())
    assert "that failed unexpectedly: ValueError: a␛[2Jb\n" in shown
    assert "fairly sure" in shown
    assert "Traceback" not in shown


def test_no_escape_sequence_of_a_document_reaches_the_terminal(
    chat: Callable[..., str], fake: SimpleNamespace, tmp_path: Path
) -> None:
    shown = chat(f"nasty{ENTER}/more{ENTER}/sources{ENTER}{CTRL_D}", fake.FakeBot())
    assert "␛]0;owned␇ and ␛[2J\\x9b31m red\\u202e txt" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown.replace("\r", ""))


def test_on_a_real_terminal_only_our_own_sequences_are_sent(fake: SimpleNamespace, tmp_path: Path) -> None:
    screen = io.StringIO()
    output = Vt100_Output(screen, lambda: Size(rows=40, columns=80), term="xterm", enable_cpr=False)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        pipe.send_text(f"nasty{ENTER}{CTRL_D}")
        assert (
            run(
                fake.FakeBot,
                input=pipe,
                output=output,
                history_path=tmp_path / "history",
                settings_path=tmp_path / "s.json",
            )
            == 0
        )
    shown = screen.getvalue()
    assert "owned" in shown
    assert "\x1b]" not in shown and "\x1b[2J" not in shown and "\x9b" not in shown and "\x07" not in shown
    assert "\x1b[0;1;4m" in shown, "the answer is marked in its passage"


def test_narrow_windows_wrap(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    shown = chat(f"{ASK}/help{ENTER}{CTRL_D}", fake.FakeBot(), columns=40)
    assert "  As of May 2024, 17 countries and\n  international organizations had\n" in shown
    assert "  /sources         what is loaded, and\n                   what could not be\n" in shown


def test_documents_that_cannot_be_read_end_the_chat(
    chat: Callable[..., str], fake: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    chat("", fake.broken, code=CorpusError.exit_code)
    assert capsys.readouterr().err == "qa-bot: nowhere.txt: there is no such file; check the path\n"


def test_they_do_also_when_a_question_was_faster(
    chat: Callable[..., str], fake: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = threading.Event()

    def late() -> Any:
        asked.wait(0.5)
        raise RuntimeError("no\x1bway")

    chat(ASK, late, code=2)
    assert capsys.readouterr().err == "qa-bot: the documents could not be read: RuntimeError: no␛way\n"


def test_leaving_does_not_wait_for_the_documents(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    never = threading.Event()
    began = time.monotonic()
    shown = chat(f"/help{ENTER}/quit{ENTER}", lambda: never.wait(20))
    assert time.monotonic() - began < 5
    assert "/sources" in shown


def test_a_history_that_cannot_be_kept_costs_a_line(
    chat: Callable[..., str], fake: SimpleNamespace, tmp_path: Path
) -> None:
    (tmp_path / "history").mkdir()
    shown = chat(ASK + CTRL_D, fake.FakeBot())
    assert "earlier questions can't be read" in shown
    assert "what you type is not kept" in shown
    assert "fairly sure" in shown


@contextmanager
def typing(fake: SimpleNamespace, tmp_path: Path, bot: Any) -> Iterator[SimpleNamespace]:
    """A chat that runs in a thread, so that keys can follow on what is seen."""
    screen = io.StringIO()
    output = PlainTextOutput(screen)
    with create_pipe_input() as pipe:
        result: list[int] = []
        thread = threading.Thread(
            target=lambda: result.append(
                run(
                    lambda: bot,
                    input=pipe,
                    output=output,
                    history_path=tmp_path / "history",
                    settings_path=tmp_path / "s.json",
                )
            ),
            daemon=True,
        )
        thread.start()

        def seen(text: str) -> None:
            deadline = time.monotonic() + 10
            while text not in screen.getvalue():
                assert time.monotonic() < deadline, f"{text!r} not in {screen.getvalue()!r}"
                time.sleep(0.01)

        yield SimpleNamespace(type=pipe.send_text, seen=seen, screen=screen)
        pipe.send_text(CTRL_D)
        thread.join(10)
        assert result == [0]


def test_ctrl_c_stops_the_answer_under_way(fake: SimpleNamespace, tmp_path: Path) -> None:
    bot = fake.FakeBot()
    with typing(fake, tmp_path, bot) as chat:
        chat.type(f"slow{ENTER}")
        chat.seen("looking it up ...")
        chat.type(CTRL_C)
        chat.seen("stopped")
        bot.release.set()
        chat.type(f"/more{ENTER}")
        chat.seen("nothing has been asked yet")  # the answer that was stopped is no turn
        chat.type(ASK)
        chat.seen("fairly sure")


def test_what_is_typed_during_an_answer_is_kept(fake: SimpleNamespace, tmp_path: Path) -> None:
    bot = fake.FakeBot()
    with typing(fake, tmp_path, bot) as chat:
        chat.type(f"slow{ENTER}")
        chat.seen("looking it up ...")
        chat.type(ASK)
        time.sleep(0.05)
        bot.release.set()
        chat.seen("17 countries")
    assert bot.asked == ["slow", "How many countries?"]


def test_history_is_kept_between_chats(chat: Callable[..., str], fake: SimpleNamespace) -> None:
    chat(ASK + CTRL_D, fake.FakeBot())
    bot = fake.FakeBot()
    chat(f"\x1b[A{ENTER}{CTRL_D}", bot)
    assert bot.asked == ["How many countries?"]


# --- in a real terminal -----------------------------------------------------------------------------------------------

pty = pytest.importorskip("pty", reason="no terminals of this kind on this platform")


@contextmanager
def terminal(fake: SimpleNamespace, tmp_path: Path, *arguments: str, **environment: str) -> Iterator[SimpleNamespace]:
    """The chat as a process in a terminal of 40 columns."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    path = os.pathsep.join(filter(None, sys.path))
    process = subprocess.Popen(
        [sys.executable, str(fake.script), str(tmp_path / "history"), *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONPATH": path, **environment},
    )
    os.close(theirs)
    read = bytearray()

    def seen(text: str, seconds: float = 20) -> str:
        deadline = time.monotonic() + seconds
        while text.encode() not in read:
            ready, _, _ = select.select([ours], [], [], max(deadline - time.monotonic(), 0))
            assert ready, f"{text!r} not in {bytes(read)!r}"
            try:
                read.extend(os.read(ours, 65536))
            except OSError:  # Linux says so when the other end is closed
                assert text.encode() in read, f"{text!r} not in {bytes(read)!r}"
        return read.decode(errors="replace")

    try:
        yield SimpleNamespace(type=lambda keys: os.write(ours, keys.encode()), seen=seen, process=process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_in_a_terminal(fake: SimpleNamespace, tmp_path: Path) -> None:
    with terminal(fake, tmp_path) as chat:
        chat.seen("/help.")
        chat.type(ASK)
        chat.seen("71 %")
        chat.type(f"slow{ENTER}")
        chat.seen("looking it up ...")
        chat.type(CTRL_C)
        chat.seen("stopped")
        chat.type(CTRL_D)
        assert chat.process.wait(10) == 0


def test_a_dumb_terminal_gets_no_escape_sequence(fake: SimpleNamespace, tmp_path: Path) -> None:
    with terminal(fake, tmp_path, TERM="dumb") as chat:
        chat.seen("> ")
        chat.type(ASK)
        shown = chat.seen("71 %")
        assert "17 countries\n  As of" in shown.replace("\r", "")
        assert "\x1b" not in shown
        chat.type(CTRL_D)
        assert chat.process.wait(10) == 0


def test_no_color_sends_none(fake: SimpleNamespace, tmp_path: Path) -> None:
    with terminal(fake, tmp_path, NO_COLOR="1") as chat:
        chat.type(f"boom{ENTER}{ASK}")
        shown = chat.seen("71 %")
        colours = [code for codes in re.findall(r"\x1b\[([\d;]*)m", shown) for code in codes.split(";")]
        assert colours and not [code for code in colours if re.fullmatch(r"[349][0-8]|10[0-7]", code) or code == "38"]


def test_an_error_while_typing_ends_it_in_a_terminal(fake: SimpleNamespace, tmp_path: Path) -> None:
    with terminal(fake, tmp_path, "broken") as chat:
        assert "Traceback" not in chat.seen("nowhere.txt")
        assert chat.process.wait(10) == 2


def test_a_locale_without_utf_8_only_loses_characters(fake: SimpleNamespace, tmp_path: Path) -> None:
    with terminal(fake, tmp_path, PYTHONIOENCODING="ascii") as chat:
        chat.type(f"{ASK}Who is the king?{ENTER}")
        chat.seen("71 %")
        assert "?director?" in chat.seen("?king?")
        chat.type(CTRL_D)
        assert chat.process.wait(10) == 0
