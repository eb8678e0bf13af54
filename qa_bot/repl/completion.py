"""What the line may become: "which command begins like this?"."""

from __future__ import annotations

from collections.abc import Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from qa_bot.repl.commands import COMMANDS


class CommandCompleter(Completer):
    """Commands by prefix, each with what it does."""

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        typed = document.text_before_cursor.lstrip()
        if not is_beginning(typed):
            return
        for command in COMMANDS:
            if command.name.startswith(typed.lower()):
                yield Completion(command.name, start_position=-len(typed), display_meta=command.summary)


def is_beginning(text: str) -> bool:
    """Whether it may still become a command's name."""
    return text.startswith("/") and " " not in text
