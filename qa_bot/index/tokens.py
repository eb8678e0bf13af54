"""Texts into streams of word numbers, by the megabyte.

Text is cut into units by its bytes, each distinct unit goes through the analyzer once, and a number stands for it
from then on. A unit is a run of letters and digits with what may join them (`win-win`, `48,213.6`, `U.S.`): no word
of the analyzer reaches beyond one. What is not ASCII is lowered first; a unit that then still is not gets a stand-in.
Each language has a tokenizer of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, compress, groupby
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.analysis import SIGNS, Analyzer
from qa_bot.index.counting import Streams
from qa_bot.index.fields import Fields
from qa_bot.index.interning import TokenInterner
from qa_bot.index.threads import in_turn
from qa_bot.index.unspaced import LETTERS

Batch = tuple["Tokenizer", list[str], list[int]]
Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]

BATCH = 1 << 21  # characters that are tokenised at once: large enough for numpy, small enough for the cache
LETTER, DIGIT, JOINT, DOT, COMMA = 1, 2, 4, 8, 16
STAND_IN, CLOSE = "\x02", "\x03"  # begin the name of a unit that is not ASCII; stand for the end of a part
BETWEEN = f" {CLOSE} "
MARKS = {"'": JOINT, "-": JOINT, ".": DOT, ",": COMMA, STAND_IN: LETTER, CLOSE: LETTER}
PLAIN_JOINTS = [("’", "'"), ("\u2010", "-"), ("\u2011", "-")]
PLAIN = [(STAND_IN, " "), (CLOSE, " "), *((sign, " ") for sign in "“”‘–—\u00a0"), ("…", "..."), *PLAIN_JOINTS]
KINDS = bytes(
    MARKS.get(char, DIGIT * char.isdigit() | LETTER * char.isalpha()) if char.isascii() else 0
    for char in map(chr, range(256))
)
WORDLY = re.compile(rf"[^\W_\x00-\x7f]|[{LETTERS}]|[^\W_][{SIGNS}]")  # what words have beyond ASCII
UNSPACED = re.compile(f"[{LETTERS}]")
UNIT = re.compile(rf"(?:[^\W_]|['’\-\u2010\u2011.,{LETTERS}{SIGNS}])+")
NO_WORD = "?"  # what divides words
LONGEST_KEPT, MOST_KEPT = 32, 1 << 18  # characters of a piece whose stand-in is kept at hand, and how many are
PADDING = " " * 8  # behind the last part, so that eight bytes can be read from any byte


def streams(
    documents: Iterable[tuple[str, Iterable[Fields]]], title_weight: int
) -> tuple[Streams, list[str], list[tuple[str, int]]]:
    """The words of passages, given for each document as its language and its passages' (text, title).

    Returns
    -------
    Their streams; the words, sorted as UTF-8 is, of which the first has number 1; and the surface forms that are
    plain runs of letters, see `Tokenizer.forms`, each with the number of the word that it is a form of, in no order.
    """
    tokenizers: dict[str, Tokenizer] = {}
    pieces: list[Numbers] = []
    owners: list[Tokenizer] = []
    ends = [np.zeros(1, np.int64)]
    for owner, ids, own in in_turn(stream, batches(documents, title_weight, tokenizers)):
        ends.append(own + ends[-1][-1])
        pieces.append(ids)
        owners.append(owner)
    words = sorted(chain.from_iterable(own.words for own in tokenizers.values()))  # no two languages share one
    number = dict(zip(words, range(1, len(words) + 1), strict=True))
    ranks = {id(own): own.ranked(number) for own in tokenizers.values()}
    ids = np.empty(int(ends[-1][-1]), np.int32)
    at = 0
    for place, (owner, piece) in enumerate(zip(owners, pieces, strict=True)):
        ranks[id(owner)].take(piece, out=ids[at : at + len(piece)], mode="clip")
        at += len(piece)
        pieces[place] = piece[:0]
    forms = {id(own): own.forms() for own in tokenizers.values()}
    told = [zip(own, ranks[at].take(list(own.values())).tolist(), strict=True) for at, own in forms.items() if own]
    return Streams(ids, np.concatenate(ends)), words, list(chain.from_iterable(told))


def stream(batch: Batch) -> tuple[Tokenizer, Numbers, Ints]:
    """What `Tokenizer.stream` makes of a batch."""
    tokenizer, parts, ends = batch
    return tokenizer, *tokenizer.stream(parts, ends)


def batches(
    documents: Iterable[tuple[str, Iterable[Fields]]], title_weight: int, tokenizers: dict[str, Tokenizer]
) -> Iterator[Batch]:
    """Parts of passages, a title as often as it counts, and how many there are up to the end of each passage.

    Those of a batch are in one language, and go with its tokenizer.
    """
    for code, group in groupby(documents, lambda document: document[0]):
        tokenizer = tokenizers.get(code) or tokenizers.setdefault(code, Tokenizer(Analyzer(code)))
        parts: list[str] = []
        ends: list[int] = []
        size = 0
        for text, title in chain.from_iterable(fields for _, fields in group):
            parts.append(text)
            if title:
                parts += [title] * title_weight
            ends.append(len(parts))
            size += len(text)
            if size >= BATCH:
                yield tokenizer, parts, ends
                parts, ends, size = [], [], 0
        if ends:
            yield tokenizer, parts, ends


class Tokenizer:
    """What is known of the units of a language so far; threads share it."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer, self._lock = analyzer, Lock()
        self._dotless = analyzer.language.code == "tr"  # I is not the capital of i
        self._beyond = re.compile("[I\x80-\U0010ffff][^ ]*" if self._dotless else "[\x80-\U0010ffff][^ ]*")
        self._pieces: dict[str, str] = {}  # what stands between two spaces -> the same in ASCII
        self._units = TokenInterner()
        self._words: dict[str, int] = {}
        self._forms: dict[str, int] = {}  # surface forms of one word
        self._runs: dict[str, str] = {}  # a unit that is not ASCII -> its stand-in
        self._strange: list[str] = []
        self._sizes = np.zeros(1 << 16, np.int32)  # [units] how many words each has, 0 for one that is not analysed
        self._first = np.zeros(1 << 16, np.int32)  # [units] the number of its first word
        self._several: dict[int, tuple[list[int], list[int]]] = {}  # units of other than one word, with joined forms

    @property
    def words(self) -> Collection[str]:
        """The words met so far."""
        return self._words.keys()

    def stream(self, parts: list[str], part_ends: list[int]) -> tuple[Numbers, Ints]:
        """The numbers of the words of a batch, and where each passage's end, see `Streams`."""
        parts = [part if self._plain(part) and part.isprintable() else self._in_ascii(part) for part in parts]
        text = (BETWEEN.join(parts) + BETWEEN + PADDING).encode("ascii").lower()
        starts, ends = units_of(text)
        units = self._units.numbers(np.frombuffer(text, np.uint8), starts, ends - starts)
        first, sizes = self._analysed(text, starts, ends, units)
        ids, ends = self._laid_out(units, first, sizes)
        return ids, ends[np.asarray(part_ends, np.int64) - 1]

    def ranked(self, number: Mapping[str, int]) -> Numbers:
        """From the numbers used so far to those given."""
        rank = np.zeros(len(self._words) + 1, np.int32)
        rank[1:] = [number[word] for word in self._words]  # in the order in which they were numbered
        return rank

    def forms(self) -> dict[str, int]:
        """Surface forms that are plain runs of letters -> the number of the word that each is a form of.

        Not those of scripts without spaces, whose words are not known.
        """
        return {
            form: word
            for form, word in self._forms.items()
            if form.isalpha() and (form.isascii() or not UNSPACED.search(form))
        }

    def _plain(self, text: str) -> bool:
        """Whether a text's bytes, in lower case, are what the analyzer makes of it."""
        return text.isascii() and not (self._dotless and "I" in text)

    def _in_ascii(self, part: str) -> str:
        """A part in ASCII, of which the analyzer makes the same."""
        for sign, plain in PLAIN:
            part = part.replace(sign, plain)
        if self._plain(part):
            return part
        done, at = [], 0
        for match in self._beyond.finditer(part):
            start = part.rfind(" ", at, match.start()) + 1 or at
            done += [part[at:start], self._piece_in_ascii(part[start : match.end()])]
            at = match.end()
        return "".join([*done, part[at:]])

    def _piece_in_ascii(self, piece: str) -> str:
        """What stands between two spaces, in ASCII."""
        known = self._pieces.get(piece)
        if known is not None:
            return known
        lowered = self._analyzer.lowered(piece)
        if WORDLY.search(lowered):
            lowered = UNIT.sub(self._stand_in, lowered)
        for sign, plain in PLAIN_JOINTS:
            lowered = lowered.replace(sign, plain)
        found = lowered.encode("ascii", "replace").decode("ascii")  # what is left divides words, as "?" does
        if len(piece) <= LONGEST_KEPT and len(self._pieces) < MOST_KEPT:
            self._pieces[piece] = found
        return found

    def _stand_in(self, match: re.Match[str]) -> str:
        unit = match.group()
        if not WORDLY.search(unit):
            return unit
        found = self._runs.get(unit)
        if found is None:
            with self._lock:
                found = self._runs.get(unit)
                if found is None:
                    found = self._runs[unit] = self._named(unit)
        return found

    def _named(self, unit: str) -> str:
        """A new stand-in."""
        if not any(words for _, (words, _) in self._analyzer.of_unit(unit)):
            return NO_WORD
        self._strange.append(unit)
        return f"{STAND_IN}{len(self._strange) - 1:x}"

    def _analysed(self, text: bytes, starts: Ints, ends: Ints, units: Numbers) -> tuple[Numbers, Numbers]:
        """For each unit of a batch the number of its first word, and how many it has; analyses those that are new."""
        if len(units) and len(self._sizes) <= int(units.max()):
            with self._lock:
                self._first, self._sizes = (
                    np.concatenate([own, np.zeros(2 * len(self._units) - len(own) + 1, np.int32)])
                    if len(own) <= len(self._units)
                    else own
                    for own in (self._first, self._sizes)
                )
        fresh = np.flatnonzero(self._sizes.take(units) == 0)
        if len(fresh):
            new, at = np.unique(units[fresh], return_index=True)
            places = fresh[at]
            spans = zip(starts[places].tolist(), ends[places].tolist(), strict=True)
            names = [text[start:end].decode() for start, end in spans]
            with self._lock:
                self._learn(new, names)
        return self._first.take(units), self._sizes.take(units)

    def _learn(self, units: Numbers, names: list[str]) -> None:
        words = self._words
        plain = [name.isalnum() for name in names]
        simple = list(compress(names, plain))
        own = [words.setdefault(word, len(words) + 1) for word in self._analyzer.stems(simple)]
        self._first[units[plain]] = own
        self._sizes[units[plain]] = 1
        self._forms.update(zip(simple, own, strict=True))
        for unit, name in zip(units.tolist(), names, strict=True):
            if not name.isalnum():
                self._learn_one(unit, self._meant(name))

    def _learn_one(self, unit: int, name: str) -> None:
        if name == CLOSE:
            self._sizes[unit] = 1  # its number is 0
            return
        words, several, joined = self._words, [], []
        for surface, forms in self._analyzer.of_unit(name):
            own, glued = ([words.setdefault(word, len(words) + 1) for word in part] for part in forms)
            if len(own) == 1:
                self._forms[surface] = own[0]
            several += own
            joined += glued
        if len(several) != 1 or joined:
            self._several[unit] = several, joined
        self._first[unit] = several[0]
        self._sizes[unit] = -len(several) if joined else len(several)

    def _meant(self, name: str) -> str:
        return self._strange[int(name[1:], 16)] if name[0] == STAND_IN else name

    def _laid_out(self, units: Numbers, first: Numbers, sizes: Numbers) -> tuple[Numbers, Ints]:
        """Words in the order of the text, 0 at the end of each part; then its joined forms, each followed by 0.

        Returns them, and where each part ends.
        """
        closing = np.flatnonzero(first == 0)
        odd = np.flatnonzero(sizes != 1)
        several = [self._several[unit] for unit in units[odd].tolist()]
        room = np.abs(sizes)
        owner = closing[np.searchsorted(closing, odd)]
        np.add.at(room, owner, [2 * len(joined) for _, joined in several])
        ids = np.repeat(first, room)
        grown = np.union1d(odd, owner)  # all other units have room for one number
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(room[grown] - 1)])
        places = (odd + before[np.searchsorted(grown, odd)]).tolist()
        free = dict(zip(owner.tolist(), (owner + before[np.searchsorted(grown, owner)] + 1).tolist(), strict=True))
        for place, closed, (own, joined) in zip(places, owner.tolist(), several, strict=True):
            ids[place : place + len(own)] = own
            for word in joined:
                ids[free[closed]] = word
                free[closed] += 2
        return ids, closing + before[np.searchsorted(grown, closing, "right")] + 1


def units_of(text: bytes) -> tuple[Ints, Ints]:
    """Where the units of an ASCII text in lower case begin and end, two arrays [n]."""
    kinds = np.frombuffer(text.translate(KINDS), np.uint8)
    inside = np.zeros(len(kinds) + 1, bool)  # one more, so that a text that begins with a unit has an edge there
    np.less(kinds - 1, 3, out=inside[1:])
    marks = np.flatnonzero(kinds > 3)
    marks = marks[marks > 0]
    before, after, own = kinds[marks - 1], kinds[marks + 1], kinds[marks]
    joins = (own == JOINT) & inside[marks] & inside[marks + 2]
    joins |= (own >= DOT) & (before == DIGIT) & (after == DIGIT)
    joins |= (own == DOT) & (before == LETTER) & ~inside[np.maximum(marks - 1, 0)]
    inside[marks[joins] + 1] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges[0::2], edges[1::2]
