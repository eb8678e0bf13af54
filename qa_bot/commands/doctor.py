"""`qa-bot doctor`: what is installed and kept, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby

from qa_bot.console import ANSWERED, ERROR, Parser, complain
from qa_bot.installation import Installation, Kept, Kind, Tongue, survey

WIDTH = 100  # columns of the longest lines
COLUMN = 20  # of what stands first in a line
WORDS = {"stemmed": "by their stems", "in pairs": "by pairs of signs", "as written": "as written"}


def parser() -> Parser:
    options = Parser(
        prog="qa-bot doctor",
        description="Say what is installed, what is kept and where, which formats and languages can be read, and "
        "whether all of it is whole. Nothing is changed.",
        epilog="exit status: 0 all is well, 2 something is missing or damaged.",
        allow_abbrev=False,
    )
    options.add_argument("--json", action="store_true", help="print it as one line of JSON")
    return options


def run(arguments: Sequence[str]) -> int:
    """Run the command."""
    options = parser().parse_args(list(arguments))
    found = survey()
    print(json.dumps(asdict(found), ensure_ascii=False) if options.json else as_text(found))
    for trouble in found.troubles:
        complain(trouble)
    return ERROR if found.troubles else ANSWERED


def as_text(found: Installation) -> str:
    """All of it for people, a heading above each part."""
    from qa_bot.render import inline

    here = ", ".join(f"{own.name} {own.version}" for own in found.libraries if own.version)
    lacking = [f"  {own.name} is not installed; {own.install}" for own in found.libraries if not own.version]
    model = found.reader
    parts = [
        [f"qa-bot {found.version}, Python {found.python}, {found.system}", *wrapped("  ", here)],
        lacking,
        ["kept on this machine", *map(line_of_kept, found.kept)],
        ["formats", *lines_of_formats(found.formats)],
        [f"languages: {len(found.languages)}, found by themselves; their words are looked up"],
        lines_of_languages(found.languages),
        [
            "reader, which cuts the answer out of English text; of other languages the sentence is quoted",
            f"  {model.layers} layers of {model.width}, {bytes_of(model.size)}, whole: {inline(model.path)}"
            if model
            else "  can't be used",
            *([f"  SHA-256 {model.digest}"] if model else []),
        ],
        [f"connects to: {connected(found.connections)}"],
        ["all is well" if not found.troubles else f"troubles: {len(found.troubles)}, told on standard error"],
    ]
    return "\n".join(line for part in parts for line in part)


def line_of_kept(own: Kept) -> str:
    from qa_bot.render import inline

    told = bytes_of(own.size) if own.size is not None else "nothing yet"
    return f"  {own.what:{COLUMN}}{told:>12}  {inline(own.path)}" if own.path else f"  {own.what:{COLUMN}}not kept"


def lines_of_formats(kinds: Iterable[Kind]) -> list[str]:
    """A line for each library that some need, those that need none first."""
    told = []
    for needs, group in groupby(sorted(kinds, key=lambda own: own.needs), key=lambda own: own.needs):
        own = list(group)
        endings = " ".join(ending for kind in own for ending in kind.endings)
        if not own[0].readable:
            told.append(f"  {endings}: not read without {needs}; {own[0].install}")
        else:
            told.append(f"  {endings}: read, {f'by {needs}' if needs else 'any other text too'}")
    return told


def lines_of_languages(tongues: Iterable[Tongue]) -> list[str]:
    told: list[str] = []
    for how, words in WORDS.items():
        names = [own.name for own in tongues if own.words == how]
        if names:
            told += wrapped(f"  {words:{COLUMN}}", ", ".join(names))
    return told


def wrapped(before: str, text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, WIDTH, initial_indent=before, subsequent_indent=" " * len(before), break_on_hyphens=False)


def bytes_of(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def connected(tried: Sequence[str] | None) -> str:
    """What was tried of the network, in words."""
    if tried is None:
        return "not known, as no question could be asked"
    return ", ".join(tried) or "nothing (watched while a question was asked)"
