"""Links are sent where they are followed, and end where the line does."""

from __future__ import annotations

import re

import pytest

from qa_bot.repl.links import known, sent, target, without
from qa_bot.repl.wrap import wrap

URL = "file://host/a/lease.txt#line=12"
PLACE = [("", "  — "), (f"class:place [link:{URL}]", "lease.txt, line 12"), ("", " · sure")]


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm-256color", "VTE_VERSION": "7600"},
        {"TERM": "xterm-kitty"},
        {"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"},
        {"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"},
        {"WT_SESSION": "0a1b"},
        {"TERM": "foot-extra"},
        {"TERM": "xterm-256color", "KONSOLE_VERSION": "230804"},
    ],
)
def test_terminals_that_follow_links(environment: dict[str, str]) -> None:
    assert known(environment)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TERM": "xterm"},
        {"TERM": "dumb", "VTE_VERSION": "7600"},
        {"TERM": "linux"},
        {"TERM": "xterm-256color", "VTE_VERSION": "4600"},
        {"TERM": "xterm-256color", "VTE_VERSION": "new"},
        {"TERM": "screen-256color", "VTE_VERSION": "7600"},
        {"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"},
        {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"},
        {"TERM": "xterm-256color", "KONSOLE_VERSION": "191200"},
    ],
)
def test_terminals_that_may_not(environment: dict[str, str]) -> None:
    assert not known(environment)


def test_a_link_is_around_its_text_alone() -> None:
    text = "".join(piece for _, piece in sent(PLACE, {}))
    assert re.fullmatch(
        r"  — \x1b\]8;id=\d+;file://host/a/lease.txt\x1b\\lease.txt, line 12\x1b\]8;;\x1b\\ · sure", text
    )
    assert [piece for style, piece in sent(PLACE, {}) if style == "[ZeroWidthEscape]"] != []


def test_each_line_has_its_own_link_to_the_same() -> None:
    text = "".join(piece for _, piece in sent(wrap(PLACE, 16), {}))
    for line in text.split("\n"):
        assert line.count("\x1b]8;id=") == line.count("\x1b]8;;\x1b\\")
    assert len(set(re.findall(r"id=\d+", text))) == 1 and text.count("id=") == 2


def test_without_links_only_the_text_is_left() -> None:
    assert without(PLACE) == [("", "  — "), ("class:place", "lease.txt, line 12"), ("", " · sure")]


def test_the_line_is_told_as_the_terminal_wants_it() -> None:
    assert target(URL, {"TERM": "xterm-kitty"}) == "file://host/a/lease.txt#12"
    assert target(URL, {}) == "file://host/a/lease.txt"
    assert target("file:///b.pdf#page=3", {}) == "file:///b.pdf#page=3"
