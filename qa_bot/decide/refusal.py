"""Which kind of no is it, and which words are missing?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.records import Reason, Unread

LONGEST_NAMED = 60  # characters of what an explanation names


@dataclass(frozen=True)
class Wording:
    """The question's words that say what it is about, as written: those that some passage has, and the rest."""

    known: tuple[str, ...]
    missing: tuple[str, ...]


def refusal(wording: Wording, unread: Sequence[Unread]) -> tuple[Reason, str]:
    """Which kind of no, and a sentence that says so."""
    if wording.missing and not wording.known:
        no: tuple[Reason, str] = ("not_mentioned", f"nothing in it mentions {listed(wording.missing, 'or')}.")
    elif wording.missing:
        spoken, unspoken = listed(wording.known, "and"), listed(wording.missing, "or")
        no = ("not_said", f"it speaks of {spoken}, but does not mention {unspoken}.")
    elif wording.known:
        no = ("not_said", f"it speaks of {listed(wording.known, 'and')}, but does not say this.")
    else:
        no = ("not_said", "the question names nothing that could be looked up.")
    if unread:
        names = listed([ending(item.path) for item in unread], "and")
        return "not_readable", f"{no[1]} Not all could be read: {names}."
    return no


def ending(path: str) -> str:
    """A path by its end, which tells it from others, if it is long."""
    return path if len(path) <= LONGEST_NAMED else "…" + path[1 - LONGEST_NAMED :]


def listed(words: Sequence[str], link: str, limit: int = 6) -> str:
    """Words in quotation marks as a person lists them; of many the first few, of long ones the beginning."""
    shown = [f"“{word if len(word) <= LONGEST_NAMED else word[:LONGEST_NAMED] + '…'}”" for word in words[:limit]]
    if len(words) > limit:
        shown[-1] = f"{len(words) - limit + 1} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {link} {shown[-1]}"
