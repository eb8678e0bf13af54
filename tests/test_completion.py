"""The scripts for the shells, run by the shells."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time

import pytest

from qa_bot.cli import main
from qa_bot.commands import COMMANDS
from qa_bot.remedies import install

BASH = """
source script.bash
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
_shtab_qa_bot qa-bot "${@: -1}" "${@: -2:1}" 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = "PS1='ready '; fpath=($PWD $fpath); autoload -U compinit; compinit -u -D; unsetopt BEEP; setopt AUTO_LIST\n"


@pytest.fixture
def folder(tmp_path, monkeypatch, capsys):
    """Where one stands: a file, a folder, a file with a space in its name, and the scripts."""
    (tmp_path / "lease.txt").write_text("x")
    (tmp_path / "letters").mkdir()
    (tmp_path / "my notes.txt").write_text("x")
    for shell, name in {"bash": "script.bash", "zsh": "_qa-bot", "fish": "script.fish"}.items():
        assert main(["completion", shell]) == 0
        (tmp_path / name).write_text(capsys.readouterr().out)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bash(*words: str) -> set[str]:
    command = ["bash", "--norc", "-c", BASH, "bash", "qa-bot", *words]
    return set(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.splitlines())


def fish(*words: str) -> set[str]:
    typed = " ".join(("qa-bot", *words))
    command = ["fish", "--no-config", "-c", f"source script.fish; complete -C '{typed}'"]
    out = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return {line.partition("\t")[0] for line in out.splitlines()}


def zsh(*words: str) -> set[str]:
    """What stands on the terminal after Tab; words of the list, and the line if there was one way to go on."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "HOME": os.getcwd(), "COLUMNS": "80"}
    running = subprocess.Popen(["zsh", "-f", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    try:
        os.write(ours, ZSH.encode())
        until(ours, lambda text: text.count("ready ") >= 2)
        os.write(ours, f"qa-bot {' '.join(words)}\t".encode())
        shown = until(ours, lambda text: False, 3.0)
    finally:
        running.kill()
        running.wait()
        os.close(ours)
    return set(shown.replace("\\ ", "\0").replace("\x07", "").split())


def until(descriptor: int, enough, seconds: float = 20.0) -> str:
    """What comes until it is enough, or nothing comes any more."""
    text, deadline = "", time.monotonic() + seconds
    while not enough(text) and time.monotonic() < deadline:
        if select.select([descriptor], [], [], 0.2)[0]:
            text += os.read(descriptor, 65536).decode("utf-8", "replace")
    return text


SHELLS = [
    pytest.param(own, id=own.__name__, marks=pytest.mark.skipif(not shutil.which(own.__name__), reason="not installed"))
    for own in (bash, zsh, fish)
]


@pytest.mark.parametrize("shell", SHELLS)
def test_commands_are_completed(folder, shell):
    assert shell("").issuperset([*COMMANDS, "ask"])
    assert "calibrate" in shell("cali")


@pytest.mark.parametrize("shell", SHELLS)
def test_options_are_completed(folder, shell):
    assert shell("--").issuperset(["--corpus", "--glob", "--json", "--verbose"])
    assert {"--output", "--check"} <= shell("index", "--")
    assert "--output" not in shell("eval", "--")


@pytest.mark.parametrize("shell", SHELLS)
def test_files_and_folders_are_completed(folder, shell):
    for words in (["-c", "le"], ["index", "le"]):
        assert {"lease.txt", "letters"} <= {own.rstrip("/") for own in shell(*words)}
    folders = {own.rstrip("/") for own in shell("index", "-o", "le")}
    assert "letters" in folders and "lease.txt" not in folders


@pytest.mark.parametrize("shell", SHELLS)
def test_what_can_only_be_one_of_a_few_is_completed(folder, shell):
    assert {"bash", "zsh", "fish"} <= shell("completion", "")
    assert "clear" in shell("cache", "c")


def test_names_with_spaces(folder):
    assert bash("-c", "my") == {"my notes.txt"}


def test_without_the_library_the_command_that_installs_it_is_named(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert install("completion") in capsys.readouterr().err


def test_a_start_does_not_import_it():
    code = "import sys; from qa_bot import cli; cli.parser().format_help(); print('shtab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == "False\n"
