"""What begins with a slash, in one table: "what can be done here beside asking?".

/help, the completion and the list in the README are made from `COMMANDS`.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol

from qa_bot.errors import UsageError
from qa_bot.render import Fragments, inline, leading, more
from qa_bot.repl import opening, saving
from qa_bot.repl.preferences import OPTIONS, Option, Preferences
from qa_bot.repl.progress import Progress
from qa_bot.repl.screen import Screen
from qa_bot.repl.why import why

if TYPE_CHECKING:
    from qa_bot.bot import Bot
    from qa_bot.conversation import Conversation
    from qa_bot.records import Answer, Document

# "/etc/passwd is what?" is a question
COMMAND = re.compile(r"(/[\w?-]*)(?:\s+(.*))?", re.DOTALL)
LISTED = 50
"""Documents that /sources names; of more, it says how many."""
NAMED = 4
"""Paths of which a name may be one that are told."""


class Chat(Protocol):
    """What a command sees of the chat."""

    @property
    def screen(self) -> Screen: ...

    @property
    def preferences(self) -> Preferences: ...

    @property
    def conversation(self) -> Conversation:
        """The turns so far; waits until the documents are read."""
        ...

    @property
    def turns(self) -> Sequence[Answer]:
        """All that was answered since the start or the last /clear."""
        ...

    listed: Answer | None
    """The answer whose alternatives were listed last."""

    def paths(self) -> Sequence[str]:
        """What is loaded; waits until that is looked through."""
        ...

    def forget(self) -> None:
        """Begin a new conversation about the same documents."""
        ...

    def change_documents(self, change: Callable[[Bot, Progress], Bot], doing: str) -> Bot:
        """Go on with another bot, made in the background while the screen shows what it is `doing`; give it."""
        ...

    def prefer(self, name: str, value: str) -> None:
        """Set an option from now on."""
        ...

    def confirm(self, question: str) -> bool:
        """Ask the person for yes or no."""
        ...

    def leave_terminal_to(self, program: Callable[[], int]) -> int:
        """Run what takes over the terminal."""
        ...

    def offer(self, text: str) -> None:
        """Begin the next line with a text."""
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
    completes
        What that is, for the completion: "path", "loaded" (a path that is loaded), "setting" or "".
    words
        Whole lines that mean it too, with a slash or without, as other programs have them.
    """

    name: str
    summary: str
    run: Callable[[Chat, str], None]
    argument: str = ""
    completes: str = ""
    words: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        return f"{self.name} {self.argument}".rstrip()


def dispatch(chat: Chat, line: str) -> bool:
    """Run the command of a line; False if the line is none. A name may be cut short where only one begins so.

    A line that is but a word such as "exit" is taken for what it does in other programs.

    Raises
    ------
    UsageError
        There is no such command, or it takes no argument.
    """
    word = line.strip().lower()
    meant = next((command for command in COMMANDS if word.removeprefix("/") in command.words), None)
    match = COMMAND.fullmatch(meant.name if meant else line.strip())
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
    """What to say of a name that is no command's, or may be the beginning of several."""
    begun = [command.name for command in COMMANDS if command.name.startswith(name.lower())]
    if name != "/" and len(begun) > 1:
        return f"{name} may be {either(begun)}; type more of it"
    near = difflib.get_close_matches(name.lower(), [command.name for command in COMMANDS], n=1, cutoff=0.5)
    return f"there is no {name}; {f'did you mean {near[0]}?' if near else '/help lists what there is'}"


def markdown() -> str:
    """The table as a Markdown list, for the README."""
    return "\n".join(f"- `{command.usage}`: {command.summary}" for command in COMMANDS)


# --- what they do -----------------------------------------------------------------------------------------------------


WAYS = (
    ("Ask in plain words; the answer is quoted from the text, with its place.", ""),
    ("Ask on:", "And its director?  Where does it say that?  What else?  Are you sure?"),
    ("About the whole:", "What is this about?"),
)
KEYS = (
    ("Tab", "commands, files, and the documents' own names"),
    ("Right", "takes the grey suggestion, which is what you asked before"),
    ("Up, Down", "what was typed before; Ctrl-R searches it"),
    ("Ctrl-C", "drops the line, or stops the answer under way"),
    ("Ctrl-D", "leaves"),
)


def help_(chat: Chat, _: str) -> None:
    shown: Fragments = []
    for words, example in WAYS:
        shown += [("", f"{words}  " if example else words), ("class:command", example), ("", "\n")]
    shown.append(("", "\n"))
    shown += columns([(command.usage, command.summary) for command in COMMANDS])
    shown += [("", "\n"), *columns(KEYS)]
    chat.screen.show(shown)


def columns(rows: Sequence[tuple[str, str]]) -> Fragments:
    """Two columns, the first as wide as it must be."""
    widest = max(len(name) for name, _ in rows)
    return [
        part for name, meaning in rows for part in (("class:command", f"  {name:{widest}}"), ("", f"  {meaning}\n"))
    ]


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
    if bot.sentences_only:
        shown += [
            ("", f"quoted in whole sentences, as only English is read more closely: {', '.join(bot.sentences_only)}\n")
        ]
    chat.screen.show(shown)


def named(document: Document, short: bool = False) -> str:
    """What to call a document: its path (or, `short`, the file's name) and title, as far as it has them."""
    path, title = inline(document.path or document.id), inline(document.title)
    path = PurePath(path).name if short else path
    return f"{path} ({title})" if path and title and path != title else path or title or "a text without a name"


def newest(chat: Chat) -> Answer:
    """The last answer that quotes something, or the refusal that has something to offer."""
    for turn in reversed(chat.turns):
        if leading(turn) is not None:
            return turn
    raise UsageError(
        "nothing has been asked yet; type a question"
        if not chat.turns
        else "there is no answer yet that this could be about; ask something that the text may say"
    )


def open_(chat: Chat, argument: str) -> None:
    if argument not in ("", "edit"):
        raise UsageError(f"/open stands alone, or with edit to take $EDITOR, not with {argument}")
    best = leading(newest(chat))
    citation = best.citation if best is not None else None
    passage = chat.conversation.bot.passage_at(citation) if citation is not None else None
    if citation is None or passage is None:
        raise UsageError("what was quoted is no longer loaded; /add its file")
    place = opening.Place.of(citation, passage.document)
    status = chat.leave_terminal_to(lambda: opening.view(place, argument == "edit", os.environ))
    if status:
        chat.screen.say([("class:hint", f"that program ended with status {status}")])


def why_(chat: Chat, _: str) -> None:
    answer = newest(chat)
    best = leading(answer)
    if best is not None and not best.confidence:
        chat.screen.show([("", "That was chosen to stand for the whole text: no question was looked up.")])
        return
    asked = answer.read_as or answer.suggestion or answer.question
    citation = best.citation if best is not None else None
    matches = chat.conversation.bot.matches(asked, citation) if citation is not None else []
    block = "█" if chat.screen.draws("█") else "#"
    chat.screen.show(why(answer, matches, chat.screen.width, block))


def more_(chat: Chat, _: str) -> None:
    answer = newest(chat)
    if chat.listed is answer:
        chat.screen.show([("", "There is no more: all that was found is listed above.")])
        return
    listed = more(answer)
    chat.screen.show(listed or [("", "There is no other answer to that.")])
    chat.listed = answer if listed else None


def reword(chat: Chat, _: str) -> None:
    turns = chat.turns
    if not turns:
        raise UsageError("nothing has been asked yet; type a question")
    chat.offer(inline(turns[-1].read_as or turns[-1].suggestion or turns[-1].question))


def add(chat: Chat, argument: str) -> None:
    path = required("/add", argument)
    before = chat.conversation.bot
    bot = chat.change_documents(lambda bot, progress: bot.add(path, watch=progress), f"reading {inline(path)} ...")
    chat.screen.say([("", f"read {inline(path)}; asking "), loaded(bot)])
    known = set(before.unread)
    for unread in bot.unread:
        if unread not in known:
            label = ("", "left out: ") if unread.left_out else ("class:error", "not read: ")
            chat.screen.say([label, ("", f"{inline(unread.path)}: {inline(unread.reason)}")])
    for note in bot.notes:
        if note not in before.notes:
            chat.screen.say([("class:hint", inline(note))])


def forget(chat: Chat, argument: str) -> None:
    path = chosen(chat, required("/forget", argument))
    bot = chat.change_documents(lambda bot, _: bot.forget(path), f"forgetting {inline(path)} ...")
    chat.screen.say([("", f"forgot {inline(path)}; asking "), loaded(bot)])


def only(chat: Chat, argument: str) -> None:
    path = chosen(chat, unquoted(argument)) if argument else None
    notice = f"turning to {inline(path)} ..." if path else "turning to all ..."
    bot = chat.change_documents(lambda bot, _: bot.only(path), notice)
    chat.screen.say([("", "asking "), loaded(bot), ("", " only; /only without a path asks all again" if path else "")])


def loaded(bot: Bot) -> tuple[str, str]:
    """What a bot asks, in a few words: one document's name, or how many there are."""
    count = len(bot.documents)
    return "class:command", named(bot.documents[0], short=True) if count == 1 else f"{count:,} documents"


def chosen(chat: Chat, path: str) -> str:
    """A path as it is loaded, where a file's name without its folder, or without its ending too, says which.

    Raises
    ------
    UsageError
        Several are called so.
    """
    if os.path.exists(path):
        return path
    loaded = [PurePath(own) for own in chat.paths()]
    named = [own for own in loaded if own.name == path] or [own for own in loaded if own.stem == path]
    if len(named) > 1:
        told = [inline(str(own)) for own in named[:NAMED]] + (["others"] if len(named) > NAMED else [])
        raise UsageError(f"{path} may be {either(told)}; name one of them")
    return str(named[0]) if named else path


def either(names: Sequence[str]) -> str:
    """Two or more in a row: "one, two or three"."""
    return f"{', '.join(names[:-1])} or {names[-1]}"


def required(name: str, argument: str) -> str:
    if not argument:
        raise UsageError(f"{name} needs a path behind it")
    return unquoted(argument)


def unquoted(argument: str) -> str:
    """A path as typed: perhaps in quotation marks, as shells want it, or with a ~ for one's home."""
    if len(argument) > 1 and argument[0] == argument[-1] and argument[0] in "'\"":
        argument = argument[1:-1]
    return os.path.expanduser(argument)


def save(chat: Chat, argument: str) -> None:
    path = Path(required("/save", argument))
    turns = chat.turns
    if not turns:
        raise UsageError("nothing has been asked yet; type a question")
    if path.is_dir():
        raise UsageError(f"{inline(str(path))} is a folder; name a file in it")
    if path.exists() and not chat.confirm(f"{inline(str(path))} exists; overwrite it?"):
        chat.screen.say([("class:hint", "not saved")])
        return
    saving.write(path, turns)
    count = "1 question" if len(turns) == 1 else f"{len(turns):,} questions"
    chat.screen.say([("", f"saved {count} to {inline(str(path))}")])


def settings(chat: Chat, argument: str) -> None:
    name, _, value = argument.lower().partition(" ")
    if name and value.strip():
        chat.prefer(name, value.strip())
    options = [option for option in OPTIONS if name in ("", option.name)]
    if not options:
        raise UsageError(f"there is no setting {name}; there are {', '.join(option.name for option in OPTIONS)}")
    rows = [(f"{option.name} {getattr(chat.preferences, option.name)}", meaning(option)) for option in options]
    hint = ("class:hint", "/settings NAME VALUE changes one, also for the next time; default sets it back.")
    chat.screen.show([*columns(rows), *([] if name else [hint])])


def meaning(option: Option) -> str:
    choices = ", ".join(option.choices) or "0 to 1"
    return f"{option.meaning} ({choices})"


def clear(chat: Chat, _: str) -> None:
    chat.forget()
    chat.screen.clear()


def quit_(chat: Chat, _: str) -> None:
    raise Leave


COMMANDS = (
    Command("/help", "this list", help_, words=("help", "?")),
    Command("/more", "further answers to the last question", more_),
    Command("/why", "which words matched, and how the candidates compare", why_),
    Command("/open", "the last answer's place in $PAGER; with edit, in $EDITOR", open_, "[edit]"),
    Command("/reword", "change the last question, as it was read, and ask it again", reword),
    Command("/sources", "what is loaded, and what could not be read", sources),
    Command("/add", "read a file or folder too", add, "PATH", "path"),
    Command("/forget", "a file or folder is asked no more", forget, "PATH", "loaded"),
    Command("/only", "ask one file or folder alone; without a path, all again", only, "[PATH]", "loaded"),
    Command("/save", "keep the conversation, as Markdown or (.json) JSON", save, "FILE", "path"),
    Command("/settings", "what is shown, which keys, what is kept", settings, "[...]", "setting"),
    Command("/clear", "clear the screen and forget what was asked", clear),
    Command("/quit", "leave", quit_, words=("quit", "exit", ":q", "q")),
)
