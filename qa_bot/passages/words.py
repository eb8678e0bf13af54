"""How long is this text, in words, and where may it be cut? Scripts without spaces are counted by their characters."""

from __future__ import annotations

from collections.abc import Iterator

from qa_bot.patterns import lazily

# Thai to Khmer, and CJK with its punctuation but without U+3000, which is a space. Korean puts spaces.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff60\uff66-\uff9f\U00020000-\U0003ffff"
)

# A word of Chinese or Japanese has two characters or so; sixteen are more than nearly any word with spaces has, so
# that what has none (base64, a genome) is measured, and cut, all the same.
_UNIT = lazily(rf"[{UNSPACED}]{{1,2}}|[^\s{UNSPACED}]{{1,16}}")
_UNSPACED = lazily(f"[{UNSPACED}]")


def count_words(text: str) -> int:
    """The words of a text; two characters of a script without spaces count as one word.

    Examples
    --------
    >>> count_words("a 180-litre tank"), count_words("月球科研站。")
    (3, 3)
    """
    words = len(text.split())
    if len(text) <= 12 * words and (text.isascii() or not _UNSPACED.search(text)):
        return words
    return sum(1 for _ in _UNIT.finditer(text))


def cut(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """`text[start:end]` in as few and as even pieces as have `most` words at the most, cut where it disturbs least.

    Runs in linear time and holds no more than one piece, whatever the length.
    """
    left = sum(1 for _ in _UNIT.finditer(text, start, end))
    piece: list[tuple[int, int]] = []
    for unit in _UNIT.finditer(text, start, end):
        piece.append(unit.span())
        if len(piece) == most and left > most:
            keep = _best_cut(text, piece, left, most)
            yield piece[0][0], piece[keep - 1][1]
            del piece[:keep]
            left -= keep
    if piece:
        yield piece[0][0], piece[-1][1]


def _best_cut(text: str, units: list[tuple[int, int]], left: int, most: int) -> int:
    """How many of the first `most` units to keep, when `left` are to be shared out evenly."""
    pieces = -(-left // most)
    even = left / pieces
    lowest = max(1, left - (pieces - 1) * most, int(0.75 * even))  # the others must be able to hold the rest
    highest = min(most, int(1.25 * even))
    return max(range(lowest, highest + 1), key=lambda keep: (_ease(text, units[keep - 1][1]), -abs(keep - even)))


def _ease(text: str, offset: int) -> int:
    """How little a cut at `offset` disturbs: 4 after a semicolon or colon, down to 0 inside a word."""
    before, after = text[offset - 1], text[offset : offset + 1]
    if before in "；：、，":
        return 3
    if not after.isspace():
        return 1 if _UNSPACED.match(before) else 0
    if before in ";:":
        return 4
    if before in ",)–—":
        return 3
    return 2 if after == "\n" else 1
