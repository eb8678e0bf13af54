"""The numbers of Word's lists, which stand nowhere in a file: they are counted from `numbering.xml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from qa_bot.documents.archive import Event
from qa_bot.documents.numerals import roman

Level = tuple[str, str, int]
"""The format of a level's number ("decimal"), the text around it ("%1.%2."), and where it starts."""

_PLACE = re.compile(r"%([1-9])")


class Counters:
    """How far each list has come."""

    def __init__(self, lists: Mapping[str, list[Level]]) -> None:
        self._lists = lists
        self._counts: dict[int, list[int | None]] = {}

    def next(self, list_: str, level: int) -> str:
        """The mark of a list's next item at a level, or "" for one that has none."""
        levels = self._lists.get(list_, [])
        if level >= len(levels):
            return ""
        counts = self._counts.setdefault(id(levels), [None] * len(levels))
        counts[level] = levels[level][2] if counts[level] is None else (counts[level] or 0) + 1
        counts[level + 1 :] = [None] * (len(levels) - level - 1)
        kind, text, _ = levels[level]
        if kind == "bullet":
            return "-"
        if kind == "none":
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at >= len(levels):
                return ""
            count = counts[at]
            return written(levels[at][2] if count is None else count, levels[at][0])

        return _PLACE.sub(number, text)


def numbering_of(events: Iterable[Event]) -> dict[str, list[Level]]:
    """The levels of each list; lists of one kind share theirs, and go on counting from one another."""
    kinds: dict[str, list[Level]] = {}
    lists: dict[str, str] = {}
    kind = number = ""
    for what, name, attributes in events:
        if what != "start":
            continue
        value = attributes.get("val", "")
        if name == "abstractNum":
            kind = attributes.get("abstractNumId", "")
            kinds[kind] = []
        elif name == "num":
            number, kind = attributes.get("numId", ""), ""
        elif name == "abstractNumId":
            lists[number] = value
        elif name == "lvl" and kind and len(kinds[kind]) < 9:
            kinds[kind].append(("decimal", "", 1))
        elif kind and kinds[kind] and name in ("numFmt", "lvlText", "start"):
            form, text, start = kinds[kind][-1]
            if name == "numFmt":
                form = value
            elif name == "lvlText":
                text = value
            elif value.isdecimal() and len(value) < 7:
                start = int(value)
            kinds[kind][-1] = (form, text, start)
    return {number: kinds[kind] for number, kind in lists.items() if kind in kinds}


def written(count: int, form: str) -> str:
    """A number in one of Word's formats; in one that is not known, in digits."""
    if form in ("lowerLetter", "upperLetter") and 0 < count < 1000:
        letters = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        numerals = roman(count)
        return numerals if form == "lowerRoman" else numerals.upper()
    return str(count)
