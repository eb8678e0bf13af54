"""How long a cold start takes, beside `python -c "import numpy"` in the same run.

    python benchmarks/start.py [--times N]

Each command is a new process; the commands take turns, and the median of their wall times is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from statistics import median

QUESTION = "Who is the deputy director of the CNSA?"
COMMANDS = {
    "import numpy": ["-c", "import numpy"],
    "qa-bot --help": ["-m", "qa_bot", "--help"],
    'qa-bot "question"': ["-m", "qa_bot", QUESTION],
}


def seconds(arguments: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def warm(times: int) -> float:
    """The median of one question asked again and again in one process."""
    from qa_bot import Bot

    bot, taken = Bot.open(), []
    for _ in range(times + 1):
        began = time.perf_counter()
        bot.ask(QUESTION)
        taken.append(time.perf_counter() - began)
    return median(taken[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=7)
    times = parser.parse_args().times
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(times):
        for name, arguments in COMMANDS.items():
            taken[name].append(seconds(arguments))
    numpy = median(taken["import numpy"])
    for name, own in taken.items():
        print(f"{name:24}{median(own):8.3f} s  {median(own) / numpy:6.1f} times the numpy import")
    print(f"{'asked again, warm':24}{warm(times):8.3f} s")


if __name__ == "__main__":
    main()
