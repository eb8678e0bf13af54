"""What a person set with /settings, kept between runs: "how do I like my chat?".

A small JSON file in the platform's place for settings, readable by its owner alone; it holds what differs from the
defaults. It is a convenience: when it can't be read or written, the caller gets a note to show, and the chat goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from qa_bot.errors import UsageError
from qa_bot.kept import make_folder, write_whole
from qa_bot.repl.history import reason
from qa_bot.settings import Settings


@dataclass(frozen=True)
class Preferences:
    """The value of every option; `OPTIONS` says what each means and may be."""

    show: str = "passage"
    threshold: float = Settings().threshold
    keys: str = "inputrc"
    complete: str = "typing"
    links: str = "auto"
    private: str = "off"


@dataclass(frozen=True)
class Option:
    """A field of Preferences: what it decides, and its choices; one without any is a number from 0 to 1."""

    name: str
    meaning: str
    choices: tuple[str, ...] = ()


OPTIONS = (
    Option("show", "what is shown below an answer", ("passage", "sentence")),
    Option("threshold", "an answer less sure than this is refused"),
    Option("keys", "editing keys; inputrc takes what ~/.inputrc says", ("inputrc", "emacs", "vi")),
    Option("complete", "offer words as you type, or on Tab alone", ("typing", "tab")),
    Option("links", "places as hyperlinks; auto: where the terminal knows them", ("auto", "on", "off")),
    Option("private", "on: what you type is neither kept nor offered again", ("off", "on")),
)


def changed(preferences: Preferences, name: str, value: str) -> Preferences:
    """With one option set to what was typed; "default" sets it back.

    Raises
    ------
    UsageError
        There is no such option, or it can't be that.
    """
    option = next((option for option in OPTIONS if option.name == name.lower()), None)
    if option is None:
        names = ", ".join(option.name for option in OPTIONS)
        raise UsageError(f"there is no setting {name}; there are {names}")
    value = value.lower()
    new: Any = getattr(Preferences(), option.name) if value == "default" else _parsed(option, value)
    return replace(preferences, **{option.name: new})


def _parsed(option: Option, value: str) -> str | float:
    if option.choices:
        if value not in option.choices:
            raise UsageError(f"{option.name} can be {' or '.join(option.choices)}, not {value}")
        return value
    try:
        number = float(value.removesuffix("%").strip()) / (100 if value.endswith("%") else 1)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise UsageError(f"{option.name} is a number from 0 to 1, such as 0.25, not {value}")
    return number


def load(path: Path) -> tuple[Preferences, str | None]:
    """What is kept, and a note if some of it could not be read; a missing file is no news."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Preferences(), None
    except OSError as error:
        return Preferences(), f"settings can't be read: {path}: {reason(error)}"
    except ValueError:
        return Preferences(), f"settings can't be read: {path}: it is damaged; /settings writes it anew"
    if not isinstance(kept, Mapping):
        return Preferences(), f"settings can't be read: {path}: it is damaged; /settings writes it anew"
    return _accepted(kept, path)


def _accepted(kept: Mapping[str, Any], path: Path) -> tuple[Preferences, str | None]:
    preferences, note = Preferences(), None
    for name, value in kept.items():
        try:
            preferences = changed(preferences, str(name), str(value))
        except UsageError as error:
            note = f"a setting is left out: {path}: {error}"
    return preferences, note


def save(path: Path, preferences: Preferences) -> None:
    """Keep what differs from the defaults: written aside and renamed, so that nobody reads half of it."""
    defaults = asdict(Preferences())
    different = {name: value for name, value in asdict(preferences).items() if value != defaults[name]}
    make_folder(path.parent)
    write_whole(path, f"{json.dumps(different, indent=2)}\n".encode())


def vi_keys(preferences: Preferences, environment: Mapping[str, str]) -> bool:
    """Whether to edit with the keys of vi."""
    if preferences.keys != "inputrc":
        return preferences.keys == "vi"
    path = Path(environment.get("INPUTRC") or Path(environment.get("HOME", "")) / ".inputrc")
    try:
        lines = path.read_bytes()[:65536].decode("utf-8", "replace") if path.is_file() else ""
    except OSError:
        return False
    modes = re.findall(r"(?m)^[ \t]*set[ \t]+editing-mode[ \t]+(vi|emacs)\b", lines)
    return modes[-1:] == ["vi"]
