"""Kill builds and updates of an index at random moments, and see that nothing is ever lost.

    python benchmarks/kills.py [--times N] [--seed N]

A process that brings an index up to date is killed (SIGKILL) after a random time, while its files change between the
runs. After each kill the folder must open as it was before or as it was to become, answer as a build from scratch of
the one or the other state does, and pass the check of all digests; the next run must finish and clean up.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qa_bot.errors import StoreError
from qa_bot.index.search import Index
from qa_bot.settings import Settings
from qa_bot.store.changes import survey
from qa_bot.store.collection import Collection
from qa_bot.store.corpus import Opening, shelf_of_index
from qa_bot.store.folder import open_folder, problems
from qa_bot.store.kept import keep
from qa_bot.store.names import BUILDING, MANIFEST, PENDING
from qa_bot.store.watch import Silent

WORDS = "ferry harbour storm bread baker divers quay Juno Oran Selim sank opened 1911 1987 metres bell".split()
QUESTIONS = ("When did the ferry Juno sink?", "Who is the baker of Oran?", "divers at 31 metres")
# It has all imported, and forks a process for each run, so that the random moment falls into the work itself
WORKER = """
import os, sys
from pathlib import Path
from qa_bot.settings import Settings
from qa_bot.store import tiers, update
import qa_bot.index.build, qa_bot.index.merging, qa_bot.store.kept as kept
tiers.SMALL = 30
kept.update = lambda *arguments: update.update(*arguments, batch=4000)
for line in sys.stdin:
    child = os.fork()
    if not child:
        kept.keep(Path(sys.argv[1]), [sys.argv[2]], Settings())
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


def change(notes: Path, chance: random.Random) -> None:
    """Write, change, delete and rename some files."""
    notes.mkdir(exist_ok=True)
    for _ in range(chance.randint(1, 12)):
        path = notes / f"{chance.randrange(40)}.txt"
        if chance.random() < 0.2 and path.exists():
            path.unlink()
        elif chance.random() < 0.2 and path.exists():
            path.rename(notes / f"{chance.randrange(40)}.txt")
        else:
            path.write_text(" ".join(chance.choices(WORDS, k=chance.randint(5, 400))), encoding="utf-8")
    (notes / "always.txt").write_text("The ferry is here.", encoding="utf-8")


def answers(index: Index) -> list[list[tuple[str | None, int, str, float]]]:
    return [
        [(hit.passage.document.path, hit.passage.start, hit.passage.text, hit.score) for hit in index.search(question)]
        for question in QUESTIONS
    ]


def of_scratch(notes: Path) -> object:
    shelf = Opening(Settings(), Silent()).unkept(survey([notes]))
    return answers(Collection().plus(shelf).index(Settings()))


def of_folder(folder: Path) -> object:
    """What an index answers; None if there is none yet."""
    try:
        opened = open_folder(folder)
    except StoreError:
        if (folder / MANIFEST).exists():
            raise
        return None
    assert problems(folder) == [], problems(folder)
    return answers(Collection().plus(shelf_of_index(opened)).index(Settings()))


class Worker:
    """A process that brings an index up to date as often as it is told to."""

    def __init__(self, folder: Path, notes: Path) -> None:
        command = [sys.executable, "-c", WORKER, str(folder), str(notes)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        assert self.process.stdout is not None
        self.said = self.process.stdout

    def killed_after(self, seconds: float) -> tuple[bool, float]:
        """Let it begin, and kill that run after some seconds; returns whether it was killed, and how long it took."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        child = int(self.said.readline())
        began = time.perf_counter()
        if not select.select([self.said], [], [], seconds)[0]:
            os.kill(child, signal.SIGKILL)
        status = int(self.said.readline())
        assert status in (0, signal.SIGKILL), f"the run failed: {status}"
        return status == signal.SIGKILL, time.perf_counter() - began

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()


def run(times: int, seed: int, above: Path) -> dict[str, int]:
    """Kill so often; returns how often what was the outcome. Raises AssertionError where something is lost."""
    folder, notes = above / "index", above / "notes"
    with Worker(folder, notes) as worker:
        return kill_again_and_again(times, random.Random(seed), folder, notes, worker)


def kill_again_and_again(
    times: int, chance: random.Random, folder: Path, notes: Path, worker: Worker
) -> dict[str, int]:
    """See `run`."""
    told = dict.fromkeys(("killed", "old", "new", "none yet", "finished segments kept"), 0)
    whole, old = 0.3, None  # seconds that a run takes, as far as known
    while told["killed"] < times:
        if told["killed"] % 20 == 19:  # once more from the beginning
            shutil.rmtree(folder, ignore_errors=True)
            old = None
        change(notes, chance)
        new = of_scratch(notes)
        killed, seconds = worker.killed_after(chance.uniform(0, 1.1 * whole))
        whole = 1.1 * whole if killed else 0.5 * (whole + seconds)  # so that about half of the runs end
        now = of_folder(folder)
        assert now in (old, new), "neither the old nor the new state"
        if killed:
            told["killed"] += 1
            told["none yet" if now is None else "new" if now == new else "old"] += 1
            told["finished segments kept"] += (folder / PENDING).exists()
        if chance.random() < 0.5:  # else the next run finds what this one left, and other files
            keep(folder, [notes], Settings())
            assert of_folder(folder) == new, "the next run does not tell what is there"
            assert not (folder / BUILDING).exists() and not (folder / PENDING).exists(), "leftovers"
            now = new
        old = now
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as above:
        for name, number in run(options.times, options.seed, Path(above)).items():
            print(f"{name:24}{number:6}")
    print("nothing was lost")


if __name__ == "__main__":
    main()
