"""Readable on light and on dark terminals."""

from __future__ import annotations

from typing import Any

from prompt_toolkit.styles import ANSI_COLOR_NAMES, DEFAULT_ATTRS

from qa_bot.repl.style import STYLE

GREYS = {"ansiblack", "ansiwhite", "ansigray"}
"""What cannot be read on a background of one of the two kinds."""


def looks(name: str) -> Any:
    return STYLE.get_attrs_for_style_str(f"class:{name}", DEFAULT_ATTRS)


def test_colours_are_the_terminals_own_and_can_be_read_on_any_background() -> None:
    for selector, _ in STYLE.style_rules:
        own = looks(selector.replace(" ", ","))
        for colour in (own.color, own.bgcolor):
            assert colour in ("", "default") or (colour in ANSI_COLOR_NAMES and colour not in GREYS), selector


def test_what_is_said_first_stands_out() -> None:
    assert looks("answer").bold and looks("match").bold and looks("match").underline
    assert looks("passage").dim and not looks("answer").dim
