"""What is kept between runs: where it lies, and how it is written, for its owner alone and whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

NAME = "qa-bot"
ASIDE = ".aside-"
"""How the names of files begin that are not yet in their place; what a run that was cut off left may be removed."""


# --- where ------------------------------------------------------------------------------------------------------------

# platformdirs is imported in each of these, as most questions need none of them


def state_folder() -> Path:
    """For what may be lost without harm, such as ~/.local/state/qa-bot."""
    from platformdirs import user_state_path

    return user_state_path(NAME, appauthor=False)


def data_folder() -> Path:
    """For what a person made, such as ~/.local/share/qa-bot."""
    from platformdirs import user_data_path

    return user_data_path(NAME, appauthor=False)


def config_folder() -> Path:
    """For what a person set, such as ~/.config/qa-bot."""
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False)


def cache_folder() -> Path:
    """For what can be made anew, such as ~/.cache/qa-bot."""
    from platformdirs import user_cache_path

    return user_cache_path(NAME, appauthor=False)


def history_file() -> Path:
    """What was typed in chats, such as ~/.local/state/qa-bot/history."""
    return state_folder() / "history"


def settings_file() -> Path:
    """What was set with /settings, such as ~/.config/qa-bot/settings.json."""
    return config_folder() / "settings.json"


def calibrations_folder() -> Path:
    """What `qa-bot calibrate` learnt, such as ~/.local/share/qa-bot/calibrations."""
    return data_folder() / "calibrations"


# --- how --------------------------------------------------------------------------------------------------------------


def make_folder(path: Path) -> Path:
    """A folder for its owner alone, with what is missing above it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_whole(path: Path, data: bytes, durable: bool = True) -> None:
    """Put `data` in the place of a file that its owner alone can read: written aside, then renamed.

    Whoever reads `path` finds what was there before, or all of `data`. Raises OSError, and leaves nothing then.

    Parameters
    ----------
    durable
        Whether it is to outlast a power cut from here on: it is flushed before it is named, and its name after.
    """
    import tempfile  # asking writes nothing

    descriptor, aside = tempfile.mkstemp(prefix=ASIDE, dir=path.parent)  # made with mode 0600
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(aside)
        raise
    if durable:
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """The names in a folder; where a system can't, its renames are as safe as it makes them."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
