"""Hyperlinks in a terminal: "will it know what to do with one?".

OSC 8 marks text as a link. Terminals that don't know it mostly swallow it, some print it; there is no way to ask, so
it is sent where the environment names a terminal that is known to follow links to files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa_bot.render import Fragments

LINK = re.compile(r"\s*\[link:(\S+)\]")

# Each sets this variable, or says so in TERM_PROGRAM or TERM.
VARIABLES = ("KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR")
PROGRAMS = ("iterm.app", "wezterm", "vscode", "ghostty", "hyper", "tabby", "rio", "warpterminal", "mintty")
TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")
VTE = 5002  # the first whose links did not crash
KONSOLE = 201200


def known(environment: Mapping[str, str]) -> bool:
    """Whether the environment names a terminal that follows links.

    Inside tmux and screen the names of the terminal around them are left over, but not what they pass on.
    """
    term = environment.get("TERM", "").lower()
    if term.startswith(("screen", "tmux", "dumb", "linux")) or (not term and "WT_SESSION" not in environment):
        return False
    return (
        any(environment.get(name) for name in VARIABLES)
        or environment.get("TERM_PROGRAM", "").lower() in PROGRAMS
        or term.startswith(TERMS)
        or _number(environment.get("VTE_VERSION")) >= VTE
        or _number(environment.get("KONSOLE_VERSION")) >= KONSOLE
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def without(fragments: Fragments) -> Fragments:
    """The text with no links."""
    return [(LINK.sub("", style), text) for style, text in fragments]


def sent(fragments: Fragments, environment: Mapping[str, str]) -> Fragments:
    """The text with links as escape sequences, which end with each piece, so that none runs on over a line's end."""
    shown: Fragments = []
    for style, text in fragments:
        found = LINK.search(style)
        if found is None:
            shown.append((style, text))
            continue
        url = target(found[1], environment)
        # pieces of one link that a line's end parts are told by their `id` to belong together
        opening = f"\x1b]8;id={sum(map(ord, url))};{url}\x1b\\"
        shown += [("[ZeroWidthEscape]", opening), (LINK.sub("", style), text), ("[ZeroWidthEscape]", "\x1b]8;;\x1b\\")]
    return shown


def target(url: str, environment: Mapping[str, str]) -> str:
    """The URL with its line as this terminal wants it: kitty's fragment is a bare number; others know none."""
    kitty = "KITTY_WINDOW_ID" in environment or environment.get("TERM") == "xterm-kitty"
    return re.sub(r"#line=(\d+)$", r"#\1" if kitty else "", url)
