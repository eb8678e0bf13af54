"""How far long work is, in words and on the screen."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import Output
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from qa_bot.repl import progress
from qa_bot.repl.progress import Progress
from qa_bot.repl.screen import Screen
from qa_bot.repl.waiting import in_background, wait_for


def test_the_share_that_is_done_and_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    reading = Progress("reading ...")
    assert str(reading) == "reading ..."
    reading.progress(0, 800)
    assert str(reading) == "reading ..."
    now[0] = 101.0
    reading.progress(100, 800)
    assert str(reading) == "reading ... 12 %", "too early for a guess"
    now[0] = 110.0
    reading.progress(200, 800)
    assert str(reading) == "reading ... 25 %, 0:30 left"
    reading.progress(800, 800)
    assert str(reading) == "reading ..."


def test_each_line_is_handed_out_once() -> None:
    reading = Progress("reading ...")
    reading.say("all anew")
    assert [*reading.lines()] == ["all anew"] and [*reading.lines()] == []


def waited_for(output: Output, work: Callable[[Progress], str]) -> str:
    with create_pipe_input() as pipe:
        reading = Progress("reading ...")
        return wait_for(in_background(lambda: work(reading)), pipe, Screen(output), reading)


def test_a_wait_shows_what_is_said_and_how_far_it_is() -> None:
    written = io.StringIO()

    def work(reading: Progress) -> str:
        reading.progress(0, 10)
        reading.say("made anew\x1b[2J")
        reading.progress(4, 10)
        deadline = time.monotonic() + 10
        while "40 %" not in written.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        reading.progress(6, 10)
        while "60 %" not in written.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        return "done"

    output = Vt100_Output(written, lambda: Size(rows=20, columns=60), term="xterm", enable_cpr=False)
    assert waited_for(output, work) == "done"
    shown = written.getvalue()
    assert "made anew␛[2J" in shown and "reading ... 40 %" in shown and "reading ... 60 %" in shown
    assert shown.rstrip("\x1b[?25hl").endswith("\r\x1b[K"), "it is taken away in the end"


def test_where_nothing_can_be_taken_back_one_line_is_enough() -> None:
    written, begun = io.StringIO(), threading.Event()

    def work(reading: Progress) -> str:
        begun.wait(0.5)
        for done in range(1, 4):
            reading.progress(done, 10)
            time.sleep(0.15)
        return "done"

    assert waited_for(PlainTextOutput(written), work) == "done"
    assert written.getvalue().count("reading ...") == 1


def test_what_is_short_shows_nothing() -> None:
    written = io.StringIO()
    assert waited_for(PlainTextOutput(written), lambda _: "done") == "done"
    assert written.getvalue() == ""
