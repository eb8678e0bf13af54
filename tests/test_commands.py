"""The commands beside asking, as a shell sees them."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import qa_bot
from qa_bot.commands import COMMANDS
from qa_bot.console import drawn
from qa_bot.render import clock


def run(*arguments, env=None):
    command = [sys.executable, "-m", "qa_bot", *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env={**os.environ, **(env or {})})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def error(*arguments, **options) -> str:
    code, out, err = run(*arguments, **options)
    assert (code, out) == (2, "") and err.startswith("qa-bot: ") and err.count("\n") == 1, (code, out, err)
    return err


@pytest.fixture
def notes(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "lake.txt").write_text("The ferry Juno sank in 1911.", encoding="utf-8")
    (tmp_path / "notes" / "broken.txt").write_bytes(b"\x00")
    return tmp_path / "notes"


def test_an_index_is_built_checked_copied_and_asked_without_its_files(notes, tmp_path):
    code, out, err = run("index", notes, "-o", tmp_path / "index")
    assert code == 0 and "1 documents, 1 passages" in out and "broken.txt: not read" in err
    shutil.copytree(tmp_path / "index", tmp_path / "copy")
    shutil.rmtree(notes)
    code, out, err = run("When did the ferry sink?", "-c", tmp_path / "copy")
    assert code == 0 and out.startswith("1911") and "lake.txt, line 1" in out and "broken.txt" in err
    assert run("index", "--check", tmp_path / "copy") == (0, f"{tmp_path}/copy: whole\n", "")
    assert "does not exist" in error("index", notes, "-o", tmp_path / "index")
    assert run("index", "--check", tmp_path / "index")[0] == 0


def test_damage_is_found(notes, tmp_path):
    run("index", notes, "-o", tmp_path / "index")
    text = next((tmp_path / "index" / "segments").rglob("text.bin"))
    text.write_bytes(bytes([text.read_bytes()[0] ^ 1]) + text.read_bytes()[1:])
    code, out, err = run("index", "--check", tmp_path / "index")
    assert (code, out) == (2, "") and "text.bin" in err and "build it again" in err
    text.unlink()
    assert "text.bin is damaged (it is missing)" in error("When?", "-c", tmp_path / "index")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["index"], "-o"),
        (["index", "a.txt"], "-o"),
        (["index", "-o", "x"], "name what to index"),
        (["index", "a.txt", "--check", "x"], "stands alone"),
        (["index", "--check", "/nowhere"], "/nowhere: there is no such folder"),
        (["index", "--check", __file__], "test_commands.py is not an index: a file"),
        (["index", "--check", str(Path(__file__).parent)], "no finished index"),
        (["eval", "nope.jsonl"], "nope.jsonl: there is no such file; check the path"),
        (["index", "/nowhere", "-o", "/tmp/never"], "/nowhere"),
        (["cache", "burn"], "burn"),
    ],
)
def test_bad_arguments_are_one_line(arguments, words):
    assert words in error(*arguments)


def test_an_index_that_cannot_be_written(notes, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert "is a file" in error("index", notes, "-o", tmp_path / "file")
    assert "can't be written" in error("index", notes, "-o", tmp_path / "file" / "below")
    assert "other things" in error("index", notes, "-o", notes)


def test_the_cache_is_listed_and_cleared(notes, tmp_path):
    own = {"QA_BOT_CACHE": str(tmp_path / "cache")}
    run("When did the ferry sink?", "-c", notes, env=own)
    code, out, err = run("cache", env=own)
    assert (code, err) == (0, "") and str(notes) in out and "1 documents" in out and out.count("\n") == 2
    assert run("cache", "clear", env=own)[1].startswith("forgot 1 index")
    assert str(notes) not in run("cache", env=own)[1]
    assert "nothing is remembered" in run("cache", env={"QA_BOT_CACHE": ""})[1]
    code, out, err = run("When did the ferry sink?", "-c", notes, env={"QA_BOT_CACHE": str(notes / "lake.txt")})
    assert code == 0 and out.startswith("1911") and "can't be kept" in err


def test_the_doctor_says_what_is_here_and_that_it_is_whole(notes, tmp_path):
    own = {"QA_BOT_CACHE": str(tmp_path / "cache"), "XDG_STATE_HOME": str(tmp_path)}
    run("When did the ferry sink?", "-c", notes, env=own)
    code, out, err = run("doctor", env=own)
    assert (code, err) == (0, "") and out.endswith("all is well\n") and "connects to: nothing" in out
    assert ".pdf: read, by pypdfium2" in out and str(tmp_path / "cache") in out
    told = json.loads(run("doctor", "--json", env=own)[1])
    assert told["troubles"] == told["connections"] == [] and len(told["reader"]["digest"]) == 64
    sizes = {one["what"]: one["size"] for one in told["kept"]}
    assert sizes["remembered indexes"] > 1000 and sizes["chat history"] is None
    words = {one["code"]: one["words"] for one in told["languages"]}
    assert (words["de"], words["zh"]) == ("stemmed", "in pairs")
    assert "not kept" in run("doctor", env={"QA_BOT_CACHE": ""})[1]


def test_the_doctor_finds_a_damaged_installation(tmp_path):
    shutil.copytree(Path(qa_bot.__file__).parent, tmp_path / "qa_bot")
    scales = tmp_path / "qa_bot" / "reader" / "weights" / "scales.npy"
    scales.write_bytes(scales.read_bytes()[:-1] + b"\0")
    code = "from qa_bot.cli import main; raise SystemExit(main(['doctor']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 2 and "troubles: 2" in done.stdout and "can't be used" in done.stdout
    weights, article = done.stderr.splitlines()
    assert "scales.npy" in weights and "qa-bot" in weights
    assert "bundled article is missing" in article


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    code, out, _ = run(command, "--help")
    assert code == 0 and out.startswith(f"usage: qa-bot {command}")
    assert f"qa-bot {command}" in run("--help")[1]


def fill(folder) -> None:
    """Some 14 megabytes in 120 files, which take a second or more."""
    for number in range(120):
        words = (f"The ferry number {number * i} sank in the harbour of Oran in {i}.\n\n" for i in range(2_000))
        (folder / f"{number}.txt").write_text("".join(words), encoding="utf-8")


def test_progress_on_a_terminal_only_and_ctrl_c(notes, tmp_path):
    fill(notes)
    command = [sys.executable, "-m", "qa_bot", "index", str(notes), "-o", str(tmp_path / "index")]
    ours, theirs = pty.openpty()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    shown, deadline = b"", time.time() + 120
    while b"left" not in shown and time.time() < deadline:
        try:
            shown += os.read(ours, 1000)
        except OSError:
            break
    assert b"MB/s" in shown and b"%" in shown, shown
    running.send_signal(signal.SIGINT)
    while True:
        try:
            shown += os.read(ours, 1000)
        except OSError:
            break
    os.close(ours)
    assert running.wait() == 130 and b"goes on from there" in shown and b"Traceback" not in shown
    code, _, err = run("index", notes, "-o", tmp_path / "index")
    assert code == 0 and "%" not in err


def test_the_bar():
    assert drawn(30_000_000, 60_000_000, 10.0, 10) == "[#####.....]  50 %  3.0 MB/s, 0:10 left"
    assert drawn(0, 10, 0.0, 4) == "[....]   0 %  0.0 MB/s"
    assert (clock(59.6), clock(3605)) == ("1:00", "1:00:05")
