"""Charts that fit the window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from qa_bot.records import Answer, Citation, Match
from qa_bot.repl.why import Bar, chart, why
from qa_bot.repl.wrap import fitted


def drawn(rows: list[Bar], width: int) -> list[str]:
    return "".join(text for _, text in chart(rows, width, "#")).splitlines()


def test_bars_are_as_long_as_their_values() -> None:
    rows = [Bar("Juno", 2.0, "2.00"), Bar("ferry", 1.0, "1.00"), Bar("the", 0.001, "0.00"), Bar("x", 0.0, "none")]
    assert drawn(rows, 29) == [
        "  Juno  ################ 2.00",
        "  ferry ######## 1.00",
        "  the   # 0.00",
        "  x     none",
    ]


@given(st.lists(st.tuples(st.text("ab 漢\x1b\u0301", max_size=40), st.floats(0, 5)), max_size=5), st.integers(24, 120))
def test_no_line_is_wider_than_the_window(rows: list[tuple[str, float]], width: int) -> None:
    bars = [Bar(label, value, f"{value:.2f}") for label, value in rows]
    assert all(sum(map(get_cwidth, line)) <= width for line in drawn(bars, width))


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("漢字漢字", 6, "漢字… "), ("", 2, "  "), ("x" * 5000, 3, "xx…")],
)
def test_labels_are_cut_or_filled(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown


def test_terms_then_candidates() -> None:
    place = Citation("a.txt", "", 0, 4, 1, None, None, "", "1911", "", "a.txt, line 1")
    best, other = (Answer("When?", text, place, confidence=sure) for text, sure in (("1911", 0.9), ("1950", 0.2)))
    answer = Answer("When?", "1911", place, confidence=0.9, alternatives=(other,))
    matches = [Match("ferry", 1.5, True), Match("sink", 0.5, False)]
    text = "".join(piece for _, piece in why(answer, matches, 80)).splitlines()
    assert text[0].startswith("terms") and text[1].endswith("█ 1.50") and text[2].endswith("0.50 not in it")
    assert text[3].startswith("candidates") and text[4].endswith("very sure, 90 %") and text[5].endswith("20 %")
    refused = Answer("When?", alternatives=(best, other), reason="not_said", explanation="no.")
    assert "none of them sure enough" in "".join(piece for _, piece in why(refused, [], 80))
