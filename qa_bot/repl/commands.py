"""What begins with a slash, in one table: "what can be done here beside asking?".

/help, the completion and the list in the README are made from `COMMANDS`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from qa_bot.errors import UsageError
from qa_bot.render import Fragments, inline, more
from qa_bot.repl.screen import Screen

if TYPE_CHECKING:
    from qa_bot.conversation import Conversation
    from qa_bot.records import Document

# "/etc/passwd is what?" is a question
COMMAND = re.compile(r"(/[\w?-]*)(?:\s+(.*))?", re.DOTALL)
LISTED = 50
"""Documents that /sources names; of more, it says how many."""


class Chat(Protocol):
    """What a command sees of the chat."""

    @property
    def screen(self) -> Screen: ...

    @property
    def conversation(self) -> Conversation:
        """The turns so far; waits until the documents are read."""
        ...

    def forget(self) -> None:
        """Begin a new conversation about the same documents."""
        ...


class Leave(Exception):
    """The chat is to end, with this exit code and, unless it is empty, this message on stderr."""

    def __init__(self, exit_code: int = 0, message: str = "") -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(frozen=True)
class Command:
    """One line of the table.

    Parameters
    ----------
    name
        What is typed, slash and all.
    summary
        What it does, in a few words.
    run
        Does it, given the chat and what was typed behind the name.
    argument
        What may follow the name, for the help; "" if nothing.
    """

    name: str
    summary: str
    run: Callable[[Chat, str], None]
    argument: str = ""

    @property
    def usage(self) -> str:
        return f"{self.name} {self.argument}".rstrip()


def dispatch(chat: Chat, line: str) -> bool:
    """Run the command of a line; False if the line is none. A name may be cut short where only one begins so.

    Raises
    ------
    UsageError
        There is no such command, or it takes no argument.
    """
    match = COMMAND.fullmatch(line.strip())
    if match is None:
        return False
    name, argument = match[1].lower(), (match[2] or "").strip()
    begun = [command for command in COMMANDS if command.name.startswith(name)]
    command = next((command for command in begun if command.name == name or len(begun) == 1), None)
    if command is None:
        raise UsageError(unknown(match[1]))
    if argument and not command.argument:
        raise UsageError(f"{command.name} stands alone: type nothing behind it")
    command.run(chat, argument)
    return True


def unknown(name: str) -> str:
    """What to say of a command that isn't one."""
    near = difflib.get_close_matches(name.lower(), [command.name for command in COMMANDS], n=1, cutoff=0.5)
    return f"there is no {name}; {f'did you mean {near[0]}?' if near else '/help lists what there is'}"


def markdown() -> str:
    """The table as a Markdown list, for the README."""
    return "\n".join(f"- `{command.usage}`: {command.summary}" for command in COMMANDS)


# --- what they do -----------------------------------------------------------------------------------------------------


def help_(chat: Chat, _: str) -> None:
    widest = max(len(command.usage) for command in COMMANDS)
    shown: Fragments = [("", "Type a question; the answer is quoted from the text, with its place.\n")]
    for command in COMMANDS:
        shown += [("class:command", f"  {command.usage:{widest}}"), ("", f"  {command.summary}\n")]
    shown.append(("class:hint", "Ctrl-C drops the line, or the answer under way; Ctrl-D leaves; Ctrl-R searches back."))
    chat.screen.show(shown)


def sources(chat: Chat, _: str) -> None:
    bot = chat.conversation.bot
    shown: Fragments = []
    for document in bot.documents[:LISTED]:
        shown += [("class:command", named(document)), ("", "\n")]
    if len(bot.documents) > LISTED:
        shown += [("", f"and {len(bot.documents) - LISTED:,} more\n")]
    for unread in bot.unread:
        label = ("", "left out: ") if unread.left_out else ("class:error", "not read: ")
        shown += [label, ("", f"{inline(unread.path)}: {inline(unread.reason)}\n")]
    chat.screen.show(shown)


def named(document: Document, short: bool = False) -> str:
    """What to call a document: its path (or, `short`, the file's name) and title, as far as it has them."""
    path, title = inline(document.path or document.id), inline(document.title)
    path = PurePath(path).name if short else path
    return f"{path} ({title})" if path and title and path != title else path or title or "a text without a name"


def more_(chat: Chat, _: str) -> None:
    turns = chat.conversation.turns
    if not turns:
        raise UsageError("nothing has been asked yet; type a question")
    chat.screen.show(more(turns[-1]) or [("", "There is no other answer to that.")])


def clear(chat: Chat, _: str) -> None:
    chat.forget()
    chat.screen.clear()


def quit_(chat: Chat, _: str) -> None:
    raise Leave


COMMANDS = (
    Command("/more", "further answers to the last question", more_),
    Command("/sources", "what is loaded, and what could not be read", sources),
    Command("/clear", "clear the screen and forget what was asked", clear),
    Command("/help", "this list", help_),
    Command("/quit", "leave", quit_),
)
