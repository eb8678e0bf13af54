"""What a question takes for granted: "does the passage grant it, and is this the kind of answer that is asked for?".

General tests on words and shapes of English questions; nothing here knows a document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from qa_bot.index.analysis import Token

QUANTITY = re.compile(
    r"\b(?:how (?:many|much|long|old|far|tall|high|deep|wide|big|large|heavy|fast|often|loud|thick|hot|cold)"
    r"|number of|percentage|what (?:percent|amount|share|distance|price|cost|age))\b"
)
TIME = re.compile(r"\b(?:when|(?:what|which) (?:year|date|day|time|month|century|decade|season)|since when)\b")
PERSON = re.compile(r"^\W*(?:who|whom|whose)\b")
NUMERALS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|halves|third|quarters?|once|twice|"
    r"both|none|zero|several|daily|weekly|monthly|yearly|annually|every|forever|indefinitely)\b"
)
TIMES = re.compile(
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|century|centuries|decades?|years?|months?|weeks?|days?|hours?|"
    r"spring|summer|autumn|fall|winter|morning|noon|evening|night|midnight|dawn|dusk|today|yesterday|tomorrow|"
    r"before|after|during|until|since|when|while|once|easter|christmas)\b"
)
CAPITAL = re.compile(r"\b[^\W\d_a-z]\w*")


def kind_fits(question: str, answer: str) -> float:
    """1 if the answer looks like what the question asks for, -1 if it does not, 0 if that can't be told.

    "How many" wants a number, "when" a time, "who" a name.
    """
    asked = question.casefold()
    for wanted, shape, text in (
        (QUANTITY, NUMERALS, answer.casefold()),
        (TIME, TIMES, answer.casefold()),
        (PERSON, CAPITAL, answer),
    ):
        if wanted.search(asked):
            return 1.0 if shape.search(text) else -1.0
    return 0.0


def named(tokens: Collection[Token]) -> list[tuple[str, ...]]:
    """The words of each name, year and number that the question rests on."""
    return [(*token.forms[0], *token.forms[1]) for token in tokens if token.named and not token.function]


def unmet(names: Collection[tuple[str, ...]], holds: Callable[[str], bool]) -> float:
    """The share, 0 to 1, of a question's names and numbers of which the passage holds no word; 0 without any."""
    return sum(not any(map(holds, words)) for words in names) / len(names) if names else 0.0
