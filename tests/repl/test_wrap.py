"""Lines end where the terminal does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from qa_bot.repl.wrap import wrap


def wrapped(text: str, width: int) -> list[str]:
    return "".join(piece for _, piece in wrap([("", text)], width)).split("\n")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("  one two three", 9, ["  one two", "  three"]),
        ("2. one two three", 10, ["2. one two", "   three"]),
        ("  /help  what it does", 18, ["  /help  what it", "         does"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("漢字漢字漢字", 5, ["漢字", "漢字", "漢字"]),
        ("漢字。漢字", 4, ["漢", "字。", "漢字"]),
        ("cafe\u0301 noir", 4, ["cafe\u0301", "noir"]),
        ("", 5, [""]),
        ("   1", 2, ["1"]),
        ("a\n\nb", 5, ["a", "", "b"]),
    ],
)
def test_by_example(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


def test_styles_stay_with_their_words() -> None:
    assert wrap([("a", "one "), ("b", "two three")], 7) == [
        ("a", "one "),
        ("b", "two"),
        ("", "\n"),
        ("b", "three"),
    ]


@given(st.text("ab 漢字。“.1\u0301\n", max_size=80), st.integers(2, 30))
def test_no_line_is_wider_and_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(sum(map(get_cwidth, line)) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
