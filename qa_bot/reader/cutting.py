"""From pieces to words: "where would a person cut this?".

Offsets are characters of one text, half-open. A span may grow to whole words, to a number's decimals, currency,
per cent sign and bound ("more than 50"), or to the partner of a bracket within it, and shrink from stray punctuation,
but it never leaves the passage. All functions are pure.
"""

from __future__ import annotations

import re
import unicodedata

from qa_bot.reader.wordpiece import is_ideograph

REACH = 40  # characters that a span may grow to find the partner of a bracket or quote
LONGEST_GROWTH = 100  # characters of a word; BERT reads no longer ones

BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "„": "“", "‹": "›"}
CLOSING = frozenset(BRACKETS.values()) | {"”"}
MARKS = re.compile("[()\\[\\]{}«»“”„‹›\"'‘’]")
APOSTROPHES = "'’‘"
KEPT_IN_FRONT = "#@&%§¿¡/\\_"  # punctuation that words begin with: #1, @name, § 4, /path
KEPT_BEHIND = "%‰#/\\_′″"  # 50%, C#, docs/
INITIALS = re.compile(r"(?:\b[^\W\d_]\.)+[^\W\d_]\Z")  # U.S, p.m, e.g
SHORTENED = re.compile(
    r"\b(?:al|approx|ave|blvd|bros|co|corp|dept|dr|etc|inc|jr|ltd|messrs|mr|mrs|ms|prof|sr|st|vs)\Z", re.IGNORECASE
)
DECIMALS = re.compile(r"(?:[.,]\d+)+(?!\w)")
WHOLES = re.compile(r"(?<![\w.,])(?:\d+[.,])+\Z")
SYMBOLS = "[$£€¥₹₩₽₺₦₫₪฿¢]"
CURRENCY = re.compile(rf"(?:(?<!\w)[A-Z]{{1,3}})?{SYMBOLS}\s?\Z")
PRONOUNS = frozenset(
    "i me we us you he him she her it they them this that these those his hers its theirs their our your my who "
    " whom which what itself himself herself themselves there".split()
)
TITLES = frozenset("mr mrs ms miss mx dr prof rev sir".split())
A_NUMBER = re.compile(
    rf"(?:(?:[A-Z]{{1,3}})?{SYMBOLS}\s?|[-−+±~])?\.?\d|(?:an?\s+)?(?:half|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)"
    r"teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|[mb]illions?|dozens?)\b",
    re.IGNORECASE,
)
BOUND = re.compile(
    r"\b(?:(?:(?:no|not)\s+)?(?:more|less|fewer|greater|higher|lower)\s+than|at\s+(?:least|most)|up\s+to)\s+(?:an?\s+)?\Z",
    re.IGNORECASE,
)
ATTACHED = re.compile(r"\([^\s()]{1,20}\)")  # dB(A), tenant(s)
CAPITALS = re.compile(r"(?<![\w-])[A-Z]+\Z")
LETTERS_OF_CODE, DIGITS_OF_CODE = re.compile(r"(?<![\w-])[A-Z]+-\Z"), re.compile(r"-\d+\b")  # TB-771
# What belongs to the number before it: 3:15 a.m., 60 per cent
UNIT = re.compile(r"\s(?:[ap]\.\s?m\.|[ap]m\b|o['’]clock\b|per\s?cent\b)", re.IGNORECASE)
SMALL_WORDS = frozenset("a an the at in on of to by for from with and or but as if than am pm".split())
POINTER = re.compile(r"(?i:this|that|these)\s+[a-z]+\Z")  # not a name: This Morning
SIGN = re.compile(r"(?<![^\s(\[])[-−+±~]\Z")


def tidy(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int] | None:
    """The span as a person would cut it, within `text[low:high]`; None where only punctuation is left."""
    start, end = whole_words(text, start, end, low, high)
    start, end = shrink(text, start, end, high)
    start, end = reach_partners(text, start, end, low, high)
    start, end = shrink(text, start, end, high, inside=True)
    return (bounded(text, start, low), end) if start < end else None


def bounded(text: str, start: int, low: int) -> int:
    """Where a number begins with its bound: 50 is wrong where the text says "more than 50"."""
    if not A_NUMBER.match(text, start):
        return start
    match = BOUND.search(text, max(low, start - REACH), start)
    return match.start() if match else start


def says_nothing(words: str) -> bool:
    """Whether a span is but a pronoun, a title ("Ms.") or small words, which stand before or for an answer.

    "That city" is no more than a pronoun. In capitals it is a name: US, IT.
    """
    if words.isupper() and len(words) > 1:
        return False
    own = words.casefold()
    return (
        own in PRONOUNS
        or own.rstrip(".") in TITLES
        or SMALL_WORDS.issuperset(own.replace(".", "").split())
        or POINTER.match(words) is not None
    )


def whole_words(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Grow to whole words, whole numbers and the dot of an abbreviation."""
    if start >= end:
        return start, end
    low, high = max(low, start - LONGEST_GROWTH), min(high, end + LONGEST_GROWTH)
    while start > low and is_joined(text[start - 1], text[start]):
        start -= 1
    while end < high and is_joined(text[end - 1], text[end]):
        end += 1
    if text[start].isdigit():
        for shape in (WHOLES, CURRENCY, SIGN, LETTERS_OF_CODE):
            match = shape.search(text[low:start])
            start = low + match.start() if match else start
    if text[end - 1].isdigit():
        match = DECIMALS.match(text, end, high)
        end = match.end() if match else end
        end += text[end:high][:1] in ("%", "‰")
        match = UNIT.match(text, end, high)
        end = match.end() if match else end
    if CAPITALS.search(text[start:end]):
        match = DIGITS_OF_CODE.match(text, end, high)
        end = match.end() if match else end
    if text[end - 1].isalnum():
        match = ATTACHED.match(text, end, high)
        end = match.end() if match else end
    if text[end:high][:1] == "." and is_shortened(text[max(start, end - LONGEST_GROWTH) : end]):
        end += 1
    return start, end


def is_joined(left: str, right: str) -> bool:
    """Whether a cut between two neighbouring characters would split a word, an accent or an emoji."""
    if left.isspace() or right.isspace():
        return False
    if is_bound(left) or is_bound(right):
        return True
    return is_letter(left) and is_letter(right)


def is_bound(character: str) -> bool:
    """Combining marks, joiners, soft hyphens and the like, which BERT reads as if they were not there."""
    return not character.isascii() and unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf", "Cs")


def is_letter(character: str) -> bool:
    """Letters and digits of scripts that put spaces between words."""
    return (character.isalnum() or character == "_") and not (
        is_ideograph(character) or "\u3040" <= character <= "\u30ff"
    )


def is_shortened(words: str) -> bool:
    """Whether the words end in an abbreviation that lacks its dot."""
    return bool(INITIALS.search(words) or SHORTENED.search(words))


def shrink(text: str, start: int, end: int, high: int, inside: bool = False) -> tuple[int, int]:
    """Cut stray punctuation and partnerless marks from both ends.

    With `inside`, a partnerless mark within the span goes too, with what is on its shorter side.
    """
    while start < end:
        lone = partnerless(text, start, end)
        if start in lone or is_stray_in_front(text, start, end):
            start += 1
        elif end - 1 in lone or is_stray_behind(text, start, end, high):
            end -= 1
        elif inside and lone:
            cut = lone[0]
            start, end = (start, cut) if end - cut <= cut - start else (cut + 1, end)
        else:
            break
    return start, end


def is_stray_in_front(text: str, start: int, end: int) -> bool:
    first, rest = text[start], text[start + 1 : end]
    if rest[:1].isdigit() and first in ".-–−'’":  # .5, -3, '90s
        return False
    if first in BRACKETS or first in "\"'‘’" or first in KEPT_IN_FRONT:
        return False  # with a partner, or it would be cut as partnerless
    return is_blank(first) or first == "|" or unicodedata.category(first)[0] == "P"


def is_stray_behind(text: str, start: int, end: int, high: int) -> bool:
    last = text[end - 1]
    if last == "." and is_shortened(text[max(start, end - 1 - LONGEST_GROWTH) : end - 1]):
        return False
    if (
        last in ".!?" and text[end - 2 : end - 1] != "." and goes_on(text, end, high)
    ):  # a dot within a sentence belongs to its word
        return False
    if last in CLOSING or last in "\"'’" or last in KEPT_BEHIND:
        return False
    return is_blank(last) or last == "|" or unicodedata.category(last)[0] == "P"


def is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Cs")


def goes_on(text: str, end: int, high: int) -> bool:
    """Whether the sentence evidently goes on: a small letter or a comma and the like comes next."""
    ahead = text[end : min(high, end + REACH)].lstrip(" \n")
    return bool(ahead) and (ahead[0].islower() or (ahead[0] in ",;:" and text[end] in ",;:"))


def partnerless(text: str, start: int, end: int) -> list[int]:
    """Where brackets and quotes stand in `text[start:end]` that have no partner there, in order."""
    opened: list[tuple[int, str]] = []  # where, and the mark that would close it
    lone: list[int] = []
    for match in MARKS.finditer(text, start, end):
        at, mark = match.start(), match.group()
        depth = next((d for d in range(len(opened), 0, -1) if closes(mark, opened[d - 1][1])), 0)  # 0: closes nothing
        if depth and not (mark in APOSTROPHES and is_within_word(text, at, start, end)):
            lone += [left for left, closer in opened[depth:] if closer not in APOSTROPHES]
            del opened[depth - 1 :]
        elif mark in BRACKETS:
            opened.append((at, BRACKETS[mark]))
        elif mark in "\"'‘" and is_opening(text, at, start, end):
            opened.append((at, "’" if mark == "‘" else mark))
        elif (mark in CLOSING or mark == '"' or (mark in APOSTROPHES and at == end - 1)) and not (
            mark in "\"'" and text[max(start, at - 1) : at].isdigit()  # inches and feet
        ):
            lone.append(at)
    # An apostrophe that opens nothing is only in the way at the very front: 'tis, rock 'n' roll
    lone += [at for at, closer in opened if closer not in APOSTROPHES or at == start]
    return sorted(at for at in lone if not (text[at] in APOSTROPHES and text[at + 1 : end][:1].isdigit()))


def closes(mark: str, closer: str) -> bool:
    return mark == closer or (mark == "”" and closer == "“")  # „so“ and „so” are both in use


def is_opening(text: str, at: int, start: int, end: int) -> bool:
    """Whether a straight quote at `at` opens: nothing of a word before it, something after it."""
    before, after = text[max(start, at - 1) : at], text[at + 1 : end][:1]
    return not before.isalnum() and before not in (".", ",", "!", "?") and bool(after) and not after.isspace()


def is_within_word(text: str, at: int, start: int, end: int) -> bool:
    return text[max(start, at - 1) : at].isalnum() and text[at + 1 : end][:1].isalnum()


def reach_partners(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Grow to the near partner of each bracket or quote that is open within the span."""
    for at in partnerless(text, start, end):
        if at not in partnerless(text, start, end):
            continue  # paired by what was reached for another
        mark = text[at]
        if mark in BRACKETS or (mark == '"' and is_opening(text, at, start, end)):
            closer = BRACKETS.get(mark, mark)
            found = text.find(closer, end, min(high, end + REACH))
            if found >= 0 and at not in partnerless(text, start, found + 1):
                end = found + 1
        elif mark in CLOSING:
            openers = [opener for opener, closer in BRACKETS.items() if closes(mark, closer)]
            found = max(text.rfind(opener, max(low, start - REACH), start) for opener in openers)
            if found >= 0 and at not in partnerless(text, found, end):
                start = found
    return start, end
