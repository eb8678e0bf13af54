"""How long a cold start takes, beside `python -c "import numpy"` in the same run.

    python benchmarks/start.py [--times N]

Each command is a new process; the commands take turns, and the median of their wall times is printed. All modules are
compiled before, as those of an installation are, whatever PYTHONDONTWRITEBYTECODE says. The chat runs in a terminal of
its own: what counts is the time until its first prompt stands there, and until the bundled article is read, beside the
time that importing prompt_toolkit alone takes; and the processor time until the prompt, which other programs on the
machine don't add to.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from statistics import median

QUESTION = "Who is the deputy director of the CNSA?"
COMMANDS = {
    "import numpy": ["-c", "import numpy"],
    "import prompt_toolkit": ["-c", "import prompt_toolkit"],
    "qa-bot --help": ["-m", "qa_bot", "--help"],
    'qa-bot "question"': ["-m", "qa_bot", QUESTION],
}
CHAT = {"chat, first prompt": b"> ", "chat, article read": b"Ask, or type"}


@contextmanager
def compiled():
    """Let each command find its modules compiled, in a folder that is removed afterwards."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        for arguments in COMMANDS.values():
            seconds(arguments)
        until_seen(*CHAT.values())
        yield


def seconds(arguments: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def until_seen(*texts: bytes) -> tuple[list[float], float]:
    """Seconds from starting the chat in a terminal until it has sent each of the texts, in their order.

    Beside them the seconds of processor time that it had taken in the end.
    """
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "qa_bot"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    sent, taken = b"", []
    for text in texts:
        while text not in sent:
            sent += os.read(ours, 65536)
        taken.append(time.perf_counter() - began)
    process.kill()
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0  # it is waited for
    os.close(ours)
    return taken, used.ru_utime + used.ru_stime


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
    taken: dict[str, list[float]] = {name: [] for name in (*COMMANDS, *CHAT)}
    used = []
    with compiled():
        for _ in range(times):
            for name, arguments in COMMANDS.items():
                taken[name].append(seconds(arguments))
            for name, own in zip(CHAT, until_seen(*CHAT.values())[0], strict=True):
                taken[name].append(own)
            used.append(until_seen(CHAT["chat, first prompt"])[1])
    numpy = median(taken["import numpy"])
    for name, each in taken.items():
        print(f"{name:24}{median(each):8.3f} s  {median(each) / numpy:6.1f} times the numpy import")
    print(f"{'processor, first prompt':24}{median(used):8.3f} s")
    print(f"{'asked again, warm':24}{warm(times):8.3f} s")


if __name__ == "__main__":
    main()
