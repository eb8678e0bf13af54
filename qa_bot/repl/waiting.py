"""Waiting for work with an ear on the keyboard: "is it done, or is it no longer wanted?".

Ctrl-C stops the waiting; the work itself goes on in its thread, and nobody looks at what becomes of it. Other keys
that are pressed meanwhile are kept for the next prompt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import TypeVar

from prompt_toolkit.input import Input
from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from qa_bot.render import inline
from qa_bot.repl.progress import Progress
from qa_bot.repl.screen import Screen

T = TypeVar("T")

PATIENCE = 0.3
"""Seconds of silence before the screen says what is being done."""
EVERY = 0.1
"""Seconds between two looks at how far it is."""


class Stopped(Exception):
    """Ctrl-C was pressed while something was waited for."""


def in_background(work: Callable[[], T]) -> Future[T]:
    """Start `work` in a thread that does not keep the program from ending."""
    future: Future[T] = Future()
    future.set_running_or_notify_cancel()  # before it is handed out: from here on it can't be cancelled

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future


def wait_for(future: Future[T], input: Input, screen: Screen, progress: Progress) -> T:
    """The result, or what the work raised; `progress` is shown while it takes longer than `PATIENCE`.

    Raises
    ------
    Stopped
        Ctrl-C was pressed first.
    EOFError
        The terminal was closed first.
    """
    if not future.done():
        try:
            asyncio.run(_Watch(input).until(future, screen, progress))
        except KeyboardInterrupt:  # the signal, sent by something other than the key
            raise Stopped from None
    return future.result()


class _Watch:
    """One wait: what was pressed during it, and what ended it."""

    def __init__(self, input: Input) -> None:
        self.input = input
        self.pressed: list[KeyPress] = []
        self.interruption: BaseException | None = None
        self.ended = asyncio.Event()

    async def until(self, future: Future[T], screen: Screen, progress: Progress) -> None:
        loop = asyncio.get_running_loop()

        def wake(_: Future[T]) -> None:
            with suppress(RuntimeError):  # the loop is closed: the wait was stopped
                loop.call_soon_threadsafe(self.ended.set)

        self.take(get_typeahead(self.input))
        future.add_done_callback(wake)
        try:
            with self.input.raw_mode(), self.input.attach(self.read):
                await self.long_wait(screen, progress)
        finally:
            store_typeahead(self.input, [*self.pressed, *self.input.flush_keys()])
        if self.interruption is not None:
            raise self.interruption

    async def long_wait(self, screen: Screen, progress: Progress) -> None:
        await self.pause(PATIENCE)
        shown = ""
        try:
            while not self.ended.is_set():
                for line in progress.lines():
                    screen.unnotice()
                    screen.say([("class:hint", inline(line))])
                    shown = ""
                if (text := str(progress)) != shown and (screen.takes_back or not shown):
                    screen.unnotice()
                    screen.notice(text)
                    shown = text
                await self.pause(EVERY)
        finally:
            screen.unnotice()

    async def pause(self, seconds: float) -> None:
        """Until it has ended, but not longer."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.ended.wait(), seconds)

    def read(self) -> None:
        self.take(self.input.read_keys())
        if self.input.closed:
            self.interrupt(EOFError())

    def take(self, keys: list[KeyPress]) -> None:
        for key in keys:
            if key.key == Keys.ControlC:
                self.pressed.clear()  # as a terminal does: what was typed before it is dropped too
                self.interrupt(Stopped())
            else:
                self.pressed.append(key)

    def interrupt(self, reason: BaseException) -> None:
        self.interruption = reason
        self.ended.set()
