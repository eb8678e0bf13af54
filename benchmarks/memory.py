"""Whether memory stays flat over many searches and answers.

    python benchmarks/memory.py [PATH ...] [--searches N] [--answers N]

The resident memory (MB) is printed ten times on the way, for the bundled article or the paths given.
"""

from __future__ import annotations

import argparse
import os
from itertools import cycle, islice, pairwise

from qa_bot import Bot


def resident() -> float:
    """Megabytes of memory that this process holds now (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--searches", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=2_000)
    options = parser.parse_args()
    bot = Bot.open(*options.paths)
    words = bot.documents[0].text.split()
    questions = [f"What is the {word} of {other}?" for word, other in pairwise(words)]
    for name, ask, times in (("searches", bot.search, options.searches), ("answers", bot.ask, options.answers)):
        print(f"{'before':>12} {name}: {resident():8.1f} MB", flush=True)
        asked = cycle(questions)
        for tenth in range(1, 11):
            for question in islice(asked, times // 10):
                ask(question)
            print(f"{tenth * (times // 10):12,} {name}: {resident():8.1f} MB", flush=True)


if __name__ == "__main__":
    main()
