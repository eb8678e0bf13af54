"""`qa-bot completion`: a script that lets a shell complete commands, options and file names."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module

from qa_bot.commands import COMMANDS, asking
from qa_bot.console import ANSWERED, Parser
from qa_bot.errors import UsageError
from qa_bot.remedies import install

SHELLS = ("bash", "zsh", "fish")
FILES, FOLDERS = ("PATH", "FILE", "PICTURE"), ("DIR",)  # what arguments that take one are called
EPILOG = """\
bash:  mkdir -p ~/.local/share/bash-completion/completions
       qa-bot completion bash > ~/.local/share/bash-completion/completions/qa-bot
       (without the package bash-completion: eval "$(qa-bot completion bash)" in ~/.bashrc)
zsh:   qa-bot completion zsh > FOLDER/_qa-bot, where FOLDER stands in $fpath
fish:  qa-bot completion fish > ~/.config/fish/completions/qa-bot.fish
do it again after an update of qa-bot. Tab then starts no program: the script knows all by itself.
"""


def parser() -> Parser:
    options = Parser(
        prog="qa-bot completion",
        description="Print the script that makes a shell complete what qa-bot takes. Where to put it:",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    options.add_argument("shell", choices=SHELLS, help="the shell to make it for")
    return options


def run(arguments: Sequence[str]) -> int:
    """Run the command."""
    shell = parser().parse_args(list(arguments)).shell
    try:
        import shtab
    except ImportError:
        raise UsageError(f"completion needs shtab; install it: {install('completion')}") from None
    print(shtab.complete(marked(whole()), shell))
    return ANSWERED


def whole() -> Parser:
    """What `qa-bot` takes, commands and all, as one parser.

    A question has no place in it, as nothing can complete one.
    """
    every = asking.options_of(Parser(prog="qa-bot", allow_abbrev=False))
    commands = every.add_subparsers()
    for name, summary in {**COMMANDS, "ask": asking.ASK}.items():
        own = asking.parser(name) if name == "ask" else import_module(f"qa_bot.commands.{name}").parser()
        commands.add_parser(name, parents=[own], add_help=False, help=summary, description=summary)
    return every


def marked(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """With those arguments marked for shtab that are completed with names of files or of folders."""
    import shtab

    for action in parser._actions:  # which argparse tells in no other way, and shtab reads too
        if isinstance(action, argparse._SubParsersAction):
            for own in action.choices.values():
                marked(own)
        elif action.metavar in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    return parser
