"""The line that is typed into: "how is a question entered?"."""

from __future__ import annotations

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import AnyFormattedText
from prompt_toolkit.history import History
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output

from qa_bot.repl.completion import CommandCompleter, is_beginning
from qa_bot.repl.style import STYLE
from qa_bot.settings import Settings

# One character more than can be asked: it will be refused, and the screen need not draw a megabyte before that.
PASTED = Settings().max_question + 1


def open_prompt(
    history: History, placeholder: AnyFormattedText, input: Input | None, output: Output | None
) -> PromptSession[str]:
    """A prompt with history, completion of commands and our keys; `input` and `output` default to the terminal."""
    return PromptSession(
        [("class:prompt", "> ")],
        history=history,
        placeholder=placeholder,
        completer=CommandCompleter(),
        # only for commands, as the menu's room is taken from the screen
        complete_while_typing=Condition(lambda: is_beginning(get_app().current_buffer.text)),
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
    return " ".join(pasted[:PASTED].split())
