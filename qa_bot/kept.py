"""Where what is kept between runs lies, and how it is written: for its owner alone, and whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def state_folder() -> Path:
    """The platform's place for what may be lost without harm, such as ~/.local/state/qa-bot."""
    from platformdirs import user_state_path

    return user_state_path("qa-bot", appauthor=False)


def data_folder() -> Path:
    """The platform's place for what a person made, such as ~/.local/share/qa-bot."""
    from platformdirs import user_data_path

    return user_data_path("qa-bot", appauthor=False)


def history_file() -> Path:
    """What was typed in chats, such as ~/.local/state/qa-bot/history."""
    return state_folder() / "history"


def settings_file() -> Path:
    """What was set with /settings, such as ~/.config/qa-bot/settings.json."""
    from platformdirs import user_config_path

    return user_config_path("qa-bot", appauthor=False) / "settings.json"


def calibrations_folder() -> Path:
    """What `qa-bot calibrate` learnt, such as ~/.local/share/qa-bot/calibrations."""
    return data_folder() / "calibrations"


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, aside first, so that nobody reads half of it; raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with mode 0600
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(aside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        raise
