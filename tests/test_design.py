"""The house as it was drawn: imports run downward only, and each heavy library has one room."""

import ast
import sys
from pathlib import Path

import pytest

import qa_bot

PACKAGE = Path(qa_bot.__file__).parent
EVERY_ROOM = {"records", "settings", "errors", "remedies", "patterns", "__init__"}
BELOW = {  # room -> the rooms that it may import, beside itself and those that every room may import
    "__main__": {"cli"},
    "cli": {"repl", "commands", "console", "render", "conversation", "bot", "documents"},
    "commands": {"bot", "calibration", "console", "render", "evaluation", "installation", "store"},
    "console": {"render"},
    "installation": {"bot", "documents", "index", "kept", "languages", "reader", "store"},
    "repl": {"conversation", "render", "bot", "kept"},
    "render": set(),
    "evaluation": {"bot", "calibration", "reader"},
    "conversation": {"bot", "citation", "decide", "index", "languages", "passages", "reader", "render", "store"},
    "bot": {
        "calibration",
        "documents",
        "languages",
        "passages",
        "index",
        "store",
        "reader",
        "decide",
        "likeness",
        "sentence",
        "matching",
    },
    "calibration": {"decide", "kept"},
    "decide": {"citation", "languages", "likeness", "passages"},
    "likeness": set(),
    "sentence": {"index", "passages"},
    "matching": {"index", "passages"},
    "citation": {"passages"},
    "reader": {"passages"},
    "store": {"documents", "kept", "passages", "index"},
    "index": {"languages", "passages"},
    "passages": {"languages"},
    "languages": set(),
    "documents": set(),
    "kept": set(),
    "patterns": set(),
    "records": set(),
    "settings": set(),
    "errors": set(),
    "remedies": set(),
}
ONLY_IN = {  # library -> the modules, or folders of them, that may import it
    "prompt_toolkit": {"repl"},
    "matplotlib": {"evaluation/plot.py"},
    "sklearn": {"index/build.py", "index/weighting.py", "evaluation/fitting.py"},
    "scipy": {"index/weighting.py", "evaluation/fitting.py"},
    "Stemmer": {"index/analysis.py"},
    "pypdfium2": set(),  # by name, when a file asks for it
    "selectolax": set(),
    "markdown_it": {"documents/markdown.py"},
    "pathspec": {"documents/walk.py"},
    "shtab": {"commands/completion.py"},
    "filelock": {"store/lock.py"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Full names of all that a module imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_downward(path):
    own = room(path)
    if own == "__init__":
        return  # its imports are for type checkers; it loads names lazily
    names = {name.split(".")[1] for name in imported(path) if name.startswith("qa_bot.")}
    assert not names & set(qa_bot.__all__), "rooms import one another, not the public face"
    rooms = {name for name in names if name in BELOW}
    assert rooms <= BELOW[own] | EVERY_ROOM | {own}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_stay_in_their_rooms(path):
    tops = {name.split(".")[0] for name in imported(path)}
    own = path.relative_to(PACKAGE)
    for library, places in ONLY_IN.items():
        assert library not in tops or places & {own.as_posix(), own.parts[0]}


def test_every_room_is_drawn():
    assert {room(path) for path in MODULES} - {"__init__"} == set(BELOW)


def test_nothing_that_could_connect_is_imported():
    connecting = {"socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
    for path in MODULES:
        names = {name for name in imported(path) if not name.startswith("urllib.parse")}  # it only takes apart
        assert not connecting & {name.split(".")[0] for name in names}, path


def test_the_standard_library_is_not_shadowed():
    assert not {room(path) for path in MODULES} & set(sys.stdlib_module_names) - {"__init__", "__main__"}
