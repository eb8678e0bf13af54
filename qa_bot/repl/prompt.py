"""The line that is typed into: "how is a question entered?"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import Completer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import History
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output

from qa_bot.render import cleaned
from qa_bot.repl.style import STYLE
from qa_bot.settings import Settings

# One character more than can be asked: it will be refused, and the screen need not draw a megabyte before that.
PASTED = Settings().max_question + 1
MENU = 6
"""Lines that are kept free for the completions."""


@dataclass(frozen=True)
class Parts:
    """What a prompt shows and offers: functions where it changes while one types.

    Parameters
    ----------
    history, completer
        What was typed before, and what the line may become.
    placeholder, toolbar
        What stands in the empty line, and below it.
    while_typing
        Whether completions come without Tab.
    """

    history: History
    completer: Completer
    placeholder: Callable[[], StyleAndTextTuples]
    toolbar: Callable[[], StyleAndTextTuples]
    while_typing: Callable[[], bool]


def open_prompt(parts: Parts, input: Input | None, output: Output | None) -> PromptSession[str]:
    """A prompt with our parts and keys; `input` and `output` default to the terminal."""
    return PromptSession(
        [("class:prompt", "> ")],
        history=parts.history,
        auto_suggest=AutoSuggestFromHistory(),
        placeholder=parts.placeholder,
        bottom_toolbar=parts.toolbar,
        completer=parts.completer,
        complete_in_thread=True,
        complete_while_typing=Condition(parts.while_typing),
        reserve_space_for_menu=MENU,
        key_bindings=bindings(),
        style=STYLE,
        include_default_pygments_style=False,
        enable_suspend=True,
        input=input,
        output=output,
    )


def bindings() -> KeyBindings:
    keys = KeyBindings()

    @keys.add(Keys.BracketedPaste)
    def _paste(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text(one_line(event.data))

    return keys


def one_line(pasted: str) -> str:
    """Pasted text as part of one question: lines joined, cut where no question is that long."""
    return cleaned(pasted[:PASTED])
