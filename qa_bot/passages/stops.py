"""Where does a sentence end? Abbreviations, decimals, initials, quotes, and the stops of other scripts.

The rules for English are the finest; other languages have a list of abbreviations each, and their own function
words, by which it is told whether a sentence begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.languages import ENGLISH, fold, language
from qa_bot.passages.abbreviations import abbreviations
from qa_bot.passages.layout import paragraphs
from qa_bot.passages.words import UNSPACED, count_words, cut
from qa_bot.patterns import lazily

MAX_WORDS = 120  # of a sentence: a longer one is cut, so that it fits into a passage
_AROUND = 2000  # characters on either side from which the wrap width is told: some thirty lines

# Always a match where one begins, so that no run of stops is read twice. Closing marks and note numbers belong to it.
_STOP = re.compile(
    r"(?:[.!?…。！？｡．؟۔।॥։።။។\u037e]+|(?<=[\u0370-\u03ff\u1f00-\u1fff]);)"  # ; asks, in Greek
    r"[\"'”’»›)\]}」』）】》〉*_]*(?:\[\d{1,3}\])*"
)
_UNSPACED_STOPS = frozenset("。！？｡．؟۔।॥։።။។")  # end a sentence also where no space follows
_UNSPACED = lazily(f"[{UNSPACED}]")
_NEXT_WORD = re.compile(r"[\W_]{0,40}([^\W_]{1,20})(\.?)")  # bounded: a line of a million dots stays linear
_NOT_WHITE = re.compile(r"\S")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxl]{2,6}|[IVXL]{2,6})\)?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_ORDINAL = re.compile(r"\d{1,2}")  # in German: "am 3. Mai", "im 20. Jahrhundert"
_ROMAN = re.compile(r"[IVXLC]+|[A-Z]")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Never the end: a name follows, or an explanation.
_TITLES = _listed(
    "Dr Mr Mrs Ms Mx Messrs Mme Mlle Prof Profs Rev Revd Fr Hon Gen Col Capt Lt Sgt Cpl Maj Cmdr Adm Gov Sen Rep Pres"
    " Supt Insp Amb Drs Mt Ft Ven"
)
_NEVER = _listed("e.g i.e eg ie cf viz vs v.s approx incl excl esp")
# Not the end before a number: "No. 5", "Dec. 5", "pp. 3".
_BEFORE_NUMBER = _listed(
    "no nos nr vol vols p pp fig figs art arts sec sect ch chap chaps eq eqs ref refs tab app para paras ex op b c ca d"
    " fl bd ed pt pts cl reg sch ver v jan feb mar apr jun jul aug sep sept oct nov dec tel ext est rs"
)
# Not the end unless a word follows that begins sentences.
_MAYBE = _listed(
    "Inc Ltd Co Corp Bros LLC plc Plc Jr Sr Esq St Ste Ave Blvd Rd Sq Dept Univ Assn Assoc Bldg Est Pty Intl Natl"
    " al dept govt univ assoc eds trans Calif Conn Fla Ariz Colo Minn Mich Okla Tenn Ky Neb Nev Wis Va Pa Tex"
    " Jan Feb Apr Jun Jul Aug Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Regt Bart"
)
_STARTERS = _listed(
    "the this that these those there it its he his she her they their we our you your in on at as by for from with if"
    " when while where why how what who which but and or so yet however although though because since after before"
    " during until under over to not no all some many most each every both another such here then thus therefore"
    " moreover meanwhile also once only even one two several did does do is are was were has have had can could may"
    " might must should would will let according despite instead unlike a i an"
)
_AFTER_HOURS = _listed("monday tuesday wednesday thursday friday saturday sunday")


def sentences(text: str, start: int = 0, end: int | None = None, code: str = ENGLISH.code) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]`: half-open offsets, without white space at their ends, in order.

    Every character that is not white lies in exactly one. A heading, a list item and a line that stands by itself
    each end a sentence; a hard-wrapped sentence holds its line breaks; one of more than 120 words is cut at a
    clause mark or white space. What surrounds the range is looked at only to tell how its lines are wrapped. `code` is
    the language, one of `qa_bot.languages.CODES`.
    """
    end = len(text) if end is None else end
    around = (max(0, start - _AROUND), min(len(text), end + _AROUND))
    found: list[tuple[int, int]] = []
    for paragraph in paragraphs(text, *around):
        first, last = max(paragraph.start, start), min(paragraph.end, end)
        if first < last:
            found += split(text, first, last, code=code)
    return found


def split(
    text: str, start: int, end: int, most: int = MAX_WORDS, code: str = ENGLISH.code
) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph, each of `most` words at the most."""
    lower = text[start:end].islower()  # then a small letter can begin a sentence
    first = _not_white(text, start, end)
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, first, end, stop, lower, code):
            yield from _at_most(text, first, stop.end(), most)
            first = _not_white(text, stop.end(), end)
    if first < end:
        last = end
        while text[last - 1].isspace():
            last -= 1
        yield from _at_most(text, first, last, most)


def _not_white(text: str, start: int, end: int) -> int:
    found = _NOT_WHITE.search(text, start, end)
    return found.start() if found else end


def _at_most(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    # A word and its space are two characters, as are two of a script without spaces.
    if end - start < 2 * most or count_words(text[start:end]) <= most:
        yield start, end
    else:
        yield from cut(text, start, end, most)


def _ends_sentence(text: str, first: int, end: int, stop: re.Match[str], lower: bool, code: str) -> bool:
    """Whether the sentence that begins at `first` ends with `stop`."""
    mark = text[stop.start()]
    following = _NEXT_WORD.match(text, stop.end(), end)
    if following is None or stop.start() == first:  # only marks, which make no sentence
        return False
    if mark in _UNSPACED_STOPS:
        return True
    if not text[stop.end()].isspace():
        return mark in "!?" and _UNSPACED.match(text, stop.end()) is not None
    word = following[1]
    if word[0].islower() and not lower:
        return False
    if mark != "." or text.startswith("..", stop.start()):
        return True
    return not _abbreviates(text, first, stop.start(), word, bool(following[2]), lower, code)


def _abbreviates(text: str, first: int, dot: int, following: str, dotted: bool, lower: bool, code: str) -> bool:
    """Whether the full stop at `dot` belongs to the word before it and ends nothing."""
    before = text[max(first, dot - 20) : dot]
    if before[-1:].isspace() or not before:
        return False
    word = before.rsplit(None, 1)[-1].lstrip("\"'“‘«([{")
    if dot - len(word) - first <= 1 and _LIST_NUMBER.fullmatch(word):
        return True
    low = word.lower()
    if word in _TITLES or low in _NEVER:
        return True
    if low in _BEFORE_NUMBER and (following[0].isdigit() or (low != "no" and _ROMAN.fullmatch(following) is not None)):
        return True
    starts = _begins(following, code) and not (dotted and len(following) == 1)
    if low in abbreviations(code) or (code == "de" and _ORDINAL.fullmatch(word)):
        return not starts
    if low in ("a.m", "p.m"):
        return following.lower() in _AFTER_HOURS or (following.isupper() and 1 < len(following) < 5)
    if len(word) == 1 and word.isupper():  # an initial
        return not starts
    if word in _MAYBE or (lower and word.capitalize() in _MAYBE) or _DOTTED.fullmatch(word):
        return not starts
    return False


def _begins(word: str, code: str) -> bool:
    """Whether a word is one that sentences often begin with."""
    if code == ENGLISH.code:
        return word.lower() in _STARTERS
    return fold(word) in language(code).function_words
