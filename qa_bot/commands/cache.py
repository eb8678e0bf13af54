"""`qa-bot cache`: what is remembered of the paths that were asked."""

from __future__ import annotations

import time
from collections.abc import Sequence

from qa_bot.console import ANSWERED, Parser


def parser() -> Parser:
    options = Parser(
        prog="qa-bot cache",
        description="List the indexes that are remembered of the paths asked before, or forget them all. They lie in "
        "the user's cache folder, or where QA_BOT_CACHE says; if that is set but empty, nothing is remembered.",
        allow_abbrev=False,
    )
    options.add_argument("what", nargs="?", choices=["clear"], help="forget all of them")
    return options


def run(arguments: Sequence[str]) -> int:
    """Run the command."""
    what = parser().parse_args(list(arguments)).what
    from qa_bot.render import inline
    from qa_bot.store import cache

    home = cache.home()
    if home is None:
        print(f"nothing is remembered, since {cache.VARIABLE} is empty")
    elif what == "clear":
        number, size = cache.clear()
        print(f"forgot {number} {'index' if number == 1 else 'indexes'}, {megabytes(size)}")
    else:
        found = cache.remembered()
        for one in found:
            day = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.asked))
            paths = ", ".join(map(inline, one.paths)) or "an index that can't be read, and will be made anew"
            print(f"{megabytes(one.size):>11}  {one.documents:>8,} documents  asked {day}  {paths}")
        print(f"{megabytes(sum(one.size for one in found)):>11}  in all, in {inline(str(home))}")
    return ANSWERED


def megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
