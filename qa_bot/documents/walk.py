"""Below a folder: "which files are documents here?", as ripgrep answers it.

Hidden names and what `.gitignore` or `.ignore` name are left out, and told; a folder that was walked already, such as
one that holds a link to itself, is not walked again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from qa_bot.documents.names import shown, slashed
from qa_bot.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".ignore")  # the latter overrules the former
LARGEST_IGNORE_FILE = 1 << 20  # bytes

Key = tuple[int, int] | str  # the device and number of a file, whatever its names


class Below(NamedTuple):
    """A file below a folder, or a file or folder that is not read because of `trouble` or of a `rule`."""

    path: str
    trouble: OSError | None = None
    rule: str = ""


class _Rules(NamedTuple):
    """An ignore file: its folder, its name, its patterns."""

    folder: str
    name: str
    spec: GitIgnoreSpec


def walk(folder: str, globs: Sequence[str] = ()) -> Iterator[Below]:
    """The files below a folder by name, those that match `globs` if there are any; no deep recursion."""
    wanted = globbed(globs)
    walked: set[Key] = set()
    waiting: list[tuple[str, tuple[_Rules, ...]]] = [(folder, _rules_above(folder))]
    while waiting:
        path, rules = waiting.pop()
        is_folder = os.path.isdir(path)
        if path != folder and (rule := _left_out(path, is_folder, rules)):
            yield Below(path, rule=rule)
        elif not is_folder:
            if wanted(os.path.relpath(path, folder)):
                yield Below(path)
        else:
            try:
                key = key_of(path, os.stat(path))
                names = sorted(os.listdir(path), reverse=True) if key not in walked else []
            except OSError as error:
                yield Below(path, trouble=error)
                continue
            walked.add(key)
            rules += _rules_in(path, names)
            waiting += [(os.path.join(path, name), rules) for name in names]


def globbed(globs: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path below a folder matches globs: the last one that speaks of it decides, "!" says no.

    What lies in a folder that a glob with "!" names is left out, whatever the others say.
    """
    if not globs:
        return lambda path: True
    try:
        spec = _spec(globs)
    except ValueError as error:
        raise UsageError(f"a glob of {list(globs)} can't be read ({error}); write it as in .gitignore") from error
    otherwise = all(glob.startswith("!") for glob in globs)

    def matches(path: str) -> bool:
        path = slashed(path)
        above = [path[: match.end()] for match in re.finditer("/", path)]
        if any(spec.check_file(folder).include is False for folder in above):
            return False
        said = spec.check_file(path).include
        return otherwise if said is None else said

    return matches


def key_of(path: str, status: os.stat_result) -> Key:
    """What tells a file from others; some drives on Windows number none, so that only the path is left."""
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)


def _left_out(path: str, is_folder: bool, rules: Sequence[_Rules]) -> str:
    """The rule by which a path is not read, in words, or ""."""
    if os.path.basename(path).startswith("."):
        return "is hidden; name it to read it"
    for folder, name, spec in reversed(rules):  # the nearest first
        said = spec.check_file(slashed(os.path.relpath(path, folder)) + "/" * is_folder).include
        if said is not None:
            return f"is ignored by {name}; name it to read it" if said else ""
    return ""


def _rules_in(folder: str, names: Sequence[str]) -> tuple[_Rules, ...]:
    found = (_rules_of(folder, name) for name in IGNORE_FILES if name in names)
    return tuple(rules for rules in found if rules)


def _rules_of(folder: str, name: str) -> _Rules | None:
    path = os.path.join(folder, name)
    try:
        if not os.path.isfile(path):  # a pipe would wait for ever
            return None
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
            lines = file.read(LARGEST_IGNORE_FILE).splitlines()
    except OSError:
        return None
    return _Rules(folder, shown(path), _spec(filter(_is_pattern, lines)))


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # imported here, as most folders have nothing that it reads

    return GitIgnoreSpec.from_lines(lines)


def _is_pattern(line: str) -> bool:
    """Whether git could read it too; what it can't says nothing."""
    try:
        _spec([line])
    except ValueError:
        return False
    return True


def _rules_above(folder: str) -> tuple[_Rules, ...]:
    """The ignore files above a folder up to the root of its repository, unless they name the folder itself."""
    above = PurePath(os.path.abspath(folder))
    if os.path.exists(above / ".git"):
        return ()
    found: list[_Rules] = []
    for parent in above.parents:
        names = [name for name in IGNORE_FILES if os.path.exists(parent / name)]
        found[:0] = _rules_in(str(parent), names)
        if os.path.exists(parent / ".git"):
            return () if _ignores(found, str(above)) else tuple(found)
    return ()


def _ignores(rules: Sequence[_Rules], path: str) -> bool:
    """Whether rules name a folder, or one that it lies in."""
    return any(
        rule.spec.check_file(slashed(os.path.relpath(path, rule.folder)) + "/").include is True for rule in rules
    )
