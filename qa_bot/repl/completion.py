"""What the line may become: "which command, file, name or word begins like this?"."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, FuzzyCompleter
from prompt_toolkit.document import Document

from qa_bot.render import inline
from qa_bot.repl.commands import COMMANDS
from qa_bot.repl.preferences import OPTIONS
from qa_bot.repl.survey import MOST_FILES, Survey

SHOWN = 6
"""Terms offered at once."""

SHORTEST = 3
"""Letters of a term before it is offered; fewer could become anything."""

MOST_WORDS = 5
"""Words before the cursor that may belong to one name."""

WORD_START = re.compile(r"(?<![^\W_])(?=[^\W_])")
LAST_PART = r"^[^/\\]*"
"""What is matched loosely of a path, read backwards: the last part."""

ANY = r"^.*"


class ChatCompleter(Completer):
    """Commands, what may follow each, and in questions the documents' own terms.

    Parameters
    ----------
    survey
        Gives what is loaded, which changes while one types.
    """

    def __init__(self, survey: Callable[[], Survey]) -> None:
        self._survey = survey
        self._names = FuzzyCompleter(Fixed(lambda: [(command.name, command.summary) for command in COMMANDS]), True)
        self._arguments = {
            "path": FuzzyCompleter(Paths(), pattern=LAST_PART),
            "loaded": FuzzyCompleter(Fixed(lambda: [(path, "") for path in survey().paths]), pattern=ANY),
        }

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        typed = document.text_before_cursor.lstrip()
        name, blank, argument = typed.partition(" ")
        if not typed.startswith("/"):
            yield from self._terms(typed)
        elif not blank:
            yield from self._names.get_completions(Document(name), complete_event)
        else:
            kind = next((command.completes for command in COMMANDS if command.name == name.lower()), "")
            completer = self._arguments.get(kind) or (settings(argument) if kind == "setting" else None)
            if completer is not None:
                last = argument.lstrip() if kind != "setting" else argument.rpartition(" ")[2]
                yield from completer.get_completions(Document(last), complete_event)

    def _terms(self, typed: str) -> Iterator[Completion]:
        """Terms that the last words begin; those that more of the words begin come first."""
        terms = self._survey().terms
        offered: set[str] = set()
        for start in [match.start() for match in WORD_START.finditer(typed)][-MOST_WORDS:]:
            prefix = typed[start:]
            if len(prefix) < SHORTEST:
                return
            for term in terms.beginning(prefix, SHOWN):
                if term not in offered and len(term) > len(prefix) + 1 and len(offered) < SHOWN:
                    offered.add(term)
                    yield Completion(term, start_position=-len(prefix), display=inline(term))


class Fixed(Completer):
    """Words, each with what it means; of names of files only those that can be shown as they are."""

    def __init__(self, words: Callable[[], Iterable[tuple[str, str]]]) -> None:
        self.words = words

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        for word, meaning in islice(self.words(), MOST_FILES):
            if word.isprintable():
                yield Completion(word, display_meta=meaning)


class Paths(Completer):
    """What lies in the folder that is typed, folders with a slash; hidden files are left out."""

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        try:
            with os.scandir(os.path.expanduser(document.text_before_cursor) or ".") as entries:
                found = [(entry.name, entry.is_dir()) for entry in islice(entries, MOST_FILES)]
        except (OSError, ValueError):
            return
        for name, folder in sorted(found):
            if name.isprintable() and not name.startswith("."):
                yield Completion(f"{name}/" if folder else name)


def settings(argument: str) -> Completer:
    """The names of the settings, then the choices of the one that is typed."""
    name, blank, _ = argument.partition(" ")
    if not blank:
        return FuzzyCompleter(Fixed(lambda: [(option.name, option.meaning) for option in OPTIONS]))
    choices = next((option.choices for option in OPTIONS if option.name == name), ())
    return FuzzyCompleter(Fixed(lambda: [(choice, "") for choice in choices]))
