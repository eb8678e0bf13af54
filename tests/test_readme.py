"""What the README prints was printed by the program.

Run as a script, it writes the program's present output into the README: `python tests/test_readme.py`.
"""

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pyte
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from qa_bot import Bot
from qa_bot.cli import main
from qa_bot.repl import run as converse
from qa_bot.repl.commands import markdown

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
COMMANDS = re.compile(r"(?<=<!-- commands -->\n)(.*?)(?=<!-- end of commands -->)", re.DOTALL)
BLOCK = re.compile(r"<!-- (run|chat: [^\n]*|doctest(?:: \w+)?) -->\n```(\w+)\n(.*?)```\n", re.DOTALL)
EXAMPLE = re.compile(r"^>>> .*\n(?:[.]{3}.*\n)*", re.MULTILINE)


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder (`contextlib.chdir` is younger than Python 3.10)."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def run(block: str, _: str) -> str:
    """Each `$ qa-bot ...` line with what it prints."""
    shown = []
    for line in block.splitlines():
        if line.startswith("$ "):
            output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
            with contextlib.redirect_stdout(output), inside(ROOT):
                main(shlex.split(line[2:])[1:])
            output.seek(0)
            shown.append(f"{line}\n{output.read()}")
    return "".join(shown)


def doctest(block: str, _: str) -> str:
    """Each example with what an interactive Python shows."""
    shown, names = [], {}
    for example in EXAMPLE.findall(block):
        output = io.StringIO()
        with contextlib.redirect_stdout(output), inside(ROOT):
            exec(compile(re.sub("(?m)^(>>>|[.]{3}) ?", "", example), "README.md", "single"), names)
        shown.append(f"{example}{output.getvalue()}")
    return "".join(shown)


def chat(_: str, typed: str) -> str:
    """The chat with what is typed, `question | question`, as it stands on a plain terminal."""
    sent, screen = io.StringIO(), pyte.Screen(90, 400)
    questions = [question.strip() for question in typed.removeprefix("chat: ").split("|")]
    with tempfile.TemporaryDirectory() as folder, create_pipe_input() as pipe:
        pipe.send_text("".join(f"{question}\r" for question in questions) + "\x04")
        output = Vt100_Output(sent, lambda: Size(rows=400, columns=90), term="xterm", enable_cpr=False)
        with create_app_session(input=pipe, output=output), inside(ROOT):
            own = {"history_path": Path(folder) / "history", "settings_path": Path(folder) / "settings.json"}
            assert converse(lambda progress: Bot.open(watch=progress), input=pipe, output=output, **own) == 0
    pyte.Stream(screen).feed(sent.getvalue().replace("\n", "\r\n"))
    return "\n".join(line.rstrip() for line in screen.display).strip() + "\n"


SHOW: dict[str, Callable[[str, str], str]] = {"run": run, "doctest": doctest, "chat": chat}
BLOCKS = BLOCK.findall(README.read_text(encoding="utf-8"))


def shown(mark: str, block: str) -> str:
    return SHOW[mark.partition(":")[0]](block, mark)


def missing(mark: str) -> bool:
    """Whether an example needs a library, named after its kind, that is not here and need not be."""
    kind, _, library = mark.partition(": ")
    return kind == "doctest" and library != "" and find_spec(library) is None


def test_the_readme_has_each_kind_of_example():
    assert {mark.partition(":")[0] for mark, _, _ in BLOCKS} == set(SHOW)


@pytest.mark.parametrize(("mark", "block"), [(mark, block) for mark, _, block in BLOCKS], ids=lambda text: text[:20])
def test_the_readme_shows_what_the_program_prints(mark, block):
    if missing(mark):
        pytest.skip(f"{mark} is not installed")
    assert shown(mark, block) == block


def test_the_readme_lists_the_commands():
    found = COMMANDS.search(README.read_text(encoding="utf-8"))
    assert found is not None and found[1] == f"{markdown()}\n"


def test_what_the_readme_names_exists_and_travels_with_the_source():
    """Pictures, scripts and files; what a command makes is no such file."""
    text = README.read_text(encoding="utf-8")
    named = {*re.findall(r"\]\(([^):]+)\)", text), *re.findall(r"\b(?:benchmarks|training|tests|docs)/[\w/.]*\w", text)}
    assert {"docs/chat.svg", "benchmarks/folder.py", "tests/data/samples/bridge.pdf"} <= named
    assert [name for name in named if not (ROOT / name).exists()] == []
    included = re.search(r"sdist\]\ninclude = \[(.*)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert included and {f'"/{name.partition("/")[0]}"' for name in named} <= set(included[1].split(", "))


if __name__ == "__main__":
    text = COMMANDS.sub(lambda _: f"{markdown()}\n", README.read_text(encoding="utf-8"))
    new = BLOCK.sub(lambda m: m[0] if missing(m[1]) else f"<!-- {m[1]} -->\n```{m[2]}\n{shown(m[1], m[3])}```\n", text)
    README.write_text(new, encoding="utf-8")
