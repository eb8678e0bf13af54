"""Where the chat prints: "how do these words get onto this terminal?"."""

from __future__ import annotations

import os
from shutil import get_terminal_size

from prompt_toolkit.data_structures import Size
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.output import Output
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import print_formatted_text

from qa_bot.render import Fragments
from qa_bot.repl import links
from qa_bot.repl.style import STYLE
from qa_bot.repl.wrap import fitted, wrap

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the window."""


class DumbOutput(PlainTextOutput):
    """A terminal that only knows how to print, as TERM=dumb says: no escape sequence is sent."""

    def get_size(self) -> Size:
        columns, rows = get_terminal_size()
        return Size(rows=rows, columns=columns)


class Screen:
    """A terminal to print on; above the prompt if one is shown.

    Parameters
    ----------
    output
        The terminal.
    dumb
        Whether it only knows how to print: then nothing is taken back.

    Attributes
    ----------
    links
        Whether places are sent as hyperlinks: "auto" (where the terminal is known to follow them), "on" or "off".
    """

    def __init__(self, output: Output, dumb: bool = False) -> None:
        self.output = output
        self.dumb = dumb
        self.links = "auto"
        self._only_prints = dumb or isinstance(output, PlainTextOutput)

    @property
    def width(self) -> int:
        """Columns to print on, at this moment; one is left free, as some terminals break a full line by themselves."""
        return min(self.output.get_size().columns - 1, WIDEST)

    @property
    def takes_back(self) -> bool:
        """Whether a line can be replaced by another."""
        return not self._only_prints

    def draws(self, character: str) -> bool:
        """Whether the terminal's encoding has it."""
        try:
            character.encode(self.output.encoding())
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def say(self, fragments: Fragments) -> None:
        """Print, wrapped at the terminal's width of this moment, and end the line."""
        wrapped = wrap(_without_last_newline(fragments), self.width)
        lines = links.sent(wrapped, os.environ) if self._follows_links() else links.without(wrapped)
        print_formatted_text(
            FormattedText(lines), style=STYLE, include_default_pygments_style=False, output=self.output
        )

    def _follows_links(self) -> bool:
        """Only a terminal that takes escape sequences: no pipe, no TERM=dumb, whatever the settings say."""
        if self.dumb or not isinstance(self.output, Vt100_Output):
            return False
        return self.links == "on" or (self.links == "auto" and links.known(os.environ))

    def show(self, fragments: Fragments) -> None:
        """Print what is longer than a line, with a blank line below it."""
        self.say(fragments)
        self.say([])

    def notice(self, text: str) -> None:
        """Print what is only true for the moment; `unnotice` takes it away."""
        self.output.write(f"{text}\n" if self._only_prints else fitted(text, self.width).rstrip())
        self.output.flush()

    def unnotice(self) -> None:
        if not self._only_prints:
            self.output.write_raw("\r")
            self.output.erase_end_of_line()
            self.output.flush()

    def clear(self) -> None:
        if not self._only_prints:
            self.output.erase_screen()
            self.output.cursor_goto(0, 0)
            self.output.flush()


def _without_last_newline(fragments: Fragments) -> Fragments:
    if fragments and fragments[-1][1].endswith("\n"):
        style, text = fragments[-1]
        return [*fragments[:-1], (style, text[:-1])]
    return fragments
