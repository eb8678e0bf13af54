"""One writer at a time: the others wait, and are told for whom."""

import os
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from storing import asked, bring_up, index_of, scratch, write

from qa_bot.errors import BusyError
from qa_bot.store.folder import problems
from qa_bot.store.lock import locked

HOLDER = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from qa_bot.store.lock import locked\n"
    "with locked(Path(sys.argv[1])):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.readline()\n"
)


@pytest.fixture
def held(place):
    """A folder whose lock another process holds, and that process."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    assert holder.stdout.readline() == b"held\n"
    yield place, holder
    with suppress(BrokenPipeError):
        let_go(holder)
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()


def let_go(holder):
    holder.stdin.write(b"\n")


def test_who_holds_it_is_told_and_the_waiting_ends(held):
    folder, holder = held
    with pytest.raises(BusyError) as caught, locked(folder, patience=0.2):
        pytest.fail("two hold it")
    assert f"process {holder.pid} " in str(caught.value) and "try again" in str(caught.value)


def test_long_waiting_is_said_once_and_goes_on_when_the_other_is_done(held):
    folder, holder = held
    said = []

    def say(line):
        said.append(line)
        let_go(holder)

    with locked(folder, patience=60, say=say):
        assert len(said) == 1 and f"waiting for process {holder.pid}" in said[0]


def test_the_lock_of_a_killed_process_is_free(held):
    folder, holder = held
    holder.kill()
    holder.wait()
    with locked(folder, patience=5):
        pass


def test_processes_that_build_the_same_index_at_once(place):
    notes, folder = place / "notes", place / "index"
    for number in range(30):
        write(notes / f"{number}.txt", f"The ferry {number} sank in {1900 + number}.")
    command = [sys.executable, "-m", "qa_bot", "index", str(notes), "-o", str(folder)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    for one in running:
        out, err = one.communicate()
        assert one.returncode == 0, err
        assert b"30 documents" in out
    assert problems(folder) == []
    assert asked(index_of(folder, notes), "ferry 7") == asked(scratch(notes), "ferry 7")


def test_threads_that_update_at_once_while_files_change(place):
    notes, folder = place / "notes", place / "index"
    write(notes / "a.txt", "The ferry sank.")
    troubles = []

    def work(name):
        try:
            for number in range(5):
                write(notes / f"{name}.txt", f"{name} {number} " * 20)
                bring_up(folder, notes)
        except Exception as error:
            troubles.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert asked(index_of(folder, notes), "one 4", "two") == asked(scratch(notes), "one 4", "two")
    assert os.listdir(folder / "segments") and problems(folder) == []
