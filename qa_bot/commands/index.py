"""`qa-bot index`: an index to keep, to copy, share or put under a service."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from qa_bot.console import ANSWERED, ERROR, INTERRUPTED, Bar, Parser, complain, tell_unread
from qa_bot.errors import UsageError

EPILOG = """\
ask it with `qa-bot -c DIR`. The same command again reads only what has changed, and goes on where it was stopped.
exit status: 0 made (or, with --check, whole), 2 an error (or damaged).
"""


def parser() -> Parser:
    options = Parser(
        prog="qa-bot index",
        description="Build an index to keep, or check one.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    options.add_argument("paths", metavar="PATH", nargs="*", help="files and folders to put into it")
    options.add_argument(
        "-o", "--output", metavar="DIR", help="the folder of the index: a new or empty one, or an index"
    )
    options.add_argument(
        "-g",
        "--glob",
        metavar="GLOB",
        action="append",
        default=[],
        help="read only those files of a folder that match, as in .gitignore; `!GLOB` leaves out; repeatable",
    )
    options.add_argument("-v", "--verbose", action="store_true", help="list all that was not read, and why")
    options.add_argument("--check", metavar="DIR", help="read every byte of an index and compare it with its digest")
    return options


def run(arguments: Sequence[str]) -> int:
    """Run the command."""
    options = parser().parse_args(list(arguments))
    if options.check is not None:
        if options.paths or options.output or options.glob or options.verbose:
            raise UsageError("--check stands alone; see qa-bot index --help")
        return check(Path(options.check))
    if not options.paths or not options.output:
        raise UsageError("name what to index and, with -o, where to; see qa-bot index --help")
    return build(options.paths, Path(options.output), options.glob, options.verbose)


def build(paths: Sequence[str], folder: Path, globs: Sequence[str] = (), verbose: bool = False) -> int:
    """Make an index of paths or bring it up to date, and say what is in it."""
    from qa_bot.settings import Settings
    from qa_bot.store.kept import keep

    with Bar() as bar:
        try:
            current = keep(folder, paths, Settings(globs=tuple(globs)), bar)
        except KeyboardInterrupt:
            complain("stopped; what was finished is kept, and the same command goes on from there")
            return INTERRUPTED
    tell_unread(current.unread, verbose)
    passages = sum(segment.passages for segment in current.opened.segments)
    print(f"{folder}: {len(current.files):,} documents, {passages:,} passages")
    return ANSWERED


def check(folder: Path) -> int:
    """Say what is wrong with an index, or that nothing is."""
    from qa_bot.store.folder import problems

    if not folder.is_dir():
        if folder.exists():
            raise UsageError(f"{folder} is not an index: a file; name the folder of one")
        raise UsageError(f"{folder}: there is no such folder; check the path")
    found = problems(folder)
    for problem in found:
        complain(problem)
    if found:
        complain(f"{folder} is damaged; build it again into a new folder with qa-bot index, or take it from a copy")
        return ERROR
    print(f"{folder}: whole")
    return ANSWERED
