"""Roman numerals, which number front matter and list items."""

from __future__ import annotations

_TENS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SIGNS = (*_TENS, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman(number: int) -> str:
    """A number from 1 to 3999 in small letters."""
    written = ""
    for value, sign in _SIGNS:
        written += sign * (number // value)
        number %= value
    return written


def value_of(numeral: str) -> int | None:
    """The number that a numeral of small letters stands for, or None if nobody writes it so."""
    values = [{sign: value for value, sign in _SIGNS}.get(letter, 0) for letter in numeral]
    total = sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))
    return total if 0 < total < 4000 and roman(total) == numeral else None
