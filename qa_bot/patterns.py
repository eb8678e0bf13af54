"""Regular expressions that are compiled at their first use: "what does it cost not to need you today?"."""

from __future__ import annotations

import re
from typing import Any, cast


def lazily(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, put off: the letters of many scripts take milliseconds to compile, and an English text none."""
    return cast("re.Pattern[str]", Lazy(source, flags))


class Lazy:
    """What looks like a compiled pattern and becomes one; threads may share it."""

    def __init__(self, source: str, flags: int) -> None:
        self._given = source, flags

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled pattern, which is found without a detour the next time."""
        value = self.__dict__[name] = getattr(re.compile(*self._given), name)  # `re` keeps what it has compiled
        return value
